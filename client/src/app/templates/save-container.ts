import { Component, inject, input } from '@angular/core';
import { SaveAsTemplateDocument } from '../../../../schema/generated/templates.js';
import { Api } from '../graphql/api.js';
import type { SendTemplate } from './save-template-box.js';
import { SaveTemplateBox } from './save-template-box.js';

/** Makes a template from what a container was asked to be. */
@Component({
  selector: 'ih-save-container',
  imports: [SaveTemplateBox],
  template: `<ih-save-template-box [send]="send" />`,
})
export class SaveContainer {
  readonly containerId = input.required<string>();
  private readonly api = inject(Api);

  protected readonly send: SendTemplate = async (title, idempotencyKey) => {
    const variables = { containerId: this.containerId(), title, idempotencyKey };
    return (await this.api.mutate(SaveAsTemplateDocument, variables)).saveAsTemplate;
  };
}

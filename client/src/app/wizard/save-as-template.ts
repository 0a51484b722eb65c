import { Component, inject } from '@angular/core';
import { CreateTemplateDocument, TemplateDetailsDocument } from '../../../../schema/generated/templates.js';
import { Api } from '../graphql/api.js';
import type { SendTemplate } from '../templates/save-template-box.js';
import { SaveTemplateBox } from '../templates/save-template-box.js';
import { inputOf } from '../templates/template-form.js';
import { templateOf } from './draft-template.js';
import { WizardModel } from './wizard-model.js';

/** Keeps what was chosen in the wizard as a template, to be used again. */
@Component({
  selector: 'ih-save-as-template',
  imports: [SaveTemplateBox],
  template: `<ih-save-template-box [send]="send" />`,
})
export class SaveAsTemplate {
  private readonly api = inject(Api);
  private readonly model = inject(WizardModel);

  protected readonly send: SendTemplate = async (title, idempotencyKey) => {
    const id = this.model.draft().templateId;
    const content = id === null ? null : await this.contentOf(id);
    const input = inputOf(templateOf(this.model.draft(), content, title));
    return (await this.api.mutate(CreateTemplateDocument, { input, idempotencyKey })).createTemplate;
  };

  private async contentOf(id: string) {
    return (await this.api.query(TemplateDetailsDocument, { id, revision: null })).template;
  }
}

import { Component, computed, inject, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { requestFailed } from '../graphql/request-failed.js';
import { contentsOf, matches, sizeOf } from '../templates/template-words.js';
import { Icon } from '../ui/icon.js';
import { Loading } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { TextField } from '../ui/text-field.js';
import { WizardModel } from './wizard-model.js';

/** Step 1: what the container is to become. */
@Component({
  selector: 'ih-template-step',
  imports: [Icon, Loading, MatButton, Notice, PageHeading, TextField],
  templateUrl: './template-step.html',
  styleUrl: './template-step.scss',
})
export class TemplateStep {
  /** A double click: chosen, and on to the next step. */
  readonly chosen = output();

  protected readonly model = inject(WizardModel);
  protected readonly query = signal('');
  protected readonly found = computed(() =>
    (this.model.templates() ?? []).filter((template) => matches(template, this.query())),
  );
  protected readonly failure = computed(() => {
    const cause = this.model.catalogue.error();
    return cause ? requestFailed(cause).message : null;
  });
  protected readonly problem = computed(() =>
    this.model.insists('template') ? this.model.problemOf('templateId') : null,
  );
  protected readonly sizeOf = sizeOf;
  protected readonly contentsOf = contentsOf;
}

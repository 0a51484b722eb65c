import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { CreateTemplateDocument, TemplateDetailsDocument } from '../../../../schema/generated/templates.js';
import { templateTitleProblem } from '../../../../schema/rules/template.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { inputOf } from '../templates/template-form.js';
import { Notice } from '../ui/notice.js';
import { TextField } from '../ui/text-field.js';
import { templateOf } from './draft-template.js';
import { WizardModel } from './wizard-model.js';

/** Keeps what was chosen as a template, to be used again. Host name, network and access are not part of it. */
@Component({
  selector: 'ih-save-as-template',
  imports: [MatButton, Notice, RouterLink, TextField],
  template: `
    <details class="card" data-testid="save-as-template">
      <summary>Save as a template</summary>
      @if (saved(); as id) {
        <ih-notice [polite]="true" data-testid="template-saved">
          “{{ title() }}” is a template now. <a [routerLink]="['/templates', id]">Look at it</a>
        </ih-notice>
      } @else {
        <p class="muted">
          Its resources, features, packages, scripts and files; not its host name, network and access.
        </p>
        <div class="row">
          <ih-text-field
            label="Title"
            testId="save-title"
            [problem]="problem()"
            [insist]="tried()"
            [(value)]="title"
            (keydown.enter)="save($event)"
          />
          <button
            matButton="outlined"
            type="button"
            data-testid="save-template"
            [disabled]="busy()"
            (click)="save()"
          >
            {{ busy() ? 'Saving…' : 'Save' }}
          </button>
        </div>
        @if (failure(); as text) {
          <ih-notice tone="error">{{ text }}</ih-notice>
        }
      }
    </details>
  `,
  styles: `
    summary {
      font-weight: 600;
      cursor: pointer;
    }
    p {
      margin: 8px 0 12px;
    }
    ih-text-field {
      flex: 1 1 240px;
    }
    ih-notice {
      margin-top: 12px;
    }
  `,
})
export class SaveAsTemplate {
  private readonly api = inject(Api);
  private readonly model = inject(WizardModel);
  protected readonly title = signal('');
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly failure = signal<string | null>(null);
  /** The new template's id. */
  protected readonly saved = signal<string | null>(null);

  protected problem() {
    return templateTitleProblem(this.title().trim());
  }

  /** Also called by Enter, which must not deploy then. */
  protected async save(event?: Event): Promise<void> {
    event?.preventDefault();
    this.tried.set(true);
    if (this.busy() || this.problem()) return;
    this.busy.set(true);
    this.failure.set(null);
    try {
      await this.send();
    } catch (cause) {
      this.failure.set(requestFailed(cause).message);
    } finally {
      this.busy.set(false);
    }
  }

  private async send(): Promise<void> {
    const id = this.model.draft().templateId;
    const content = id === null ? null : await this.contentOf(id);
    const input = inputOf(templateOf(this.model.draft(), content, this.title()));
    // A key of its own each time: what is sent after a refusal is another template.
    const variables = { input, idempotencyKey: crypto.randomUUID() };
    const { createTemplate } = await this.api.mutate(CreateTemplateDocument, variables);
    switch (createTemplate.__typename) {
      case 'TemplateSaved':
        this.saved.set(createTemplate.template.id);
        break;
      case 'InvalidInput':
        this.failure.set(createTemplate.problems.map(({ reason }) => reason).join(' '));
        break;
      case 'TemplateRefused':
        this.failure.set(createTemplate.message);
        break;
    }
  }

  private async contentOf(id: string) {
    return (await this.api.query(TemplateDetailsDocument, { id, revision: null })).template;
  }
}

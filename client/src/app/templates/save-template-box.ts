import { Component, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { TemplateOutcomeFragment } from '../../../../schema/generated/templates.js';
import { templateTitleProblem } from '../../../../schema/rules/template.js';
import { requestFailed } from '../graphql/request-failed.js';
import { Notice } from '../ui/notice.js';
import { TextField } from '../ui/text-field.js';

/** Records a template under a title. */
export type SendTemplate = (title: string, idempotencyKey: string) => Promise<TemplateOutcomeFragment>;

/** Asks for a title and saves something as a template, wherever it comes from. */
@Component({
  selector: 'ih-save-template-box',
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
export class SaveTemplateBox {
  readonly send = input.required<SendTemplate>();

  protected readonly title = signal('');
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly failure = signal<string | null>(null);
  /** The new template's id. */
  protected readonly saved = signal<string | null>(null);

  protected problem() {
    return templateTitleProblem(this.title().trim());
  }

  /** Also called by Enter, which must not send the form around it then. */
  protected async save(event?: Event): Promise<void> {
    event?.preventDefault();
    this.tried.set(true);
    if (this.busy() || this.problem()) return;
    this.busy.set(true);
    this.failure.set(null);
    try {
      // A key of its own each time: what is sent after a refusal is another template.
      this.settle(await this.send()(this.title().trim(), crypto.randomUUID()));
    } catch (cause) {
      this.failure.set(requestFailed(cause).message);
    } finally {
      this.busy.set(false);
    }
  }

  private settle(result: TemplateOutcomeFragment): void {
    switch (result.__typename) {
      case 'TemplateSaved':
        this.saved.set(result.template.id);
        break;
      case 'InvalidInput':
        this.failure.set(result.problems.map(({ reason }) => reason).join(' '));
        break;
      case 'TemplateRefused':
        this.failure.set(result.message);
        break;
    }
  }
}

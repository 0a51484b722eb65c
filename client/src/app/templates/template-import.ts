import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import type { ImportTemplateInput, ImportTemplateMutation } from '../../../../schema/generated/templates.js';
import { ImportTemplateDocument } from '../../../../schema/generated/templates.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { TextField } from '../ui/text-field.js';
import { TemplateUpload } from './template-upload.js';

/** As much as a GraphQL request may hold; a larger archive is uploaded. */
const MAX_BYTES = 700_000;
const MAX_UPLOAD = 16 * 1024 ** 2;

/** Makes a template from a file: our YAML, or a folder as .tar, .tar.gz or .zip. */
@Component({
  selector: 'ih-template-import',
  imports: [Icon, MatButton, Notice, TextField],
  template: `
    <div class="row">
      <input
        #file
        class="visually-hidden"
        type="file"
        tabindex="-1"
        aria-hidden="true"
        accept=".yaml,.yml,.tar,.tgz,.gz,.zip"
        data-testid="import-file"
        (change)="choose(file)"
      />
      <button
        matButton="outlined"
        type="button"
        data-testid="import"
        [disabled]="busy()"
        (click)="file.click()"
      >
        <ih-icon name="upload" /> {{ busy() ? 'Importing…' : 'Import' }}
      </button>
    </div>
    @if (problems().length > 0) {
      <ih-notice tone="error" data-testid="import-problems">
        <strong>{{ name() }} cannot be taken as it is. Nothing was recorded.</strong>
        <ul>
          @for (problem of problems(); track $index) {
            <li>{{ problem }}</li>
          }
        </ul>
      </ih-notice>
      @if (titleTaken()) {
        <form class="row" novalidate (submit)="again($event)">
          <ih-text-field label="Another title" testId="import-title" [(value)]="title" />
          <button matButton="filled" type="submit" [disabled]="busy()">Import as this</button>
        </form>
      }
    }
  `,
  styles: `
    :host {
      display: contents;
    }
    ih-notice {
      flex: 1 0 100%;
      order: 9;
    }
    form {
      flex: 1 0 100%;
      order: 10;
    }
    ul {
      margin: 4px 0 0;
      padding-left: 18px;
    }
  `,
})
export class TemplateImport {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly uploads = inject(TemplateUpload);
  /** What is sent: the file itself if it is large. */
  private content: ImportTemplateInput | File = {};
  protected readonly name = signal('');
  protected readonly title = signal('');
  protected readonly busy = signal(false);
  protected readonly problems = signal<readonly string[]>([]);
  protected readonly titleTaken = signal(false);

  protected async choose(input: HTMLInputElement): Promise<void> {
    const file = input.files?.item(0);
    input.value = '';
    if (!file) return;
    this.name.set(file.name);
    const limit = isYaml(file) ? MAX_BYTES : MAX_UPLOAD;
    if (file.size > limit) {
      this.titleTaken.set(false);
      this.problems.set([isYaml(file) ? 'It has more than 700 KB.' : 'It has more than 16 MiB.']);
      return;
    }
    this.content = file.size > MAX_BYTES ? file : await contentOf(file);
    await this.send(null);
  }

  protected async again(event: Event): Promise<void> {
    event.preventDefault();
    const title = this.title().trim();
    // The button stays enabled without one: browsers ignore Enter while a form's button is not.
    if (title !== '' && !this.busy()) await this.send(title);
  }

  private async send(title: string | null): Promise<void> {
    this.busy.set(true);
    this.problems.set([]);
    this.titleTaken.set(false);
    try {
      const importTemplate = await this.answer(title, crypto.randomUUID());
      if (importTemplate.__typename === 'TemplateSaved') {
        await this.router.navigate(['/templates', importTemplate.template.id]);
      } else this.refuse(importTemplate);
    } catch (cause) {
      this.problems.set([requestFailed(cause).message]);
    } finally {
      this.busy.set(false);
    }
  }

  private async answer(title: string | null, idempotencyKey: string) {
    if (this.content instanceof File) return this.uploads.send(this.content, title, idempotencyKey);
    const variables = { input: { ...this.content, title }, idempotencyKey };
    return (await this.api.mutate(ImportTemplateDocument, variables)).importTemplate;
  }

  private refuse(result: Exclude<ImportTemplateMutation['importTemplate'], { __typename: 'TemplateSaved' }>): void {
    switch (result.__typename) {
      case 'ImportProblems':
        this.problems.set(result.problems.map(placed));
        break;
      case 'InvalidInput':
        this.problems.set(result.problems.map(({ reason }) => reason));
        break;
      case 'TemplateRefused':
        this.problems.set([result.message]);
        this.titleTaken.set(result.code.endsWith('TITLE_TAKEN'));
        break;
    }
  }
}

function placed({ file, line, reason }: { file: string; line: number | null; reason: string }): string {
  return `${line === null ? file : `${file}, line ${line}`}: ${reason}`;
}

function isYaml({ name }: File): boolean {
  return /\.ya?ml$/i.test(name);
}

async function contentOf(file: File): Promise<ImportTemplateInput> {
  if (isYaml(file)) return { yaml: await file.text() };
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { archive: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
}

import { Component, DOCUMENT, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import type {
  TemplateContentFragment,
  TemplateFormat,
  TemplateOutcomeFragment,
} from '../../../../schema/generated/templates.js';
import {
  ArchiveTemplateDocument,
  CopyTemplateDocument,
  ExportTemplateDocument,
  RestoreTemplateDocument,
} from '../../../../schema/generated/templates.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { ConfirmBox } from '../ui/confirm-box.js';
import { Notice } from '../ui/notice.js';
import { download } from './download.js';

/** What can be done with a template. */
@Component({
  selector: 'ih-template-actions',
  imports: [ConfirmBox, MatButton, Notice, RouterLink],
  templateUrl: './template-actions.html',
  styles: `
    :host {
      display: grid;
      gap: 12px;
      margin-bottom: 16px;
    }
  `,
})
export class TemplateActions {
  readonly template = input.required<TemplateContentFragment>();
  readonly changed = output();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);
  /** One key per page: pressing Copy twice makes one copy. */
  private readonly copyKey = crypto.randomUUID();
  protected readonly asking = signal(false);
  protected readonly busy = signal(false);
  protected readonly failure = signal<string | null>(null);

  protected copy(): Promise<void> {
    return this.attempt(async () => {
      const { id, title } = this.template();
      const variables = { id, title: `${title} (copy)`, idempotencyKey: this.copyKey };
      const copied = this.settle((await this.api.mutate(CopyTemplateDocument, variables)).copyTemplate);
      if (copied !== null) await this.router.navigate(['/templates', copied, 'edit']);
    });
  }

  protected archive(): Promise<void> {
    return this.attempt(async () => {
      const { id } = this.template();
      const done = this.settle((await this.api.mutate(ArchiveTemplateDocument, { id })).archiveTemplate);
      if (done !== null) this.changed.emit();
      this.asking.set(false);
    });
  }

  protected restore(): Promise<void> {
    return this.attempt(async () => {
      const { id } = this.template();
      const done = this.settle((await this.api.mutate(RestoreTemplateDocument, { id })).restoreTemplate);
      if (done !== null) this.changed.emit();
    });
  }

  protected export(format: TemplateFormat): Promise<void> {
    return this.attempt(async () => {
      const { id, revision } = this.template();
      const { exportTemplate: file } = await this.api.query(ExportTemplateDocument, { id, revision, format });
      if (file) download(this.document, file);
      else this.failure.set('There is no such template any more.');
    });
  }

  private settle(result: TemplateOutcomeFragment): string | null {
    switch (result.__typename) {
      case 'TemplateSaved':
        return result.template.id;
      case 'InvalidInput':
        this.failure.set(result.problems.map(({ reason }) => reason).join(' '));
        return null;
      case 'TemplateRefused':
        this.failure.set(result.message);
        return null;
    }
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.failure.set(null);
    try {
      await work();
    } catch (cause) {
      this.failure.set(requestFailed(cause).message);
    } finally {
      this.busy.set(false);
    }
  }
}

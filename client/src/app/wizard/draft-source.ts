import { inject, Injectable, signal } from '@angular/core';
import { ContainerDraftDocument } from '../../../../schema/generated/wizard.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { DraftStore } from './draft-store.js';
import { draftFrom } from './request-draft.js';
import type { Template } from './draft-input.js';

/** Brings a filled wizard back: to ask for a failed container again, changed, or for another like it. */
@Injectable()
export class DraftSource {
  private readonly api = inject(Api);
  private readonly store = inject(DraftStore);

  readonly failure = signal<string | null>(null);

  /** What this page sent itself is still here, password and all; anything else the server knows. */
  async fillFrom(containerId: string, templates: readonly Template[]): Promise<boolean> {
    this.failure.set(null);
    if (this.store.draft().deployedAs === containerId) {
      this.store.reopen();
      return true;
    }
    try {
      return await this.ask(containerId, templates);
    } catch (cause) {
      this.failure.set(requestFailed(cause).message);
      return false;
    }
  }

  private async ask(id: string, templates: readonly Template[]): Promise<boolean> {
    const { containerDraft } = await this.api.query(ContainerDraftDocument, { id });
    if (!containerDraft) {
      this.failure.set('There is no such container any more. Start with a template instead.');
      return false;
    }
    const template = templates.find((known) => known.id === containerDraft.templateId) ?? null;
    this.store.clear();
    this.store.patch(draftFrom(containerDraft, template));
    return true;
  }
}

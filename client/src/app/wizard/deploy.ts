import { inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import { CreateContainerDocument } from '../../../../schema/generated/wizard.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { DraftStore } from './draft-store.js';
import { NodePresets } from './node-presets.js';
import { WizardModel } from './wizard-model.js';

/** Sends the draft and goes to the progress page. */
@Injectable()
export class Deploy {
  private readonly api = inject(Api);
  private readonly store = inject(DraftStore);
  private readonly model = inject(WizardModel);
  private readonly presets = inject(NodePresets);
  private readonly router = inject(Router);

  readonly busy = signal(false);
  readonly problem = signal<string | null>(null);
  /** The container that an earlier sending of this draft, with other values, has made. */
  readonly conflict = signal<string | null>(null);

  async deploy(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    this.conflict.set(null);
    try {
      await this.send();
    } catch (cause) {
      this.problem.set(`${requestFailed(cause).message} Nothing that you typed is lost.`);
    } finally {
      this.busy.set(false);
    }
  }

  async deployAsAnother(): Promise<void> {
    this.store.renewKey();
    await this.deploy();
  }

  private async send(): Promise<void> {
    const { createContainer: result } = await this.api.mutate(CreateContainerDocument, {
      input: this.model.input(),
      idempotencyKey: this.store.draft().idempotencyKey,
    });
    switch (result.__typename) {
      case 'ContainerAccepted':
        this.presets.remember(this.store.draft());
        this.store.patch({ deployedAs: result.containerId });
        await this.router.navigate(['/containers', result.containerId, 'progress']);
        break;
      case 'InvalidInput':
        this.model.refuse(result.problems);
        this.problem.set('The server refused some of the values. They are listed below.');
        break;
      case 'IdempotencyConflict':
        this.conflict.set(result.containerId);
        break;
    }
  }
}

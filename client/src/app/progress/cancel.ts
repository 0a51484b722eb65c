import { inject, Injectable, signal } from '@angular/core';
import { CancelRunDocument } from '../../../../schema/generated/client.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';

/** Asks for the end of a run. That it was asked for, and that it has ended, comes with the run's own events. */
@Injectable()
export class Cancel {
  private readonly api = inject(Api);
  private readonly asking = signal(false);
  private readonly reason = signal<string | null>(null);

  readonly busy = this.asking.asReadonly();
  readonly problem = this.reason.asReadonly();

  async ask(containerId: string, runId: string): Promise<void> {
    if (this.asking()) return;
    this.asking.set(true);
    this.reason.set(null);
    try {
      const { cancelRun } = await this.api.mutate(CancelRunDocument, { containerId, runId });
      if (cancelRun.__typename === 'RunRefused') this.reason.set(cancelRun.message);
    } catch (cause) {
      this.reason.set(requestFailed(cause).message);
    } finally {
      this.asking.set(false);
    }
  }
}

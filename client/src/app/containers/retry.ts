import { inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { RetryFrom } from '../../../../schema/generated/client.js';
import { RetryProvisioningDocument } from '../../../../schema/generated/client.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';

/** Starts a new run of a container whose last one failed or was cancelled, and shows it. */
@Injectable()
export class Retry {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly state = signal<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  /** Kept over failed attempts, so that sending again cannot start two runs. */
  private key = crypto.randomUUID();

  readonly status = this.state.asReadonly();

  async start(containerId: string, from: RetryFrom): Promise<void> {
    if (this.state().busy) return;
    this.state.set({ busy: true, problem: null });
    try {
      const answer = await this.api.mutate(RetryProvisioningDocument, {
        containerId,
        idempotencyKey: this.key,
        from,
      });
      const result = answer.retryProvisioning;
      if (result.__typename === 'RunAccepted') await this.show(containerId, result.runId);
      else this.refuse(result.message);
    } catch (cause) {
      this.state.set({ busy: false, problem: requestFailed(cause).message });
    }
  }

  /** The next attempt is another request, which may begin elsewhere. */
  private refuse(problem: string): void {
    this.key = crypto.randomUUID();
    this.state.set({ busy: false, problem });
  }

  private async show(containerId: string, run: string): Promise<void> {
    this.key = crypto.randomUUID();
    this.state.set({ busy: false, problem: null });
    await this.router.navigate(['/containers', containerId, 'progress'], { queryParams: { run } });
  }
}

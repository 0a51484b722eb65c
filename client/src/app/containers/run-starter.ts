import { inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { RunStartFragment } from '../../../../schema/generated/client.js';
import {
  DestroyContainerDocument,
  RefreshServicesDocument,
  ResyncContainerDocument,
  RetryProvisioningDocument,
  StartContainerDocument,
  StopContainerDocument,
} from '../../../../schema/generated/client.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';

/** `retry` begins where the last run stopped, `retry-all` with the first phase. */
export type RunAction = 'retry' | 'retry-all' | 'start' | 'stop' | 'resync' | 'refresh' | 'destroy';

/** Starts a new run of a container and shows it. */
@Injectable()
export class RunStarter {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly state = signal<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  /** One per action, kept until the server has answered, so that sending again cannot start two runs. */
  private readonly keys = new Map<RunAction, string>();

  readonly status = this.state.asReadonly();

  async start(containerId: string, action: RunAction): Promise<void> {
    if (this.state().busy) return;
    this.state.set({ busy: true, problem: null });
    try {
      const result = await this.ask(action, { containerId, idempotencyKey: this.keyOf(action) });
      this.keys.delete(action);
      if (result.__typename === 'RunAccepted') await this.show(containerId, result.runId);
      else this.state.set({ busy: false, problem: result.message });
    } catch (cause) {
      this.state.set({ busy: false, problem: requestFailed(cause).message });
    }
  }

  private async ask(action: RunAction, request: { containerId: string; idempotencyKey: string }) {
    switch (action) {
      case 'retry':
        return this.mutate(RetryProvisioningDocument, { ...request, from: 'FAILED' });
      case 'retry-all':
        return this.mutate(RetryProvisioningDocument, { ...request, from: 'START' });
      case 'start':
        return this.mutate(StartContainerDocument, request);
      case 'stop':
        return this.mutate(StopContainerDocument, request);
      case 'resync':
        return this.mutate(ResyncContainerDocument, request);
      case 'refresh':
        return this.mutate(RefreshServicesDocument, request);
      case 'destroy':
        return this.mutate(DestroyContainerDocument, request);
    }
  }

  private async mutate<V extends Record<string, unknown>>(
    document: Parameters<typeof this.api.mutate<{ result: RunStartFragment }, V>>[0],
    variables: V,
  ): Promise<RunStartFragment> {
    return (await this.api.mutate(document, variables)).result;
  }

  private keyOf(action: RunAction): string {
    const key = this.keys.get(action) ?? crypto.randomUUID();
    this.keys.set(action, key);
    return key;
  }

  private async show(containerId: string, run: string): Promise<void> {
    this.state.set({ busy: false, problem: null });
    await this.router.navigate(['/containers', containerId, 'progress'], { queryParams: { run } });
  }
}

import type { Container } from '../containers/domain/container.js';
import { ClaimLost } from './run-writer.js';

/** Somebody asked for the end of the run. */
export class RunCancelled extends Error {
  override readonly name = 'RunCancelled';
}

/** How often the lease is looked at while a phase works. */
const LEASE_LOOK_MS = 250;

/** What ends a phase before its time: the process stops, the run was cancelled, or it is not this worker's any more. */
export class Interruptions {
  private readonly cancelled = new AbortController();
  private readonly lost = new AbortController();
  private readonly timer: NodeJS.Timeout;
  readonly ofPhases: AbortSignal;
  /** Of what a cancellation itself does: all but the cancellation. */
  readonly ofCancellation: AbortSignal;

  constructor(stopping: AbortSignal, holdsLease: () => boolean) {
    this.ofCancellation = AbortSignal.any([stopping, this.lost.signal]);
    this.ofPhases = AbortSignal.any([this.ofCancellation, this.cancelled.signal]);
    this.timer = setInterval(() => {
      if (!holdsLease()) this.lost.abort(new ClaimLost('This worker was not heard of for too long.'));
    }, LEASE_LOOK_MS);
  }

  /** Draws the consequences of what a container's stream tells now. */
  notice(container: Container, holder: { readonly worker: string; readonly claim: number }): void {
    if (holder.claim === 0 || container.state === 'not-requested') return;
    const { run } = container;
    if (run?.worker !== holder.worker || run.claim !== holder.claim || run.outcome !== null) {
      this.lost.abort(new ClaimLost('The run is not ours any more.'));
    } else if (run.cancelRequested) {
      this.cancelled.abort(new RunCancelled('The run was cancelled.'));
    }
  }

  close(): void {
    clearInterval(this.timer);
  }
}

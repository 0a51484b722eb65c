import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from './event-store/event-store.js';
import { Readiness } from './http/http-options.js';

const TIMEOUT_MS = 2_000;
/** Anybody may ask for `/healthz`: the store is asked at most this often. */
const REMEMBER_MS = 1_000;

/** Whether the event store answers, and the read models can follow it. */
export class StoreReadiness extends Readiness {
  private answer: Promise<boolean> = Promise.resolve(false);
  private askedAt = -Infinity;

  constructor(
    private readonly store: EventStore,
    private readonly readModels: { readonly canFollow: boolean },
  ) {
    super();
  }

  isReady(): Promise<boolean> {
    if (performance.now() - this.askedAt >= REMEMBER_MS) {
      this.askedAt = performance.now();
      this.answer = this.ask();
    }
    return this.answer;
  }

  private async ask(): Promise<boolean> {
    const stop = new AbortController();
    const answered = this.store.tailPosition().then(
      () => this.readModels.canFollow,
      () => false,
    );
    const late = delay(TIMEOUT_MS, false, { signal: stop.signal, ref: false }).catch(() => false);
    return Promise.race([answered, late]).finally(() => {
      stop.abort();
    });
  }
}

import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiEffect } from '../faults/fault.js';
import { PveError } from './pve-error.js';
import { send } from './replies.js';

/** What goes wrong with one request. */
export class ApiFaults {
  constructor(
    private readonly effects: readonly ApiEffect[],
    private readonly response: ServerResponse,
  ) {}

  /** Resolves with whether the request is to be worked on. Throws the answer that stands in for the real one. */
  async before(): Promise<boolean> {
    for (const effect of this.effects) {
      switch (effect.kind) {
        case 'delay':
          await delay(effect.ms, undefined, { ref: false });
          break;
        case 'answer':
          throw new PveError(effect.status, effect.message, effect.errors ?? null);
        case 'reset':
          this.response.destroy();
          return false;
        case 'hang':
          return false;
        case 'lose-reply':
        case 'cut':
          break;
      }
    }
    return true;
  }

  /** Whether it has taken care of the answer to a request that was carried out. */
  after(result: object): boolean {
    for (const effect of this.effects) {
      if (effect.kind === 'lose-reply') {
        this.response.destroy();
        return true;
      }
      if (effect.kind === 'cut') {
        send(this.response, 200, 'OK', result, effect.bytes);
        return true;
      }
    }
    return false;
  }
}

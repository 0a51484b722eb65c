import { setTimeout as delay } from 'node:timers/promises';
import type { AllStreamSubscription } from '@eventstore/db-client';
import type { AllMessage } from './event-store.js';
import { toRecorded } from './esdb-event-store.js';

type Place = bigint | 'start' | 'end';
const HIGH_WATER = 1_000;
const RECONNECT_MS = { first: 100, longest: 5_000 };

/**
 * Follows all streams through any number of connections: the client's subscriptions do not come back by themselves.
 * Each one begins right behind the last message that was handed over.
 */
export async function* followAll(
  subscribe: (after: Place) => AllStreamSubscription,
  options: { after: Place; signal: AbortSignal },
): AsyncIterable<AllMessage> {
  let after = options.after;
  let pause = RECONNECT_MS.first;
  while (!options.signal.aborted) {
    for await (const message of oneConnection(subscribe(after), options.signal)) {
      if (message.kind === 'event') after = message.event.position;
      pause = RECONNECT_MS.first;
      yield message;
    }
    await delay(pause, undefined, { signal: options.signal }).catch(() => undefined);
    pause = Math.min(pause * 2, RECONNECT_MS.longest);
  }
}

/** The messages of one connection until it breaks. Bounded: beyond the high-water mark the stream is paused. */
async function* oneConnection(
  subscription: AllStreamSubscription,
  signal: AbortSignal,
): AsyncIterable<AllMessage> {
  const queue: AllMessage[] = [];
  const state = { ended: false };
  let wake: () => void = () => undefined;
  const end = () => {
    state.ended = true;
    wake();
  };
  subscription.on('data', ({ event }) => {
    if (event) queue.push({ kind: 'event', event: toRecorded(event) });
    if (queue.length >= HIGH_WATER) subscription.pause();
    wake();
  });
  subscription.on('caughtUp', () => {
    announceOnceDrained(subscription, () => {
      queue.push({ kind: 'caught-up' });
      wake();
    });
  });
  subscription.on('error', end);
  subscription.on('close', end);
  subscription.on('end', end);
  signal.addEventListener('abort', end, { once: true });
  try {
    while (!state.ended || queue.length > 0) {
      const message = queue.shift();
      if (message) {
        if (queue.length < HIGH_WATER / 2 && subscription.isPaused()) subscription.resume();
        yield message;
        if (signal.aborted) return;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (state.ended || queue.length > 0) resolve();
      });
    }
  } finally {
    signal.removeEventListener('abort', end);
    await subscription.unsubscribe().catch(() => undefined);
  }
}

/** The client announces "caught up" beside the data, which may still lie in its buffer: wait until that is empty. */
function announceOnceDrained(subscription: AllStreamSubscription, announce: () => void): void {
  setImmediate(() => {
    if (subscription.destroyed) return;
    if (subscription.readableLength === 0 && !subscription.isPaused()) announce();
    else announceOnceDrained(subscription, announce);
  });
}

import { setTimeout as delay } from 'node:timers/promises';
import type { AllStreamSubscription } from '@eventstore/db-client';
import type { AllMessage } from './event-store.js';
import { toRecorded } from './esdb-event-store.js';

type Place = bigint | 'start' | 'end';
const HIGH_WATER = 1_000;
const RECONNECT_MS = { first: 100, longest: 5_000 };

interface Following {
  readonly after: Place;
  readonly signal: AbortSignal;
  readonly resume?: () => Promise<Place>;
  readonly onFailure: (error: unknown) => void;
  readonly onMessage: () => void;
}

/**
 * Follows all streams through any number of connections: the client's subscriptions do not come back by themselves.
 * Each one begins right behind the last message that was handed over, or where `resume` says.
 */
export async function* followAll(
  subscribe: (after: Place) => AllStreamSubscription,
  options: Following,
): AsyncIterable<AllMessage> {
  const { signal, resume } = options;
  let after = options.after;
  let pause = RECONNECT_MS.first;
  while (!signal.aborted) {
    try {
      if (resume) after = await resume();
      for await (const message of oneConnection(subscribe(after), signal)) {
        if (message.kind === 'event') after = message.event.position;
        pause = RECONNECT_MS.first;
        options.onMessage();
        yield message;
      }
    } catch (error) {
      options.onFailure(error);
    }
    await delay(pause, undefined, { signal }).catch(() => undefined);
    pause = Math.min(pause * 2, RECONNECT_MS.longest);
  }
}

/** The messages of one connection until it breaks, which throws the reason if there is one. Bounded: beyond the high-water mark the stream is paused. */
async function* oneConnection(
  subscription: AllStreamSubscription,
  signal: AbortSignal,
): AsyncIterable<AllMessage> {
  const queue: AllMessage[] = [];
  const state: { ended: boolean; error: Error | null } = { ended: false, error: null };
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
  subscription.on('error', (error) => {
    state.error = error;
    end();
  });
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
    if (state.error !== null && !signal.aborted) throw state.error;
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

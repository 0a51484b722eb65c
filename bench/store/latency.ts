import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { END, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { Benchmark, Ratio, Scale } from '../benchmark.js';
import type { Child, StoreReady } from './children.js';
import { startChild, startStore } from './children.js';
import { milliseconds, quantile, timed } from './figures.js';
import { withFolders } from './seeded.js';

const PER_SECOND = 1_000;
const SUBSCRIPTIONS = 500;
const LARGE_BYTES = 100_000_000;
const LARGE_EVENT_BYTES = 10_000;

export const storeLatency: Benchmark = {
  name: 'store-latency',
  measure: (scale) => withFolders((fresh) => measure(scale, fresh)),
};

async function* measure(scale: Scale, fresh: () => string): AsyncGenerator<Ratio> {
  const store = await startStore(fresh());
  try {
    yield await toSubscriber(store, scale === 'full' ? 6_000 : 1_000);
    yield await underLoad(store, scale);
  } finally {
    await store.stop();
  }
}

async function toSubscriber({ ready }: Child<StoreReady>, count: number): Promise<Ratio> {
  const [writer, reader] = [ready.url, ready.url].map((url) => EventStoreDBClient.connectionString(url));
  const subscription = reader!.subscribeToAll({ fromPosition: END });
  const times: number[] = [];
  const all = new Promise<void>((resolve) => {
    subscription.on('data', ({ event }) => {
      times.push(performance.now() - (event?.data as { at: number }).at);
      if (times.length === count) resolve();
    });
  });
  await once(subscription, 'confirmation');
  const appends: Promise<unknown>[] = [];
  const began = performance.now();
  while (appends.length < count) {
    const due = Math.min(count, ((performance.now() - began) / 1_000) * PER_SECOND);
    while (appends.length < due)
      appends.push(
        writer!.appendToStream(
          `paced-${String(appends.length % 100)}`,
          jsonEvent({ type: 'Told', data: { at: performance.now(), text: 'x'.repeat(150) } }),
        ),
      );
    await delay(1);
  }
  await Promise.all(appends);
  await all;
  await reader!.dispose();
  await writer!.dispose();
  // The first second warms up.
  const counted = times.slice(Math.min(PER_SECOND, count / 2));
  const [p50, p99] = [quantile(counted, 0.5), quantile(counted, 0.99)];
  return {
    what: `append → subscriber at ${String(PER_SECOND)} appends/s: p99, against the greater of 10 × p50 and 20 ms`,
    measured: p99 / Math.max(10 * p50, 20),
    promise: { kind: 'at-most', value: 1 },
    figures: `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}`,
  };
}

async function underLoad(store: Child<StoreReady>, scale: Scale): Promise<Ratio> {
  const client = EventStoreDBClient.connectionString(store.ready.url);
  await fillLarge(client, scale === 'full' ? LARGE_BYTES : LARGE_BYTES / 20);
  const appends = scale === 'full' ? 1_500 : 200;
  const append = (n: number) =>
    client.appendToStream(`watched-${String(n % SUBSCRIPTIONS)}`, jsonEvent({ type: 'Told', data: { n } }));
  await timed(appends / 2, append);
  const idle = quantile(await timed(appends, append), 0.99);
  const load = await startChild('load-child', store.ready.url, String(SUBSCRIPTIONS), 'large');
  const loaded = quantile(await timed(appends, append), 0.99);
  await load.stop();
  await client.dispose();
  return {
    what: `an append's p99 beside ${String(SUBSCRIPTIONS)} subscriptions and a read of 100 MB, against idle`,
    measured: loaded / idle,
    promise: { kind: 'at-most', value: 3 },
    figures: `${milliseconds(loaded)} against ${milliseconds(idle)}`,
  };
}

async function fillLarge(client: EventStoreDBClient, bytes: number): Promise<void> {
  const event = () => jsonEvent({ type: 'Large', data: { text: 'x'.repeat(LARGE_EVENT_BYTES) } });
  for (let written = 0; written < bytes; written += 100 * LARGE_EVENT_BYTES)
    await client.appendToStream('large', Array.from({ length: 100 }, event));
}

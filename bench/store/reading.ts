import { EventStoreDBClient } from '@eventstore/db-client';
import type { Benchmark, Ratio, Scale } from '../benchmark.js';
import type { Child, StoreReady } from './children.js';
import { residentMebibytes, startChild, startStore } from './children.js';
import { median, milliseconds, perSecond, timed } from './figures.js';
import { EVENTS_PER_STREAM, seed, withFolders } from './seeded.js';

const SMALL = 1_000;
const WANTED_PER_SECOND = 20_000;

export const storeReading: Benchmark = {
  name: 'store-reading',
  measure: (scale) => withFolders((fresh) => measure(scale, fresh)),
};

async function* measure(scale: Scale, fresh: () => string): AsyncGenerator<Ratio> {
  const count = scale === 'full' ? 1_000_000 : 50_000;
  const [large, small] = [fresh(), fresh()];
  await seed(large, count);
  await seed(small, SMALL);
  const stores = { large: await startStore(large), small: await startStore(small) };
  try {
    yield opening(stores.large, count);
    yield await firstEvents(stores, count);
    yield memory(stores, count);
    yield await everything(stores.large, scale);
  } finally {
    await stores.large.stop();
    await stores.small.stop();
  }
}

interface Stores {
  readonly large: Child<StoreReady>;
  readonly small: Child<StoreReady>;
}

const opening = ({ ready }: Child<StoreReady>, count: number): Ratio => ({
  what: `opening a store of ${String(count)} events, in seconds`,
  measured: ready.openedInMs / 1_000,
  promise: { kind: 'at-most', value: 1 },
  figures: milliseconds(ready.openedInMs),
});

async function firstEvents({ large, small }: Stores, count: number): Promise<Ratio> {
  const [many, few] = [large, small].map(({ ready }) => EventStoreDBClient.connectionString(ready.url));
  const first = (client: EventStoreDBClient, stream: number) =>
    Array.fromAsync(client.readStream(`seeded-${String(stream)}`, { maxCount: 1 }));
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < 6; round++) {
    // Never the same stream twice, so that no cache answers.
    const many_ = await timed(100, (n) =>
      first(many!, (round * 100 + n) * Math.floor(count / EVENTS_PER_STREAM / 700)),
    );
    const few_ = await timed(100, (n) => first(few!, n % (SMALL / EVENTS_PER_STREAM)));
    if (round === 0) continue;
    times[0].push(...many_);
    times[1].push(...few_);
  }
  const [slow, fast] = times.map(median);
  return {
    what: `the first event of a stream in a store of ${String(count)} events, against one of ${String(SMALL)}`,
    measured: slow! / fast!,
    promise: { kind: 'at-most', value: 2 },
    figures: `${milliseconds(slow!)} against ${milliseconds(fast!)}`,
  };
}

function memory({ large, small }: Stores, count: number): Ratio {
  const [many, few] = [residentMebibytes(large), residentMebibytes(small)];
  return {
    what: `memory with ${String(count)} events, against ${String(SMALL)}`,
    measured: many / few,
    promise: { kind: 'at-most', value: 1.25 },
    figures: `${many.toFixed(0)} MiB against ${few.toFixed(0)} MiB`,
  };
}

async function everything(store: Child<StoreReady>, scale: Scale): Promise<Ratio> {
  const bare = await startChild<StoreReady>('bare-child');
  const [client, decoder] = [store, bare].map(({ ready }) => EventStoreDBClient.connectionString(ready.url));
  const [own, prepared]: [number[], number[]] = [[], []];
  const maxCount = scale === 'full' ? 40_000 : 10_000;
  for (let round = 0; round < 6; round++) {
    const rates = [await rateOf(client!, maxCount), await rateOf(decoder!, maxCount)];
    if (round === 0) continue;
    own.push(rates[0]!);
    prepared.push(rates[1]!);
  }
  await bare.stop();
  const wanted = Math.min(WANTED_PER_SECOND, 0.9 * median(prepared));
  return {
    what: 'readAll, against 20,000 events/s or 0.9 of a server that streams prepared messages',
    measured: median(own) / wanted,
    promise: { kind: 'at-least', value: 1 },
    figures: `${perSecond(median(own))}; prepared ${perSecond(median(prepared))}`,
  };
}

async function rateOf(client: EventStoreDBClient, maxCount: number): Promise<number> {
  const began = performance.now();
  let count = 0;
  for await (const { event } of client.readAll({ maxCount })) if (event) count++;
  if (count !== maxCount) throw new Error(`${String(count)} events instead of ${String(maxCount)}`);
  return (count / (performance.now() - began)) * 1_000;
}

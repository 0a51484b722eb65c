import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { Benchmark, Ratio, Scale } from '../benchmark.js';
import type { StoreReady } from './children.js';
import { startChild, startStore } from './children.js';
import { median, milliseconds, perSecond, timed } from './figures.js';
import { withFolders } from './seeded.js';

const WRITERS = 64;
const event = () => jsonEvent({ type: 'Told', data: { text: 'x'.repeat(170) } });

export const storeAppending: Benchmark = {
  name: 'store-appending',
  measure: (scale) => withFolders((fresh) => measure(scale, fresh)),
};

async function* measure(scale: Scale, fresh: () => string): AsyncGenerator<Ratio> {
  yield await manyAtOnce(scale, fresh);
  yield await oneAfterAnother(scale, fresh);
}

/** Both stores take turns, so that what else the machine does meets both. */
async function manyAtOnce(scale: Scale, fresh: () => string): Promise<Ratio> {
  const [full, none] = [await startStore(fresh(), 'full'), await startStore(fresh(), 'none')];
  const clients = [full, none].map(({ ready }) => EventStoreDBClient.connectionString(ready.url));
  const rates: [number[], number[]] = [[], []];
  const turns = scale === 'full' ? 10 : 3;
  for (let turn = 0; turn < turns; turn++)
    for (const [index, client] of clients.entries()) {
      const rate = await rateOf(client, scale === 'full' ? 1_500 : 300);
      // The first turn warms up.
      if (turn > 0) rates[index]?.push(rate);
    }
  for (const client of clients) await client.dispose();
  await full.stop();
  await none.stop();
  const [durable, fast] = rates.map(median);
  return {
    what: `${String(WRITERS)} durable appends at a time, against the same store with durability off`,
    measured: durable! / fast!,
    promise: { kind: 'at-least', value: 0.9 },
    figures: `${perSecond(durable!)} against ${perSecond(fast!)}`,
  };
}

async function rateOf(client: EventStoreDBClient, milliseconds: number): Promise<number> {
  const run = randomUUID();
  const began = performance.now();
  let count = 0;
  const writers = Array.from({ length: WRITERS }, async (_value, writer) => {
    for (; performance.now() - began < milliseconds; count++)
      await client.appendToStream(`many-${run}-${String(writer)}`, event());
  });
  await Promise.all(writers);
  return (count / (performance.now() - began)) * 1_000;
}

async function oneAfterAnother(scale: Scale, fresh: () => string): Promise<Ratio> {
  const [store, bare] = [await startStore(fresh()), await startChild<StoreReady>('bare-child')];
  const [client, echo] = [store, bare].map(({ ready }) => EventStoreDBClient.connectionString(ready.url));
  const db = bareDatabase(join(fresh(), 'bare.sqlite'));
  const unary = { credentials: credentialsOf(store.ready.url) };
  const rounds = scale === 'full' ? 12 : 2;
  const [appends, roundTrips, commits]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    const trips = await timed(100, () => echo!.appendToStream('one', event(), unary));
    const syncs = await timed(100, () => Promise.resolve(db.commit()));
    const own = await timed(100, () => client!.appendToStream('one', event(), unary));
    if (round === 0) continue;
    roundTrips.push(...trips);
    commits.push(...syncs);
    appends.push(...own);
  }
  db.close();
  await store.stop();
  await bare.stop();
  const bareCost = median(roundTrips) + median(commits);
  return {
    what: 'one append after another, against a bare gRPC round trip and a bare SQLite FULL commit',
    measured: median(appends) / bareCost,
    promise: { kind: 'at-most', value: 1.3 },
    figures: `${milliseconds(median(appends))} against ${milliseconds(median(roundTrips))} + ${milliseconds(median(commits))}`,
  };
}

/** One row of the size of an event per transaction. */
function bareDatabase(file: string) {
  const db = new DatabaseSync(file);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, data BLOB)',
  );
  const insert = db.prepare('INSERT INTO t (data) VALUES (?)');
  const data = Buffer.alloc(250, 'x');
  return {
    commit: () => insert.run(data),
    close: () => {
      db.close();
    },
  };
}

/** Given per call they make the client use the unary method, as the application does. */
function credentialsOf(url: string): { username: string; password: string } {
  const [, username = '', password = ''] = /:\/\/([^:/@]+):([^@]+)@/.exec(url) ?? [];
  return { username, password };
}

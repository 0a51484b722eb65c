import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { startEmbeddedStore } from '../embedded-store.js';
import { StoreProcesses } from './store-process.js';
import { credentialsOf, several } from './store-under-test.js';

const ROUNDS = 6;
const EVENTS_PER_APPEND = 3;
const processes = new StoreProcesses();

/** A linear congruential generator: the same seed kills at the same moments again. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

/** Appends from many sides at once, half of them in batches, until the process is killed in the midst of it. */
async function writeUntilKilled(
  url: string,
  child: ChildProcess,
  acknowledged: Map<string, bigint>,
  options: { round: number; appends: number },
): Promise<void> {
  const client = EventStoreDBClient.connectionString(url);
  let done = 0;
  const exit = once(child, 'exit');
  const write = async (_value: unknown, writer: number) => {
    const stream = `load-${options.round}-${writer}`;
    const unary = writer % 2 === 0 ? { credentials: credentialsOf(url), deadline: 2_000 } : {};
    while (!child.killed) {
      const { nextExpectedRevision } = await client.appendToStream(stream, several(EVENTS_PER_APPEND), unary);
      acknowledged.set(stream, nextExpectedRevision);
      if (++done === options.appends) child.kill('SIGKILL');
    }
  };
  for (const writer of Array.from({ length: 16 }, write)) writer.catch(() => undefined);
  // Not for the writers: the client never settles a batch that it began on a connection that was just cut.
  await exit;
  await client.dispose();
}

describe('a store that is killed at random instants under load', () => {
  it('should have every acknowledged event, no part of an append, and no hole or repetition', async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 100_000);
    console.info(`seed ${seed} (set SEED to repeat)`);
    const next = random(seed);
    const dataDir = processes.freshFolder();
    const acknowledged = new Map<string, bigint>();
    for (let round = 0; round < ROUNDS; round++) {
      const { child, url } = await processes.start(dataDir);
      const appends = 20 + Math.floor(next() * 400);
      await writeUntilKilled(url, child, acknowledged, { round, appends });
    }
    const { child, url } = await processes.start(dataDir);
    await checkEverything(url, acknowledged);
    child.kill('SIGTERM');
    await once(child, 'exit');
  }, 40_000);

  async function checkEverything(url: string, acknowledged: Map<string, bigint>): Promise<void> {
    const client = EventStoreDBClient.connectionString(url);
    const revisions = new Map<string, bigint[]>();
    let last = -1n;
    for await (const { event } of client.readAll()) {
      const { streamId, revision, position } = event!;
      expect(position.commit).toBeGreaterThan(last);
      last = position.commit;
      revisions.set(streamId, [...(revisions.get(streamId) ?? []), revision]);
    }
    for (const [stream, revision] of acknowledged) {
      const found = revisions.get(stream) ?? [];
      expect(found).toEqual(found.map((_value, index) => BigInt(index)));
      expect(found.length).toBeGreaterThan(Number(revision));
      expect(found.length % EVENTS_PER_APPEND).toBe(0);
    }
    expect(acknowledged.size).toBeGreaterThan(0);
    await client.dispose();
  }
});

describe('what was removed', () => {
  const inFiles = (dataDir: string, text: string) =>
    readdirSync(dataDir).some((name) => readFileSync(join(dataDir, name)).includes(text));

  it('should no longer be in any file: after a tombstone, and after a truncation and a scavenge', async () => {
    const dataDir = processes.freshFolder();
    const store = await startEmbeddedStore({ dataDir, port: 0 });
    const client = EventStoreDBClient.connectionString(store.url);
    const say = (secret: string) => jsonEvent({ type: 'Told', data: { secret } });
    await client.appendToStream('ended', say('first-secret'));
    await client.setStreamMetadata('ended', { note: 'noted-secret' });
    await client.setStreamMetadata('kept', { maxCount: 1 });
    await client.appendToStream('kept', [say('second-secret'), say('still-shown')]);
    expect(inFiles(dataDir, 'first-secret')).toBe(true);
    await client.tombstoneStream('ended');
    while (inFiles(dataDir, 'first-secret') || inFiles(dataDir, 'noted-secret')) await store.scavenge();
    await store.scavenge();
    expect(inFiles(dataDir, 'second-secret')).toBe(false);
    expect(inFiles(dataDir, 'still-shown')).toBe(true);
    await client.dispose();
    await store.stop();
  });

  it('should give its space back', async () => {
    const dataDir = processes.freshFolder();
    const store = await startEmbeddedStore({ dataDir, port: 0 });
    const client = EventStoreDBClient.connectionString(store.url);
    const large = () => jsonEvent({ type: 'Large', data: { text: 'x'.repeat(100_000) } });
    for (let n = 0; n < 5; n++) await client.appendToStream('large', Array.from({ length: 5 }, large));
    await client.tombstoneStream('large');
    await store.scavenge();
    await client.dispose();
    await store.stop();
    expect(readFileSync(join(dataDir, 'events.sqlite')).length).toBeLessThan(1_500_000);
  });
});

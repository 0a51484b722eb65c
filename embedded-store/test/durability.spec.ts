import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent, WrongExpectedVersionError } from '@eventstore/db-client';
import { startEmbeddedStore } from '../embedded-store.js';
import { KillRounds } from './kill-rounds.js';
import { Random } from './random.js';
import { StoreProcesses } from './store-process.js';
import { several } from './store-under-test.js';

const processes = new StoreProcesses();

describe('a store that is killed at random instants under load', () => {
  it('should have every acknowledged event, no part of an append, and no hole or repetition, also for subscribers', async () => {
    await new KillRounds(processes, Random.fromEnvironment()).run(15);
  });
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
    // A tombstone needs nobody to ask for it.
    while (inFiles(dataDir, 'first-secret') || inFiles(dataDir, 'noted-secret')) await delay(10);
    await store.scavenge();
    expect(inFiles(dataDir, 'second-secret')).toBe(false);
    expect(inFiles(dataDir, 'still-shown')).toBe(true);
    await client.dispose();
    await store.stop();
  });

  it('should not be taken for a repetition of what is left', async () => {
    const store = await startEmbeddedStore({ dataDir: processes.freshFolder(), port: 0 });
    const client = EventStoreDBClient.connectionString(store.url);
    const events = several(3);
    await client.appendToStream('cut', events);
    await client.setStreamMetadata('cut', { truncateBefore: 2 });
    await store.scavenge();
    const other = client.appendToStream('cut', events[2]!, { expectedRevision: 'no_stream' });
    await expect(other).rejects.toBeInstanceOf(WrongExpectedVersionError);
    const same = await client.appendToStream('cut', events[2]!, { expectedRevision: 1n });
    expect(same.nextExpectedRevision).toBe(2n);
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

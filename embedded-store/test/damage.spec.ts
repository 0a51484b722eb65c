import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EventStoreDBClient, jsonEvent, START } from '@eventstore/db-client';
import { startEmbeddedStore } from '../embedded-store.js';
import { MAIN, StoreProcesses } from './store-process.js';

const processes = new StoreProcesses();
const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
const told = (text: string) => jsonEvent({ type: 'Told', data: { text } });
const DAMAGED = /Event 1 of stream 'hurt' \(position \d+\) is damaged on the disk: [^\n]*restore a backup/;

/** A store with one whole stream and one of which the second event says `needle`. */
async function filled(dataDir: string) {
  const store = await startEmbeddedStore({ dataDir, port: 0 });
  const client = EventStoreDBClient.connectionString(store.url);
  await client.appendToStream('whole', told('fine'));
  await client.appendToStream('hurt', [told('fine'), told('needle')]);
  const stop = async () => {
    await client.dispose();
    await store.stop();
  };
  return { client, file: join(dataDir, 'events.sqlite'), stop };
}

describe('an event in whose bytes a bit flips', () => {
  it('should be found at the start, where it is said what to do', async () => {
    const dataDir = processes.freshFolder();
    const { file, stop } = await filled(dataDir);
    await stop();
    expect(run('verify', '--data', dataDir)).toMatchObject({
      status: 0,
      stdout: '3 events are as they were stored.\n',
    });
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('needle')]! ^= 1;
    writeFileSync(file, bytes);
    const { status, stderr } = run('--data', dataDir);
    expect(status).toBe(1);
    expect(stderr).toMatch(DAMAGED);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('should be told to whoever reads it, found by verify, and keep a backup from being made', async () => {
    const dataDir = processes.freshFolder();
    const { client, file, stop } = await filled(dataDir);
    // While the store runs, its file is changed through SQLite, as it may have the page in its cache.
    const db = new DatabaseSync(file);
    db.exec(`UPDATE events SET data = CAST(replace(CAST(data AS TEXT), 'needle', 'noodle') AS BLOB)`);
    db.close();
    await expect(Array.fromAsync(client.readStream('hurt'))).rejects.toThrow(DAMAGED);
    await expect(Array.fromAsync(client.readAll({ fromPosition: START }))).rejects.toThrow(DAMAGED);
    expect(await Array.fromAsync(client.readStream('whole'))).toHaveLength(1);
    expect(await client.appendToStream('hurt', told('goes on'))).toMatchObject({ nextExpectedRevision: 2n });

    const verified = run('verify', '--data', dataDir);
    expect([verified.status, verified.stderr]).toEqual([1, '1 of 4 events are damaged.\n']);
    expect(verified.stdout).toMatch(DAMAGED);
    const backup = run('backup', '--data', dataDir, '--to', join(dataDir, 'backup'));
    expect(backup.status).toBe(1);
    expect(backup.stderr).toMatch(DAMAGED);
    await stop();
  });
});

describe('a data directory of the version that knew no checksums', () => {
  it('should be taken over with its events', async () => {
    const dataDir = processes.freshFolder();
    const { file, stop } = await filled(dataDir);
    await stop();
    const db = new DatabaseSync(file);
    db.exec(`ALTER TABLE events DROP COLUMN checksum; UPDATE meta SET value = '1' WHERE key = 'version'`);
    db.close();
    const store = await startEmbeddedStore({ dataDir, port: 0 });
    const client = EventStoreDBClient.connectionString(store.url);
    await client.appendToStream('hurt', told('new'), { expectedRevision: 1n });
    expect(await Array.fromAsync(client.readStream('hurt'))).toHaveLength(3);
    await client.dispose();
    await store.stop();
    expect(run('verify', '--data', dataDir).stdout).toBe('4 events are as they were stored.\n');
  });
});

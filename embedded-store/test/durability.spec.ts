import type { ChildProcess } from 'node:child_process';
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { startEmbeddedStore } from '../embedded-store.js';

const MAIN = join(import.meta.dirname, '../../dist/embedded-store/main.js');
const folders: string[] = [];
const children: ChildProcess[] = [];

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-store-'));
  folders.push(folder);
  return folder;
}

/** Starts the store as a process of its own and resolves with it once it takes connections. */
async function startProcess(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(MAIN, ['--data', dataDir], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.push(child);
  const [message] = (await once(child, 'message')) as [{ connectionFile: string }];
  const { url } = JSON.parse(readFileSync(message.connectionFile, 'utf8')) as { url: string };
  return { child, url };
}

/** A linear congruential generator: the same seed kills at the same moments again. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('durability', () => {
  it('should keep every acknowledged event, and no part of another, when killed at random instants', async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 100_000);
    console.info(`seed ${String(seed)} (set SEED to repeat)`);
    const next = random(seed);
    const dataDir = freshFolder();
    const acknowledged = new Map<string, bigint>();
    for (let round = 0; round < 5; round++) {
      const { child, url } = await startProcess(dataDir);
      await writeUntilKilled(url, child, acknowledged, 50 + Math.floor(next() * 300), round);
    }
    const { child, url } = await startProcess(dataDir);
    const client = EventStoreDBClient.connectionString(url);
    for (const [stream, revision] of acknowledged) {
      const revisions: bigint[] = [];
      for await (const { event } of client.readStream(stream)) revisions.push(event!.revision);
      expect(revisions).toEqual(revisions.map((_value, index) => BigInt(index)));
      expect(revisions.length).toBeGreaterThanOrEqual(Number(revision) + 1);
      // Each append had three events: a batch is there whole or not at all.
      expect(revisions.length % 3).toBe(0);
    }
    expect(acknowledged.size).toBeGreaterThan(0);
    await client.dispose();
    child.kill('SIGTERM');
    await once(child, 'exit');
  }, 40_000);

  async function writeUntilKilled(
    url: string,
    child: ChildProcess,
    acknowledged: Map<string, bigint>,
    appends: number,
    round: number,
  ): Promise<void> {
    const client = EventStoreDBClient.connectionString(url);
    let done = 0;
    const exit = once(child, 'exit');
    const writers = Array.from({ length: 8 }, async (_value, writer) => {
      const stream = `load-${String(round)}-${String(writer)}`;
      for (;;) {
        const events = [0, 1, 2].map((n) => jsonEvent({ type: 'Written', data: { n } }));
        const result = await client.appendToStream(stream, events, {
          credentials: credentialsOf(url),
          deadline: 2_000,
        });
        acknowledged.set(stream, result.nextExpectedRevision);
        if (++done === appends) child.kill('SIGKILL');
      }
    });
    await Promise.all([exit, ...writers.map((writer) => writer.catch(() => undefined))]);
    await client.dispose();
  }

  const credentialsOf = (url: string) => {
    const [, username = '', password = ''] = /esdb:\/\/([^:]+):([^@]+)@/.exec(url) ?? [];
    return { username, password };
  };
});

describe('the data directory', () => {
  it('should be used by one process only', async () => {
    const dataDir = freshFolder();
    const store = await startEmbeddedStore({ dataDir, port: 0 });
    const second = spawnSync(process.execPath, [MAIN, '--data', dataDir], { encoding: 'utf8' });
    expect(second.status).toBe(1);
    expect(second.stderr).toContain(`Another process is using the event store in ${dataDir}.`);
    await store.stop();
  });

  it('should be refused with a sentence when it cannot be written or its file is damaged', async () => {
    const dataDir = freshFolder();
    writeFileSync(join(dataDir, 'file'), '');
    const below = join(dataDir, 'file', 'below');
    await expect(startEmbeddedStore({ dataDir: below, port: 0 })).rejects.toThrow('cannot write');
    writeFileSync(join(dataDir, 'events.sqlite'), 'not a database at all'.repeat(1_000));
    await expect(startEmbeddedStore({ dataDir, port: 0 })).rejects.toThrow('damaged');
  });

  it('should keep port and password over a restart, in a file for its owner only', async () => {
    const dataDir = freshFolder();
    const first = await startEmbeddedStore({ dataDir, port: 0 });
    await first.stop();
    const second = await startEmbeddedStore({ dataDir, port: 0 });
    expect(second.url).toBe(first.url);
    expect(statSync(second.connectionFile).mode & 0o777).toBe(0o600);
    await second.stop();
  });
});

describe('strangers', () => {
  it('should neither read nor append without the password', async () => {
    const dataDir = freshFolder();
    const store = await startEmbeddedStore({ dataDir, port: 0 });
    const client = EventStoreDBClient.connectionString(store.url.replace(/:[^:@]+@/, ':guessed@'));
    const append = client.appendToStream('any', jsonEvent({ type: 'Told', data: {} }), {
      credentials: { username: 'admin', password: 'guessed' },
    });
    await expect(append).rejects.toThrow('Access denied');
    const read = (async () => {
      for await (const { event } of client.readAll()) if (event) break;
    })();
    await expect(read).rejects.toThrow('Access denied');
    await client.dispose();
    await store.stop();
  });
});

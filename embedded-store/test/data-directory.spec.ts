import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EventStoreDBClient, jsonEvent, UnavailableError } from '@eventstore/db-client';
import type { EmbeddedStore } from '../embedded-store.js';
import { startEmbeddedStore } from '../embedded-store.js';
import { MAIN, StoreProcesses } from './store-process.js';

const processes = new StoreProcesses();
const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
const start = (dataDir: string): Promise<EmbeddedStore> => startEmbeddedStore({ dataDir, port: 0 });

describe('the data directory', () => {
  it('should be used by one process only', async () => {
    const dataDir = processes.freshFolder();
    const store = await start(dataDir);
    const { status, stderr } = run('--data', dataDir);
    expect([status, stderr]).toEqual([1, `Another process is using the event store in ${dataDir}.\n`]);
    await store.stop();
  });

  it('should be refused with a sentence when it cannot be written', () => {
    const dataDir = processes.freshFolder();
    writeFileSync(join(dataDir, 'file'), '');
    const { status, stderr } = run('--data', join(dataDir, 'file', 'below'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^The event store cannot write to its data directory [^\n]+\n$/);
  });

  it('should be refused with a sentence when its file is something else, cut off or overwritten', async () => {
    const damages: ((content: Buffer) => Buffer | string)[] = [
      () => 'not a database at all'.repeat(1_000),
      (content) => content.subarray(0, content.length / 2),
      (content) => content.fill(0x5a, 8_192, 24_576),
    ];
    for (const damage of damages) {
      const dataDir = processes.freshFolder();
      await (await start(dataDir)).stop();
      const file = join(dataDir, 'events.sqlite');
      writeFileSync(file, damage(readFileSync(file)));
      const { status, stderr } = run('--data', dataDir);
      expect([status, stderr]).toEqual([
        1,
        `The event store's file ${file} is damaged: restore it from a backup (eventstore restore --replace).\n`,
      ]);
    }
  });

  it('should be refused with a sentence when a newer program wrote it', async () => {
    const dataDir = processes.freshFolder();
    await (await start(dataDir)).stop();
    const db = new DatabaseSync(join(dataDir, 'events.sqlite'));
    db.exec(`UPDATE meta SET value = '99' WHERE key = 'version'`);
    db.close();
    const { status, stderr } = run('--data', dataDir);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^[^\n]+ has format 99, newer than this program understands[^\n]+\n$/);
  });

  it('should be readable by its owner only', async () => {
    const dataDir = processes.freshFolder();
    const store = await start(dataDir);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    const secret = readdirSync(dataDir).filter((name) => !name.startsWith('store.lock'));
    for (const name of secret) expect([name, statSync(join(dataDir, name)).mode & 0o077]).toEqual([name, 0]);
    await store.stop();
  });
});

describe('the process', () => {
  it('should explain itself, and refuse settings that it does not understand', () => {
    expect(run('--help').stdout).toContain('--data DIR');
    expect(run().stderr).toContain('--data DIR');
    expect(run('--data', processes.freshFolder(), '--port', 'x').stderr).toContain('--port');
    expect(run('--nonsense').status).toBe(1);
  });

  it('should print no password', async () => {
    const dataDir = processes.freshFolder();
    const store = await start(dataDir);
    await store.stop();
    const { password } = JSON.parse(readFileSync(store.connectionFile, 'utf8')) as { password: string };
    const { stdout, stderr } = spawnSync(
      'timeout',
      ['-s', 'TERM', '2', process.execPath, MAIN, '--data', dataDir],
      {
        encoding: 'utf8',
      },
    );
    expect(stdout).toMatch(/^The event store listens on 127\.0\.0\.1:\d+ [^\n]+\n$/);
    expect(stdout + stderr).not.toContain(password);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('should end cleanly on %s', async (signal) => {
    const { child } = await processes.start(processes.freshFolder());
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('should end when whoever started it is gone', async () => {
    const { child } = await processes.start(processes.freshFolder());
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('should be found again under the same connection string after a restart, also by a client that stayed', async () => {
    const dataDir = processes.freshFolder();
    const first = await start(dataDir);
    const client = EventStoreDBClient.connectionString(first.url);
    await client.appendToStream('told', jsonEvent({ type: 'Told', data: {} }));
    const subscription = client.subscribeToStream('other');
    const ended = new Promise((resolve) => subscription.on('error', resolve));
    subscription.resume();
    await once(subscription, 'confirmation');
    await first.stop();
    expect(await ended).toBeInstanceOf(UnavailableError);
    const second = await start(dataDir);
    expect(second.url).toBe(first.url);
    const again = () => client.appendToStream('told', jsonEvent({ type: 'Told', data: {} }));
    // The client learns by a first failure that its old connection is gone.
    const { nextExpectedRevision } = await again().catch(again);
    expect(nextExpectedRevision).toBe(1n);
    await client.dispose();
    await second.stop();
  });
});

/** Whether somebody listens there. */
const listens = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });

describe('strangers', () => {
  // All of 127.0.0.0/8 is this machine on Linux: who listens on every address would answer here as well.
  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux(
    'should find nobody at any other address than 127.0.0.1 (tried on Linux, which has more)',
    async () => {
      const store = await start(processes.freshFolder());
      expect(await listens('127.0.0.1', store.port)).toBe(true);
      expect(await listens('127.0.0.2', store.port)).toBe(false);
      await store.stop();
    },
  );

  it('should get no answer without TLS, whatever they know', async () => {
    const store = await start(processes.freshFolder());
    const client = EventStoreDBClient.connectionString(store.url.replace(/\?.*/, '?tls=false'));
    await expect(Array.fromAsync(client.readAll())).rejects.toBeInstanceOf(UnavailableError);
    await client.dispose();
    await store.stop();
  });

  it('should neither read nor append, with a wrong password or none', async () => {
    const store = await start(processes.freshFolder());
    for (const user of ['admin:guessed@', 'nobody:guessed@', '']) {
      const client = EventStoreDBClient.connectionString(store.url.replace(/admin:[^@]+@/, user));
      const credentials = user === '' ? {} : { credentials: { username: 'admin', password: 'guessed' } };
      const event = jsonEvent({ type: 'Told', data: {} });
      const denied = 'Access denied';
      await expect(client.appendToStream('told', event)).rejects.toThrow(denied);
      await expect(client.appendToStream('told', event, credentials)).rejects.toThrow(denied);
      await expect(client.deleteStream('told')).rejects.toThrow(denied);
      await expect(client.tombstoneStream('told')).rejects.toThrow(denied);
      await expect(client.readAll().toArray()).rejects.toThrow(denied);
      await expect(client.subscribeToAll().toArray()).rejects.toThrow(denied);
      await client.dispose();
    }
    await store.stop();
  });
});

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { Client, credentials } from '@grpc/grpc-js';
import { HealthService } from '../protocol/health.js';
import { startEmbeddedStore } from '../embedded-store.js';
import { MAIN, StoreProcesses } from './store-process.js';
import { numbered, several } from './store-under-test.js';

const processes = new StoreProcesses();
const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });

async function appended(url: string, stream: string, count: number): Promise<void> {
  const client = EventStoreDBClient.connectionString(url);
  await client.appendToStream(stream, several(count));
  await client.dispose();
}

async function numbersIn(dataDir: string, stream: string): Promise<number> {
  const store = await startEmbeddedStore({ dataDir, port: 0 });
  const client = EventStoreDBClient.connectionString(store.url);
  const events = await Array.fromAsync(client.readStream(stream));
  await client.dispose();
  await store.stop();
  return events.length;
}

describe('a backup', () => {
  it('should hold what was there when it began, while appends go on, and be restored elsewhere', async () => {
    const [dataDir, elsewhere] = [processes.freshFolder(), processes.freshFolder()];
    const file = join(processes.freshFolder(), 'backup');
    const { child, url } = await processes.start(dataDir);
    await appended(url, 'before', 300);
    const client = EventStoreDBClient.connectionString(url);
    const done = new AbortController();
    let during = 0;
    const writer = (async () => {
      for (; !done.signal.aborted; during++) await client.appendToStream('during', numbered(during));
    })();
    const making = processes.run(['backup', '--data', dataDir, '--to', file]);
    expect(await once(making, 'exit')).toEqual([0, null]);
    done.abort();
    await writer;
    await client.dispose();
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(existsSync(`${file}.part`)).toBe(false);
    expect(run('restore', '--from', file, '--data', elsewhere).status).toBe(0);
    expect(await numbersIn(elsewhere, 'before')).toBe(300);
    expect(during).toBeGreaterThan(0);
  });

  it('should not be put over events that are there, unless that is wanted; then these are put aside', async () => {
    const dataDir = processes.freshFolder();
    const file = join(processes.freshFolder(), 'backup');
    const store = await startEmbeddedStore({ dataDir, port: 0 });
    await appended(store.url, 'kept', 3);
    expect(run('backup', '--data', dataDir, '--to', file).status).toBe(0);
    await appended(store.url, 'kept', 2);
    const inUse = run('restore', '--from', file, '--data', dataDir, '--replace');
    expect([inUse.status, inUse.stderr]).toEqual([1, expect.stringMatching(/^Another process is using/)]);
    await store.stop();
    const refused = run('restore', '--from', file, '--data', dataDir);
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringMatching(/--replace/)]);
    expect(await numbersIn(dataDir, 'kept')).toBe(5);
    expect(run('restore', '--from', file, '--data', dataDir, '--replace').status).toBe(0);
    expect(await numbersIn(dataDir, 'kept')).toBe(3);
    const aside = readdirSync(dataDir).find((name) => name.startsWith('replaced-'));
    expect(readdirSync(join(dataDir, aside!))).toContain('events.sqlite');
  });

  it('should be refused when it is damaged or no backup, and leave what is there alone', async () => {
    const dataDir = processes.freshFolder();
    const store = await startEmbeddedStore({ dataDir, port: 0 });
    await appended(store.url, 'kept', 3);
    await store.stop();
    const file = join(processes.freshFolder(), 'backup');
    writeFileSync(file, 'not a database at all'.repeat(1_000));
    const { status, stderr } = run('restore', '--from', file, '--data', dataDir, '--replace');
    expect([status, stderr]).toEqual([1, expect.stringMatching(/ is damaged/)]);
    expect(await numbersIn(dataDir, 'kept')).toBe(3);
    expect(run('backup', '--data', join(dataDir, 'nothing'), '--to', file).status).toBe(1);
    expect(run('backup', '--data', dataDir, '--to', file).stderr).toMatch(/is there already/);
  });
});

describe('watching a store', () => {
  it('should tell its counters, and end with an error when nothing answers', async () => {
    const dataDir = processes.freshFolder();
    const { child, url } = await processes.start(dataDir);
    const client = EventStoreDBClient.connectionString(url);
    await client.appendToStream('counted', several(3));
    await client.appendToStream('counted', several(2));
    const subscription = client.subscribeToAll();
    await once(subscription, 'confirmation');
    const { stdout, status } = run('status', '--data', dataDir);
    const figures: Record<string, string> = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/ +/) as [string, string]),
    );
    expect(status).toBe(0);
    expect(figures).toMatchObject({
      healthy: 'true',
      appends: '2',
      events: '5',
      commits: '2',
      subscriptions: '1',
    });
    expect(Number(figures['bytes'])).toBeGreaterThan(20);
    expect(Number(figures['commit-latency-p99-ms'])).toBeGreaterThan(0);
    await client.dispose();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const gone = run('status', '--data', dataDir);
    expect([gone.status, gone.stderr]).toEqual([1, expect.stringMatching(/does not answer/)]);
  });

  it('should answer a health probe without credentials', async () => {
    const dataDir = processes.freshFolder();
    const store = await startEmbeddedStore({ dataDir, port: 0 });
    const certificate = readFileSync(join(dataDir, 'tls-ca.pem'));
    const probe = new Client(`localhost:${store.port}`, credentials.createSsl(certificate));
    const { path, requestSerialize, responseDeserialize } = HealthService.check;
    const check = (service: string) =>
      new Promise((resolve, reject) => {
        probe.makeUnaryRequest(path, requestSerialize, responseDeserialize, { service }, (error, serving) => {
          if (error) reject(error);
          else resolve(serving);
        });
      });
    expect(await check('')).toBe(1);
    expect(await check('event_store.client.streams.Streams')).toBe(1);
    await expect(check('other')).rejects.toMatchObject({ code: 5 });
    probe.close();
    await store.stop();
  });
});

import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  binaryEvent,
  EventStoreDBClient,
  StreamDeletedError,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { copyStreams } from '../copy/copy.js';
import type { EmbeddedStore } from '../embedded-store.js';
import { startEmbeddedStore } from '../embedded-store.js';
import { MAIN, StoreProcesses } from './store-process.js';
import type { Numbered } from './store-under-test.js';
import { numbered, several } from './store-under-test.js';

const processes = new StoreProcesses();
const open: { store: EmbeddedStore; client: EventStoreDBClient }[] = [];

async function freshStore() {
  const store = await startEmbeddedStore({ dataDir: processes.freshFolder(), port: 0 });
  const client = EventStoreDBClient.connectionString(store.url);
  open.push({ store, client });
  return { store, client };
}

afterEach(async () => {
  for (const { store, client } of open.splice(0)) {
    await client.dispose();
    await store.stop();
  }
});

const copy = (from: EmbeddedStore, to: EmbeddedStore) => copyStreams(from.url, to.url, () => undefined);

/** What a client sees of everything. */
async function everything(client: EventStoreDBClient) {
  const seen: object[] = [];
  for await (const { event } of client.readAll()) {
    const { streamId, revision, id, type, isJson, metadata } = event!;
    const data: unknown = event!.data;
    seen.push({ streamId, revision, id, type, isJson, data, metadata });
  }
  return seen;
}

async function shown(client: EventStoreDBClient, stream: string) {
  const seen: [bigint, number][] = [];
  for await (const { event } of client.readStream<Numbered>(stream))
    seen.push([event!.revision, event!.data.n]);
  return seen;
}

/** One of each kind of stream. */
async function fill(client: EventStoreDBClient): Promise<void> {
  await client.appendToStream('plain', several(700));
  await client.appendToStream(
    'Übung',
    binaryEvent({ type: 'Sent', data: Buffer.from([0, 255]), metadata: { a: 1 } }),
  );
  await client.setStreamMetadata('plain', { owner: 'somebody', maxCount: 1_000 });
  await client.appendToStream('interleaved', numbered(0));
  await client.appendToStream('plain', numbered(700));
  await client.appendToStream('interleaved', numbered(1));
  await client.appendToStream('deleted', several(3));
  await client.deleteStream('deleted');
  await client.appendToStream('again', several(3));
  await client.deleteStream('again');
  await client.appendToStream('again', numbered(3), { expectedRevision: 2n });
  await client.appendToStream('ended', several(3));
  await client.setStreamMetadata('ended', { owner: 'somebody' });
  await client.tombstoneStream('ended');
}

describe('copying from one store to another', () => {
  it('should keep names, revisions, ids, bytes, metadata, deletions and the order of everything', async () => {
    const [a, b] = [await freshStore(), await freshStore()];
    await fill(a.client);
    const result = await copy(a.store, b.store);
    expect(result).toMatchObject({ differences: [], placeholders: 0, tombstones: 1 });
    const [from, to] = [await everything(a.client), await everything(b.client)];
    // The tombstone is an event of the server, and so are the metadata of a stream that goes on after a deletion.
    const own = (event: object) => !('type' in event && event.type === '$streamDeleted');
    const withoutId = (event: object) => ({ ...event, id: null });
    expect(to.filter(own).map(withoutId)).toEqual(from.filter(own).map(withoutId));
    await expect(shown(b.client, 'deleted')).rejects.toBeInstanceOf(StreamNotFoundError);
    await expect(shown(b.client, 'ended')).rejects.toBeInstanceOf(StreamDeletedError);
    expect(await shown(b.client, 'again')).toEqual([[3n, 3]]);
  });

  it('should keep the revisions of a stream that has lost its beginning', async () => {
    const [a, b] = [await freshStore(), await freshStore()];
    for (const [stream, metadata] of [
      ['counted', { maxCount: 2 }],
      ['cut', { truncateBefore: 8 }],
      ['aged', { maxAge: 1 }],
    ] as const) {
      await a.client.appendToStream(stream, several(10));
      await a.client.setStreamMetadata(stream, metadata);
    }
    while ((await shown(a.client, 'aged')).length > 0);
    await a.store.scavenge();
    await a.client.setStreamMetadata('cut', { note: 'not truncated any more' });
    const before = await Promise.all(['counted', 'cut'].map((stream) => shown(a.client, stream)));
    const result = await copy(a.store, b.store);
    expect(result).toMatchObject({ differences: [], placeholders: 8 + 8 + 9 });
    expect([...result.truncated].sort()).toEqual(['aged', 'counted', 'cut']);
    expect(await Promise.all(['counted', 'cut'].map((stream) => shown(b.client, stream)))).toEqual(before);
    expect((await b.client.getStreamMetadata('cut')).metadata).toMatchObject({
      note: 'not truncated any more',
      truncateBefore: 8,
    });
    // What the target removes itself is no difference.
    await b.store.scavenge();
    expect(await copy(a.store, b.store)).toMatchObject({ differences: [], events: 0, placeholders: 0 });
    expect(await b.client.appendToStream('aged', numbered(1))).toMatchObject({ nextExpectedRevision: 10n });
  });

  it('should take over what has come since, and write nothing twice', async () => {
    const [a, b] = [await freshStore(), await freshStore()];
    await fill(a.client);
    await copy(a.store, b.store);
    await b.store.scavenge();
    await a.client.appendToStream('plain', several(3));
    await a.client.appendToStream('deleted', numbered(9));
    await a.client.tombstoneStream('interleaved');
    const again = await copy(a.store, b.store);
    expect(again).toMatchObject({ differences: [], tombstones: 1 });
    expect(again.events).toBeLessThanOrEqual(5);
    expect(await shown(b.client, 'deleted')).toEqual([[3n, 9]]);
    expect(await copy(a.store, b.store)).toMatchObject({ differences: [], events: 0, tombstones: 0 });
  });

  it('should go on where it was killed', async () => {
    const from = await freshStore();
    for (let n = 0; n < 40; n++) await from.client.appendToStream(`s${n % 7}`, several(100));
    const to = await freshStore();
    const child = processes.run(['copy'], { EVENTSTORE_FROM: from.store.url, EVENTSTORE_TO: to.store.url });
    for await (const { event } of to.client.subscribeToAll()) {
      if (event && !event.streamId.startsWith('$')) break;
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await copy(from.store, to.store)).toMatchObject({ differences: [] });
    expect((await everything(to.client)).length).toBe(4_000);
  });

  it('should refuse a target that holds something else, before anything is written', async () => {
    const [a, b] = [await freshStore(), await freshStore()];
    await fill(a.client);
    await b.client.appendToStream('plain', several(1));
    await expect(copy(a.store, b.store)).rejects.toThrow(/something else in its stream plain/);
    await b.client.appendToStream('other', several(1));
    await expect(copy(a.store, b.store)).rejects.toThrow(/something else in its stream other/);
    expect(await everything(b.client)).toHaveLength(2);
  });

  it('should notice an event that is not the same', async () => {
    const [a, b] = [await freshStore(), await freshStore()];
    const same = { type: 'Numbered', id: randomUUID() };
    await a.client.appendToStream('one', binaryEvent({ ...same, data: Buffer.from('a') }));
    await b.client.appendToStream('one', binaryEvent({ ...same, data: Buffer.from('b') }));
    expect(await copy(a.store, b.store)).toMatchObject({ differences: ['one@0 is another event.'] });
  });

  it('should explain itself where something is missing', () => {
    const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
    expect(run('copy').stderr).toBe('Say what to copy: --from URL\n');
    expect(run('copy', '--from', 'nonsense', '--to', 'x').stderr).toMatch(/^Give a connection string/);
  });
});

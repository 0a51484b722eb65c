import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { filter, firstValueFrom } from 'rxjs';
import { backUp, restore } from '../../../embedded-store/backup.js';
import { copyStreams } from '../../../embedded-store/copy/copy.js';
import type { EmbeddedStore } from '../../../embedded-store/embedded-store.js';
import { startEmbeddedStore } from '../../../embedded-store/embedded-store.js';
import { EsdbEventStore } from '../../src/event-store/esdb-event-store.js';
import type { NewEvent } from '../../src/event-store/event-store.js';
import { Installation } from '../../src/event-store/installation.js';
import type { Projection } from '../../src/read-store/projection.js';
import { ReadStore } from '../../src/read-store/read-store.js';

/** Counts the events of each stream; of an event called Broken it knows nothing. */
const counting = (version: number): Projection => ({
  name: 'counts',
  version,
  streams: ['thing-'],
  create(db) {
    db.exec('CREATE TABLE counts_by_stream (stream TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT');
  },
  apply(db, { stream, type }) {
    if (type !== 'Happened') return [];
    db.prepare('INSERT INTO counts_by_stream VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1').run(
      stream,
    );
    return [stream];
  },
});

const happened = (type = 'Happened'): NewEvent => {
  const id = randomUUID();
  const ids = { commandId: id, correlationId: id, causationId: id };
  return {
    id,
    type,
    data: {},
    metadata: { version: 1, ...ids, actor: 'system', at: new Date().toISOString() },
  };
};

async function openReadStore(
  directory: string,
  store: EsdbEventStore,
  version = 1,
  installation = 'i1',
): Promise<ReadStore> {
  const readStore = new ReadStore(directory, installation);
  readStore.register(counting(version));
  readStore.start(store);
  await readStore.ready();
  return readStore;
}

const rows = (readStore: ReadStore) =>
  readStore.database.prepare('SELECT stream, count FROM counts_by_stream ORDER BY stream').all();

describe('the read models', () => {
  const folder = mkdtempSync(join(tmpdir(), 'read-store-'));
  let embedded: EmbeddedStore;
  let store: EsdbEventStore;

  beforeAll(async () => {
    embedded = await startEmbeddedStore({ dataDir: join(folder, 'events'), port: 0 });
    store = new EsdbEventStore(embedded.url);
    await store.append('thing-1', 'any', [happened(), happened(), happened('Unknown')]);
    await store.append('other-1', 'any', [happened()]);
  });

  afterAll(async () => {
    await store.close();
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const opened = (directory: string, version = 1, installation = 'i1') =>
    openReadStore(join(folder, directory), store, version, installation);

  it('should be built from the events that are there, skipping unknown ones and other streams', async () => {
    const readStore = await opened('a');
    expect(rows(readStore)).toEqual([{ stream: 'thing-1', count: 2 }]);
    await readStore.stop();
  });

  it('should follow live, tell of changes after the commit, and let one read one’s own write', async () => {
    const readStore = await opened('b');
    const change = firstValueFrom(readStore.changes.pipe(filter(({ key }) => key === 'thing-2')));
    const { position } = await store.append('thing-2', 'no_stream', [happened()]);
    expect(await readStore.waitFor(position, 5_000)).toBe(true);
    expect(rows(readStore)).toContainEqual({ stream: 'thing-2', count: 1 });
    expect(await change).toEqual({ projection: 'counts', key: 'thing-2', position });
    await readStore.stop();
  });

  it('should say so when a position is not reached in time', async () => {
    const readStore = await opened('b');
    expect(await readStore.waitFor(2n ** 60n, 20)).toBe(false);
    await readStore.stop();
  });

  it('should go on where they stopped, counting nothing twice', async () => {
    const first = await opened('c');
    const before = rows(first);
    await first.stop();
    await store.append('thing-3', 'any', [happened()]);
    const second = await opened('c');
    expect(rows(second)).toEqual([...before, { stream: 'thing-3', count: 1 }]);
    await second.stop();
  });

  it('should be the same when built anew: by a new version, from another store, after deleting the file', async () => {
    const original = await opened('d');
    const expected = rows(original);
    await original.stop();
    for (const [directory, version, installation] of [
      ['d', 2, 'i1'],
      ['d', 2, 'i2'],
      ['e', 1, 'i1'],
    ] as const) {
      const rebuilt = await opened(directory, version, installation);
      expect(rows(rebuilt)).toEqual(expected);
      await rebuilt.stop();
    }
  });
});

describe('the read models of an installation whose store was exchanged', () => {
  const folder = mkdtempSync(join(tmpdir(), 'read-store-history-'));
  const path = (name: string) => join(folder, name);
  const warnings: string[] = [];
  const errors: string[] = [];

  beforeAll(() => {
    const ignore = () => undefined;
    Logger.overrideLogger({
      log: ignore,
      error: (message: string) => errors.push(message),
      warn: (message: string) => {
        if (message.includes('Building it anew')) warnings.push(message);
      },
    });
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function withStore<Result>(
    dataDir: string,
    work: (store: EsdbEventStore, embedded: EmbeddedStore) => Promise<Result>,
  ): Promise<Result> {
    const embedded = await startEmbeddedStore({ dataDir: path(dataDir), port: 0 });
    const store = new EsdbEventStore(embedded.url);
    try {
      return await work(store, embedded);
    } finally {
      await store.close();
      await embedded.stop();
    }
  }

  /** Their rows, and how many they had to build anew. */
  async function built(store: EsdbEventStore) {
    warnings.length = 0;
    const readStore = await openReadStore(path('rows'), store);
    const found = { rows: rows(readStore), rebuilt: warnings.length };
    await readStore.stop();
    return found;
  }

  it('should be built anew after a restore and in a copy with other positions, and only then', async () => {
    await withStore('events', async (store) => {
      await store.append('thing-1', 'any', [happened()]);
      backUp(path('events'), path('backup'));
      await store.append('thing-lost', 'any', [happened()]);
      const both = [
        { stream: 'thing-1', count: 1 },
        { stream: 'thing-lost', count: 1 },
      ];
      expect(await built(store)).toEqual({ rows: both, rebuilt: 0 });
      expect(await built(store)).toEqual({ rows: both, rebuilt: 0 });
    });

    restore(path('backup'), path('events'), true);
    await withStore('events', async (store) => {
      expect(await built(store)).toEqual({ rows: [{ stream: 'thing-1', count: 1 }], rebuilt: 1 });
    });

    await withStore('events', async (store) => {
      // At the position of the one that was lost.
      await store.append('thing-2', 'any', [happened()]);
      const expected = [
        { stream: 'thing-1', count: 1 },
        { stream: 'thing-2', count: 1 },
      ];
      expect(await built(store)).toEqual({ rows: expected, rebuilt: 0 });
      restore(path('backup'), path('other'), false);
      await withStore('other', async (other) => {
        await other.append('thing-3', 'any', [happened(), happened()]);
        const replaced = [expected[0], { stream: 'thing-3', count: 2 }];
        expect(await built(other)).toEqual({ rows: replaced, rebuilt: 1 });
      });
    });
  });

  it('should be built anew from a copy, whose positions are others', async () => {
    await withStore('source', async (source, { url, scavenge }) => {
      await source.append('gone-1', 'any', [happened(), happened(), happened()]);
      await source.tombstone('gone-1');
      await scavenge();
      await source.append('thing-4', 'any', [happened(), happened()]);
      const expected = [{ stream: 'thing-4', count: 2 }];
      expect(await built(source)).toMatchObject({ rows: expected });
      await withStore('target', async (target, copy) => {
        await copyStreams(url, copy.url, () => undefined);
        expect(await built(target)).toEqual({ rows: expected, rebuilt: 1 });
        await target.append('thing-4', 'any', [happened()]);
        expect(await built(target)).toEqual({ rows: [{ stream: 'thing-4', count: 3 }], rebuilt: 0 });
      });
    });
  });

  it('should be built anew when the store was restored while they followed it', async () => {
    const dataDir = path('restored');
    const first = await startEmbeddedStore({ dataDir, port: 0 });
    const store = new EsdbEventStore(first.url);
    await store.append('thing-1', 'any', [happened()]);
    backUp(dataDir, path('restored-backup'));
    await store.append('thing-lost', 'any', [happened()]);
    const readStore = await openReadStore(path('restored-rows'), store);
    expect(rows(readStore)).toHaveLength(2);
    await first.stop();
    restore(path('restored-backup'), dataDir, true);
    const second = await startEmbeddedStore({ dataDir, port: first.port });
    await until(() => rows(readStore).length === 1);
    expect(rows(readStore)).toEqual([{ stream: 'thing-1', count: 1 }]);
    const again = new EsdbEventStore(second.url);
    const { position } = await again.append('thing-2', 'any', [happened()]);
    expect(await readStore.waitFor(position, 30_000)).toBe(true);
    expect(rows(readStore)).toContainEqual({ stream: 'thing-2', count: 1 });
    await readStore.stop();
    await Promise.all([store.close(), again.close()]);
    await second.stop();
  });

  it('should say once why they cannot follow a store with a damaged event, and go on when it was mended', async () => {
    const dataDir = path('damaged');
    await withStore('damaged', async (store) => {
      await store.append('thing-1', 'any', [happened()]);
      await store.append('thing-2', 'any', [happened()]);
      const change = (from: string, to: string) => {
        const db = new DatabaseSync(join(dataDir, 'events.sqlite'));
        db.exec(`UPDATE events SET type = '${to}' WHERE type = '${from}' AND revision = 0 AND stream =
          (SELECT id FROM streams WHERE name = 'thing-2')`);
        db.close();
      };
      change('Happened', 'Harmed');
      errors.length = 0;
      const readStore = new ReadStore(path('damaged-rows'), 'i1');
      readStore.register(counting(1));
      readStore.start(store);
      await until(() => !readStore.canFollow);
      expect(errors).toEqual([
        expect.stringMatching(/Event 0 of stream 'thing-2'.*damaged.*restore a backup/),
      ]);
      change('Harmed', 'Happened');
      await readStore.ready();
      expect(rows(readStore)).toHaveLength(2);
      expect(readStore.canFollow).toBe(true);
      expect(errors).toHaveLength(1);
      await readStore.stop();
    });
  });

  it('should wait, saying so, where the store has become that of another installation', async () => {
    await withStore('foreign', async (store) => {
      await Installation.open(store);
      errors.length = 0;
      const readStore = new ReadStore(path('foreign-rows'), 'i1');
      readStore.register(counting(1));
      readStore.start(store);
      await until(() => !readStore.canFollow);
      expect(errors).toEqual([expect.stringContaining('The event store is another one')]);
      await readStore.stop();
    });
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await nextTurn();
}

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startEmbeddedStore } from '../../embedded-store/embedded-store.js';
import { checksumOf } from '../../embedded-store/log/checksum.js';

const NONE = new Uint8Array();
export const EVENTS_PER_STREAM = 100;

/** Gives work directories of its own, which are gone afterwards. */
export async function* withFolders<Yielded>(
  work: (fresh: () => string) => AsyncIterable<Yielded>,
): AsyncGenerator<Yielded> {
  const folders: string[] = [];
  try {
    yield* work(() => {
      const folder = mkdtempSync(join(tmpdir(), 'bench-store-'));
      folders.push(folder);
      return folder;
    });
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** Fills a store by writing its file directly, in the order in which a client would have appended. */
export async function seed(dataDir: string, events: number): Promise<void> {
  await (await startEmbeddedStore({ dataDir, port: 0 })).stop();
  const db = new DatabaseSync(join(dataDir, 'events.sqlite'));
  db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN');
  const insert =
    db.prepare(`INSERT INTO events (stream, revision, id, type, content_type, created, data, metadata,
    checksum) VALUES (?, ?, ?, 'Seeded', 'application/json', ?, ?, x'', ?)`);
  const streams = events / EVENTS_PER_STREAM;
  for (let n = 0; n < events; n++) {
    const data = Buffer.from(JSON.stringify({ n, text: 'x'.repeat(170) }));
    const [stream, revision, created] = [n % streams, Math.floor(n / streams), Date.now()];
    const event = { id: randomUUID(), type: 'Seeded', contentType: 'application/json', data, metadata: NONE };
    const checksum = checksumOf(`seeded-${String(stream)}`, BigInt(revision), created, event);
    insert.run(stream + 1, revision, event.id, created, data, checksum);
  }
  const stream = db.prepare('INSERT INTO streams (id, name, last_revision) VALUES (?, ?, ?)');
  for (let n = 0; n < streams; n++) stream.run(n + 1, `seeded-${String(n)}`, EVENTS_PER_STREAM - 1);
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

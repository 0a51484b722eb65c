import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startEmbeddedStore } from '../../embedded-store/embedded-store.js';
import type { NewEvent } from '../../server/src/event-store/event-store.js';
import { finishedRun, lines, newEvents } from './recorded-run.js';

/**
 * Fills a store with containers that became ready, by writing its file directly, in the order in which a client would
 * have appended. Answers how many events there are.
 */
export async function seedFinishedRuns(dataDir: string, containers: number): Promise<number> {
  await (await startEmbeddedStore({ dataDir, port: 0 })).stop();
  const db = new DatabaseSync(join(dataDir, 'events.sqlite'));
  db.exec('PRAGMA synchronous = OFF; BEGIN');
  const writer = new StreamWriter(db);
  for (let n = 0; n < containers; n++) {
    const container = `finished-${String(n)}`;
    writer.write(`container-${container}`, newEvents(finishedRun(container)));
    writer.write(`containerLog-${container}`, newEvents([lines(0, 5), lines(5, 5)]));
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return writer.events;
}

class StreamWriter {
  events = 0;
  private readonly stream;
  private readonly event;

  constructor(db: DatabaseSync) {
    this.stream = db.prepare('INSERT INTO streams (name, last_revision) VALUES (?, ?)');
    this.event =
      db.prepare(`INSERT INTO events (stream, revision, id, type, content_type, created, data, metadata)
      VALUES (?, ?, ?, ?, 'application/json', ?, ?, ?)`);
  }

  write(name: string, events: readonly NewEvent[]): void {
    const { lastInsertRowid } = this.stream.run(name, events.length - 1);
    for (const [revision, { id, type, data, metadata }] of events.entries()) {
      const [body, about] = [data, metadata].map((part) => Buffer.from(JSON.stringify(part)));
      if (body && about) this.event.run(lastInsertRowid, revision, id, type, Date.now(), body, about);
    }
    this.events += events.length;
  }
}

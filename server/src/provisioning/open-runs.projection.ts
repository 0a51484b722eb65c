import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../event-store/event-store.js';
import type { Projection } from '../read-store/projection.js';

/**
 * Which containers have a run that has not ended? The table only nominates; what counts is each container's stream.
 * What its worker has to know at once (a cancellation, a claim of another worker) is told as a change.
 */
export const openRuns: Projection = {
  name: 'open_runs',
  version: 2,
  streams: ['container-'],
  create(db) {
    db.exec('CREATE TABLE open_runs (container TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT');
  },
  apply(db, event: RecordedEvent) {
    const container = event.stream.slice('container-'.length);
    if (event.type === 'RunRequested') {
      db.prepare('INSERT OR REPLACE INTO open_runs VALUES (?, ?)').run(container, event.position);
      return [container];
    }
    if (event.type === 'CancelRequested' || event.type === 'RunClaimed') return [container];
    if (event.type === 'RunEnded') db.prepare('DELETE FROM open_runs WHERE container = ?').run(container);
    return [];
  },
};

/** Containers with open runs, those that wait longest first. */
export function containersWithOpenRuns(db: DatabaseSync): string[] {
  const rows = db.prepare('SELECT container FROM open_runs ORDER BY position').all();
  return rows.map((row) => String(row['container']));
}

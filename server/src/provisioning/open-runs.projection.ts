import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../event-store/event-store.js';
import type { Projection } from '../read-store/projection.js';

/**
 * Which containers have a run that has not ended? The table only nominates; what counts is each container's stream.
 * What its worker has to know at once (a cancellation, a claim of another worker) is told as a change.
 */
export const openRuns: Projection = {
  name: 'open_runs',
  version: 4,
  streams: ['container-'],
  create(db) {
    db.exec(
      `CREATE TABLE open_runs (container TEXT PRIMARY KEY, position INTEGER NOT NULL, begun INTEGER) STRICT;
       CREATE TABLE open_runs_nodes (container TEXT PRIMARY KEY, node TEXT NOT NULL) STRICT`,
    );
  },
  apply(db, event: RecordedEvent) {
    const container = event.stream.slice('container-'.length);
    if (event.type === 'RunRequested') {
      db.prepare('INSERT OR REPLACE INTO open_runs VALUES (?, ?, NULL)').run(container, event.position);
      return [container];
    }
    if (event.type === 'ContainerRequested') {
      const { spec } = event.data as { spec: { nodeId: string } };
      db.prepare('INSERT OR REPLACE INTO open_runs_nodes VALUES (?, ?)').run(container, spec.nodeId);
    }
    // A run keeps its place when another worker takes it over.
    if (event.type === 'RunClaimed')
      db.prepare('UPDATE open_runs SET begun = ? WHERE container = ? AND begun IS NULL').run(
        ...[event.position, container],
      );
    if (event.type === 'CancelRequested' || event.type === 'RunClaimed') return [container];
    if (event.type === 'RunEnded') db.prepare('DELETE FROM open_runs WHERE container = ?').run(container);
    return [];
  },
};

export interface OpenRun {
  readonly container: string;
  readonly node: string;
  /** A worker has claimed it. */
  readonly begun: boolean;
}

/**
 * Whether a run is among the first `limit` of those that were begun on its node and go on. Every worker sees claims in the
 * same order, so that no two of them can give away the same place.
 */
export function hasPlace(db: DatabaseSync, container: string, limit: number): boolean {
  const query = `SELECT count(*) AS before FROM open_runs AS other JOIN open_runs_nodes AS there USING (container)
    WHERE there.node = (SELECT node FROM open_runs_nodes WHERE container = ?1)
      AND other.begun < (SELECT begun FROM open_runs WHERE container = ?1)`;
  return Number(db.prepare(query).get(container)?.['before']) < limit;
}

/** Open runs, those that wait longest first. */
export function findOpenRuns(db: DatabaseSync): OpenRun[] {
  const rows = db
    .prepare(
      'SELECT container, node, begun IS NOT NULL AS begun FROM open_runs JOIN open_runs_nodes USING (container) ORDER BY position',
    )
    .all();
  return rows.map(({ container, node, begun }) => ({
    ...{ container: String(container), node: String(node), begun: begun === 1 },
  }));
}

import type { DatabaseSync } from 'node:sqlite';
import type { Projection } from '../../read-store/projection.js';
import type { ContainerSpec, RecordedSpec } from '../domain/container-spec.js';
import { completeSpec } from '../domain/container-spec.js';
import type { ContainerEvent } from '../domain/events.js';
import { containerEvent } from '../domain/known-event.js';
import type { RunProgress } from '../domain/run-progress.js';
import { advance, beginRun } from '../domain/run-progress.js';

/** What was asked for, how the latest run stands, and up to where the container's stream is in this answer. */
export interface DetailedContainer {
  readonly spec: ContainerSpec;
  readonly run: RunProgress | null;
  /** Commit position of the last event. */
  readonly position: bigint;
}

/** What was asked of a container, and how does its latest run stand? */
export const containerDetail: Projection = {
  name: 'container_detail',
  version: 4,
  streams: ['container-'],
  create(db) {
    db.exec(
      `CREATE TABLE container_detail
        (id TEXT PRIMARY KEY, spec TEXT NOT NULL, run TEXT, position TEXT NOT NULL, queued INTEGER) STRICT;
       CREATE INDEX container_detail_queued ON container_detail (queued) WHERE queued IS NOT NULL`,
    );
  },
  apply(db, recorded) {
    const event = containerEvent(recorded);
    const id = recorded.stream.slice('container-'.length);
    if (!event) return [];
    if (event.type === 'ContainerRequested') {
      db.prepare('INSERT OR REPLACE INTO container_detail VALUES (?, ?, NULL, ?, NULL)').run(
        ...[id, JSON.stringify(event.data.spec), String(recorded.position)],
      );
      return [id];
    }
    const run = runAfter(db, id, event, recorded.metadata.at);
    const { changes } = db
      .prepare('UPDATE container_detail SET run = ?, position = ? WHERE id = ?')
      .run(run && JSON.stringify(run), String(recorded.position), id);
    if (event.type === 'RunRequested') queue(db, id, recorded.position);
    if (run?.state !== 'QUEUED') queue(db, id, null);
    return changes === 0 ? [] : [id];
  },
};

/** Whatever else happens to a container meanwhile, its run keeps the place that it got when it was asked for. */
function queue(db: DatabaseSync, id: string, position: bigint | null): void {
  db.prepare('UPDATE container_detail SET queued = ? WHERE id = ?').run(position, id);
}

function runAfter(db: DatabaseSync, id: string, event: ContainerEvent, at: string): RunProgress | null {
  if (event.type === 'RunRequested') return beginRun(event.data, at);
  const run = findDetails(db, id)?.run ?? null;
  return run && advance(run, event, at);
}

/** The place of a container's run among all that are queued, from 1; null if it is not. */
export function queuePlace(db: DatabaseSync, id: string): number | null {
  const query = `SELECT count(*) AS place FROM container_detail
    WHERE queued <= (SELECT queued FROM container_detail WHERE id = ?)`;
  const place = Number(db.prepare(query).get(id)?.['place']);
  return place === 0 ? null : place;
}

export function findDetails(db: DatabaseSync, id: string): DetailedContainer | null {
  const row = db.prepare('SELECT spec, run, position FROM container_detail WHERE id = ?').get(id);
  if (!row) return null;
  return {
    spec: completeSpec(JSON.parse(String(row['spec'])) as RecordedSpec),
    run: row['run'] === null ? null : (JSON.parse(String(row['run'])) as RunProgress),
    position: BigInt(String(row['position'])),
  };
}

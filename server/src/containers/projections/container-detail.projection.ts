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
  version: 3,
  streams: ['container-'],
  create(db) {
    db.exec(
      'CREATE TABLE container_detail (id TEXT PRIMARY KEY, spec TEXT NOT NULL, run TEXT, position TEXT NOT NULL) STRICT',
    );
  },
  apply(db, recorded) {
    const event = containerEvent(recorded);
    const id = recorded.stream.slice('container-'.length);
    if (!event) return [];
    if (event.type === 'ContainerRequested') {
      db.prepare('INSERT OR REPLACE INTO container_detail VALUES (?, ?, NULL, ?)').run(
        ...[id, JSON.stringify(event.data.spec), String(recorded.position)],
      );
      return [id];
    }
    const run = runAfter(db, id, event, recorded.metadata.at);
    const { changes } = db
      .prepare('UPDATE container_detail SET run = ?, position = ? WHERE id = ?')
      .run(run && JSON.stringify(run), String(recorded.position), id);
    return changes === 0 ? [] : [id];
  },
};

function runAfter(db: DatabaseSync, id: string, event: ContainerEvent, at: string): RunProgress | null {
  if (event.type === 'RunRequested') return beginRun(event.data, at);
  const run = findDetails(db, id)?.run ?? null;
  return run && advance(run, event, at);
}

/** The place of a queued run among all that are queued, from 1; its position is that of its request. */
export function queuePlace(db: DatabaseSync, position: bigint): number {
  const query = `SELECT count(*) AS place FROM container_detail
    WHERE run ->> 'state' = 'QUEUED' AND CAST(position AS INTEGER) <= ?`;
  return Number(db.prepare(query).get(position)?.['place']);
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

import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../../event-store/event-store.js';
import type { Projection } from '../../read-store/projection.js';
import type { ContainerEvent } from '../domain/events.js';
import { containerEvent } from '../domain/known-event.js';
import type { RunProgress, RunState } from '../domain/run-progress.js';
import { advance, beginRun } from '../domain/run-progress.js';

export type ContainerState = 'REQUESTED' | 'PROVISIONING' | 'READY' | 'FAILED' | 'CANCELLED' | 'DESTROYED';

/** A container as a list shows it. */
export interface ListedContainer {
  readonly id: string;
  readonly hostname: string;
  readonly state: ContainerState;
  readonly vmid: number | null;
  readonly nodeId: string;
  readonly nodeName: string;
  readonly lab: boolean;
  readonly templateTitle: string | null;
  readonly tags: readonly string[];
  /** Whether the last run that started or stopped it has stopped it. */
  readonly stopped: boolean;
  readonly percent: number;
  readonly phase: string | null;
  readonly address: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface Row {
  readonly listed: ListedContainer;
  readonly run: RunProgress | null;
}

const STATES: Record<RunState, ContainerState> = {
  QUEUED: 'REQUESTED',
  RUNNING: 'PROVISIONING',
  READY: 'READY',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
};

/** Which containers are there, and how does each stand? */
export const containerList: Projection = {
  name: 'container_list',
  version: 4,
  streams: ['container-'],
  create(db) {
    db.exec(
      `CREATE TABLE container_list (
        id TEXT PRIMARY KEY, created_at TEXT NOT NULL, node_id TEXT NOT NULL, state TEXT NOT NULL,
        listed TEXT NOT NULL, run TEXT
      ) STRICT`,
    );
  },
  apply(db, recorded) {
    const event = containerEvent(recorded);
    const id = recorded.stream.slice('container-'.length);
    const next = event && rowAfter(find(db, id), event, recorded);
    if (!next) return [];
    const { listed, run } = next;
    db.prepare('INSERT OR REPLACE INTO container_list VALUES (?, ?, ?, ?, ?, ?)').run(
      ...[id, listed.createdAt, listed.nodeId, listed.state],
      ...[JSON.stringify(listed), run && JSON.stringify(run)],
    );
    return [id];
  },
};

/** The row after an event, or null if the event says nothing about it. */
function rowAfter(row: Row | null, event: ContainerEvent, { metadata }: RecordedEvent): Row | null {
  const { at } = metadata;
  if (event.type === 'ContainerRequested') return { listed: requested(event.data, at), run: null };
  if (!row || event.type === 'CredentialRevealed') return null;
  const run =
    event.type === 'RunRequested' ? beginRun(event.data, at) : row.run && advance(row.run, event, at);
  const stopped = stoppedAfter(row.listed.stopped, run);
  const standing = run && { state: stateOf(run), percent: run.percent, phase: run.current };
  return { run, listed: { ...row.listed, ...standing, stopped, ...learned(event), updatedAt: at } };
}

function stateOf({ kind, state }: RunProgress): ContainerState {
  return kind === 'destroy' && state === 'READY' ? 'DESTROYED' : STATES[state];
}

function stoppedAfter(before: boolean, run: RunProgress | null): boolean {
  return run?.state === 'READY' ? run.kind === 'stop' : before;
}

function requested(
  { container, spec, node }: Extract<ContainerEvent, { type: 'ContainerRequested' }>['data'],
  at: string,
): ListedContainer {
  return {
    ...{ id: container, hostname: spec.hostname, state: 'REQUESTED', vmid: null, nodeId: spec.nodeId },
    ...{ nodeName: node.name, lab: node.lab, templateTitle: spec.template?.title ?? null, tags: spec.tags },
    ...{ stopped: false, percent: 0, phase: null, address: null, createdAt: at, updatedAt: at },
  };
}

function learned(event: ContainerEvent): Partial<ListedContainer> {
  if (event.type === 'VmidChosen') return { vmid: event.data.vmid };
  if (event.type === 'AddressResolved') return { address: event.data.address };
  return {};
}

function find(db: DatabaseSync, id: string): Row | null {
  const row = db.prepare('SELECT listed, run FROM container_list WHERE id = ?').get(id);
  if (!row) return null;
  const run = row['run'] === null ? null : (JSON.parse(String(row['run'])) as RunProgress);
  return { listed: listedIn(row), run };
}

const listedIn = (row: Record<string, unknown>) => JSON.parse(String(row['listed'])) as ListedContainer;

/** All containers that were not destroyed, newest first. */
export function listContainers(db: DatabaseSync): ListedContainer[] {
  const query = `SELECT listed FROM container_list WHERE state != 'DESTROYED' ORDER BY created_at DESC, id`;
  return db.prepare(query).all().map(listedIn);
}

export function findListed(db: DatabaseSync, id: string): ListedContainer | null {
  return find(db, id)?.listed ?? null;
}

/** Containers of a node whose runs are going on. */
export function busyContainers(db: DatabaseSync, node: string): string[] {
  const rows = db
    .prepare(`SELECT id FROM container_list WHERE node_id = ? AND state IN ('REQUESTED', 'PROVISIONING')`)
    .all(node);
  return rows.map((row) => String(row['id']));
}

import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../event-store/event-store.js';

/**
 * A read model: rows derived from events, in this process's SQLite file. Named for the question that it answers.
 * Deleting the file and starting rebuilds it.
 */
export interface Projection {
  readonly name: string;
  /** A change of shape or meaning is a new version: it is built beside the old one. */
  readonly version: number;
  /** Prefixes of the streams it reads, for example `container-`. */
  readonly streams: readonly string[];
  /** Creates its tables, whose names begin with the projection's name. */
  create(db: DatabaseSync): void;
  /**
   * Applies one event, in the transaction that also moves the checkpoint. Never throws on an event it does not know:
   * it skips it. Returns the keys of what changed, for the change feed.
   */
  apply(db: DatabaseSync, event: RecordedEvent): readonly string[];
}

/** Something in a read model changed; sent after the transaction was committed. */
export interface ReadModelChange {
  readonly projection: string;
  readonly key: string;
  readonly position: bigint;
}

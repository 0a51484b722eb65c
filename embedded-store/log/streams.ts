import type { Statements } from './database.js';
import { toBigInt } from './rows.js';
import type { Truncation } from './stream-metadata.js';
import { isMetadataStream, metadataStreamOf, subjectOf, truncationOf } from './stream-metadata.js';

export interface StreamRow {
  readonly id: bigint;
  /** -1 if the stream has had no event yet. */
  readonly lastRevision: bigint;
  readonly tombstoned: boolean;
}

/** What is known of each stream apart from its events. */
export class Streams {
  constructor(private readonly sql: Statements) {}

  find(name: string): StreamRow | null {
    const row = this.sql.stream.get(name);
    if (!row) return null;
    return {
      id: toBigInt(row['id']),
      lastRevision: toBigInt(row['last_revision']),
      tombstoned: row['tombstoned'] !== 0n,
    };
  }

  findOrAdd(name: string): StreamRow {
    const id = () => toBigInt(this.sql.addStream.run(name).lastInsertRowid);
    return this.find(name) ?? { id: id(), lastRevision: -1n, tombstoned: false };
  }

  /** A tombstone ends the stream's metadata stream as well. */
  isTombstoned(name: string): boolean {
    if (this.find(name)?.tombstoned) return true;
    return isMetadataStream(name) && (this.find(subjectOf(name))?.tombstoned ?? false);
  }

  truncation(name: string): Truncation {
    return truncationOf(name, isMetadataStream(name) ? null : this.metadata(name));
  }

  /** The metadata that hold for a stream; an event that is not JSON is not understood, and limits nothing. */
  metadata(name: string): Uint8Array | null {
    const row = this.find(metadataStreamOf(name));
    const data = row && this.sql.lastJsonOf.get(row.id)?.['data'];
    return data instanceof Uint8Array ? data : null;
  }
}

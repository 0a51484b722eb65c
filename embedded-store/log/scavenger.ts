import type { Statements } from './database.js';
import { toBigInt } from './rows.js';
import { MAX_REVISION } from './event.js';
import { subjectOf } from './stream-metadata.js';
import type { Streams } from './streams.js';

/** How much is removed or looked at in one go, so that appends never wait for long. */
const SLICE = { events: 500n, streams: 100n };

export interface Slice {
  /** How many events were removed. */
  readonly removed: number;
  /** Whether there was nothing more to do. */
  readonly complete: boolean;
}

/** Removes from the disk what is not shown any more, in small slices. */
export class Scavenger {
  /** The metadata stream up to which this pass has come. */
  private cursor = '';

  constructor(
    private readonly sql: Statements,
    private readonly streams: Streams,
  ) {}

  /** Removes a slice of what tombstones left. */
  cleanTombstoned(): Slice {
    const id = this.sql.tombstonedToClean.get()?.['id'];
    if (id === undefined) return { removed: 0, complete: true };
    const removed = Number(this.sql.removeBefore.run(toBigInt(id), MAX_REVISION, SLICE.events).changes);
    if (removed < SLICE.events) this.sql.setTombstoned.run(2n, toBigInt(id));
    return { removed, complete: false };
  }

  /** Removes a slice of what truncated streams no longer show. */
  cleanTruncated(): Slice {
    const names = this.sql.metadataStreamsAfter
      .all(this.cursor, SLICE.streams)
      .map((row) => String(row['name']));
    let removed = 0;
    for (const name of names) {
      removed += this.removeHidden(name) + this.removeHidden(subjectOf(name));
      if (removed >= SLICE.events) break;
      this.cursor = name;
    }
    const complete = names.length < SLICE.streams && removed < SLICE.events;
    if (complete) this.cursor = '';
    return { removed, complete };
  }

  private removeHidden(stream: string): number {
    const row = this.streams.find(stream);
    if (!row || row.tombstoned || row.lastRevision < 0n) return 0;
    const { before, maxCount, maxAgeMs } = this.streams.truncation(stream);
    let end = maxCount === null ? before : max(before, row.lastRevision - maxCount + 1n);
    if (maxAgeMs !== null) {
      const young = this.sql.firstYoungerThan.get(row.id, BigInt(Date.now() - maxAgeMs))?.['revision'];
      end = max(end, young === undefined ? row.lastRevision : toBigInt(young));
    }
    // The last event stays, as in EventStoreDB: it carries the numbering.
    const until = end > row.lastRevision ? row.lastRevision : end;
    return until <= 0n ? 0 : Number(this.sql.removeBefore.run(row.id, until, SLICE.events).changes);
  }
}

const max = (a: bigint, b: bigint) => (a > b ? a : b);

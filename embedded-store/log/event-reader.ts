import type { SQLOutputValue } from 'node:sqlite';
import type { Statements } from './database.js';
import type { StoredEvent } from './event.js';
import { MAX_REVISION } from './event.js';
import { toBigInt, toEvent } from './rows.js';
import type { Streams } from './streams.js';

export type Direction = 'forwards' | 'backwards';

/** A piece of a read, small enough to be kept in memory and to be read between two other pieces of work. */
export interface Page {
  readonly events: readonly StoredEvent[];
  /** The revision (of a stream) or position (of all streams) of the last event that was looked at. */
  readonly reached: bigint | null;
  /** Whether there was nothing more to look at. */
  readonly exhausted: boolean;
}

export type StreamStanding = 'missing' | 'tombstoned' | { readonly lastRevision: bigint };

/** A page ends after so many events or, for large ones, bytes. */
const PAGE = { events: 256, bytes: 262_144 };

export class EventReader {
  constructor(
    private readonly sql: Statements,
    private readonly streams: Streams,
  ) {}

  /** A soft-deleted stream is missing. */
  standing(stream: string): StreamStanding {
    if (this.streams.isTombstoned(stream)) return 'tombstoned';
    const row = this.streams.find(stream);
    if (!row || row.lastRevision < 0n || this.streams.truncation(stream).before === MAX_REVISION)
      return 'missing';
    return { lastRevision: row.lastRevision };
  }

  /** What is shown of a stream from a revision on, that one included. */
  readStream(stream: string, from: bigint, direction: Direction, limit: number): Page {
    const row = this.streams.find(stream);
    if (!row || row.tombstoned) return { events: [], reached: null, exhausted: true };
    const { before, maxCount, maxAgeMs } = this.streams.truncation(stream);
    const oldest = maxCount === null ? before : max(before, row.lastRevision - maxCount + 1n);
    const [low, high] = direction === 'forwards' ? [max(from, oldest), MAX_REVISION] : [oldest, from];
    const count = BigInt(Math.min(limit, PAGE.events));
    const page = collect(this.sql.ofStream[direction].iterate(row.id, low, high, count), count);
    const youngest = maxAgeMs === null ? 0 : Date.now() - maxAgeMs;
    const events = page.events.filter(({ created }) => created >= youngest);
    return { events, reached: page.events.at(-1)?.revision ?? null, exhausted: page.exhausted };
  }

  /** Events of all streams, strictly behind (forwards) or before (backwards) a position. */
  readAll(position: bigint, direction: Direction): Page {
    const count = BigInt(PAGE.events);
    const page = collect(this.sql.ofAll[direction].iterate(position, count), count);
    return { ...page, reached: page.events.at(-1)?.position ?? null };
  }

  /** Position of the last event there is, or 0 in an empty log. */
  tailPosition(): bigint {
    return toBigInt(this.sql.tail.get()?.['position'] ?? 0n);
  }
}

function collect(rows: Iterable<Record<string, SQLOutputValue>>, count: bigint) {
  const events: StoredEvent[] = [];
  let bytes = 0;
  for (const row of rows) {
    const event = toEvent(row);
    events.push(event);
    bytes += event.data.length + event.metadata.length;
    if (bytes >= PAGE.bytes) return { events, exhausted: false };
  }
  return { events, exhausted: events.length < count };
}

const max = (a: bigint, b: bigint) => (a > b ? a : b);

/** How a stream has to stand for an append to happen. */
export type ExpectedRevision = bigint | 'no_stream' | 'any';

/** An event about to be appended. Data are plain JSON. */
export interface NewEvent {
  /** UUID. The store recognises a repeated append by the ids (see `eventIds`). */
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly metadata: EventMetadata;
}

export interface EventMetadata {
  /** Version of the event's shape; readers upcast. */
  readonly version: number;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** `account:<id>`, `token:<id>`, `worker:<id>` or `system`. */
  readonly actor: string;
  /** ISO 8601, by the clock of the process that decided. */
  readonly at: string;
}

export interface RecordedEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  /** Commit position in `$all`: the order that is the same for everybody. Sparse. */
  readonly position: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: EventMetadata;
}

export interface Appended {
  /** Revision of the last appended event. */
  readonly revision: bigint;
  /** Commit position of the last appended event. */
  readonly position: bigint;
}

/** The stream did not stand as expected: reload, decide again, append with new ids. */
export class WrongRevision extends Error {
  override readonly name = 'WrongRevision';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    /** The stream's revision, or null if there is no stream. */
    readonly actual: bigint | null,
  ) {
    super(`stream ${stream} stands at ${actual ?? 'nothing'}, expected ${expected}`);
  }
}

/** The stream was deleted for ever: nothing can be appended to it. */
export class StreamDeleted extends Error {
  override readonly name = 'StreamDeleted';
}

/** The store did not answer in time: the append may or may not have happened. Resend identical ids and revision. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

export type AllMessage =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  /** Everything before this position was seen, although nothing matched; worth persisting. */
  | { readonly kind: 'checkpoint'; readonly position: bigint }
  | { readonly kind: 'caught-up' };

/**
 * The event store as the application uses it. The one implementation speaks to an EventStoreDB (or KurrentDB, or the
 * embedded store) through `@eventstore/db-client`.
 */
export abstract class EventStore {
  abstract append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended>;
  /** Events of one stream from `from` on (inclusive; default: the start). A missing or deleted stream has none. */
  abstract read(
    stream: string,
    options?: { from?: bigint; direction?: 'forwards' | 'backwards'; limit?: number },
  ): AsyncIterable<RecordedEvent>;
  /**
   * Follows `$all`, only streams whose names begin with one of the prefixes, from behind `after` (`start`, `end`).
   * Reconnects by itself from the last message handed over; ends only by `signal`.
   */
  abstract subscribeToAll(options: {
    after: bigint | 'start' | 'end';
    prefixes: readonly string[];
    signal: AbortSignal;
    /** Asked before each connection, in place of `after`, as there may be another history behind it. Tried again if it fails. */
    resume?: () => Promise<bigint | 'start'>;
    /** Told why it cannot go on although the store answers, and null as soon as it does. */
    onTrouble?: (reason: string | null) => void;
  }): AsyncIterable<AllMessage>;
  /** The commit position of the last event there is, or -1n in an empty store. */
  abstract tailPosition(): Promise<bigint>;
  /** The id of the event at exactly this commit position, or null if there is none. */
  abstract idAt(position: bigint): Promise<string | null>;
  abstract setStreamMetadata(
    stream: string,
    metadata: { maxCount?: number; maxAgeSeconds?: number },
  ): Promise<void>;
  /** Deletes a stream for ever. Harmless if it does not exist. */
  abstract tombstone(stream: string): Promise<void>;
}

/** How a stream has to stand for an append to happen; a number is an exact revision. */
export type ExpectedRevision = bigint | 'no_stream' | 'any' | 'stream_exists';

export interface ProposedEvent {
  /** UUID in its text form. */
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface StoredEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Place in the log of all streams: strictly growing, with gaps. */
  readonly position: bigint;
  /** Milliseconds since the Unix epoch. */
  readonly created: number;
}

/** What is wanted of a stream; a deletion has no events. */
export interface AppendRequest {
  readonly action: 'append' | 'delete' | 'tombstone';
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly ProposedEvent[];
}

export type AppendOutcome =
  /** `position` is null if the append was empty. */
  | { readonly kind: 'appended'; readonly revision: bigint; readonly position: bigint | null }
  | { readonly kind: 'wrong-expected-version'; readonly current: bigint | null }
  | { readonly kind: 'stream-deleted' };

/** The highest revision there can be: of a tombstone's event, and in `$tb` the mark of a soft-deleted stream. */
export const MAX_REVISION = 9_223_372_036_854_775_807n;

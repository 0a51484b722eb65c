import type { AppendExpectedRevision } from '@eventstore/db-client';

export type Outcome = { readonly revision: number } | { readonly wrong: number | null } | 'deleted';

// Not an interface: those have no index signature, which the client asks for.
export type Metadata = { truncateBefore?: number; maxCount?: number; note?: number };

interface Stream {
  ids: string[];
  /** The last metadata; null if there were never any. */
  metadata: Metadata | null;
  metadataRevision: number;
  tombstoned: boolean;
  /** Revisions below are removed. */
  removedBefore: number;
}

export const DELETED = Number.POSITIVE_INFINITY;

/** What EventStoreDB's rules make of a sequence of operations, told as simply as possible. */
export class Model {
  private readonly streams = new Map<string, Stream>();
  private recent = new Map<string, { stream: string; revision: number }>();

  append(name: string, expected: AppendExpectedRevision, ids: readonly string[]): Outcome {
    const stream = this.at(name);
    if (stream.tombstoned) return 'deleted';
    const repetition = this.repetition(name, stream, expected, ids);
    if (repetition) return repetition;
    const refusal = refusalOf(stream, expected);
    if (refusal) return refusal;
    if (isSoftDeleted(stream)) setMetadata(stream, { ...stream.metadata, truncateBefore: stream.ids.length });
    for (const id of ids) this.recent.set(id, { stream: name, revision: stream.ids.push(id) - 1 });
    return { revision: stream.ids.length - 1 };
  }

  setMetadata(name: string, metadata: Metadata): 'deleted' | null {
    const stream = this.at(name);
    if (stream.tombstoned) return 'deleted';
    const again = isSoftDeleted(stream);
    setMetadata(stream, metadata);
    if (again) setMetadata(stream, { ...metadata, truncateBefore: stream.ids.length });
    return null;
  }

  delete(name: string, expected: AppendExpectedRevision): Outcome | null {
    const stream = this.at(name);
    if (stream.tombstoned) return 'deleted';
    const refusal = refusalOf(stream, expected);
    if (refusal) return refusal;
    if (stream.ids.length === 0) return { wrong: null };
    setMetadata(stream, { ...stream.metadata, truncateBefore: DELETED });
    return null;
  }

  tombstone(name: string): 'deleted' | null {
    const stream = this.at(name);
    if (stream.tombstoned) return 'deleted';
    stream.tombstoned = true;
    return null;
  }

  scavenge(): void {
    for (const stream of this.streams.values())
      stream.removedBefore = Math.max(
        stream.removedBefore,
        Math.min(firstShown(stream), stream.ids.length - 1),
      );
  }

  /** Only what is on the disk outlives a restart. */
  restart(): void {
    this.recent.clear();
  }

  shown(name: string): readonly { revision: number; id: string }[] | 'missing' | 'deleted' {
    const stream = this.at(name);
    if (stream.tombstoned) return 'deleted';
    if (stream.ids.length === 0 || isSoftDeleted(stream)) return 'missing';
    const first = Math.max(firstShown(stream), stream.removedBefore);
    return stream.ids.map((id, revision) => ({ revision, id })).filter(({ revision }) => revision >= first);
  }

  metadata(name: string): { metadata: Metadata | null; revision: number } | 'deleted' {
    const { tombstoned, metadata, metadataRevision } = this.at(name);
    return tombstoned ? 'deleted' : { metadata, revision: metadataRevision };
  }

  /** For choosing what to repeat. */
  idsOf(name: string): readonly string[] {
    return this.at(name).ids;
  }

  private repetition(
    name: string,
    stream: Stream,
    expected: AppendExpectedRevision,
    ids: readonly string[],
  ): Outcome | null {
    if (expected === 'any' || expected === 'stream_exists') {
      const places = ids.map((id) => this.recent.get(id));
      const unknown = places.findIndex((place) => place?.stream !== name);
      if (unknown === 0) return null;
      return unknown < 0 ? { revision: places.at(-1)!.revision } : { wrong: stream.ids.length - 1 };
    }
    const first = expected === 'no_stream' ? 0 : Number(expected) + 1;
    if (first >= stream.ids.length) return null;
    const same = ids.every((id, n) => first + n >= stream.removedBefore && stream.ids[first + n] === id);
    return same ? { revision: first + ids.length - 1 } : null;
  }

  private at(name: string): Stream {
    const fresh = { ids: [], metadata: null, metadataRevision: -1, tombstoned: false, removedBefore: 0 };
    const stream = this.streams.get(name) ?? fresh;
    this.streams.set(name, stream);
    return stream;
  }
}

function setMetadata(stream: Stream, metadata: Metadata): void {
  stream.metadata = metadata;
  stream.metadataRevision++;
}

const isSoftDeleted = ({ ids, metadata }: Stream) => ids.length > 0 && metadata?.truncateBefore === DELETED;

function firstShown({ ids, metadata }: Stream): number {
  const counted = metadata?.maxCount === undefined ? 0 : ids.length - metadata.maxCount;
  return Math.max(0, counted, metadata?.truncateBefore ?? 0);
}

function refusalOf(stream: Stream, expected: AppendExpectedRevision): Outcome | null {
  const last = stream.ids.length === 0 ? null : stream.ids.length - 1;
  const deleted = isSoftDeleted(stream);
  if (expected === 'any') return null;
  if (expected === 'stream_exists' && deleted) return 'deleted';
  const stands =
    expected === 'no_stream'
      ? last === null || deleted
      : expected === 'stream_exists'
        ? last !== null
        : last !== null && expected === BigInt(last);
  return stands ? null : { wrong: last };
}

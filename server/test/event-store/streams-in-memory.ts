import type {
  Appended,
  ExpectedRevision,
  NewEvent,
  RecordedEvent,
} from '../../src/event-store/event-store.js';
import { EventStore, WrongRevision } from '../../src/event-store/event-store.js';

/** Streams in memory that keep to expected revisions; of the store nothing else matters here. */
export class StreamsInMemory extends EventStore {
  readonly streams = new Map<string, RecordedEvent[]>();

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const recorded = this.streams.get(stream) ?? [];
    const revision = BigInt(recorded.length) - 1n;
    if (expected !== 'any' && (expected === 'no_stream' ? -1n : expected) !== revision) {
      return Promise.reject(new WrongRevision(stream, expected, revision < 0n ? null : revision));
    }
    const added = events.map((event, index) => {
      const at = revision + BigInt(index) + 1n;
      return { ...event, stream, revision: at, position: at };
    });
    this.streams.set(stream, [...recorded, ...added]);
    const last = revision + BigInt(added.length);
    return Promise.resolve({ revision: last, position: last });
  }

  async *read(
    stream: string,
    { from = 0n, direction = 'forwards', limit = Infinity }: Parameters<EventStore['read']>[1] = {},
  ): AsyncIterable<RecordedEvent> {
    await Promise.resolve();
    const recorded = this.streams.get(stream) ?? [];
    const found =
      direction === 'forwards' ? recorded.filter(({ revision }) => revision >= from) : recorded.toReversed();
    yield* found.slice(0, limit);
  }

  subscribeToAll(): never {
    throw new Error('not used');
  }
  tailPosition(): never {
    throw new Error('not used');
  }
  idAt(): never {
    throw new Error('not used');
  }
  setStreamMetadata(): never {
    throw new Error('not used');
  }
  tombstone(): never {
    throw new Error('not used');
  }
}

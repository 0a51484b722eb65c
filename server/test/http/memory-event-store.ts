import type {
  Appended,
  ExpectedRevision,
  NewEvent,
  RecordedEvent,
} from '../../src/event-store/event-store.js';
import { EventStore, WrongRevision } from '../../src/event-store/event-store.js';

/** Streams in memory, for tests whose subject is not the store. */
export class MemoryEventStore extends EventStore {
  private readonly streams = new Map<string, RecordedEvent[]>();
  private position = -1n;

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const recorded = this.streams.get(stream) ?? [];
    const revision = BigInt(recorded.length) - 1n;
    const stands = expected === 'any' || (expected === 'no_stream' ? -1n : expected) === revision;
    if (!stands) return Promise.reject(new WrongRevision(stream, expected, revision < 0n ? null : revision));
    for (const event of events) {
      this.position += 1n;
      const at = { stream, revision: BigInt(recorded.length), position: this.position };
      recorded.push({ ...structuredClone(event), ...at });
    }
    this.streams.set(stream, recorded);
    return Promise.resolve({ revision: BigInt(recorded.length) - 1n, position: this.position });
  }

  async *read(
    stream: string,
    options: { from?: bigint; direction?: 'forwards' | 'backwards'; limit?: number } = {},
  ): AsyncIterable<RecordedEvent> {
    await Promise.resolve();
    const events = (this.streams.get(stream) ?? []).filter(
      ({ revision }) => revision >= (options.from ?? 0n),
    );
    if (options.direction === 'backwards') events.reverse();
    yield* events.slice(0, options.limit ?? Infinity);
  }

  async *subscribeToAll(options: { signal: AbortSignal }): AsyncIterable<never> {
    await new Promise((resolve) => {
      options.signal.addEventListener('abort', resolve, { once: true });
    });
  }

  tailPosition(): Promise<bigint> {
    return Promise.resolve(this.position);
  }

  setStreamMetadata(): Promise<void> {
    return Promise.resolve();
  }

  tombstone(stream: string): Promise<void> {
    this.streams.delete(stream);
    return Promise.resolve();
  }
}

import type { EventStore, RecordedEvent } from '../../event-store/event-store.js';

export const containerStream = (container: string) => `container-${container}`;
export const logStream = (container: string) => `containerLog-${container}`;
export const isLog = (event: RecordedEvent) => event.stream.startsWith('containerLog-');

/** Log events of one read. A reader that left a read early would hold it open, so reads are limited instead. */
const LOG_EVENTS_PER_PAGE = 256;

/** Everything in a container's two streams behind a place, up to a commit position, in commit order. */
export interface Page {
  readonly events: readonly RecordedEvent[];
  /** The page is complete up to here; there may be more behind it. */
  readonly upTo: bigint;
}

export interface Revisions {
  readonly containerRevision: bigint;
  readonly logRevision: bigint;
}

/**
 * The position is noted before the streams are read: what lies up to it is in both reads, so merging them leaves no
 * event behind that would come out of order later.
 */
export async function readPage(store: EventStore, container: string, after: Revisions): Promise<Page> {
  const tail = await store.tailPosition();
  const [facts, lines] = await Promise.all([
    readAll(store.read(containerStream(container), { from: after.containerRevision + 1n })),
    readAll(store.read(logStream(container), { from: after.logRevision + 1n, limit: LOG_EVENTS_PER_PAGE })),
  ]);
  const lastLine = lines.length === LOG_EVENTS_PER_PAGE ? lines.at(-1)?.position : undefined;
  const upTo = lastLine !== undefined && lastLine < tail ? lastLine : tail;
  const events = mergeByPosition(facts, lines).filter(({ position }) => position <= upTo);
  return { events, upTo };
}

export function mergeByPosition(a: readonly RecordedEvent[], b: readonly RecordedEvent[]): RecordedEvent[] {
  return [...a, ...b].sort((one, other) => (one.position < other.position ? -1 : 1));
}

export async function readAll(events: AsyncIterable<RecordedEvent>): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

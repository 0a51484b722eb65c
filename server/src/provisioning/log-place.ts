import type { LogEvent } from '../containers/domain/events.js';
import type { EventStore } from '../event-store/event-store.js';

/** Where a log stands: restored after a takeover, so that line numbers and sources go on without gap or repetition. */
export interface LogPlace {
  /** Of the stream's last event, or -1 if there is none. */
  readonly revision: bigint;
  /** The highest claim under which anything of the run was logged. */
  readonly claim: number;
  readonly nextLine: number;
  /** Lines beyond the limit, as far as it was told. */
  readonly dropped: number;
  readonly offsets: ReadonlyMap<string, number>;
}

export const logStream = (container: string) => `containerLog-${container}`;

/** Reads where the log of a run stands. */
export async function readLogPlace(store: EventStore, container: string, run: string): Promise<LogPlace> {
  let place: LogPlace = { revision: -1n, claim: 0, nextLine: 0, dropped: 0, offsets: new Map() };
  for await (const { type, data, revision } of store.read(logStream(container), { direction: 'backwards' })) {
    if (place.revision < 0n) place = { ...place, revision };
    const event = { type, data } as LogEvent;
    if (event.data.run !== run) break;
    place = withEvent(place, event);
  }
  return place;
}

function withEvent(place: LogPlace, { type, data }: LogEvent): LogPlace {
  const claim = Math.max(place.claim, data.claim);
  if (type === 'LinesDropped') return { ...place, claim, dropped: Math.max(place.dropped, data.dropped) };
  const nextLine = Math.max(place.nextLine, data.firstLine + data.lines.length);
  if (!data.source) return { ...place, claim, nextLine };
  const { name, nextOffset } = data.source;
  const offsets = new Map(place.offsets).set(name, Math.max(place.offsets.get(name) ?? 0, nextOffset));
  return { ...place, claim, nextLine, offsets };
}

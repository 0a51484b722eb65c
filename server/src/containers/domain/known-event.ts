import { CONTAINER_EVENT_TYPES } from './container.js';
import type { ContainerEvent, LogEvent } from './events.js';

interface Recorded {
  readonly type: string;
  readonly data: unknown;
}

const CONTAINER_TYPES: ReadonlySet<string> = new Set(CONTAINER_EVENT_TYPES);
const LOG_TYPES: ReadonlySet<string> = new Set(['LinesLogged', 'LinesDropped'] satisfies LogEvent['type'][]);

/** An event of a container's stream, or null for a type that this version does not know: readers skip it. */
export function containerEvent({ type, data }: Recorded): ContainerEvent | null {
  return CONTAINER_TYPES.has(type) ? ({ type, data } as ContainerEvent) : null;
}

/** An event of a container's log, or null for a type that this version does not know. */
export function logEvent({ type, data }: Recorded): LogEvent | null {
  return LOG_TYPES.has(type) ? ({ type, data } as LogEvent) : null;
}

/** Whether an event belongs to a run, by what it says itself. */
export function isOfRun({ data }: Recorded, run: string): boolean {
  return typeof data === 'object' && data !== null && 'run' in data && data.run === run;
}

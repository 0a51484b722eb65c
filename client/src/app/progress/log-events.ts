import type { EventOf } from './progress-state.js';
import type { LogLine } from './run-log.js';

/** The lines that an event brings, each with its own number. */
export function linesOf(event: EventOf<'LogLines'>): LogLine[] {
  return event.lines.map((raw, index) => ({
    number: event.firstLine + index,
    at: event.at,
    phase: event.phase,
    step: event.logStep,
    stream: event.stream,
    raw,
  }));
}

/** A line that says how many are missing. */
export function gapOf({ at, dropped }: EventOf<'LogTruncated'>): LogLine {
  const raw = dropped === null ? '… lines are missing here …' : `… ${dropped} lines are missing here …`;
  return { number: null, at, phase: '', step: null, stream: 'gap', raw };
}

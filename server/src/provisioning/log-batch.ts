import type { LinesLogged, LogEvent } from '../containers/domain/events.js';
import type { ReportedLine } from './phases/phase.js';

export interface LogLine extends ReportedLine {
  readonly phase: string;
}

/** How far a run's lines are numbered. */
export interface Numbering {
  readonly nextLine: number;
  /** Lines beyond the limit … */
  readonly dropped: number;
  /** … and how many of them were told. */
  readonly told: number;
}

export interface LogBatch {
  readonly events: readonly LogEvent[];
  readonly after: Numbering;
}

interface Limits {
  readonly run: string;
  readonly claim: number;
  readonly maxLines: number;
}

/** Lines as events, those of one source together. Beyond the limit they are only counted. */
export function toBatch(lines: readonly LogLine[], before: Numbering, limits: Limits): LogBatch {
  const events: LogEvent[] = [];
  let after = before;
  for (const group of similar(lines)) {
    const kept = group.slice(0, Math.max(0, limits.maxLines - after.nextLine));
    if (kept.length > 0) events.push(linesLogged(kept, after.nextLine, limits));
    after = {
      ...after,
      nextLine: after.nextLine + kept.length,
      dropped: after.dropped + group.length - kept.length,
    };
  }
  if (!isWorthTelling(after)) return { events, after };
  return { events: [...events, linesDropped(after, lines[0]?.phase ?? '', limits)], after: told(after) };
}

/** The final count of the lines that were dropped, if it was not told yet. */
export function toLastWord(before: Numbering, limits: Limits): LogBatch {
  if (before.dropped === before.told) return { events: [], after: before };
  return { events: [linesDropped(before, '', limits)], after: told(before) };
}

const told = (numbering: Numbering): Numbering => ({ ...numbering, told: numbering.dropped });

/** At once, and then in growing steps: a flood must not become one of notes about it. */
function isWorthTelling({ dropped, told: before }: Numbering): boolean {
  if (dropped === before) return false;
  return before === 0 || Math.floor(Math.log10(before)) !== Math.floor(Math.log10(dropped));
}

function linesDropped({ dropped }: Numbering, phase: string, { run, claim }: Limits): LogEvent {
  return { type: 'LinesDropped', data: { run, claim, phase, dropped } };
}

function linesLogged(lines: readonly LogLine[], firstLine: number, { run, claim }: Limits): LinesLogged {
  const [first] = lines;
  const source = lines.findLast((line) => line.source)?.source ?? null;
  const { phase = '', step = null, stream = 'system' } = first ?? {};
  const texts = lines.map(({ text }) => text);
  return { type: 'LinesLogged', data: { run, claim, phase, step, stream, firstLine, lines: texts, source } };
}

function similar(lines: readonly LogLine[]): LogLine[][] {
  const groups: LogLine[][] = [];
  let previous: LogLine | undefined;
  for (const line of lines) {
    if (previous && isSimilar(previous, line)) groups.at(-1)?.push(line);
    else groups.push([line]);
    previous = line;
  }
  return groups;
}

function isSimilar(a: LogLine, b: LogLine): boolean {
  return (
    a.phase === b.phase && a.step === b.step && a.stream === b.stream && a.source?.name === b.source?.name
  );
}

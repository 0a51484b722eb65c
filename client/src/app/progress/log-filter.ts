import type { LogStream } from '../../../../schema/generated/client.js';
import type { LogLine, RunLog } from './run-log.js';

/** Which lines to show. Null means all of them. */
export interface LogFilter {
  readonly phase: string | null;
  /** A step of that phase. */
  readonly step: string | null;
  readonly stream: LogStream | null;
}

export const EVERYTHING: LogFilter = { phase: null, step: null, stream: null };

/** The lines of a log that pass one filter. Asked again after lines were added, it reads only those. */
export class FilteredLog {
  private passed: LogLine[] = [];
  private read: RunLog | null = null;

  constructor(private readonly filter: LogFilter) {}

  of(log: RunLog): readonly LogLine[] {
    if (Object.values(this.filter).every((wanted) => wanted === null)) return log.slice();
    const goesOn = this.read !== null && log.length >= this.read.length && log.at(0) === this.read.at(0);
    const from = goesOn ? (this.read?.length ?? 0) : 0;
    const fresh = log.slice(from).filter((line) => passes(line, this.filter));
    this.read = log;
    if (from === 0 || fresh.length > 0) this.passed = (from === 0 ? [] : this.passed).concat(fresh);
    return this.passed;
  }
}

/** A gap passes every filter: nobody knows what is missing there. */
function passes({ phase, step, stream }: LogLine, filter: LogFilter): boolean {
  if (stream === 'gap') return true;
  if (filter.phase !== null && phase !== filter.phase) return false;
  if (filter.step !== null && step !== filter.step) return false;
  return filter.stream === null || stream === filter.stream;
}

import type { LogStream } from '../../../../schema/generated/client.js';
import { plainText } from './ansi.js';

/** A line of the log. A gap, where lines are missing, has the stream `gap` and no number. */
export interface LogLine {
  readonly number: number | null;
  readonly at: string;
  readonly phase: string;
  readonly step: string | null;
  readonly stream: LogStream | 'gap';
  /** As it came, with escape sequences. */
  readonly raw: string;
}

/**
 * All lines of a run. Values are immutable towards their readers, and still appending costs only what is appended:
 * successive logs share one array, of which each sees its own length.
 */
export class RunLog implements Iterable<LogLine> {
  static readonly empty = new RunLog([], 0, 0);

  private constructor(
    private readonly shared: LogLine[],
    readonly length: number,
    /** The number that the next new line has; smaller ones were seen already. */
    readonly nextNumber: number,
  ) {}

  at(index: number): LogLine | undefined {
    return index < this.length ? this.shared[index] : undefined;
  }

  /** Takes lines in the order of their numbers; those that were seen before are dropped. */
  append(lines: readonly LogLine[]): RunLog {
    const fresh = lines.filter(({ number }) => number === null || number >= this.nextNumber);
    if (fresh.length === 0) return this;
    const shared = this.length === this.shared.length ? this.shared : this.shared.slice(0, this.length);
    for (const line of fresh) shared.push(line);
    const last = fresh.findLast(({ number }) => number !== null)?.number;
    return new RunLog(
      shared,
      shared.length,
      last === undefined || last === null ? this.nextNumber : last + 1,
    );
  }

  /** The lines from an index on, as an array of its own. */
  slice(from = 0): readonly LogLine[] {
    return this.shared.slice(from, this.length);
  }

  *[Symbol.iterator](): Generator<LogLine> {
    for (let index = 0; index < this.length; index += 1) {
      const line = this.shared[index];
      if (line) yield line;
    }
  }

  /** Everything as it came, escape sequences included, one line each: for downloading. */
  toRaw(): string {
    const rows = this.slice().map(({ raw }) => raw);
    return rows.length > 0 ? `${rows.join('\n')}\n` : '';
  }
}

/** Lines as people read them: for copying. */
export function textOf(lines: readonly LogLine[]): string {
  const rows = lines.map(({ raw }) => plainText(raw));
  return rows.length > 0 ? `${rows.join('\n')}\n` : '';
}

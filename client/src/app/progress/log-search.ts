import { plainText } from './ansi.js';
import type { RunLog } from './run-log.js';

/** Finds a text in all lines of a log. Asked again after lines were added, it reads only those. */
export class LogSearch {
  private wanted = '';
  private read: RunLog | null = null;
  private found: readonly number[] = [];

  /** The indices of the lines that hold the text, whatever its case; none for an empty one. */
  find(log: RunLog, text: string): readonly number[] {
    const wanted = text.trim().toLowerCase();
    const goesOn = wanted === this.wanted && this.read !== null && log.length >= this.read.length;
    const from = goesOn && log.at(0) === this.read?.at(0) ? (this.read?.length ?? 0) : 0;
    const fresh = wanted === '' ? [] : hits(log, wanted, from);
    if (from === 0) this.found = fresh;
    else if (fresh.length > 0) this.found = [...this.found, ...fresh];
    this.wanted = wanted;
    this.read = log;
    return this.found;
  }
}

function hits(log: RunLog, wanted: string, from: number): number[] {
  const found: number[] = [];
  for (let index = from; index < log.length; index += 1) {
    const line = log.at(index);
    if (line && plainText(line.raw).toLowerCase().includes(wanted)) found.push(index);
  }
  return found;
}

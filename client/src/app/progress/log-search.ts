import { plainText } from './ansi.js';
import type { LogLine } from './run-log.js';

/** Finds a text in all lines given. Asked again after lines were added, it reads only those. */
export class LogSearch {
  private wanted = '';
  private read: readonly LogLine[] = [];
  private found: readonly number[] = [];

  /** The indices of the lines that hold the text, whatever its case; none for an empty one. */
  find(lines: readonly LogLine[], text: string): readonly number[] {
    const wanted = text.trim().toLowerCase();
    const from = wanted === this.wanted && this.isContinuedBy(lines) ? this.read.length : 0;
    const fresh = wanted === '' ? [] : hits(lines, wanted, from);
    if (from === 0) this.found = fresh;
    else if (fresh.length > 0) this.found = [...this.found, ...fresh];
    this.wanted = wanted;
    this.read = lines;
    return this.found;
  }

  private isContinuedBy(lines: readonly LogLine[]): boolean {
    return lines.length >= this.read.length && lines[0] === this.read[0];
  }
}

function hits(lines: readonly LogLine[], wanted: string, from: number): number[] {
  const found: number[] = [];
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index];
    if (line && plainText(line.raw).toLowerCase().includes(wanted)) found.push(index);
  }
  return found;
}

import { SHORTEST, formsOf } from './secret-forms.js';

const MASK = '••••••';

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Replaces known secrets in text, in every form in which a program is likely to print them. */
export class Masking {
  private readonly needles = new Set<string>();
  /** Every beginning of a needle: how a secret looks whose rest is on the next line. */
  private beginnings: Set<string> | null = null;
  private longest = 0;
  private pattern: RegExp | null = null;

  add(secret: string): void {
    const before = this.needles.size;
    for (const form of formsOf(secret)) this.needles.add(form);
    if (this.needles.size === before) return;
    const longestFirst = [...this.needles].sort((a, b) => b.length - a.length);
    this.longest = longestFirst[0]?.length ?? 0;
    this.pattern = new RegExp(longestFirst.map(RegExp.escape).join('|'), 'g');
    this.beginnings = null;
  }

  /** A text of one or more lines, whole: secrets are found over its line ends too. */
  apply(text: string): string {
    if (!this.pattern) return text;
    const lines = new LineMasking(this);
    const parts = text.split('\n').map((line) => lines.push(line));
    return [...parts.flat(), ...lines.release()].join('\n');
  }

  /** Where secrets are in a text, in order and without overlap. */
  places(text: string): Place[] {
    if (!this.pattern) return [];
    return [...text.matchAll(this.pattern)].map(({ index, 0: found }) => ({
      start: index,
      end: index + found.length,
    }));
  }

  /** How many characters at the end of a text may be the beginning of a secret. */
  unfinished(text: string): number {
    if (!this.pattern) return 0;
    const beginnings = (this.beginnings ??= beginningsOf(this.needles));
    for (let length = Math.min(this.longest - 1, text.length); length > 0; length--) {
      if (beginnings.has(text.slice(-length))) return length;
    }
    return 0;
  }
}

function beginningsOf(needles: ReadonlySet<string>): Set<string> {
  const beginnings = new Set<string>();
  for (const needle of needles) {
    for (let length = 1; length < needle.length; length++) beginnings.add(needle.slice(0, length));
  }
  return beginnings;
}

/**
 * Masks the lines of one output. A line whose end may be the beginning of a secret waits for the next one: `base64` and
 * `fold` break values in the middle. If it has to go before, such an end is masked, unless it is only a few characters,
 * and remembered: however late the rest of the secret comes, it is known as such.
 */
export class LineMasking {
  private readonly waiting: string[] = [];
  /** The end of what is gone already, if it may be the beginning of a secret. */
  private gone = '';
  /** Characters at the beginning of what waits that belong to a secret whose beginning is on a line before. */
  private covered = 0;

  constructor(private readonly masking: Masking) {}

  /** The lines that are ready now, masked. */
  push(line: string): string[] {
    this.waiting.push(line);
    const text = this.gone + this.waiting.join('');
    return this.take(text, text.length - this.masking.unfinished(text), []);
  }

  /** Everything that waits, masked as far as it is known. */
  release(): string[] {
    const text = this.gone + this.waiting.join('');
    const begun = text.length - this.masking.unfinished(text);
    const suspicious = text.length - begun < SHORTEST ? [] : [{ start: begun, end: text.length }];
    const ready = this.take(text, text.length, suspicious);
    this.gone = text.slice(begun);
    return ready;
  }

  get isWaiting(): boolean {
    return this.waiting.length > 0;
  }

  /** Whether what comes next may belong to what was there before. */
  get remembers(): boolean {
    return this.isWaiting || this.gone !== '' || this.covered > 0;
  }

  /** Takes the lines that end before a place in the joined text. */
  private take(text: string, until: number, suspicious: readonly Place[]): string[] {
    const places = [{ start: 0, end: this.covered }, ...this.masking.places(text), ...suspicious];
    const ready: string[] = [];
    let start = this.gone.length;
    for (
      let [line] = this.waiting;
      line !== undefined && start + line.length <= until;
      [line] = this.waiting
    ) {
      ready.push(masked(line, start, places));
      this.waiting.shift();
      start += line.length;
    }
    if (ready.length === 0) return ready;
    const begun = places.filter((place) => place.start <= start);
    this.covered = Math.max(0, ...begun.map(({ end }) => end - start));
    this.gone = '';
    return ready;
  }
}

/** One line of a joined text, with a mask in the place of every part of a secret. */
function masked(line: string, start: number, places: readonly Place[]): string {
  let text = '';
  let at = 0;
  for (const place of places) {
    const from = Math.max(at, place.start - start);
    const to = Math.min(line.length, place.end - start);
    if (to <= from) continue;
    text += line.slice(at, from) + MASK;
    at = to;
  }
  return text + line.slice(at);
}

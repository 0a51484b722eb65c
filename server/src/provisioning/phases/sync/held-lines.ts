/**
 * `set -x` prints what a command is about to do: a value is in the trace before `save_credential` can register it as
 * secret. What comes from a trace, and what follows it, is therefore shown this much later.
 */
export const TRACE_HOLD_MS = 2_000;
/** Beyond so many the oldest go earlier: a flood must not grow memory. */
const MOST_LINES = 10_000;

interface Held<Line> {
  readonly line: Line;
  /** Milliseconds, by the clock of the caller. */
  readonly due: number;
}

/** A line as bash and sh write it under `set -x`, with the prompt that PS4 has by itself. */
export const isTrace = (text: string): boolean => /^\++ /.test(text);

/** Lines in the order in which they came, each with the moment at which it may be shown. */
export class HeldLines<Line> {
  private readonly held: Held<Line>[] = [];

  add(line: Line, traced: boolean, now: number): void {
    const before = this.held.at(-1)?.due ?? now;
    this.held.push({ line, due: traced ? now + TRACE_HOLD_MS : before });
  }

  /** Takes what may be shown by now. */
  take(now: number): Line[] {
    const first = this.held.findIndex(({ due }) => due > now);
    const count = Math.max(first < 0 ? this.held.length : first, this.held.length - MOST_LINES);
    return this.held.splice(0, count).map(({ line }) => line);
  }

  /** When something may be shown next; null when nothing is held. */
  get nextDue(): number | null {
    return this.held[0]?.due ?? null;
  }
}

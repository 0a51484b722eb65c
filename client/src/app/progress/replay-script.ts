import type { ProgressEvent, RunProgress } from './progress-state.js';
import { afterEvent, NOTHING_YET } from './progress-state.js';

/** Every so many events a state is kept, so that going back folds at most as many. */
const KEEP_EVERY = 250;

/** The recorded events of a run, as a film: the state of the run at any moment of it, folded by the same reducer. */
export class ReplayScript {
  readonly durationMs: number;
  /** When each event happened, in milliseconds since the first; never falling. */
  private readonly times: readonly number[];
  private readonly kept: RunProgress[] = [NOTHING_YET];
  private last = { count: 0, state: NOTHING_YET };

  constructor(private readonly events: readonly ProgressEvent[]) {
    this.times = timesOf(events);
    this.durationMs = this.times.at(-1) ?? 0;
  }

  /** The state after everything that had happened by then. */
  stateAt(ms: number): RunProgress {
    const count = this.countUntil(ms);
    const anchor = Math.floor(count / KEEP_EVERY);
    while (this.kept.length <= anchor) {
      const state = this.kept.at(-1) ?? NOTHING_YET;
      const from = (this.kept.length - 1) * KEEP_EVERY;
      this.kept.push(this.fold(state, from, from + KEEP_EVERY));
    }
    const near = this.last.count <= count && this.last.count >= anchor * KEEP_EVERY;
    const base = near ? this.last : { count: anchor * KEEP_EVERY, state: this.kept[anchor] ?? NOTHING_YET };
    this.last = { count, state: this.fold(base.state, base.count, count) };
    return this.last.state;
  }

  private fold(state: RunProgress, from: number, to: number): RunProgress {
    return this.events.slice(from, to).reduce(afterEvent, state);
  }

  private countUntil(ms: number): number {
    let [low, high] = [0, this.times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.times[middle] ?? 0) <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function timesOf(events: readonly ProgressEvent[]): number[] {
  const began = Date.parse(events[0]?.at ?? '');
  let latest = 0;
  return events.map(({ at }) => (latest = Math.max(latest, Date.parse(at) - began)));
}

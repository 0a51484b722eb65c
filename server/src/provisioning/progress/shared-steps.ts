import { encodeCursor } from './cursor.js';
import type { ProgressFrame } from './progress-event.js';
import type { Standing, Step } from './run-step.js';

/** Watchers are mostly at the same place or a few frames apart; who is farther behind takes steps of its own. */
const KEPT = 32;

/** A step that several watchers take, and its frame: the very same object for all of them, so that it is serialised once. */
export class SharedStep {
  private readonly frames = new Map<boolean, ProgressFrame>();

  constructor(private readonly step: Step) {}

  get to(): Standing {
    return this.step.to;
  }

  get isEmpty(): boolean {
    return this.step.events.length === 0;
  }

  /** @param caughtUp whether the watcher has seen everything that was recorded before it came */
  frame(caughtUp: boolean): ProgressFrame {
    const { to, events } = this.step;
    const made = this.frames.get(caughtUp);
    if (made) return made;
    const frame = { cursor: encodeCursor(to.place), events, caughtUp, terminal: to.endedAt !== null };
    this.frames.set(caughtUp, frame);
    return frame;
  }
}

/** The newest steps that watchers of one container took, for those who come to the same place. */
export class SharedSteps {
  private readonly steps = new Map<string, SharedStep>();

  from(standing: Standing): SharedStep | null {
    return this.steps.get(keyOf(standing)) ?? null;
  }

  add(from: Standing, step: Step): SharedStep {
    const shared = new SharedStep(step);
    this.steps.set(keyOf(from), shared);
    const [oldest] = this.steps.keys();
    if (this.steps.size > KEPT && oldest !== undefined) this.steps.delete(oldest);
    return shared;
  }
}

/** What was read and what has been seen follow from the place and the positions. */
function keyOf({ place, position, unread, unreadUpTo }: Standing): string {
  const upTo = unread.length > 0 ? unreadUpTo : position;
  const { run, containerRevision, logRevision, nextLine } = place;
  return [run, containerRevision, logRevision, nextLine, position, upTo].join(' ');
}

import type { Channel } from './channel.js';
import { encodeCursor } from './cursor.js';
import type { ProgressFrame } from './progress-event.js';
import type { Standing } from './run-step.js';
import { takeStep } from './run-step.js';
import type { SharedStep } from './shared-steps.js';

/** Where a reader begins. */
export interface Start extends Standing {
  /** Everything up to here was recorded before the reader came. */
  readonly tail: bigint;
}

/** One watcher's way through a run: from the shared channel where that reaches back far enough, else from the store. */
export class RunReader {
  private standing: Standing;
  private readonly tail: bigint;
  private toldCaughtUp = false;

  constructor(
    private readonly channel: Channel,
    { tail, ...standing }: Start,
  ) {
    this.tail = tail;
    this.standing = standing;
  }

  /** Commit position of the run's end, once that was handed over; else null. */
  get endedAt(): bigint | null {
    return this.standing.endedAt;
  }

  /** The next frame, or null if there is nothing new. */
  async read(): Promise<ProgressFrame | null> {
    for (;;) {
      const step = await this.step();
      if (step) this.standing = step.to;
      if (step && !step.isEmpty) return this.note(step.frame(this.caughtUp));
      if (this.caughtUp) return this.toldCaughtUp ? null : this.signOfLife();
    }
  }

  /** A frame without events is a sign of life, or tells that the past has been handed over. */
  signOfLife(): ProgressFrame {
    const { place, endedAt } = this.standing;
    const cursor = encodeCursor(place);
    return this.note({ cursor, events: [], caughtUp: this.caughtUp, terminal: endedAt !== null });
  }

  private note(frame: ProgressFrame): ProgressFrame {
    this.toldCaughtUp ||= frame.caughtUp;
    return frame;
  }

  private get reachedTail(): boolean {
    return this.standing.position >= this.tail;
  }

  private get caughtUp(): boolean {
    return this.endedAt !== null || (this.standing.unread.length === 0 && this.reachedTail);
  }

  /** A step that somebody has taken from here, or one of its own; null if nothing is behind this place. */
  private async step(): Promise<SharedStep | null> {
    const { steps } = this.channel;
    const taken = steps.from(this.standing);
    if (taken) return taken;
    const from = this.standing.unread.length > 0 ? this.standing : await this.fetch();
    const takenMeanwhile = steps.from(this.standing);
    if (takenMeanwhile) return takenMeanwhile;
    const isNew = from.unread.length > 0 || from.unreadUpTo > this.standing.position;
    return isNew ? steps.add(this.standing, takeStep(from)) : null;
  }

  private async fetch(): Promise<Standing> {
    const { place, position } = this.standing;
    if (this.channel.covers(position)) {
      const unread = this.channel.after(position);
      const unreadUpTo = unread.at(-1)?.position ?? position;
      if (unread.length > 0 || this.reachedTail) return { ...this.standing, unread, unreadUpTo };
    }
    const page = await this.channel.page(place, position);
    return { ...this.standing, unread: page.events, unreadUpTo: page.upTo };
  }
}

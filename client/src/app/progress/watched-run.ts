import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { Subscription } from 'rxjs';
import { requestFailed } from '../graphql/request-failed.js';
import type { RequestFailed } from '../graphql/request-failed.js';
import { ProgressFeed } from './progress-feed.js';
import type { FeedSignal } from './progress-feed.js';
import type { ProgressEvent, ProgressFrame } from './progress-state.js';
import { afterFrame, NOTHING_YET } from './progress-state.js';

/** `waiting`: there has been no connection yet. `resumed`: it was lost and is back, for a few seconds. */
export type Connection = 'fresh' | 'waiting' | 'live' | 'lost' | 'resumed';

const SAY_RESUMED_MS = 4_000;

/** The run that a page watches: its progress and how well the connection is. */
@Injectable()
export class WatchedRun {
  private readonly feed = inject(ProgressFeed);
  private readonly state = signal(NOTHING_YET);
  private readonly link = signal<Connection>('fresh');
  private readonly problem = signal<RequestFailed | null>(null);
  private readonly witnessed = signal<string | null>(null);
  /** Ahead of `state` while the past is still arriving, so that it is drawn once and not frame by frame. */
  private latest = NOTHING_YET;
  private events: ProgressEvent[] = [];
  private container: string | null = null;
  private subscription: Subscription | null = null;
  private calm: ReturnType<typeof setTimeout> | undefined;

  readonly progress = this.state.asReadonly();
  readonly connection = this.link.asReadonly();
  /** Why the run cannot be followed at all. */
  readonly failure = this.problem.asReadonly();
  /** The run whose end came while it was being watched; null for one that had ended before. */
  readonly endedLive = this.witnessed.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.stop();
    });
  }

  /** All events of the run so far. */
  recorded(): readonly ProgressEvent[] {
    return this.events;
  }

  /** Goes on undisturbed where it is this run that is being watched already. */
  watch(containerId: string, run: string | null): void {
    const same = this.container === containerId && run !== null && run === this.state().runId;
    if (!same) this.restart(containerId, run);
  }

  restart(containerId: string, run: string | null): void {
    this.stop();
    this.container = containerId;
    this.latest = NOTHING_YET;
    this.events = [];
    this.state.set(NOTHING_YET);
    this.link.set('fresh');
    this.problem.set(null);
    this.witnessed.set(null);
    this.subscription = this.feed.follow(containerId, run).subscribe({
      next: (signal) => {
        this.take(signal);
      },
      error: (cause: unknown) => {
        this.problem.set(requestFailed(cause));
      },
    });
  }

  private take(signal: FeedSignal): void {
    if (signal.kind === 'lost') {
      clearTimeout(this.calm);
      this.link.update((link) => (link === 'fresh' || link === 'waiting' ? 'waiting' : 'lost'));
      return;
    }
    this.fold(signal.frame);
    if (this.link() === 'lost') this.sayResumed();
    else if (this.link() !== 'resumed') this.link.set('live');
  }

  private fold(frame: ProgressFrame): void {
    const before = this.latest;
    this.latest = afterFrame(before, frame);
    if (this.latest.cursor !== before.cursor) this.events.push(...frame.events);
    if (!this.latest.caughtUp && !frame.terminal) return;
    this.state.set(this.latest);
    if (before.caughtUp && before.endedAt === null && this.latest.endedAt !== null) {
      this.witnessed.set(this.latest.runId);
    }
  }

  private sayResumed(): void {
    this.link.set('resumed');
    this.calm = setTimeout(() => {
      this.link.set('live');
    }, SAY_RESUMED_MS);
  }

  private stop(): void {
    this.subscription?.unsubscribe();
    clearTimeout(this.calm);
  }
}

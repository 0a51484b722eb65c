import { Component, computed, input } from '@angular/core';
import type { PhaseState } from '../../../../schema/generated/client.js';
import { clock } from '../ui/clock.js';
import { Icon } from '../ui/icon.js';
import type { IconName } from '../ui/icon.js';
import { readableDuration } from '../ui/readable.js';
import type { PhaseProgress, StepProgress } from './progress-state.js';

/** `STOPPED`: it was going on when its run ended. */
type ShownState = PhaseState | 'STOPPED';

const ICONS: Record<ShownState, IconName> = {
  PENDING: 'dot',
  RUNNING: 'dot',
  COMPLETED: 'check',
  FAILED: 'close',
  SKIPPED: 'dash',
  STOPPED: 'pause',
};
const WORDS: Record<ShownState, string> = {
  PENDING: 'not begun',
  RUNNING: 'going on',
  COMPLETED: 'done',
  FAILED: 'failed',
  SKIPPED: 'done in an earlier attempt',
  STOPPED: 'stopped before it was done',
};

/** The phases of a run with their steps. What is going on or has failed is open; what has passed is folded. */
@Component({
  selector: 'ih-phase-timeline',
  imports: [Icon],
  templateUrl: './phase-timeline.html',
  styleUrl: './phase-timeline.scss',
})
export class PhaseTimeline {
  readonly phases = input.required<readonly PhaseProgress[]>();
  /** Up to when durations of what has not ended count: the run's end, or a moment of its replay; null for now. */
  readonly until = input<string | null>(null);

  /** Whether the run has ended, so that nothing goes on any more. */
  readonly over = input(false);

  private readonly now = clock(250);
  private readonly untilMs = computed(() => {
    const end = this.until();
    return end === null ? this.now() : Date.parse(end);
  });

  protected stateOf({ state }: PhaseProgress | StepProgress): ShownState {
    return state === 'RUNNING' && this.over() ? 'STOPPED' : state;
  }

  protected iconOf(state: ShownState): IconName {
    return ICONS[state];
  }

  protected wordOf(state: ShownState): string {
    return WORDS[state];
  }

  protected isOpen({ state }: PhaseProgress): boolean {
    return state === 'RUNNING' || state === 'FAILED';
  }

  protected durationOf({ state, durationMs, startedAt }: PhaseProgress | StepProgress): string {
    if (durationMs !== null) return readableDuration(durationMs);
    if (state !== 'RUNNING' || startedAt === null) return '';
    return readableDuration(this.untilMs() - Date.parse(startedAt));
  }
}

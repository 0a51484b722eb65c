import { Component, computed, input } from '@angular/core';
import type { PhaseState } from '../../../../schema/generated/client.js';
import { clock } from '../ui/clock.js';
import { Icon } from '../ui/icon.js';
import type { IconName } from '../ui/icon.js';
import { readableDuration } from '../ui/readable.js';
import type { PhaseProgress, StepProgress } from './progress-state.js';

const ICONS: Record<PhaseState, IconName> = {
  PENDING: 'dot',
  RUNNING: 'dot',
  COMPLETED: 'check',
  FAILED: 'close',
  SKIPPED: 'dash',
};
const WORDS: Record<PhaseState, string> = {
  PENDING: 'not begun',
  RUNNING: 'going on',
  COMPLETED: 'done',
  FAILED: 'failed',
  SKIPPED: 'done in an earlier attempt',
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

  private readonly now = clock(250);
  private readonly untilMs = computed(() => {
    const end = this.until();
    return end === null ? this.now() : Date.parse(end);
  });

  protected iconOf(state: PhaseState): IconName {
    return ICONS[state];
  }

  protected wordOf(state: PhaseState): string {
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

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
  /** When the run ended: durations of what was cut off stop there. */
  readonly endedAt = input<string | null>(null);

  private readonly now = clock(250);
  private readonly until = computed(() => {
    const end = this.endedAt();
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
    return readableDuration(this.until() - Date.parse(startedAt));
  }
}

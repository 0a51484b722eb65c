import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { ContainerState, RunKind } from '../../../../schema/generated/client.js';
import { ConfirmBox } from '../ui/confirm-box.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { RunStarter } from './run-starter.js';

const QUESTIONS = {
  resync: (name: string) => ({
    text: `Bring “${name}” back to its template? Files of the template are written again and its scripts run once more; what was changed by hand in them is lost.`,
    ...{ action: 'Resync it', decline: 'Leave it' },
  }),
  destroy: (name: string) => ({
    text: `Destroy “${name}” with its disk and its credentials? Nothing of it can be brought back.`,
    ...{ action: 'Destroy it', decline: 'Keep it' },
  }),
};

/** What can be done with a container whose run has ended: retry, edit, start, stop, destroy. Links are the content. */
@Component({
  selector: 'ih-run-actions',
  imports: [ConfirmBox, Icon, MatButton, Notice, RouterLink],
  providers: [RunStarter],
  templateUrl: './run-actions.html',
  styleUrl: './run-actions.scss',
})
export class RunActions {
  readonly containerId = input.required<string>();
  readonly hostname = input.required<string>();
  readonly state = input.required<ContainerState>();
  readonly stopped = input(false);
  /** What a retry would be for. To destroy there is a button anyway, one that asks first. */
  readonly retry = input<RunKind | null>('RETRY');
  /** Whether the same again may help. */
  readonly promising = input(true);

  protected readonly starter = inject(RunStarter);
  protected readonly asking = signal<'resync' | 'destroy' | null>(null);
  protected readonly busy = computed(() => this.starter.status().busy);
  protected readonly again = computed(() => {
    if (!this.unfinished()) return null;
    return this.retry() === 'START' ? 'Start again' : this.retry() === 'STOP' ? 'Stop again' : null;
  });
  /** What is asked before something is overwritten or destroyed. */
  protected readonly question = computed(() => {
    const asking = this.asking();
    return asking === null ? null : { run: asking, ...QUESTIONS[asking](this.hostname()) };
  });
  protected readonly unfinished = computed(() => this.state() === 'FAILED' || this.state() === 'CANCELLED');
}

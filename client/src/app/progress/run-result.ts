import { Component, input } from '@angular/core';
import { CancelledCard } from './cancelled-card.js';
import { FailureCard } from './failure-card.js';
import type { RunProgress } from './progress-state.js';
import { ReadyCard } from './ready-card.js';

/** What came of a run, and what can be done about it; nothing while it goes on. */
@Component({
  selector: 'ih-run-result',
  imports: [CancelledCard, FailureCard, ReadyCard],
  template: `
    @let it = progress();
    @if (it.status === 'failed' && it.failure; as failure) {
      <ih-failure-card
        [containerId]="containerId()"
        [hostname]="hostname()"
        [failure]="failure"
        [phases]="it.phases"
        [log]="it.log"
      />
    } @else if (it.status === 'cancelled') {
      <ih-cancelled-card [containerId]="containerId()" [hostname]="hostname()" />
    } @else if (it.status === 'ready') {
      <ih-ready-card [containerId]="containerId()" [hostname]="hostname()" [progress]="it" />
    }
  `,
  styles: `
    ih-failure-card,
    ih-cancelled-card,
    ih-ready-card {
      display: block;
      margin-bottom: 16px;
    }
  `,
})
export class RunResult {
  readonly containerId = input.required<string>();
  readonly hostname = input.required<string>();
  readonly progress = input.required<RunProgress>();
}

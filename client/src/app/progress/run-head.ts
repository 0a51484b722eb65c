import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Chip } from '../ui/chip.js';
import { CopyButton } from '../ui/copy-button.js';
import { LabChip } from '../ui/lab-chip.js';
import { PageHeading } from '../ui/page-heading.js';
import { readableDuration } from '../ui/readable.js';
import type { RunProgress } from './progress-state.js';
import { QueuePlace } from './queue-place.js';
import { RunClock } from './run-clock.js';
import { lookOf } from './run-words.js';

/** Whose run it is, how it stands, how far it is. */
@Component({
  selector: 'ih-run-head',
  imports: [Chip, CopyButton, LabChip, PageHeading, QueuePlace, RouterLink, RunClock],
  template: `
    <nav aria-label="Breadcrumb">
      <a routerLink="/containers">Containers</a> <span class="slash" aria-hidden="true">/</span>
      <a class="host" [routerLink]="['/containers', containerId()]">{{ hostname() }}</a>
      <span class="slash" aria-hidden="true">/</span> <span class="muted">Run</span>
    </nav>
    @let it = progress();
    <div class="head">
      <div class="row title">
        <h1 ihPageHeading>{{ hostname() }}</h1>
        <ih-chip data-testid="run-state" [tone]="look().tone">{{ look().word }}</ih-chip>
        @if (lab()) {
          <ih-lab-chip />
        }
      </div>
      <div class="row muted facts">
        @if (it.attempt > 1) {
          <span>Attempt {{ it.attempt }}</span>
        }
        @if (it.vmid) {
          <span>VMID {{ it.vmid }}</span>
        }
        @if (it.address; as address) {
          <span class="mono address"
            >{{ address }}<ih-copy-button [text]="address" label="Copy the address"
          /></span>
        }
        @if (took()) {
          <span>Took {{ took() }}</span>
        } @else if (it.beganAt) {
          <span class="number">{{ percent() }} %</span>
          @if (until() === null) {
            <ih-run-clock [since]="it.beganAt" />
            @if (queued()) {
              <ih-queue-place [containerId]="containerId()" />
            }
          }
        }
        <span class="actions"><ng-content /></span>
      </div>
    </div>
    <div
      class="percent"
      role="progressbar"
      aria-label="Progress of the run"
      aria-valuemin="0"
      aria-valuemax="100"
      [attr.aria-valuenow]="percent()"
      [class]="it.status"
    >
      <span [style.transform]="'scaleX(' + it.percent / 100 + ')'"></span>
    </div>
  `,
  styleUrl: './run-head.scss',
})
export class RunHead {
  readonly containerId = input.required<string>();
  readonly hostname = input.required<string>();
  readonly lab = input(false);
  readonly progress = input.required<RunProgress>();
  /** The moment that a replay shows, or null for the present. */
  readonly until = input<string | null>(null);

  protected readonly look = computed(() => lookOf(this.progress().status));
  protected readonly percent = computed(() => Math.floor(this.progress().percent));
  protected readonly queued = computed(() => {
    const { status, claims, phases } = this.progress();
    return status === 'running' && claims === 0 && phases.every(({ state }) => state !== 'RUNNING');
  });
  protected readonly took = computed(() => {
    const { beganAt, endedAt } = this.progress();
    return beganAt && endedAt ? readableDuration(Date.parse(endedAt) - Date.parse(beganAt)) : '';
  });
}

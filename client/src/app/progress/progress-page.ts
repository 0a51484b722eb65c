import { Component, computed, effect, inject, input, resource, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { ContainerHeadingDocument } from '../../../../schema/generated/client.js';
import { Retry } from '../containers/retry.js';
import { ServiceList } from '../containers/service-list.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { Chip } from '../ui/chip.js';
import type { ChipTone } from '../ui/chip.js';
import { CopyButton } from '../ui/copy-button.js';
import { Icon } from '../ui/icon.js';
import { LabChip } from '../ui/lab-chip.js';
import { Loading } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { PageTitle } from '../ui/page-title.js';
import { readableDuration } from '../ui/readable.js';
import { FailureCard } from './failure-card.js';
import { LogViewer } from './log-viewer.js';
import { PhaseTimeline } from './phase-timeline.js';
import type { RunProgress, RunStatus } from './progress-state.js';
import { RunClock } from './run-clock.js';
import { WatchedRun } from './watched-run.js';

const TONES: Record<RunStatus, ChipTone> = {
  connecting: 'idle',
  running: 'running',
  ready: 'ready',
  failed: 'failed',
  cancelled: 'idle',
};

/** Watches a run: phases, log, and what came of it. Opened again, it shows everything from the beginning. */
@Component({
  selector: 'ih-progress-page',
  imports: [
    Chip,
    CopyButton,
    FailureCard,
    Icon,
    LabChip,
    Loading,
    LogViewer,
    MatButton,
    Notice,
    PageHeading,
    PhaseTimeline,
    RouterLink,
    RunClock,
    ServiceList,
  ],
  providers: [Retry, WatchedRun],
  templateUrl: './progress-page.html',
  styleUrl: './progress-page.scss',
})
export class ProgressPage {
  /** The container's id, from the address. */
  readonly id = input.required<string>();
  /** The run to show, from the address; the latest by default. */
  readonly run = input<string>();

  private readonly api = inject(Api);
  private readonly title = inject(PageTitle);
  protected readonly watched = inject(WatchedRun);
  protected readonly retry = inject(Retry);
  protected readonly progress = this.watched.progress;

  private readonly heading = resource({
    params: () => ({ id: this.id() }),
    loader: ({ params }) => this.api.query(ContainerHeadingDocument, params),
  });
  protected readonly summary = computed(() =>
    this.heading.hasValue() ? this.heading.value().container?.summary : undefined,
  );
  protected readonly missing = computed(
    () => this.heading.hasValue() && this.heading.value().container === null,
  );
  protected readonly problem = computed(() => {
    const cause = this.watched.failure() ?? this.heading.error();
    return cause ? requestFailed(cause).message : null;
  });
  protected readonly hostname = computed(() => this.summary()?.hostname ?? 'Container');
  protected readonly tone = computed(() => TONES[this.progress().status]);
  protected readonly percent = computed(() => Math.floor(this.progress().percent));
  protected readonly statusLine = computed(() => sentence(this.progress()));
  protected readonly took = computed(() => {
    const { beganAt, endedAt } = this.progress();
    return beganAt && endedAt ? readableDuration(Date.parse(endedAt) - Date.parse(beganAt)) : '';
  });

  constructor() {
    effect(() => {
      const [id, run] = [this.id(), this.run() ?? null];
      untracked(() => {
        this.watched.watch(id, run);
      });
    });
    effect(() => {
      this.title.say(`${tabState(this.progress())} · ${this.hostname()}`);
    });
  }

  protected again(): void {
    this.heading.reload();
    this.watched.watch(this.id(), this.run() ?? null);
  }
}

function tabState({ status, percent }: RunProgress): string {
  switch (status) {
    case 'connecting':
      return 'Connecting';
    case 'running':
      return `${Math.floor(percent)} %`;
    case 'ready':
      return '✓ Ready';
    case 'failed':
      return '✗ Failed';
    case 'cancelled':
      return 'Cancelled';
  }
}

/** One sentence on how it stands, for the status line that screen readers announce. */
function sentence({ status, phases }: RunProgress): string {
  const running = phases.find(({ state }) => state === 'RUNNING');
  switch (status) {
    case 'connecting':
      return 'Connecting to the run.';
    case 'running':
      return running ? `${running.title} is going on.` : 'Waiting for a worker.';
    case 'ready':
      return 'The container is ready.';
    case 'failed':
      return 'The run failed.';
    case 'cancelled':
      return 'The run was cancelled.';
  }
}

import { Location } from '@angular/common';
import { Component, computed, DOCUMENT, effect, inject, input, resource, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { ContainerHeadingDocument } from '../../../../schema/generated/client.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { EmptyState } from '../ui/empty-state.js';
import { favicon } from '../ui/favicon.js';
import { Icon } from '../ui/icon.js';
import { Loading } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageTitle } from '../ui/page-title.js';
import { readableDuration } from '../ui/readable.js';
import { Cancel } from './cancel.js';
import { ConnectionBanner } from './connection-banner.js';
import { LogViewer } from './log-viewer.js';
import { NoticeSwitch } from './notice-switch.js';
import { PhaseTimeline } from './phase-timeline.js';
import { ReplayBar } from './replay-bar.js';
import { Replay } from './replay.js';
import { RunHead } from './run-head.js';
import { RunNotice } from './run-notice.js';
import { RunResult } from './run-result.js';
import { lookOf, sentence, tabState } from './run-words.js';
import { WatchedRun } from './watched-run.js';

/** Watches a run: phases, log, and what came of it. Opened again, it shows everything from the beginning. */
@Component({
  selector: 'ih-progress-page',
  imports: [
    ConnectionBanner,
    EmptyState,
    Icon,
    Loading,
    LogViewer,
    MatButton,
    Notice,
    NoticeSwitch,
    PhaseTimeline,
    ReplayBar,
    RouterLink,
    RunHead,
    RunResult,
  ],
  providers: [Cancel, Replay, WatchedRun],
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
  private readonly router = inject(Router);
  private readonly location = inject(Location);
  private readonly window = inject(DOCUMENT).defaultView;
  private readonly fragment = toSignal(inject(ActivatedRoute).fragment);
  private readonly notice = inject(RunNotice);
  private readonly mark = favicon();
  protected readonly watched = inject(WatchedRun);
  protected readonly cancel = inject(Cancel);
  protected readonly replay = inject(Replay);

  /** What the page shows: the run as it is, or as the replay has it. */
  protected readonly progress = computed(() => this.replay.progress() ?? this.watched.progress());
  /** Up to when durations count. */
  protected readonly until = computed(() => {
    const { beganAt } = this.progress();
    if (!this.replay.isOpen() || beganAt === null) return null;
    return new Date(Date.parse(beganAt) + this.replay.positionMs()).toISOString();
  });
  protected readonly ended = computed(() => this.watched.progress().endedAt !== null);
  /** Whoever saw the end come finds the result below the log, where nothing moves for it; others find it on top. */
  protected readonly endedLive = computed(() => this.watched.endedLive() !== null);
  /** The line that the address points to. */
  protected readonly line = computed(() => {
    const [, number] = /^L(\d{1,7})$/.exec(this.fragment() ?? '') ?? [];
    return number === undefined ? null : Number(number);
  });

  private readonly heading = resource({
    params: () => ({ id: this.id() }),
    loader: ({ params }) => this.api.query(ContainerHeadingDocument, params),
  });
  protected readonly summary = computed(() =>
    this.heading.hasValue() ? this.heading.value().container?.summary : undefined,
  );
  protected readonly missing = computed(
    () =>
      this.heading.hasValue() &&
      this.heading.value().container === null &&
      this.watched.progress().status === 'connecting',
  );
  protected readonly problem = computed(() => {
    const cause = this.watched.failure() ?? this.heading.error();
    return cause ? requestFailed(cause).message : null;
  });
  protected readonly hostname = computed(() => this.summary()?.hostname ?? 'Container');
  protected readonly statusLine = computed(() => sentence(this.watched.progress()));

  constructor() {
    effect(() => {
      const [id, run] = [this.id(), this.run() ?? null];
      untracked(() => {
        this.replay.close();
        this.watched.watch(id, run);
      });
    });
    effect(() => {
      const progress = this.watched.progress();
      this.title.say(`${tabState(progress)} · ${this.hostname()}`);
      this.mark(lookOf(progress.status).mark);
    });
    effect(() => {
      const run = this.watched.endedLive();
      if (run === null) return;
      untracked(() => {
        this.notice.say(this.hostname(), this.statusLine(), run);
      });
    });
  }

  protected minutesOf(seconds: number): string {
    return readableDuration(seconds * 1000);
  }

  protected again(): void {
    this.heading.reload();
    this.watched.restart(this.id(), this.run() ?? null);
  }

  protected readonly addressOf = (line: number): string => {
    const path = this.location.prepareExternalUrl(this.router.serializeUrl(this.treeOf(line)));
    return `${this.window?.location.origin ?? ''}${path}`;
  };

  protected pick(line: number): void {
    void this.router.navigateByUrl(this.treeOf(line), { replaceUrl: true });
  }

  private treeOf(line: number) {
    const run = this.watched.progress().runId;
    const path = ['/containers', this.id(), 'progress'];
    return this.router.createUrlTree(path, { queryParams: { run }, fragment: `L${line}` });
  }
}

import { Component, computed, effect, inject, input, resource } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { filter, retry, timer } from 'rxjs';
import { ContainerChangesDocument, ContainerDetailsDocument } from '../../../../schema/generated/client.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { SaveContainer } from '../templates/save-container.js';
import { EmptyState } from '../ui/empty-state.js';
import { Icon } from '../ui/icon.js';
import { LabChip } from '../ui/lab-chip.js';
import { Loading } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { PageTitle } from '../ui/page-title.js';
import { ContainerOverview } from './container-overview.js';
import { ContainerStateChip } from './container-state.js';
import { ContainerTabs, tabOf, TABS } from './container-tabs.js';
import { HistoryTab } from './archive/history-tab.js';
import { LogArchiveTab } from './archive/log-archive-tab.js';
import { ReceiptTab } from './archive/receipt-tab.js';
import { RunActions } from './run-actions.js';
import { ServicesTab } from './services-tab.js';

/** One container: what it is, what runs in it, what happened to it, what was made. */
@Component({
  selector: 'ih-container-page',
  imports: [
    ContainerOverview,
    ContainerStateChip,
    ContainerTabs,
    EmptyState,
    HistoryTab,
    Icon,
    LabChip,
    Loading,
    LogArchiveTab,
    MatButton,
    Notice,
    PageHeading,
    ReceiptTab,
    RouterLink,
    RunActions,
    SaveContainer,
    ServicesTab,
  ],
  templateUrl: './container-page.html',
  styleUrl: './container-page.scss',
})
export class ContainerPage {
  /** The container's id, from the address. */
  readonly id = input.required<string>();
  /** The tab, from the address. */
  readonly tab = input<string>();

  private readonly api = inject(Api);
  private readonly title = inject(PageTitle);
  protected readonly details = resource({
    params: () => ({ id: this.id() }),
    loader: ({ params }) => this.api.query(ContainerDetailsDocument, params),
  });
  protected readonly container = computed(() =>
    this.details.hasValue() ? this.details.value().container : undefined,
  );
  protected readonly current = computed(() => tabOf(this.tab()));
  protected readonly ended = computed(() => Boolean(this.container()?.run.endedAt));
  protected readonly failure = computed(() => this.container()?.run.failure);
  protected readonly failedTitle = computed(() => {
    const { attempt, phases } = this.container()?.run ?? { attempt: 1, phases: [] };
    const title = phases.find(({ key }) => key === this.failure()?.phase)?.title ?? this.failure()?.phase;
    return attempt > 1 ? `${title} failed in attempt ${attempt}` : `${title} failed`;
  });
  protected readonly problem = computed(() => {
    const cause = this.details.error();
    return cause ? requestFailed(cause).message : null;
  });

  constructor() {
    effect(() => {
      const container = this.container();
      const tab = TABS.find(({ key }) => key === this.current())?.title ?? '';
      if (container) this.title.say(`${tab} · ${container.summary.hostname}`);
    });
    this.api
      .subscribe(ContainerChangesDocument, {})
      .pipe(
        filter(({ containerChanges }) => containerChanges.id === this.id()),
        retry({ delay: () => timer(5_000) }),
        takeUntilDestroyed(),
      )
      .subscribe(() => this.details.reload());
  }
}

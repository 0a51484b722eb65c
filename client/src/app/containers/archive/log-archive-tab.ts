import { Component, computed, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { clock } from '../../ui/clock.js';
import { Loading } from '../../ui/loading.js';
import { Moment } from '../../ui/moment.js';
import { Notice } from '../../ui/notice.js';
import { readableDuration } from '../../ui/readable.js';
import { actorNames } from './actor.js';
import { followedHistory } from './followed-history.js';
import type { PastRun } from './past-runs.js';
import { pastRuns } from './past-runs.js';

/** Every run of a container, the latest first, each with the way to its phases and its log. */
@Component({
  selector: 'ih-log-archive-tab',
  imports: [Loading, MatButton, Moment, Notice, RouterLink],
  template: `
    <section class="card" aria-labelledby="archive">
      <h2 id="archive">Log archive</h2>
      @if (history.problem(); as text) {
        <ih-notice tone="error">
          {{ text }} <button matButton type="button" (click)="history.again()">Try again</button>
        </ih-notice>
      }
      @if (runs().length > 0) {
        <ol class="plain-list">
          @for (run of runs(); track run.id) {
            <li data-testid="past-run">
              <div>
                <p>{{ run.purpose }}</p>
                <p class="muted facts">
                  <ih-moment [at]="run.askedAt" [now]="now()" />
                  <span>{{ nameOf()(run.actor) }}</span>
                  @if (tookOf(run); as took) {
                    <span>Took {{ took }}</span>
                  }
                </p>
                <p class="muted">{{ run.ending ?? 'It goes on.' }}</p>
              </div>
              <a
                matButton="outlined"
                data-testid="past-run-log"
                [routerLink]="['/containers', containerId(), 'progress']"
                [queryParams]="{ run: run.id }"
                >Log<span class="visually-hidden"> of “{{ run.purpose }}”</span></a
              >
            </li>
          }
        </ol>
      } @else if (history.loading()) {
        <ih-loading label="Loading the runs" />
      }
    </section>
  `,
  styles: `
    .card {
      display: grid;
      gap: 12px;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 16px;
      align-items: center;
      padding: 10px 0;
      border-bottom: 1px solid var(--mat-sys-outline-variant);
    }
    li:last-child {
      border-bottom: 0;
    }
    li > div {
      flex: 1 1 260px;
      min-width: 0;
    }
    p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .facts {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 12px;
      font-size: 0.88rem;
    }
  `,
})
export class LogArchiveTab {
  readonly containerId = input.required<string>();
  /** Grows when the container changes; the runs are then read again. */
  readonly version = input('');

  protected readonly history = followedHistory(this.containerId, this.version);
  protected readonly now = clock(30_000);
  protected readonly nameOf = actorNames();
  protected readonly runs = computed(() => pastRuns(this.history.entries()));

  protected tookOf({ askedAt, endedAt }: PastRun): string {
    return endedAt === null ? '' : readableDuration(Date.parse(endedAt) - Date.parse(askedAt));
  }
}

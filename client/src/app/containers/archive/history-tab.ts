import { Component, computed, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { clock } from '../../ui/clock.js';
import { Loading } from '../../ui/loading.js';
import { Moment } from '../../ui/moment.js';
import { Notice } from '../../ui/notice.js';
import { actorNames } from './actor.js';
import { followedHistory } from './followed-history.js';

/** Entries drawn at first; more come when somebody asks for them. */
const SHOWN = 100;

/** Everything that happened to a container, the latest first: when, who, what, and the command that caused it. */
@Component({
  selector: 'ih-history-tab',
  imports: [Loading, MatButton, Moment, Notice, RouterLink],
  template: `
    <section class="card" aria-labelledby="history">
      <h2 id="history" class="visually-hidden">History</h2>
      @if (history.problem(); as text) {
        <ih-notice tone="error">
          {{ text }} <button matButton type="button" (click)="history.again()">Try again</button>
        </ih-notice>
      }
      @if (shown().length > 0) {
        <ol class="plain-list" data-testid="history">
          @for (entry of shown(); track entry.revision) {
            <li data-testid="history-entry">
              <ih-moment class="muted" [at]="entry.at" [now]="now()" />
              <div>
                <p class="what">{{ entry.text }}</p>
                <p class="muted who">
                  {{ nameOf()(entry.actor) }}
                  <span class="mono" [title]="'Caused by command ' + entry.cause"
                    ><span class="visually-hidden">command </span>{{ shortOf(entry.cause) }}</span
                  >
                  @if (entry.runId; as run) {
                    <a [routerLink]="['/containers', containerId(), 'progress']" [queryParams]="{ run }"
                      >Run</a
                    >
                  }
                </p>
              </div>
            </li>
          }
        </ol>
        @if (hidden() > 0) {
          <button matButton="outlined" type="button" data-testid="history-more" (click)="more()">
            Show earlier ones ({{ hidden() }})
          </button>
        }
      } @else if (history.loading()) {
        <ih-loading label="Loading the history" />
      }
    </section>
  `,
  styles: `
    .card {
      display: grid;
      gap: 12px;
    }
    li {
      display: grid;
      grid-template-columns: 92px minmax(0, 1fr);
      gap: 12px;
      padding: 8px 0;
      border-bottom: 1px solid var(--mat-sys-outline-variant);
    }
    li:last-child {
      border-bottom: 0;
    }
    p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .who {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 12px;
      font-size: 0.88rem;
    }
    button {
      justify-self: start;
    }
    @media (max-width: 600px) {
      li {
        grid-template-columns: minmax(0, 1fr);
        gap: 0;
      }
    }
  `,
})
export class HistoryTab {
  readonly containerId = input.required<string>();
  /** Grows when the container changes; the history is then read again. */
  readonly version = input('');

  protected readonly history = followedHistory(this.containerId, this.version);
  protected readonly now = clock(30_000);
  protected readonly nameOf = actorNames();
  private readonly count = signal(SHOWN);
  private readonly latestFirst = computed(() => this.history.entries().toReversed());
  protected readonly shown = computed(() => this.latestFirst().slice(0, this.count()));
  protected readonly hidden = computed(() => this.latestFirst().length - this.shown().length);

  protected more(): void {
    this.count.update((count) => count + SHOWN);
  }

  protected shortOf(cause: string): string {
    return cause.slice(0, 8);
  }
}

import { Component, computed, effect, inject, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session } from '../accounts/session.js';
import { ContainerDirectory } from './container-directory.js';
import { isInProgress } from './container-query.js';

/** What is going on right now, in sight on every page: leads to the run, or to the list of them. */
@Component({
  selector: 'ih-running-operations',
  imports: [RouterLink],
  host: { '[class.some]': 'running().length > 0' },
  template: `
    @if (running().length > 0) {
      <a
        data-testid="running-operations"
        [routerLink]="target()"
        [queryParams]="running().length > 1 ? { state: 'running' } : {}"
        [title]="names()"
      >
        <span class="dot" aria-hidden="true"></span>
        <span>{{ running().length }}<span class="words"> in progress</span></span>
        <span class="visually-hidden">{{ names() }}</span>
      </a>
    }
  `,
  styles: `
    a {
      display: inline-flex;
      gap: 8px;
      align-items: center;
      padding: 5px 12px;
      border-radius: 999px;
      background: var(--ih-running-soft);
      color: var(--ih-running);
      font-size: 0.85rem;
      font-weight: 600;
      font-variant-numeric: tabular-nums;
      text-decoration: none;
      white-space: nowrap;
    }
    .dot {
      width: 8px;
      height: 8px;
      border-radius: 50%;
      background: currentColor;
      animation: breathe 1s ease-in-out infinite alternate;
    }
    @keyframes breathe {
      to {
        opacity: 0.4;
      }
    }
    /* The header of a phone is full: there the number has to do for the eyes, in the place of the mark. */
    @media (max-width: 600px) {
      a {
        justify-content: center;
        width: 32px;
        height: 44px;
        margin-right: 2px;
        padding: 0;
        background: none;
      }
      a > span:not(.visually-hidden, .dot) {
        min-width: 32px;
        padding: 5px 4px;
        border-radius: 9px;
        background: var(--ih-running-soft);
        text-align: center;
      }
      .dot {
        display: none;
      }
      .words {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }
  `,
})
export class RunningOperations {
  private readonly directory = inject(ContainerDirectory);
  private readonly session = inject(Session);

  protected readonly running = computed(() => (this.directory.containers() ?? []).filter(isInProgress));
  protected readonly names = computed(() =>
    this.running()
      .map(({ hostname, percent }) => `${hostname} ${Math.floor(percent)} %`)
      .join(', '),
  );
  protected readonly target = computed(() => {
    const [only, ...others] = this.running();
    return only && others.length === 0 ? ['/containers', only.id, 'progress'] : ['/containers'];
  });

  constructor() {
    effect(() => {
      const signedIn = this.session.account() !== null;
      untracked(() => {
        if (signedIn) this.directory.follow();
        else this.directory.stop();
      });
    });
  }
}

import { Component, computed, effect, inject, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Session } from '../accounts/session.js';
import { ContainerDirectory } from './container-directory.js';
import { isInProgress } from './container-query.js';

/** What is going on right now, in sight on every page: leads to the run, or to the list of them. */
@Component({
  selector: 'ih-running-operations',
  imports: [RouterLink],
  template: `
    @if (running().length > 0) {
      <a
        data-testid="running-operations"
        [routerLink]="target()"
        [queryParams]="running().length > 1 ? { state: 'running' } : {}"
        [title]="names()"
      >
        <span class="dot" aria-hidden="true"></span>
        <span>{{ running().length }} in progress</span>
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
        opacity: 0.35;
      }
    }
    /* The header of a phone is full: there it floats over the page. */
    @media (max-width: 600px) {
      a {
        position: fixed;
        left: 12px;
        bottom: 12px;
        z-index: 4;
        box-shadow: 0 2px 10px rgb(0 0 0 / 25%);
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

import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { clock } from '../ui/clock.js';
import { EmptyState } from '../ui/empty-state.js';
import { Icon } from '../ui/icon.js';
import { Loading } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { ContainerDirectory } from './container-directory.js';
import { ContainerFilters } from './container-filters.js';
import type { ContainerQuery } from './container-query.js';
import { select } from './container-query.js';
import { ContainerRow } from './container-row.js';

/** All containers, live. What is searched, filtered and sorted by stands in the address. */
@Component({
  selector: 'ih-container-list',
  imports: [
    ContainerFilters,
    ContainerRow,
    EmptyState,
    Icon,
    Loading,
    MatButton,
    Notice,
    PageHeading,
    RouterLink,
  ],
  template: `
    <main class="page" id="content">
      <div class="page-head">
        <h1 ihPageHeading>Containers</h1>
        <a matButton="filled" routerLink="/containers/new" data-testid="new-container">
          <ih-icon name="add" /> New container
        </a>
      </div>
      @if (directory.failure(); as failure) {
        <ih-notice class="notice" [tone]="failure.kind === 'refused' ? 'error' : 'info'">
          {{ failure.message }}
          @if (failure.kind === 'offline') {
            Trying again by itself.
          } @else {
            <button matButton type="button" (click)="directory.follow()">Try again</button>
          }
        </ih-notice>
      }
      @if (directory.containers(); as containers) {
        @if (containers.length === 0) {
          <ih-empty-state icon="container" heading="No containers yet">
            <p>
              Choose a template, answer a few questions, press Deploy: a container is ready in a minute or
              two, and you watch it happen.
            </p>
            <a matButton="tonal" routerLink="/containers/new">Create the first one</a>
          </ih-empty-state>
        } @else {
          <ih-container-filters [query]="query()" [containers]="containers" (changed)="change($event)" />
          <p class="visually-hidden" role="status">
            {{ found().length }} of {{ containers.length }} containers
          </p>
          <ul class="plain-list rows">
            @for (container of found(); track container.id) {
              <li><ih-container-row [container]="container" [now]="now()" /></li>
            } @empty {
              <li data-testid="none">
                <ih-empty-state
                  icon="search"
                  [heading]="'None of the ' + containers.length + ' containers matches'"
                >
                  <button matButton="tonal" type="button" (click)="showAll()">Show all</button>
                </ih-empty-state>
              </li>
            }
          </ul>
        }
      } @else if (directory.failure()?.kind !== 'refused') {
        <ih-loading label="Loading the containers" />
      }
    </main>
  `,
  styles: `
    .rows {
      display: grid;
      gap: 10px;
    }
    .notice {
      margin-bottom: 16px;
    }
  `,
})
export class ContainerList {
  readonly q = input('', { transform: text });
  readonly state = input('', { transform: text });
  readonly node = input('', { transform: text });
  readonly tag = input('', { transform: text });
  readonly sort = input('', { transform: text });

  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  protected readonly directory = inject(ContainerDirectory);
  protected readonly now = clock(10_000);
  protected readonly query = computed<ContainerQuery>(() => ({
    words: this.q(),
    state: this.state(),
    node: this.node(),
    tag: this.tag(),
    sort: this.sort(),
  }));
  protected readonly found = computed(() => select(this.directory.containers() ?? [], this.query()));

  constructor() {
    this.directory.follow();
  }

  protected showAll(): void {
    this.change({ words: '', state: '', node: '', tag: '' });
  }

  protected change(change: Partial<ContainerQuery>): void {
    const { words, ...query } = { ...this.query(), ...change };
    const asked = Object.entries({ q: words, ...query }).filter(([, value]) => value !== '');
    const queryParams = Object.fromEntries(asked);
    void this.router.navigate([], { relativeTo: this.route, queryParams, replaceUrl: true });
  }
}

/** A part that the address does not have comes as undefined. */
function text(value: string | undefined): string {
  return value ?? '';
}

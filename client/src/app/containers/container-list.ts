import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { ContainerCardFragment } from '../../../../schema/generated/client.js';
import { clock } from '../ui/clock.js';
import { EmptyState } from '../ui/empty-state.js';
import { Icon } from '../ui/icon.js';
import { Loading } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { TextField } from '../ui/text-field.js';
import { ContainerDirectory } from './container-directory.js';
import { ContainerRow } from './container-row.js';

/** All containers, live, with a search over everything that is written on them. */
@Component({
  selector: 'ih-container-list',
  imports: [ContainerRow, EmptyState, Icon, Loading, MatButton, Notice, PageHeading, RouterLink, TextField],
  providers: [ContainerDirectory],
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
          @if (containers.length > 5) {
            <ih-text-field class="search" label="Search" type="search" testId="search" [(value)]="query" />
          }
          <p class="visually-hidden" role="status">
            {{ found().length }} of {{ containers.length }} containers
          </p>
          <ul class="plain-list rows">
            @for (container of found(); track container.id) {
              <li><ih-container-row [container]="container" [now]="now()" /></li>
            } @empty {
              <li class="muted none">Nothing matches “{{ query() }}”.</li>
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
    .search {
      max-width: 360px;
      margin-bottom: 16px;
    }
    .notice {
      margin-bottom: 16px;
    }
    .none {
      padding: 24px 4px;
    }
  `,
})
export class ContainerList {
  protected readonly directory = inject(ContainerDirectory);
  protected readonly query = signal('');
  protected readonly now = clock(10_000);
  protected readonly found = computed(() => {
    const words = this.query().toLowerCase().split(/\s+/).filter(Boolean);
    return (this.directory.containers() ?? []).filter((container) => matches(container, words));
  });

  constructor() {
    this.directory.follow();
  }
}

function matches(container: ContainerCardFragment, words: readonly string[]): boolean {
  const { hostname, vmid, nodeName, templateTitle, address, tags, state } = container;
  const text = [hostname, vmid, nodeName, templateTitle, address, state, ...tags].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

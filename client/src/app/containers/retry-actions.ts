import { Component, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { Retry } from './retry.js';

/** What can be done with a container whose run failed or was cancelled. Further actions are the content. */
@Component({
  selector: 'ih-retry-actions',
  imports: [Icon, MatButton, Notice, RouterLink],
  providers: [Retry],
  template: `
    @if (retry.status().problem; as text) {
      <ih-notice tone="error">{{ text }}</ih-notice>
    }
    <div class="row">
      <button
        [matButton]="promising() ? 'filled' : 'outlined'"
        type="button"
        data-testid="retry"
        title="Begins where it stopped; what is there already is kept"
        [disabled]="retry.status().busy"
        (click)="retry.start(containerId(), 'FAILED')"
      >
        <ih-icon name="refresh" /> {{ retry.status().busy ? 'Starting…' : 'Retry from here' }}
      </button>
      <button
        matButton
        type="button"
        data-testid="retry-all"
        title="Begins with the first phase; every package group and every script is done again"
        [disabled]="retry.status().busy"
        (click)="retry.start(containerId(), 'START')"
      >
        Retry everything
      </button>
      <a
        matButton
        data-testid="edit-retry"
        title="Opens the wizard with the same answers, for another container"
        routerLink="/containers/new"
        [queryParams]="{ from: containerId() }"
        >Edit and retry</a
      >
      <ng-content />
    </div>
  `,
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
    .row {
      gap: 6px;
    }
  `,
})
export class RetryActions {
  readonly containerId = input.required<string>();
  /** Whether the same again may help. */
  readonly promising = input(true);
  protected readonly retry = inject(Retry);
}

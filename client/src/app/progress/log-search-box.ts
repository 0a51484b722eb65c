import { Component, computed, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { Icon } from '../ui/icon.js';

/** The search field of a log, and the way from match to match. */
@Component({
  selector: 'ih-log-search-box',
  imports: [Icon, MatIconButton],
  host: { '[class.searching]': 'query()' },
  template: `
    <label class="search">
      <ih-icon name="search" />
      <span class="visually-hidden">Search in the log</span>
      <input
        type="search"
        placeholder="Search all lines"
        autocomplete="off"
        spellcheck="false"
        data-testid="log-search"
        (input)="looked.emit(text.value)"
        (keydown.enter)="moved.emit(1)"
        (keydown.shift.enter)="moved.emit(-1)"
        #text
      />
    </label>
    @if (query()) {
      <span class="count" role="status" data-testid="log-hits">{{ found() }}</span>
      <button
        matIconButton
        type="button"
        aria-label="Previous match"
        title="Previous match (Shift+Enter)"
        [disabled]="!count()"
        (click)="moved.emit(-1)"
      >
        <ih-icon name="up" />
      </button>
      <button
        matIconButton
        class="down"
        type="button"
        aria-label="Next match"
        title="Next match (Enter)"
        [disabled]="!count()"
        (click)="moved.emit(1)"
      >
        <ih-icon name="up" />
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      min-width: 0;
    }
    .search {
      display: flex;
      align-items: center;
      gap: 6px;
      min-width: 0;
      padding-left: 6px;
      color: var(--mat-sys-on-surface-variant);
    }
    input {
      width: 160px;
      min-width: 0;
      padding: 8px 4px;
      border: 0;
      border-radius: 6px;
      background: none;
      color: var(--mat-sys-on-surface);
      font: inherit;
    }
    input::placeholder {
      color: var(--mat-sys-on-surface-variant);
      opacity: 1;
    }
    .count {
      font-size: 0.85rem;
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
      color: var(--mat-sys-on-surface-variant);
    }
    .down ih-icon {
      transform: rotate(180deg);
    }
    @media (max-width: 600px) {
      :host {
        flex: 1 1 160px;
      }
      :host(.searching) {
        flex-basis: 100%;
      }
      .search {
        flex: 1;
      }
      input {
        width: 100%;
        height: 40px;
      }
    }
  `,
})
export class LogSearchBox {
  readonly query = input.required<string>();
  readonly count = input.required<number>();
  /** Which match is the current one, from 1. */
  readonly current = input.required<number>();
  readonly looked = output<string>();
  /** 1 for the next match, -1 for the one before. */
  readonly moved = output<number>();

  protected readonly found = computed(() =>
    this.count() > 0 ? `${this.current()} of ${this.count()}` : 'No match',
  );
}

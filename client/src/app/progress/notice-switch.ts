import { Component, computed, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { Icon } from '../ui/icon.js';
import { RunNotice } from './run-notice.js';

/** Asks for the browser's notification at the end of runs, and gives it up again. */
@Component({
  selector: 'ih-notice-switch',
  imports: [Icon, MatIconButton],
  template: `
    @if (notice.available) {
      <button
        matIconButton
        type="button"
        data-testid="notify"
        [disabled]="notice.blocked()"
        [attr.aria-pressed]="notice.wanted()"
        aria-label="Notify me when a run ends"
        [title]="title()"
        [class.on]="notice.wanted()"
        (click)="notice.toggle()"
      >
        <ih-icon name="bell" />
      </button>
    }
  `,
  styles: `
    .on {
      color: var(--mat-sys-primary);
      background: var(--mat-sys-secondary-container);
      border-radius: 50%;
    }
  `,
})
export class NoticeSwitch {
  protected readonly notice = inject(RunNotice);
  protected readonly title = computed(() => {
    if (this.notice.blocked()) return 'The browser blocks notifications of this site';
    return this.notice.wanted() ? 'You are notified when a run ends' : 'Notify me when a run ends';
  });
}

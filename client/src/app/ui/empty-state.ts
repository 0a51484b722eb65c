import { Component, input } from '@angular/core';
import { Icon } from './icon.js';
import type { IconName } from './icon.js';
import { PageHeading } from './page-heading.js';

/** What a list shows while it has nothing: what would be here, and what to do about it. */
@Component({
  selector: 'ih-empty-state',
  imports: [Icon, PageHeading],
  template: `
    <span class="badge"><ih-icon [name]="icon()" /></span>
    @if (headingLevel() === 'h1') {
      <h1 ihPageHeading>{{ heading() }}</h1>
    } @else {
      <h2>{{ heading() }}</h2>
    }
    <div class="text"><ng-content /></div>
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: 12px;
      padding: 56px 20px;
      text-align: center;
      border: 1px dashed var(--mat-sys-outline-variant);
      border-radius: 14px;
    }
    .badge {
      display: grid;
      place-items: center;
      width: 52px;
      height: 52px;
      border-radius: 16px;
      background: var(--mat-sys-primary-container);
      color: var(--mat-sys-on-primary-container);
    }
    .text {
      max-width: 44ch;
      color: var(--mat-sys-on-surface-variant);
    }
  `,
})
export class EmptyState {
  readonly icon = input.required<IconName>();
  readonly heading = input.required<string>();
  readonly headingLevel = input<'h1' | 'h2'>('h2');
}

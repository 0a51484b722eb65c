import { Component, input } from '@angular/core';
import { Icon } from '../ui/icon.js';
import { PageHeading } from '../ui/page-heading.js';

/** The frame of the pages before signing in. */
@Component({
  selector: 'ih-account-card',
  imports: [Icon, PageHeading],
  template: `
    <main class="frame" id="content">
      <section class="card">
        <span class="mark"><ih-icon name="house" /></span>
        <h1 ihPageHeading>{{ heading() }}</h1>
        <ng-content />
      </section>
    </main>
  `,
  styles: `
    .frame {
      display: grid;
      place-items: center;
      min-height: calc(100dvh - 64px);
      padding: 24px 16px;
    }
    .card {
      display: grid;
      gap: 18px;
      width: min(420px, 100%);
      padding: 32px 28px;
      box-shadow: var(--ih-shadow);
    }
    .mark {
      display: grid;
      place-items: center;
      width: 44px;
      height: 44px;
      border-radius: 12px;
      background: var(--mat-sys-primary);
      color: var(--mat-sys-on-primary);
    }
  `,
})
export class AccountCard {
  readonly heading = input.required<string>();
}

import { Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { Session } from './session.js';

/** The frame of the pages about one's own account. */
@Component({
  selector: 'ih-account-page',
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  template: `
    <main class="page" id="content">
      <p class="muted">Account of {{ session.account()?.name }}</p>
      <nav class="tabs" aria-label="Account">
        <a routerLink="tokens" routerLinkActive="active" ariaCurrentWhenActive="page">API tokens</a>
        <a routerLink="sessions" routerLinkActive="active" ariaCurrentWhenActive="page">Sessions</a>
      </nav>
      <router-outlet />
    </main>
  `,
  styles: `
    .page {
      max-width: 860px;
    }
    p {
      margin: 0 0 4px;
      font-size: 0.9rem;
    }
    .tabs {
      display: flex;
      gap: 4px;
      margin-bottom: 24px;
      border-bottom: 1px solid var(--mat-sys-outline-variant);
    }
    .tabs a {
      padding: 10px 14px;
      border-bottom: 3px solid transparent;
      color: var(--mat-sys-on-surface-variant);
      font-weight: 550;
      text-decoration: none;
    }
    .tabs a:hover {
      color: var(--mat-sys-on-surface);
    }
    .tabs a.active {
      border-color: var(--mat-sys-primary);
      color: var(--mat-sys-on-surface);
    }
  `,
})
export class AccountPage {
  protected readonly session = inject(Session);
}

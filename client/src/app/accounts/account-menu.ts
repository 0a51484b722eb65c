import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../ui/icon.js';
import { ThemeSwitch } from '../ui/theme-switch.js';
import { Session } from './session.js';

/** What belongs to the person rather than to the page. A popover of the browser: Escape and a click outside close it. */
@Component({
  selector: 'ih-account-menu',
  imports: [Icon, RouterLink, ThemeSwitch],
  template: `
    @let account = session.account();
    <button
      class="open"
      type="button"
      popovertarget="account-menu"
      data-testid="account-menu"
      [attr.aria-label]="account ? 'Account of ' + account.name : 'Appearance'"
    >
      <ih-icon [name]="account ? 'user' : 'sun'" />
    </button>
    <div class="panel" id="account-menu" popover #panel>
      @if (account) {
        <p class="who">
          Signed in as <strong>{{ account.name }}</strong>
        </p>
      }
      <ih-theme-switch />
      @if (account) {
        <nav aria-label="Account">
          <a routerLink="/account/tokens" (click)="panel.hidePopover()"><ih-icon name="key" /> API tokens</a>
          <a routerLink="/account/sessions" (click)="panel.hidePopover()"
            ><ih-icon name="system" /> Sessions</a
          >
          <a href="/playground" data-testid="playground"><ih-icon name="code" /> GraphQL playground</a>
        </nav>
        <button class="item" type="button" data-testid="sign-out" (click)="session.signOut()">
          <ih-icon name="signOut" /> Sign out
        </button>
        <p class="version">Infrahaus {{ session.version() }}</p>
      }
    </div>
  `,
  styleUrl: './account-menu.scss',
})
export class AccountMenu {
  protected readonly session = inject(Session);
}

import { Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { AccountMenu } from './accounts/account-menu.js';
import { Session } from './accounts/session.js';
import { RunningOperations } from './containers/running-operations.js';
import { Icon } from './ui/icon.js';

/** Name, navigation, and what belongs to the person. */
@Component({
  selector: 'ih-header',
  imports: [AccountMenu, Icon, RouterLink, RouterLinkActive, RunningOperations],
  template: `
    <header>
      <a class="brand" routerLink="/containers" aria-label="Infrahaus, to the containers">
        <span class="mark"><ih-icon name="house" /></span>
        <span class="name">Infrahaus</span>
      </a>
      @if (session.account()) {
        <nav aria-label="Main">
          <a routerLink="/containers" routerLinkActive="active" ariaCurrentWhenActive="page">
            <ih-icon name="container" /><span>Containers</span>
          </a>
          <a routerLink="/templates" routerLinkActive="active" ariaCurrentWhenActive="page">
            <ih-icon name="template" /><span>Templates</span>
          </a>
          <a routerLink="/nodes" routerLinkActive="active" ariaCurrentWhenActive="page">
            <ih-icon name="node" /><span>Nodes</span>
          </a>
        </nav>
        <ih-running-operations />
      }
      <span class="gap"></span>
      <ih-account-menu />
    </header>
  `,
  styles: `
    header {
      display: flex;
      align-items: center;
      gap: 6px;
      height: 60px;
      padding: 0 16px;
      background: var(--mat-sys-surface-container-low);
      border-bottom: 1px solid var(--mat-sys-outline-variant);
    }
    .brand {
      display: flex;
      align-items: center;
      gap: 10px;
      margin-right: 12px;
      color: inherit;
      font-weight: 680;
      letter-spacing: -0.01em;
      text-decoration: none;
    }
    .mark {
      display: grid;
      place-items: center;
      width: 32px;
      height: 32px;
      border-radius: 9px;
      background: var(--mat-sys-primary);
      color: var(--mat-sys-on-primary);
    }
    nav {
      display: flex;
      gap: 2px;
    }
    nav a {
      display: flex;
      align-items: center;
      gap: 8px;
      padding: 8px 12px;
      border-radius: 10px;
      color: var(--mat-sys-on-surface-variant);
      font-weight: 550;
      text-decoration: none;
    }
    nav a:hover {
      background: var(--mat-sys-surface-container-high);
    }
    nav a.active {
      background: var(--mat-sys-secondary-container);
      color: var(--mat-sys-on-secondary-container);
    }
    .gap {
      flex: 1;
    }
    @media (max-width: 600px) {
      header {
        padding: 0 8px;
        gap: 2px;
      }
      .brand {
        margin-right: 2px;
      }
      ih-running-operations {
        order: -1;
      }
      header:has(.some) .brand,
      header:has(nav) .name,
      nav ih-icon {
        display: none;
      }
      nav a {
        min-height: 44px;
        padding: 8px 9px;
        font-size: 0.92rem;
      }
    }
    @media (max-width: 380px) {
      nav a {
        padding: 8px 6px;
      }
    }
  `,
})
export class Header {
  protected readonly session = inject(Session);
}

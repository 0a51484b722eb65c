import { Component, effect, inject } from '@angular/core';
import { Router, RouterOutlet } from '@angular/router';
import { Session } from './accounts/session.js';
import { Api } from './graphql/api.js';
import { Header } from './header.js';
import { LostPageNotice } from './ui/lost-page-notice.js';

/** The frame around every page. */
@Component({
  selector: 'ih-root',
  imports: [Header, LostPageNotice, RouterOutlet],
  template: `
    <a class="skip" href="#content" (click)="skip($event)">Skip to the content</a>
    <ih-header />
    <router-outlet />
    <ih-lost-page-notice />
  `,
  styles: `
    .skip {
      position: absolute;
      left: 12px;
      top: -60px;
      z-index: 10;
      padding: 8px 14px;
      border-radius: 8px;
      background: var(--mat-sys-primary);
      color: var(--mat-sys-on-primary);
    }
    .skip:focus {
      top: 12px;
    }
  `,
})
export class App {
  private readonly router = inject(Router);

  constructor() {
    const api = inject(Api);
    const session = inject(Session);
    effect(() => {
      if (api.sessionEnded() === 0) return;
      session.forget();
      if (this.router.url.startsWith('/sign-in')) return;
      void this.router.navigate(['/sign-in'], { queryParams: { returnTo: this.router.url } });
    });
  }

  protected skip(event: Event): void {
    event.preventDefault();
    const main = document.querySelector<HTMLElement>('main');
    main?.setAttribute('tabindex', '-1');
    main?.focus();
  }
}

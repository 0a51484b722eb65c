import { Component, inject } from '@angular/core';
import { LostPage } from './lost-page.js';

/** Says that a page could not be loaded, instead of doing nothing. Plain, as every visit loads it. */
@Component({
  selector: 'ih-lost-page-notice',
  template: `
    @if (lost.address()) {
      <div class="notice" role="alert" data-testid="lost-page">
        <p>That page could not be loaded: the connection is gone, or Infrahaus was updated meanwhile.</p>
        <button type="button" data-testid="lost-page-again" (click)="lost.load()">Try again</button>
        <button type="button" data-testid="lost-page-stay" (click)="lost.forget()">Stay here</button>
      </div>
    }
  `,
  styles: `
    .notice {
      position: fixed;
      inset: auto 16px 20px;
      z-index: 6;
      display: flex;
      flex-wrap: wrap;
      gap: 4px 8px;
      align-items: center;
      max-width: 760px;
      margin-inline: auto;
      padding: 10px 16px;
      border-radius: 12px;
      background: var(--mat-sys-inverse-surface);
      color: var(--mat-sys-inverse-on-surface);
      box-shadow: 0 4px 18px rgb(0 0 0 / 22%);
    }
    p {
      flex: 1 1 260px;
      margin: 0;
    }
    button {
      min-height: 36px;
      padding: 0 12px;
      border: 0;
      border-radius: 18px;
      background: none;
      color: inherit;
      font: inherit;
      font-weight: 650;
      text-decoration: underline;
      text-underline-offset: 3px;
      cursor: pointer;
    }
    button:focus-visible {
      outline-color: currentColor;
    }
  `,
})
export class LostPageNotice {
  protected readonly lost = inject(LostPage);
}

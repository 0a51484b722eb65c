import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { LostPage } from './lost-page.js';
import { Notice } from './notice.js';

/** Says that a page could not be loaded, instead of doing nothing. */
@Component({
  selector: 'ih-lost-page-notice',
  imports: [MatButton, Notice],
  template: `
    @if (lost.address()) {
      <ih-notice tone="error" data-testid="lost-page">
        That page could not be loaded: the connection is gone, or Infrahaus was updated meanwhile.
        <button matButton type="button" data-testid="lost-page-again" (click)="lost.load()">Try again</button>
        <button matButton type="button" (click)="lost.forget()">Stay here</button>
      </ih-notice>
    }
  `,
  styles: `
    :host {
      display: block;
      position: fixed;
      inset: auto 16px 20px;
      z-index: 6;
      max-width: 640px;
      margin-inline: auto;
    }
    ih-notice {
      box-shadow: 0 4px 18px rgb(0 0 0 / 22%);
    }
  `,
})
export class LostPageNotice {
  protected readonly lost = inject(LostPage);
}

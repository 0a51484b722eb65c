import { Component, input } from '@angular/core';
import { Notice } from '../ui/notice.js';

/** Everything that has to be put right. */
@Component({
  selector: 'ih-reason-list',
  imports: [Notice],
  template: `
    @if (reasons().length > 0) {
      <ih-notice tone="error">
        <ul>
          @for (reason of reasons(); track reason) {
            <li>{{ reason }}</li>
          }
        </ul>
      </ih-notice>
    }
  `,
  styles: `
    ul {
      margin: 0;
      padding-left: 18px;
    }
  `,
})
export class ReasonList {
  readonly reasons = input.required<readonly string[]>();
}

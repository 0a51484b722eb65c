import { Component, input } from '@angular/core';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Names and values, one below the other. */
@Component({
  selector: 'ih-fact-list',
  template: `
    <dl>
      @for (fact of facts(); track fact.name) {
        <div>
          <dt>{{ fact.name }}</dt>
          <dd>{{ fact.value }}</dd>
        </div>
      }
    </dl>
  `,
  styles: `
    dl {
      margin: 0;
    }
    div {
      display: grid;
      grid-template-columns: minmax(110px, 1fr) 2fr;
      gap: 12px;
      padding: 7px 0;
      border-bottom: 1px solid var(--mat-sys-outline-variant);
    }
    div:last-child {
      border-bottom: 0;
    }
    dt {
      color: var(--mat-sys-on-surface-variant);
    }
    dd {
      margin: 0;
      min-width: 0;
      overflow-wrap: anywhere;
    }
  `,
})
export class FactList {
  readonly facts = input.required<readonly Fact[]>();
}

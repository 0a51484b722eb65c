import { Component, computed, inject, input, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TestNodeDocument } from '../../../../schema/generated/nodes.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';

/** Everything about a node, tried by itself: what is wrong, and what to do about it. */
@Component({
  selector: 'ih-node-report',
  imports: [Icon, MatButton, Notice],
  template: `
    @if (failure(); as text) {
      <ih-notice tone="error">
        {{ text }} <button matButton type="button" (click)="test.reload()">Try again</button>
      </ih-notice>
    } @else if (checks(); as found) {
      <ul class="plain-list" data-testid="node-report">
        @for (check of found; track check.key) {
          <li [class]="check.state.toLowerCase()" [attr.data-state]="check.state">
            <ih-icon [name]="check.state === 'PASS' ? 'check' : 'alert'" />
            <div>
              <strong>{{ check.title }}</strong>
              @if (check.state !== 'PASS') {
                <span class="visually-hidden">{{ check.state === 'FAIL' ? 'fails' : 'warns' }}</span>
              }
              <span class="muted">{{ check.detail }}</span>
              @if (check.remedy) {
                <p>{{ check.remedy }}</p>
              }
            </div>
          </li>
        }
      </ul>
    } @else {
      <p class="muted" role="status">Trying certificate, login, privileges, SSH and pct…</p>
    }
  `,
  styles: `
    ul {
      display: grid;
      gap: 8px;
    }
    li {
      display: flex;
      gap: 10px;
    }
    div {
      min-width: 0;
      overflow-wrap: anywhere;
    }
    strong {
      margin-right: 6px;
    }
    p {
      margin: 2px 0 0;
    }
    strong {
      margin-right: 8px;
    }
    .pass ih-icon {
      color: var(--ih-ready);
    }
    .warn ih-icon {
      color: var(--ih-lab);
    }
    .fail ih-icon {
      color: var(--ih-failed);
    }
  `,
})
export class NodeReport {
  readonly nodeId = input.required<string>();

  private readonly api = inject(Api);
  protected readonly test = resource({
    params: () => ({ id: this.nodeId() }),
    loader: ({ params }) => this.api.query(TestNodeDocument, params),
  });
  private readonly result = computed(() => (this.test.hasValue() ? this.test.value().testNode : undefined));
  protected readonly checks = computed(() => {
    const result = this.result();
    return result?.__typename === 'NodeReport' ? result.checks : undefined;
  });
  protected readonly failure = computed(() => {
    const cause = this.test.error();
    if (cause) return requestFailed(cause).message;
    return this.result()?.__typename === 'NodeNotFound' ? 'This node is not registered any more.' : null;
  });
}

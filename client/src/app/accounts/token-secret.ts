import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { CopyButton } from '../ui/copy-button.js';

/** Shows a new token's secret, the only time that anybody sees it. */
@Component({
  selector: 'ih-token-secret',
  imports: [CopyButton, MatButton],
  host: { role: 'status' },
  template: `
    <h2>“{{ name() }}” is ready. Copy its secret now.</h2>
    <p class="muted">It is not kept in a form that could be shown again.</p>
    <div class="secret">
      <code data-testid="token-secret">{{ secret() }}</code>
      <ih-copy-button [text]="secret()" label="Copy the secret" />
    </div>
    <details>
      <summary>How to use it</summary>
      <div class="secret">
        <code>{{ example() }}</code>
        <ih-copy-button [text]="example()" label="Copy the command" />
      </div>
      <p class="muted">
        The command reads the secret from <code>$INFRAHAUS_TOKEN</code>, so that it stays out of the shell’s
        history and the process list.
      </p>
    </details>
    <div>
      <button matButton="outlined" type="button" data-testid="token-secret-done" (click)="done.emit()">
        I have copied it
      </button>
    </div>
  `,
  styles: `
    :host {
      display: grid;
      gap: 10px;
      padding: 18px 20px;
      border: 1px solid var(--ih-ready);
      border-radius: 14px;
      background: var(--ih-ready-soft);
    }
    p {
      margin: 0;
    }
    .secret {
      display: flex;
      gap: 8px;
      align-items: center;
      margin: 4px 0;
      padding: 4px 4px 4px 14px;
      border-radius: 10px;
      background: var(--mat-sys-surface-container-lowest);
    }
    .secret code {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    summary {
      cursor: pointer;
    }
  `,
})
export class TokenSecret {
  readonly name = input.required<string>();
  readonly secret = input.required<string>();
  readonly done = output();

  protected readonly example = computed(
    () =>
      `curl -s ${location.origin}/graphql -H 'content-type: application/json' ` +
      `-H @<(printf 'authorization: Bearer %s' "$INFRAHAUS_TOKEN") ` +
      `-d '{"query":"{ containers { id hostname state } }"}'`,
  );
}

import { Component, inject, input, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { RevealCredentialDocument } from '../../../../schema/generated/client.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { CopyButton } from '../ui/copy-button.js';
import { Icon } from '../ui/icon.js';

/** A discovered credential: hidden until it is asked for. Each reveal is recorded by the server. */
@Component({
  selector: 'ih-credential-value',
  imports: [CopyButton, Icon, MatButton, MatIconButton],
  template: `
    <span class="key mono">{{ name() }}</span>
    @if (value(); as text) {
      <code class="value" data-testid="credential-value">{{ text }}</code>
      <ih-copy-button [text]="text" [label]="'Copy ' + name()" />
      <button
        matIconButton
        type="button"
        title="Hide"
        [attr.aria-label]="'Hide ' + name()"
        (click)="value.set(null)"
      >
        <ih-icon name="eyeOff" />
      </button>
    } @else {
      <span class="value dots" aria-hidden="true">••••••••</span>
      <button
        matButton
        type="button"
        data-testid="reveal"
        [attr.aria-label]="'Reveal ' + name()"
        [disabled]="busy()"
        (click)="reveal()"
      >
        <ih-icon name="eye" /> Reveal
      </button>
    }
    @if (problem(); as text) {
      <span class="problem" role="alert">{{ text }}</span>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 0 10px;
      align-items: center;
      min-height: 44px;
    }
    .key {
      flex: 0 1 auto;
      color: var(--mat-sys-on-surface-variant);
      overflow-wrap: anywhere;
    }
    .value {
      flex: 0 1 auto;
      min-width: 0;
      padding: 2px 8px;
      border-radius: 6px;
      background: var(--mat-sys-surface-container-high);
      overflow-wrap: anywhere;
    }
    .dots {
      letter-spacing: 1px;
    }
    .problem {
      color: var(--mat-sys-error);
    }
  `,
})
export class CredentialValue {
  readonly containerId = input.required<string>();
  readonly credentialId = input.required<string>();
  readonly name = input.required<string>();

  private readonly api = inject(Api);
  protected readonly value = signal<string | null>(null);
  protected readonly problem = signal<string | null>(null);
  protected readonly busy = signal(false);

  protected async reveal(): Promise<void> {
    this.busy.set(true);
    this.problem.set(null);
    try {
      const variables = { containerId: this.containerId(), credentialId: this.credentialId() };
      const { revealCredential } = await this.api.mutate(RevealCredentialDocument, variables);
      if (revealCredential.__typename === 'RevealedCredential') this.value.set(revealCredential.value);
      else this.problem.set(revealCredential.message);
    } catch (cause) {
      this.problem.set(requestFailed(cause).message);
    } finally {
      this.busy.set(false);
    }
  }
}

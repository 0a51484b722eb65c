import { Component, computed, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ApiTokenFieldsFragment } from '../../../../schema/generated/client.js';
import { Chip } from '../ui/chip.js';
import { ConfirmBox } from '../ui/confirm-box.js';
import { Moment } from '../ui/moment.js';
import { scopeTitle } from './token-choices.js';

/** A token: what it may do, how long it works, and the way to make it useless. */
@Component({
  selector: 'ih-token-row',
  imports: [Chip, ConfirmBox, MatButton, Moment],
  template: `
    @let it = token();
    <div class="line" data-testid="token" [attr.data-token]="it.name">
      <div class="what">
        <strong>{{ it.name }}</strong>
        <span class="chips">
          @for (scope of it.scopes; track scope) {
            <ih-chip>{{ titleOf(scope) }}</ih-chip>
          }
          @if (expired()) {
            <ih-chip tone="failed">Expired</ih-chip>
          }
        </span>
        <span class="muted">
          Made <ih-moment [at]="it.createdAt" [now]="now()" />
          @if (it.expiresAt; as end) {
            · {{ expired() ? 'ended' : 'ends' }} <ih-moment [at]="end" [now]="now()" [ahead]="true" />
          } @else {
            · has no end
          }
        </span>
      </div>
      <button
        matButton
        type="button"
        data-testid="token-revoke"
        [attr.aria-label]="'Revoke ' + it.name"
        (click)="asking.set(true)"
      >
        Revoke
      </button>
    </div>
    @if (asking()) {
      <ih-confirm-box
        [question]="'Revoke “' + it.name + '”? Whatever uses it stops working at once.'"
        action="Revoke it"
        (confirmed)="revoked.emit()"
        (declined)="asking.set(false)"
      />
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 10px;
      padding: 14px 12px 14px 18px;
    }
    .line {
      display: flex;
      gap: 12px;
      align-items: center;
      justify-content: space-between;
    }
    .what {
      display: grid;
      gap: 6px;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .chips {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
    }
    .muted {
      font-size: 0.88rem;
    }
    button {
      flex: none;
    }
  `,
})
export class TokenRow {
  readonly token = input.required<ApiTokenFieldsFragment>();
  readonly now = input.required<number>();
  readonly revoked = output();

  protected readonly titleOf = scopeTitle;
  protected readonly asking = signal(false);
  protected readonly expired = computed(() => {
    const end = this.token().expiresAt;
    return end !== null && Date.parse(end) <= this.now();
  });
}

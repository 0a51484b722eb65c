import type { AfterViewInit, OnDestroy } from '@angular/core';
import { Component, DOCUMENT, inject, input, output, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';

/** Asks once more before something is destroyed, in the place where it was asked for. Escape means no. */
@Component({
  selector: 'ih-confirm-box',
  imports: [MatButton],
  host: { role: 'group', '[attr.aria-label]': 'question()', '(keydown.escape)': 'declined.emit()' },
  template: `
    <span class="question">{{ question() }}</span>
    <span class="choices">
      <button matButton type="button" data-testid="confirm-no" #no (click)="declined.emit()">
        {{ decline() }}
      </button>
      <button
        matButton="filled"
        type="button"
        class="destroys"
        data-testid="confirm-yes"
        [disabled]="busy()"
        (click)="confirmed.emit()"
      >
        {{ action() }}
      </button>
    </span>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 16px;
      align-items: center;
      justify-content: space-between;
      padding: 10px 14px;
      border-radius: 12px;
      background: var(--mat-sys-error-container);
      color: var(--mat-sys-on-error-container);
    }
    .question {
      flex: 1 1 260px;
      min-width: 0;
    }
    .choices {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      --mat-button-text-label-text-color: var(--mat-sys-on-error-container);
    }
    .destroys {
      --mat-button-filled-container-color: var(--mat-sys-error);
      --mat-button-filled-label-text-color: var(--mat-sys-on-error);
    }
  `,
})
export class ConfirmBox implements AfterViewInit, OnDestroy {
  /** Names the thing: "Revoke the token “backup”?" */
  readonly question = input.required<string>();
  readonly action = input.required<string>();
  readonly decline = input('Keep it');
  readonly busy = input(false);
  readonly confirmed = output();
  readonly declined = output();
  private readonly no = viewChild.required<MatButton>('no');

  private readonly opener = inject(DOCUMENT).activeElement;

  ngAfterViewInit(): void {
    this.no().focus();
  }

  /** The keyboard goes on where it was. */
  ngOnDestroy(): void {
    if (this.opener instanceof HTMLElement && this.opener.isConnected) this.opener.focus();
  }
}

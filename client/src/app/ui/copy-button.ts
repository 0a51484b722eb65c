import { Clipboard } from '@angular/cdk/clipboard';
import { Component, inject, input, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { Icon } from './icon.js';
import type { IconName } from './icon.js';

/** Copies a text and says so for a moment. */
@Component({
  selector: 'ih-copy-button',
  imports: [Icon, MatIconButton],
  template: `
    <button
      matIconButton
      type="button"
      data-testid="copy"
      [attr.aria-label]="label()"
      [title]="label()"
      (click)="copy()"
    >
      <ih-icon [name]="copied() ? 'check' : icon()" />
    </button>
    <span class="visually-hidden" role="status">{{ copied() ? 'Copied' : '' }}</span>
  `,
})
export class CopyButton {
  readonly text = input.required<string>();
  readonly label = input('Copy');
  readonly icon = input<IconName>('copy');

  private readonly clipboard = inject(Clipboard);
  protected readonly copied = signal(false);

  protected copy(): void {
    if (!this.clipboard.copy(this.text())) return;
    this.copied.set(true);
    setTimeout(() => {
      this.copied.set(false);
    }, 2_000);
  }
}

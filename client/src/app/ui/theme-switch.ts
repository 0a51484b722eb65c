import { Component, inject } from '@angular/core';
import { Icon } from './icon.js';
import type { IconName } from './icon.js';
import type { ThemeChoice } from './theme.js';
import { Theme } from './theme.js';

const CHOICES: readonly { value: ThemeChoice; text: string; icon: IconName }[] = [
  { value: 'light', text: 'Light', icon: 'sun' },
  { value: 'dark', text: 'Dark', icon: 'moon' },
  { value: 'system', text: 'System', icon: 'system' },
];

/** Light, dark, or as the operating system has it. */
@Component({
  selector: 'ih-theme-switch',
  imports: [Icon],
  template: `
    <fieldset>
      <legend class="visually-hidden">Theme</legend>
      @for (choice of choices; track choice.value) {
        <label>
          <input
            type="radio"
            name="theme"
            [attr.data-testid]="'theme-' + choice.value"
            [checked]="theme.choice() === choice.value"
            (change)="theme.choose(choice.value)"
          />
          <ih-icon [name]="choice.icon" />
          <span>{{ choice.text }}</span>
        </label>
      }
    </fieldset>
  `,
  styles: `
    fieldset {
      display: grid;
      grid-template-columns: repeat(3, 1fr);
      gap: 2px;
      margin: 0;
      padding: 3px;
      border: 0;
      border-radius: 11px;
      background: var(--mat-sys-surface-container-high);
    }
    label {
      position: relative;
      display: grid;
      justify-items: center;
      gap: 2px;
      padding: 6px 2px;
      border-radius: 8px;
      color: var(--mat-sys-on-surface-variant);
      font-size: 0.82rem;
      cursor: pointer;
    }
    label:has(:checked) {
      background: var(--mat-sys-surface-container-lowest);
      color: var(--mat-sys-on-surface);
      box-shadow: var(--ih-shadow);
    }
    label:has(:focus-visible) {
      outline: 2px solid var(--mat-sys-primary);
      outline-offset: 1px;
    }
    input {
      position: absolute;
      inset: 0;
      margin: 0;
      opacity: 0;
      cursor: pointer;
    }
  `,
})
export class ThemeSwitch {
  protected readonly theme = inject(Theme);
  protected readonly choices = CHOICES;
}

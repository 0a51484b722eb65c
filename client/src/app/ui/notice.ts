import { Component, computed, input } from '@angular/core';
import { Icon } from './icon.js';
import type { IconName } from './icon.js';

type Tone = 'error' | 'info' | 'lab';

const ICONS: Record<Tone, IconName> = { error: 'alert', info: 'info', lab: 'info' };

/** A boxed remark. Errors are announced at once, everything else stays quiet. */
@Component({
  selector: 'ih-notice',
  imports: [Icon],
  host: { '[class]': 'tone()', '[attr.role]': 'role()' },
  template: `<ih-icon [name]="icon()" />
    <div class="text"><ng-content /></div>`,
  styles: `
    :host {
      display: flex;
      gap: 10px;
      padding: 12px 14px;
      border-radius: 12px;
      background: var(--ih-idle-soft);
      color: var(--mat-sys-on-surface);
    }
    :host(.error) {
      background: var(--mat-sys-error-container);
      color: var(--mat-sys-on-error-container);
    }
    :host(.lab) {
      background: var(--ih-lab-soft);
      color: var(--ih-lab);
    }
    .text {
      min-width: 0;
      flex: 1;
    }
    ih-icon {
      margin-top: 1px;
    }
  `,
})
export class Notice {
  readonly tone = input<Tone>('info');
  /** Whether to announce it when there is time for it. */
  readonly polite = input(false);
  protected readonly icon = computed(() => ICONS[this.tone()]);
  protected readonly role = computed(() =>
    this.tone() === 'error' ? 'alert' : this.polite() ? 'status' : null,
  );
}

import { Component, input } from '@angular/core';

export type ChipTone = 'ready' | 'running' | 'failed' | 'idle' | 'lab';

/** A small label with a colour that only repeats what its text says. */
@Component({
  selector: 'ih-chip',
  host: { '[class]': 'tone()' },
  template: `<ng-content />`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      padding: 2px 10px;
      border-radius: 999px;
      font-size: 0.8rem;
      font-weight: 600;
      line-height: 1.5;
      white-space: nowrap;
      color: var(--ih-idle);
      background: var(--ih-idle-soft);
    }
    :host(.ready) {
      color: var(--ih-ready);
      background: var(--ih-ready-soft);
    }
    :host(.running) {
      color: var(--ih-running);
      background: var(--ih-running-soft);
    }
    :host(.failed) {
      color: var(--ih-failed);
      background: var(--ih-failed-soft);
    }
    :host(.lab) {
      color: var(--ih-lab);
      background: var(--ih-lab-soft);
    }
  `,
})
export class Chip {
  readonly tone = input<ChipTone>('idle');
}

import { Component, computed, input } from '@angular/core';

/** Grey bars in place of what is on its way, so that nothing jumps when it arrives. */
@Component({
  selector: 'ih-loading',
  host: { role: 'status' },
  template: `
    <span class="visually-hidden">{{ label() }}</span>
    @for (row of bars(); track row) {
      <span class="bar"></span>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
    .bar {
      height: 64px;
      border-radius: 12px;
      background: var(--mat-sys-surface-container-highest);
      animation: breathe 1.4s ease-in-out infinite alternate;
    }
    @keyframes breathe {
      to {
        opacity: 0.55;
      }
    }
  `,
})
export class Loading {
  readonly label = input('Loading…');
  readonly rows = input(3);
  protected readonly bars = computed(() => Array.from({ length: this.rows() }, (_, index) => index));
}

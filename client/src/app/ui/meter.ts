import { Component, computed, input } from '@angular/core';

/** How much of something is in use: its text says it, the bar repeats it. */
@Component({
  selector: 'ih-meter',
  template: `
    <strong>{{ name() }}</strong>
    @if (kind()) {
      <span class="muted"> ({{ kind() }})</span>
    }
    <div class="text">{{ text() }}</div>
    <span class="bar" aria-hidden="true"
      ><span [class.full]="part() > 0.9" [style.transform]="'scaleX(' + part() + ')'"></span
    ></span>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .text {
      color: var(--mat-sys-on-surface-variant);
    }
    .bar {
      display: block;
      height: 5px;
      margin-top: 6px;
      overflow: hidden;
      border-radius: 999px;
      background: var(--mat-sys-surface-container-highest);
    }
    .bar span {
      display: block;
      height: 100%;
      background: var(--mat-sys-primary);
      transform-origin: left;
    }
    .bar .full {
      background: var(--ih-failed);
    }
  `,
})
export class Meter {
  readonly name = input.required<string>();
  /** What kind of thing it is, in brackets. */
  readonly kind = input('');
  readonly text = input.required<string>();
  /** 0 to 1; anything else is taken as the nearer end. */
  readonly used = input.required<number>();
  protected readonly part = computed(() => Math.min(1, Math.max(0, this.used() || 0)));
}

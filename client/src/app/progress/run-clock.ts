import { Component, computed, input } from '@angular/core';
import { clock } from '../ui/clock.js';
import { readableDuration } from '../ui/readable.js';

/** How long a run has been going on. */
@Component({
  selector: 'ih-run-clock',
  template: `{{ text() }}`,
  styles: `
    :host {
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class RunClock {
  readonly since = input.required<string>();
  private readonly now = clock(1_000);
  protected readonly text = computed(() => readableDuration(this.now() - Date.parse(this.since())));
}

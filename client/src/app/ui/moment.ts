import { Component, computed, input } from '@angular/core';
import { exactMoment, readableAge, readableMoment } from './readable.js';

/** A moment as people say it, with the exact one on hover. */
@Component({
  selector: 'ih-moment',
  template: `<time [attr.datetime]="at()" [title]="exact()">{{ words() }}</time>`,
})
export class Moment {
  /** ISO 8601. */
  readonly at = input.required<string>();
  /** The present in milliseconds, from a clock of the page, so that the words stay true. */
  readonly now = input.required<number>();
  /** Whether it lies ahead, or may: an end rather than a beginning. */
  readonly ahead = input(false);
  protected readonly words = computed(() =>
    this.ahead() ? readableMoment(this.at(), this.now()) : readableAge(this.at(), this.now()),
  );
  protected readonly exact = computed(() => exactMoment(this.at()));
}

import { DOCUMENT, inject, Injectable, signal } from '@angular/core';
import type { NavigationError } from '@angular/router';

/** Where somebody wanted to go when the page could not be loaded: the network is gone, or there is a newer version. */
@Injectable({ providedIn: 'root' })
export class LostPage {
  private readonly location = inject(DOCUMENT).location;
  private readonly wanted = signal<string | null>(null);

  readonly address = this.wanted.asReadonly();

  note({ url }: Pick<NavigationError, 'url'>): void {
    this.wanted.set(url);
  }

  forget(): void {
    this.wanted.set(null);
  }

  /** As a whole, so that a newer version's files are found. */
  load(): void {
    this.location.assign(this.wanted() ?? '/');
  }
}

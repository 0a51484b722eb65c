import type { CanDeactivateFn } from '@angular/router';

/** A page on which something may have been typed that is recorded nowhere. */
export interface HalfWritten {
  readonly dirty: boolean;
}

/** Asks before such a page is left. */
export const keepHalfWritten: CanDeactivateFn<HalfWritten> = (page) =>
  !page.dirty || confirm('Leave without saving? What you typed is lost then.');

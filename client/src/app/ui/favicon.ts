import { DestroyRef, DOCUMENT, inject } from '@angular/core';

export type FaviconMark = 'running' | 'ready' | 'failed';

/** A function that marks the tab's icon; leaving the page takes the mark away. Call it while injecting. */
export function favicon(): (mark: FaviconMark | null) => void {
  const link = inject(DOCUMENT).querySelector<HTMLLinkElement>('link[rel="icon"]');
  const show = (mark: FaviconMark | null) => {
    link?.setAttribute('href', mark === null ? 'favicon.svg' : `favicon-${mark}.svg`);
  };
  inject(DestroyRef).onDestroy(() => {
    show(null);
  });
  return show;
}

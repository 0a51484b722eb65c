import type { AfterViewInit } from '@angular/core';
import { Directive, ElementRef, inject } from '@angular/core';

/** A page's or step's main heading: takes the focus when it appears, so that a screen reader starts reading there. */
@Directive({ selector: '[ihPageHeading]', host: { tabindex: '-1' } })
export class PageHeading implements AfterViewInit {
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);

  ngAfterViewInit(): void {
    this.element.nativeElement.focus({ preventScroll: true });
  }
}

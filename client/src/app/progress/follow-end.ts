import { CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import {
  afterNextRender,
  DestroyRef,
  Directive,
  DOCUMENT,
  inject,
  input,
  output,
  signal,
} from '@angular/core';

const UPWARDS = new Set(['ArrowUp', 'PageUp', 'Home']);

/**
 * Keeps a growing list at its end until the person moves upwards, and goes on when they come back to the end. The
 * intent counts, not the scrolling: it comes first, and our own scrolling is none.
 */
@Directive({
  selector: 'cdk-virtual-scroll-viewport[ihFollowEnd]',
  exportAs: 'followEnd',
  host: {
    '(wheel)': 'onWheel($event)',
    '(keydown)': 'onKey($event)',
    '(touchstart)': 'onTouchStart($event)',
    '(touchmove)': 'onTouchMove($event)',
    '(pointerdown)': 'onPointerDown($event)',
    '(scroll)': 'onScroll()',
  },
})
export class FollowEnd {
  /** How near to the end counts as being there, in pixels. */
  readonly near = input(30, { alias: 'ihFollowEnd' });

  /** It has stopped following, this very moment. */
  readonly paused = output();

  private readonly viewport = inject(CdkVirtualScrollViewport);
  private readonly window = inject(DOCUMENT).defaultView;
  private readonly state = signal(true);
  private lastOffset = 0;
  private lastTouch = 0;
  /** Where our own last jump led, until its scroll event came. */
  private jumpedTo: number | null = null;

  readonly following = this.state.asReadonly();

  constructor() {
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const resized = new ResizeObserver(() => {
        this.viewport.checkViewportSize();
        this.toEnd();
      });
      resized.observe(this.viewport.elementRef.nativeElement);
      destroyed.onDestroy(() => {
        resized.disconnect();
      });
    });
  }

  follow(): void {
    this.state.set(true);
    this.toEnd();
  }

  pause(): void {
    if (!this.state()) return;
    this.state.set(false);
    this.paused.emit();
  }

  /** The list learns its new height a moment after the rows changed, so the end is looked for once more then. */
  toEnd(): void {
    this.jump();
    this.window?.requestAnimationFrame(() => {
      this.jump();
    });
  }

  protected onWheel(event: WheelEvent): void {
    if (event.deltaY < 0) this.pause();
  }

  protected onKey(event: KeyboardEvent): void {
    if (UPWARDS.has(event.key) || (event.key === ' ' && event.shiftKey)) this.pause();
    else if (event.key === 'End') this.follow();
  }

  protected onTouchStart(event: TouchEvent): void {
    this.lastTouch = event.touches[0]?.clientY ?? 0;
  }

  protected onTouchMove(event: TouchEvent): void {
    const y = event.touches[0]?.clientY ?? 0;
    if (y > this.lastTouch) this.pause();
    this.lastTouch = y;
  }

  /** A press right of the text is on the scroll bar. */
  protected onPointerDown(event: PointerEvent): void {
    const element = this.viewport.elementRef.nativeElement;
    if (event.offsetX >= element.clientWidth && event.target === element) this.pause();
  }

  protected onScroll(): void {
    const offset = this.viewport.measureScrollOffset('top');
    const byPerson = offset !== this.jumpedTo;
    const downward = offset > this.lastOffset;
    this.jumpedTo = null;
    this.lastOffset = offset;
    if (this.state() || !byPerson || !downward) return;
    if (this.viewport.measureScrollOffset('bottom') < this.near()) this.follow();
  }

  private jump(): void {
    if (!this.state()) return;
    const element = this.viewport.elementRef.nativeElement;
    const before = element.scrollTop;
    element.scrollTop = element.scrollHeight;
    if (element.scrollTop !== before) this.jumpedTo = element.scrollTop;
  }
}

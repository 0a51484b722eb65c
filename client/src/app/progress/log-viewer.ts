import { Clipboard } from '@angular/cdk/clipboard';
import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import {
  afterRenderEffect,
  Component,
  computed,
  DOCUMENT,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { Icon } from '../ui/icon.js';
import { timeOfDay } from '../ui/readable.js';
import { parseAnsi } from './ansi.js';
import { LogSearch } from './log-search.js';
import type { LogLine, RunLog } from './run-log.js';

const ROW_HEIGHT = 20;

/**
 * The log of a run, of which only the rows in sight exist. It follows new lines until the person moves upwards, and
 * goes on following when they come back to the end.
 */
@Component({
  selector: 'ih-log-viewer',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    Icon,
    MatButton,
    MatIconButton,
  ],
  templateUrl: './log-viewer.html',
  styleUrl: './log-viewer.scss',
})
export class LogViewer {
  readonly log = input.required<RunLog>();
  /** What a downloaded file is called, without `.log`. */
  readonly fileName = input('run');

  private readonly clipboard = inject(Clipboard);
  private readonly document = inject(DOCUMENT);
  private readonly viewport = viewChild.required(CdkVirtualScrollViewport);
  private readonly search = new LogSearch();
  private lastOffset = 0;
  private lastTouch = 0;
  /** Where our own last jump led, until its scroll event came. */
  private jumpedTo: number | null = null;

  protected readonly rowHeight = ROW_HEIGHT;
  protected readonly following = signal(true);
  protected readonly timestamps = signal(false);
  protected readonly query = signal('');
  protected readonly copied = signal(false);
  private readonly seen = signal(0);
  private readonly chosen = signal(0);

  protected readonly rows = computed<readonly LogLine[]>(() => [...this.log()]);
  protected readonly unseen = computed(() => this.log().length - this.seen());
  protected readonly hits = computed(() => this.search.find(this.log(), this.query()));
  private readonly hitSet = computed(() => new Set(this.hits()));
  protected readonly hitNumber = computed(() => Math.min(this.chosen(), this.hits().length - 1) + 1);
  protected readonly currentHit = computed(() => this.hits()[this.hitNumber() - 1]);
  protected readonly digits = computed(() => `${Math.max(3, String(this.log().length).length)}ch`);

  constructor() {
    afterRenderEffect(() => {
      this.rows();
      if (this.following())
        untracked(() => {
          this.scrollToEnd();
        });
    });
  }

  protected spansOf(line: LogLine) {
    return parseAnsi(line.raw);
  }

  protected timeOf(line: LogLine): string {
    return timeOfDay(line.at);
  }

  protected classOf(index: number, line: LogLine): string {
    const hit = this.hitSet().has(index) ? (this.currentHit() === index ? ' hit current' : ' hit') : '';
    return line.stream.toLowerCase() + hit;
  }

  protected readonly track = (index: number): number => index;

  /** Upward intent stops following before anything moves. */
  protected onWheel(event: WheelEvent): void {
    if (event.deltaY < 0) this.pause();
  }

  protected onKey(event: KeyboardEvent): void {
    if (['ArrowUp', 'PageUp', 'Home'].includes(event.key)) this.pause();
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
    const element = this.viewport().elementRef.nativeElement;
    if (event.offsetX >= element.clientWidth && event.target === element) this.pause();
  }

  /** Coming down to the end takes up following again; our own scrolling never ends it. */
  protected onScroll(): void {
    const viewport = this.viewport();
    const offset = viewport.measureScrollOffset('top');
    const byPerson = offset !== this.jumpedTo;
    const downward = offset > this.lastOffset;
    this.jumpedTo = null;
    this.lastOffset = offset;
    if (this.following() || !byPerson || !downward) return;
    if (viewport.measureScrollOffset('bottom') < ROW_HEIGHT * 1.5) this.follow();
  }

  protected follow(): void {
    this.following.set(true);
    this.scrollToEnd();
  }

  protected look(text: string): void {
    this.query.set(text);
    this.chosen.set(0);
    this.showHit();
  }

  protected move(by: number): void {
    const count = this.hits().length;
    if (count === 0) return;
    this.chosen.set((this.hitNumber() - 1 + by + count) % count);
    this.showHit();
  }

  protected copy(): void {
    this.copied.set(this.clipboard.copy(this.log().toText()));
    setTimeout(() => {
      this.copied.set(false);
    }, 2_000);
  }

  protected download(): void {
    const url = URL.createObjectURL(new Blob([this.log().toText()], { type: 'text/plain' }));
    const link = this.document.createElement('a');
    link.href = url;
    link.download = `${this.fileName()}.log`;
    link.click();
    setTimeout(() => {
      URL.revokeObjectURL(url);
    });
  }

  private pause(): void {
    if (!this.following()) return;
    this.following.set(false);
    this.seen.set(this.log().length);
  }

  private showHit(): void {
    const index = this.currentHit();
    if (index === undefined) return;
    this.pause();
    const viewport = this.viewport();
    const middle = Math.max(0, index * ROW_HEIGHT - viewport.getViewportSize() / 2);
    viewport.scrollToOffset(middle);
  }

  /** The list learns its new height a moment after the rows changed, so the end is looked for once more then. */
  private scrollToEnd(): void {
    const jump = () => {
      if (!this.following()) return;
      const element = this.viewport().elementRef.nativeElement;
      const before = element.scrollTop;
      element.scrollTop = element.scrollHeight;
      if (element.scrollTop !== before) this.jumpedTo = element.scrollTop;
    };
    jump();
    this.document.defaultView?.requestAnimationFrame(jump);
  }
}

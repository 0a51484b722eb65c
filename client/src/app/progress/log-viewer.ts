import { Clipboard } from '@angular/cdk/clipboard';
import { CdkFixedSizeVirtualScroll, CdkVirtualForOf, CdkVirtualScrollViewport } from '@angular/cdk/scrolling';
import {
  afterRenderEffect,
  Component,
  computed,
  DOCUMENT,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { CopyButton } from '../ui/copy-button.js';
import { downloadText } from '../ui/download-text.js';
import { Icon } from '../ui/icon.js';
import { timeOfDay } from '../ui/readable.js';
import { parseAnsi } from './ansi.js';
import { FollowEnd } from './follow-end.js';
import { LogFilterBox } from './log-filter-box.js';
import { EVERYTHING, FilteredLog } from './log-filter.js';
import { LogSearchBox } from './log-search-box.js';
import { LogSearch } from './log-search.js';
import type { PhaseProgress } from './progress-state.js';
import type { LogLine, RunLog } from './run-log.js';
import { textOf } from './run-log.js';

const ROW_HEIGHT = 20;

/** The log of a run, of which only the rows in sight exist: search, filters, times, links to lines, copy, download. */
@Component({
  selector: 'ih-log-viewer',
  imports: [
    CdkFixedSizeVirtualScroll,
    CdkVirtualForOf,
    CdkVirtualScrollViewport,
    CopyButton,
    FollowEnd,
    Icon,
    LogFilterBox,
    LogSearchBox,
    MatButton,
    MatIconButton,
  ],
  templateUrl: './log-viewer.html',
  styleUrl: './log-viewer.scss',
})
export class LogViewer {
  readonly log = input.required<RunLog>();
  /** The steps that can be filtered by. */
  readonly phases = input<readonly PhaseProgress[]>([]);
  /** What a downloaded file is called, without `.log`. */
  readonly fileName = input('run');
  /** The number of the line that the address points to, from 1. */
  readonly line = input<number | null>(null);
  /** The address of a line, for sharing it. */
  readonly addressOf = input<(line: number) => string>((line) => `#L${line}`);
  /** The person chose a line, by its number from 1. */
  readonly picked = output<number>();

  private readonly clipboard = inject(Clipboard);
  private readonly document = inject(DOCUMENT);
  private readonly viewport = viewChild.required(CdkVirtualScrollViewport);
  private readonly end = viewChild.required(FollowEnd);
  private arrivedAt: number | null = null;

  protected readonly rowHeight = ROW_HEIGHT;
  protected readonly everything = EVERYTHING;
  protected readonly timestamps = signal(false);
  protected readonly query = signal('');
  protected readonly filter = signal(EVERYTHING);
  protected readonly copied = signal(false);
  private readonly chosen = signal(0);

  private readonly filtered = computed(() => new FilteredLog(this.filter()));
  private readonly search = computed(() => (this.filter(), new LogSearch()));
  protected readonly rows = computed(() => this.filtered().of(this.log()));
  private readonly seen = signal(0);
  protected readonly unseen = computed(() => Math.max(0, this.rows().length - this.seen()));
  protected readonly hits = computed(() => this.search().find(this.rows(), this.query()));
  private readonly hitSet = computed(() => new Set(this.hits()));
  protected readonly hitNumber = computed(() => Math.min(this.chosen(), this.hits().length - 1) + 1);
  protected readonly currentHit = computed(() => this.hits()[this.hitNumber() - 1]);
  protected readonly digits = computed(() => `${Math.max(3, String(this.log().length).length)}ch`);
  /** The line whose link can be copied: the one found, else the one that the address points to. */
  protected readonly linked = computed(() => {
    const hit = this.currentHit();
    const number = hit === undefined ? null : this.rows()[hit]?.number;
    return typeof number === 'number' ? number + 1 : this.line();
  });

  constructor() {
    afterRenderEffect(() => {
      this.rows();
      const [line, end] = [this.line(), this.end()];
      untracked(() => {
        if (line !== this.arrivedAt) this.goTo(line);
        if (end.following()) end.toEnd();
      });
    });
    effect(() => {
      this.filter();
      untracked(() => {
        this.countFromHere();
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
    const linked = line.number !== null && line.number + 1 === this.line() ? ' linked' : '';
    return line.stream.toLowerCase() + hit + linked;
  }

  protected readonly track = (index: number): number => index;

  protected countFromHere(): void {
    this.seen.set(this.rows().length);
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

  protected pick(line: LogLine): void {
    if (line.number === null) return;
    this.arrivedAt = line.number + 1;
    this.end().pause();
    this.picked.emit(line.number + 1);
  }

  protected copy(): void {
    this.copied.set(this.clipboard.copy(textOf(this.rows())));
    setTimeout(() => {
      this.copied.set(false);
    }, 2_000);
  }

  protected download(): void {
    downloadText(this.document, `${this.fileName()}.log`, this.log().toRaw());
  }

  private showHit(): void {
    const index = this.currentHit();
    if (index !== undefined) this.show(index);
  }

  /** Shows the line that the address points to, once, as soon as it is there. */
  private goTo(line: number | null): void {
    const index = line === null ? -1 : this.rows().findIndex(({ number }) => number === line - 1);
    if (index < 0) return;
    this.arrivedAt = line;
    this.show(index);
  }

  private show(index: number): void {
    this.end().pause();
    const viewport = this.viewport();
    viewport.scrollToOffset(Math.max(0, index * ROW_HEIGHT - viewport.getViewportSize() / 2));
  }
}

import type { EventStore, RecordedEvent } from '../../event-store/event-store.js';
import { FreshRead } from '../../event-store/fresh-read.js';
import type { Page, Revisions } from './run-history.js';
import { containerStream, readAll, readPage } from './run-history.js';
import { SharedSteps } from './shared-steps.js';

/**
 * Watchers are woken at most this often. A run that talks a lot appends every few milliseconds: what comes meanwhile
 * goes into the same frame, which costs as much as one with a single line.
 */
const WAKE_EVERY_MS = 40;

export interface ChannelLimits {
  readonly maxEvents: number;
  readonly maxBytes: number;
}

/** How a container stands at a moment. */
export interface History {
  /** Everything in the store up to here was recorded before. */
  readonly tail: bigint;
  /** The container's own stream, without its log. */
  readonly facts: readonly RecordedEvent[];
}

/** What an event without log lines weighs, roughly. */
const EVENT_BYTES = 500;

/**
 * What the watchers of one container share: the newest events of its two streams, in commit order and without gap, and
 * the reads that several of them need at the same time. It holds nothing that could not be read again.
 */
export class Channel {
  /** Every event of the container behind `coversAfter` that the tail has brought. */
  private events: RecordedEvent[] = [];
  private bytes = 0;
  private readonly wakeUps = new Set<() => void>();
  private readonly pages = new Map<string, Promise<Page>>();
  private readonly histories: FreshRead<History>;
  /** Frames that watchers at the same place share. */
  readonly steps = new SharedSteps();
  private wokenAt = -Infinity;
  private nextWake: NodeJS.Timeout | null = null;
  watchers = 0;
  /** How many live events have come. */
  received = 0;

  /** @param coversAfter how far the tail had come when this channel began to listen to it */
  constructor(
    private readonly store: EventStore,
    readonly container: string,
    private coversAfter: bigint,
    private readonly limits: ChannelLimits,
  ) {
    this.histories = new FreshRead(async () => ({
      tail: await store.tailPosition(),
      facts: await readAll(store.read(containerStream(container))),
    }));
  }

  /** Whether nothing behind this position is missing here. */
  covers(position: bigint): boolean {
    return this.coversAfter <= position;
  }

  /** The events behind a position that it covers. */
  after(position: bigint): readonly RecordedEvent[] {
    let index = this.events.length;
    while (index > 0 && (this.events[index - 1]?.position ?? -1n) > position) index--;
    return this.events.slice(index);
  }

  /** Takes a live event. */
  add(event: RecordedEvent): void {
    this.received++;
    this.events.push(event);
    this.bytes += weightOf(event);
    if (this.isFull()) this.forgetOldHalf();
    this.wakeSoon();
  }

  /** At once after a while without events. */
  private wakeSoon(): void {
    const pause = this.wokenAt + WAKE_EVERY_MS - performance.now();
    if (pause <= 0) this.wake();
    else
      this.nextWake ??= setTimeout(() => {
        this.wake();
      }, pause);
  }

  private wake(): void {
    if (this.nextWake) clearTimeout(this.nextWake);
    this.nextWake = null;
    this.wokenAt = performance.now();
    for (const wakeUp of this.wakeUps) wakeUp();
  }

  private isFull(): boolean {
    return this.events.length > this.limits.maxEvents || this.bytes > this.limits.maxBytes;
  }

  /** Watchers that were not that far yet read from the store again. */
  private forgetOldHalf(): void {
    const half = Math.ceil(this.events.length / 2);
    this.coversAfter = this.events[half - 1]?.position ?? this.coversAfter;
    this.events = this.events.slice(half);
    this.bytes = this.events.reduce((sum, event) => sum + weightOf(event), 0);
  }

  /** Reads what lies behind a place whose position is known; watchers at the same place share the read. */
  async page(after: Revisions, position: bigint): Promise<Page> {
    const key = `${after.containerRevision} ${after.logRevision}`;
    const read =
      this.pages.get(key) ??
      readPage(this.store, this.container, after).finally(() => this.pages.delete(key));
    this.pages.set(key, read);
    const page = await read;
    this.remember(page, position);
    return page;
  }

  /** A page that reaches what is here already spares the next watcher its read. */
  private remember({ events, upTo }: Page, position: bigint): void {
    if (this.covers(position) || !this.covers(upTo)) return;
    const older = events.filter((event) => event.position <= this.coversAfter && event.position > position);
    const weight = older.reduce((sum, event) => sum + weightOf(event), 0);
    const { maxEvents, maxBytes } = this.limits;
    if (older.length + this.events.length > maxEvents / 2 || weight + this.bytes > maxBytes / 2) return;
    this.events = [...older, ...this.events];
    this.bytes += weight;
    this.coversAfter = position;
  }

  /** How the container stands now; watchers that come at the same time share the read. */
  history(): Promise<History> {
    return this.histories.get();
  }

  /**
   * Waits until more live events have come than `received`, but no longer than `idleMs`, and not at all once the
   * signal is aborted. Leaves nothing behind, whichever comes first.
   */
  async wait(received: number, idleMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.received > received) return;
    await new Promise<void>((resolve) => {
      const wakeUp = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wakeUp);
        this.wakeUps.delete(wakeUp);
        resolve();
      };
      const timer = setTimeout(wakeUp, idleMs);
      signal.addEventListener('abort', wakeUp, { once: true });
      this.wakeUps.add(wakeUp);
    });
  }

  /** Watchers that wait at this moment. */
  get waiting(): number {
    return this.wakeUps.size;
  }
}

function weightOf({ data }: RecordedEvent): number {
  const lines = typeof data === 'object' && data !== null && 'lines' in data ? data.lines : [];
  if (!Array.isArray(lines)) return EVENT_BYTES;
  return lines.reduce((sum: number, line: unknown) => sum + String(line).length, EVENT_BYTES);
}

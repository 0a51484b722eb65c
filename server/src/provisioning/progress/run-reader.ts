import { containerEvent, isOfRun, logEvent } from '../../containers/domain/known-event.js';
import type { RecordedEvent } from '../../event-store/event-store.js';
import type { Channel } from './channel.js';
import type { Place } from './cursor.js';
import { encodeCursor } from './cursor.js';
import type { ProgressEvent, ProgressFrame } from './progress-event.js';
import type { RunView } from './progress-events.js';
import { addTo, look, lostLog, tell, tellLog } from './progress-events.js';
import { isLog } from './run-history.js';

/** How much a frame may hold; the event that goes beyond is its last. */
const FRAME = { events: 500, lines: 5_000, bytes: 256 * 1024 };

/** Where a reader begins. */
export interface Start {
  readonly place: Place;
  /** The commit position of `place`: everything up to here has been handed over. */
  readonly position: bigint;
  readonly view: RunView;
  /** Everything up to here was recorded before the reader came. */
  readonly tail: bigint;
  /** The run's end was handed over already. */
  readonly ended: boolean;
}

interface Filling {
  readonly events: ProgressEvent[];
  lines: number;
  bytes: number;
  count: number;
}

/** One watcher's way through a run: from the shared channel where that reaches back far enough, else from the store. */
export class RunReader {
  private place: Place;
  private position: bigint;
  private view: RunView;
  /** The run's end was handed over. */
  ended: boolean;
  /** Read, but not handed over yet. */
  private unread: readonly RecordedEvent[] = [];
  private unreadUpTo: bigint;
  private toldCaughtUp = false;

  constructor(
    private readonly channel: Channel,
    private readonly start: Start,
  ) {
    this.place = start.place;
    this.position = start.position;
    this.unreadUpTo = start.position;
    this.view = start.view;
    this.ended = start.ended;
  }

  /** The next frame, or null if there is nothing new. */
  async read(): Promise<ProgressFrame | null> {
    for (;;) {
      if (this.unread.length === 0) await this.fetch();
      const events = this.fill();
      if (events.length > 0) return this.frame(events);
      if (this.caughtUp) return this.toldCaughtUp ? null : this.frame([]);
    }
  }

  /** A frame without events is a sign of life, or tells that the past has been handed over. */
  frame(events: ProgressEvent[]): ProgressFrame {
    this.toldCaughtUp ||= this.caughtUp;
    return {
      cursor: encodeCursor(this.place),
      events,
      caughtUp: this.caughtUp,
      terminal: this.ended,
    };
  }

  private get reachedTail(): boolean {
    return this.position >= this.start.tail;
  }

  private get caughtUp(): boolean {
    return this.ended || (this.unread.length === 0 && this.reachedTail);
  }

  private async fetch(): Promise<void> {
    if (this.channel.covers(this.position)) {
      this.unread = this.channel.after(this.position);
      this.unreadUpTo = this.unread.at(-1)?.position ?? this.position;
      if (this.unread.length > 0 || this.reachedTail) return;
    }
    const page = await this.channel.page(this.place, this.position);
    this.unread = page.events;
    this.unreadUpTo = page.upTo;
  }

  /** Hands over what was read, as much as a frame may hold. */
  private fill(): ProgressEvent[] {
    const filling: Filling = { events: [], lines: 0, bytes: 0, count: 0 };
    let index = 0;
    while (index < this.unread.length && !this.ended && hasRoom(filling)) {
      const event = this.unread[index++];
      if (event) this.handOver(event, filling);
    }
    this.unread = this.unread.slice(index);
    if (this.unread.length === 0) this.moveTo(this.unreadUpTo);
    return filling.events;
  }

  /** Never back: log lines of earlier runs lie before a later run's beginning. */
  private moveTo(position: bigint): void {
    if (position > this.position) this.position = position;
  }

  private handOver(event: RecordedEvent, filling: Filling): void {
    const told = isLog(event) ? this.takeLog(event) : this.takeFact(event);
    this.moveTo(event.position);
    filling.count++;
    for (const one of told) {
      if (one.__typename === 'LogLines') {
        filling.lines += one.lines.length;
        filling.bytes += one.lines.reduce((sum, line) => sum + line.length, 0);
      }
      addTo(filling.events, one);
    }
  }

  private takeFact(recorded: RecordedEvent): ProgressEvent[] {
    if (recorded.revision <= this.place.containerRevision) return [];
    this.place = { ...this.place, containerRevision: recorded.revision };
    const event = containerEvent(recorded);
    if (!event || !isOfRun(recorded, this.place.run)) return [];
    const { at } = recorded.metadata;
    this.view = look(this.view, event, at);
    if (event.type !== 'RunEnded') return tell(this.view, event, at);
    this.ended = true;
    return [...lostLog(this.view, this.place.nextLine, at), ...tell(this.view, event, at)];
  }

  private takeLog(recorded: RecordedEvent): ProgressEvent[] {
    if (recorded.revision <= this.place.logRevision) return [];
    this.place = { ...this.place, logRevision: recorded.revision };
    const event = logEvent(recorded);
    if (!event || !isOfRun(recorded, this.place.run)) return [];
    const told = tellLog(event, recorded.metadata.at, this.place.nextLine);
    if (event.type === 'LinesLogged') {
      this.place = { ...this.place, nextLine: event.data.firstLine + event.data.lines.length };
    }
    return told;
  }
}

function hasRoom({ count, lines, bytes }: Filling): boolean {
  return count < FRAME.events && lines < FRAME.lines && bytes < FRAME.bytes;
}

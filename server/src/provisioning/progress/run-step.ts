import { containerEvent, isOfRun, logEvent } from '../../containers/domain/known-event.js';
import type { RecordedEvent } from '../../event-store/event-store.js';
import type { Place } from './cursor.js';
import type { ProgressEvent } from './progress-event.js';
import type { RunView } from './progress-events.js';
import { addTo, look, lostLog, tell, tellLog } from './progress-events.js';
import { isLog } from './run-history.js';

/** How much a frame may hold; the event that goes beyond is its last. */
const FRAME = { events: 500, lines: 5_000, bytes: 256 * 1024 };

/** How far somebody who reads a run has come. */
export interface Standing {
  readonly place: Place;
  /** Commit position: everything up to here has been handed over. */
  readonly position: bigint;
  readonly view: RunView;
  /** Commit position of the run's end, once that was handed over; else null. */
  readonly endedAt: bigint | null;
  /** Read, but not handed over yet: everything of the container up to `unreadUpTo`. */
  readonly unread: readonly RecordedEvent[];
  readonly unreadUpTo: bigint;
}

/** From one standing to a later one, with what is told on the way. */
export interface Step {
  readonly to: Standing;
  readonly events: ProgressEvent[];
}

/** Hands over what was read, as much as a frame may hold. */
export function takeStep(from: Standing): Step {
  return new StepTaker(from).take();
}

class StepTaker {
  private place: Place;
  private position: bigint;
  private view: RunView;
  private endedAt: bigint | null;
  private readonly events: ProgressEvent[] = [];
  private lines = 0;
  private bytes = 0;

  constructor(private readonly from: Standing) {
    ({ place: this.place, position: this.position, view: this.view, endedAt: this.endedAt } = from);
  }

  take(): Step {
    const { unread, unreadUpTo } = this.from;
    let index = 0;
    while (index < unread.length && this.endedAt === null && this.hasRoom(index)) {
      const event = unread[index++];
      if (event) this.handOver(event);
    }
    const left = unread.slice(index);
    if (left.length === 0) this.moveTo(unreadUpTo);
    const { place, position, view, endedAt, events } = this;
    return { to: { place, position, view, endedAt, unread: left, unreadUpTo }, events };
  }

  private hasRoom(count: number): boolean {
    return count < FRAME.events && this.lines < FRAME.lines && this.bytes < FRAME.bytes;
  }

  /** Never back: log lines of earlier runs lie before a later run's beginning. */
  private moveTo(position: bigint): void {
    if (position > this.position) this.position = position;
  }

  private handOver(event: RecordedEvent): void {
    const told = isLog(event) ? this.takeLog(event) : this.takeFact(event);
    this.moveTo(event.position);
    for (const one of told) {
      if (one.__typename === 'LogLines') {
        this.lines += one.lines.length;
        this.bytes += one.lines.reduce((sum, line) => sum + line.length, 0);
      }
      addTo(this.events, one);
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
    this.endedAt = recorded.position;
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

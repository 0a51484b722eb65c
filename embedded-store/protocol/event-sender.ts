import type { StoredEvent } from '../log/event.js';
import type { EventLog } from '../log/event-log.js';
import { encodedEvent } from './event-encoding.js';
import type { ReadOptions } from './generated.js';
import { eventResponse } from './messages.js';
import type { Outlet } from './outlet.js';

/** Others must not wait for longer than it takes to send so much. */
const SLICE = { events: 64, bytes: 65_536 };
/** A read that has sent so much is a long one. */
const LONG_BYTES = 1_048_576;

/** Sends the events of one read or subscription in slices, between which others work. */
export class EventSender {
  private readonly structured: boolean;
  private slice = { events: 0, bytes: 0 };
  private sinceCaughtUp = 0;

  constructor(
    private readonly log: EventLog,
    private readonly outlet: Outlet,
    options: ReadOptions,
  ) {
    this.structured = options.getUuidOption()?.hasStructured() ?? false;
  }

  async send(events: readonly StoredEvent[]): Promise<void> {
    for (const event of events) {
      if (this.outlet.over.aborted) return;
      const full = this.outlet.send(this.structured ? eventResponse(event, true) : encodedEvent(event));
      if (full) await full;
      this.slice.events++;
      this.slice.bytes += event.data.length + event.metadata.length;
      if (this.slice.events >= SLICE.events || this.slice.bytes >= SLICE.bytes) await this.turn();
    }
  }

  async turn(): Promise<void> {
    this.sinceCaughtUp += this.slice.bytes;
    this.slice = { events: 0, bytes: 0 };
    await this.log.turns.next(this.sinceCaughtUp >= LONG_BYTES);
  }

  /** A subscriber that has caught up reads only what is new. */
  caughtUp(): void {
    this.sinceCaughtUp = 0;
  }
}

import { DamagedEvent } from './checksum.js';
import { isDamage } from './damage.js';
import type { EventReader } from './event-reader.js';
import { sqliteMessage } from './sqlite-error.js';
import type { Turns } from './turns.js';

/** What was found damaged. Each is told once: whoever subscribes may meet the same event every few seconds. */
export class DamageReport {
  private readonly found = new Set<string>();

  constructor(private readonly tell: (line: string) => void) {}

  get count(): number {
    return this.found.size;
  }

  /** Answers whether the error is a damage; what is none is not told. */
  take(error: unknown): boolean {
    if (!isDamage(error)) return false;
    const reason = sqliteMessage(error);
    const told =
      reason === null
        ? (error as Error).message
        : `The event store's file is damaged (${reason}): stop the store and restore a backup (eventstore restore --replace).`;
    if (!this.found.has(told)) this.tell(told);
    this.found.add(told);
    return true;
  }
}

/** So many pages are read in a round: five thousand events, and seldom more than some megabytes. */
const ROUND_PAGES = 20;

/** Reads the log through for ever, page by page, so that damage of what nobody reads does not wait for a restart. */
export class Patrol {
  private position = 0n;

  constructor(
    private readonly reader: EventReader,
    private readonly report: DamageReport,
  ) {}

  /** Looks at the next pages, and gives way to everything else. Never fails: damage is told. */
  async round(turns: Turns, closed: () => boolean): Promise<void> {
    try {
      for (let pages = 0; pages < ROUND_PAGES && !closed(); pages++) {
        if (this.page()) return;
        await turns.next(true);
      }
    } catch {
      // It was no damage, a disk that does not answer for instance: whoever needs the events is told.
    }
  }

  /** Looks at the next page; answers whether it was the last one, after which it begins anew. */
  page(): boolean {
    try {
      const { reached, exhausted } = this.reader.readAll(this.position, 'forwards');
      this.position = exhausted ? 0n : (reached ?? 0n);
      return exhausted;
    } catch (error) {
      if (!this.report.take(error)) throw error;
      const passable = error instanceof DamagedEvent;
      this.position = passable ? error.position : 0n;
      return !passable;
    }
  }
}

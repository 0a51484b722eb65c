import { DamagedEvent } from './checksum.js';
import { isDamage } from './damage.js';
import type { EventReader } from './event-reader.js';
import { sqliteMessage } from './sqlite-error.js';

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

/** Reads the log through for ever, page by page, so that damage of what nobody reads does not wait for a restart. */
export class Patrol {
  private position = 0n;

  constructor(
    private readonly reader: EventReader,
    private readonly report: DamageReport,
  ) {}

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

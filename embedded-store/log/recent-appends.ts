import type { ProposedEvent } from './event.js';

interface Place {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
}

const CAPACITY = 20_000;

/**
 * Where the events of late were stored, by id: it recognises a repeated append that names no revision. Best effort,
 * as in EventStoreDB: it is bounded, and empty after a start.
 */
export class RecentAppends {
  private readonly places = new Map<string, Place>();

  remember(id: string, place: Place): void {
    this.places.set(id, place);
    if (this.places.size <= CAPACITY) return;
    for (const [oldest] of this.places.entries().take(1)) this.places.delete(oldest);
  }

  /** Where the last of the events is, if all were stored; 'part' if only some of them were. */
  find(stream: string, events: readonly ProposedEvent[]): Place | 'part' | null {
    const found = events.map(({ id }) => this.places.get(id)).filter((place) => place?.stream === stream);
    if (found.length === 0) return null;
    return found.length === events.length ? (found.at(-1) ?? null) : 'part';
  }

  /** What a transaction that was rolled back put in must not be believed. */
  forget(): void {
    this.places.clear();
  }
}

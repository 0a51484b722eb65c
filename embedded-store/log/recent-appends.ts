import type { ProposedEvent } from './event.js';

interface Place {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
}

/** Of the places in each generation. */
const CAPACITY = 10_000;

/**
 * Where the events of late were stored, by id: it recognises a repeated append that names no revision. Best effort,
 * as in EventStoreDB: it is bounded, and empty after a start.
 */
export class RecentAppends {
  // Two generations, as taking the oldest out of a map one by one gets slower with each that was taken out.
  private young = new Map<string, Place>();
  private old = new Map<string, Place>();

  remember(id: string, place: Place): void {
    this.young.set(id, place);
    if (this.young.size < CAPACITY) return;
    this.old = this.young;
    this.young = new Map();
  }

  /** Where the last of the events is, if all were stored; 'part' if only the first of them were, null if not even that. */
  find(stream: string, events: readonly ProposedEvent[]): Place | 'part' | null {
    let last: Place | null = null;
    for (const { id } of events) {
      const place = this.young.get(id) ?? this.old.get(id);
      if (place?.stream !== stream) return last && 'part';
      last = place;
    }
    return last;
  }

  /** What a transaction that was rolled back put in must not be believed. */
  forget(): void {
    this.young.clear();
    this.old.clear();
  }
}

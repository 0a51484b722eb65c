import { randomUUID } from 'node:crypto';
import type { EventStore, NewEvent } from '../event-store/event-store.js';
import type { ProvisioningSettings } from './ports.js';

interface Sighting {
  readonly revision: bigint;
  /** By this process's monotonic clock; the other machine's clock is never asked. */
  readonly since: number;
}

const streamOf = (worker: string) => `worker-${worker}`;

/**
 * A worker's sign of life. Each start of a process is a new worker. While it beats, its claims hold; when it stops,
 * others take its runs over. What really protects a run is the exact revision of every append: the lease only keeps
 * two workers from touching the world at the same time.
 */
export class Worker {
  readonly id = randomUUID();
  private timer: NodeJS.Timeout | undefined;
  private lastSent = Number.NEGATIVE_INFINITY;
  private beating: Promise<unknown> = Promise.resolve();
  private isBeating = false;
  private readonly sightings = new Map<string, Sighting>();

  private predecessor: string | null = null;

  constructor(
    private readonly store: EventStore,
    private readonly settings: ProvisioningSettings,
  ) {}

  /** @param predecessor the worker that had this data directory before and is proved dead, if there was one */
  async start(predecessor: string | null): Promise<void> {
    this.predecessor = predecessor;
    await this.store.setStreamMetadata(streamOf(this.id), { maxCount: 1 });
    await this.beat();
    this.timer = setInterval(() => {
      // One beat at a time: behind a slow store they would only pile up.
      if (this.isBeating) return;
      this.isBeating = true;
      this.beating = this.beat()
        .catch(() => undefined)
        .finally(() => (this.isBeating = false));
    }, this.settings.heartbeatEveryMs);
  }

  private async beat(): Promise<void> {
    const sent = performance.now();
    await this.append('WorkerBeat');
    this.lastSent = sent;
  }

  /** Whether this worker may touch the world: others cannot have taken its runs yet. */
  holdsLease(): boolean {
    return performance.now() - this.lastSent < this.settings.leaseMs;
  }

  /**
   * Whether a run's owner is gone for good: it said so, it is our dead predecessor, or its heartbeat has stood still
   * for longer than its lease.
   */
  async isGone(owner: string): Promise<boolean> {
    if (owner === this.predecessor) return true;
    for await (const { type, revision } of this.store.read(streamOf(owner), {
      direction: 'backwards',
      limit: 1,
    })) {
      if (type === 'WorkerStopped') return true;
      return this.stoodStill(owner, revision);
    }
    return this.stoodStill(owner, -1n);
  }

  private stoodStill(owner: string, revision: bigint): boolean {
    const seen = this.sightings.get(owner);
    const now = performance.now();
    if (seen?.revision !== revision) {
      this.sightings.set(owner, { revision, since: now });
      return false;
    }
    return now - seen.since >= this.settings.takeOverAfterMs;
  }

  /** Hands everything over: whoever sees this takes the runs at once. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
    this.lastSent = Number.NEGATIVE_INFINITY;
    await this.append('WorkerStopped');
  }

  /** Ends without a word, as a crash would; for tests of just that. */
  abandon(): void {
    clearInterval(this.timer);
  }

  private async append(type: 'WorkerBeat' | 'WorkerStopped'): Promise<void> {
    const id = randomUUID();
    const ids = { commandId: id, correlationId: this.id, causationId: id };
    const metadata = { version: 1, ...ids, actor: `worker:${this.id}`, at: new Date().toISOString() };
    const event: NewEvent = { id, type, data: {}, metadata };
    await this.store.append(streamOf(this.id), 'any', [event]);
  }
}

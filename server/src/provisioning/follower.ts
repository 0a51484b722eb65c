import { Logger } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { filter } from 'rxjs';
import type { ReadStore } from '../read-store/read-store.js';
import type { Place } from './executor.js';
import { Executor } from './executor.js';
import type { OpenRun } from './open-runs.projection.js';
import { findOpenRuns, hasPlace, openRuns } from './open-runs.projection.js';
import type { ExecutorParts } from './ports.js';

/** Starts an executor for each open run, as many at a time as the settings allow. It never waits for their work. */
export class Follower {
  private readonly logger = new Logger(Follower.name);
  private readonly active = new Map<string, { executor: Executor; work: Promise<void> }>();
  /** Looked at since the last tick without getting on: they must not keep the rest waiting. */
  private readonly later = new Set<string>();
  private readonly stopping = new AbortController();
  private wakeUps: Subscription | undefined;
  private tick: NodeJS.Timeout | undefined;

  constructor(
    private readonly parts: ExecutorParts,
    private readonly readStore: ReadStore,
  ) {}

  start(): void {
    this.wakeUps = this.readStore.changes
      .pipe(filter(({ projection }) => projection === openRuns.name))
      .subscribe(({ key, position }) => {
        void this.active.get(key)?.executor.look(position);
        this.wake();
      });
    // Runs of other workers change hands without any event: those are looked at again and again.
    this.tick = setInterval(() => {
      this.later.clear();
      for (const { executor } of this.active.values()) void executor.lookAgain();
      this.wake();
    }, this.parts.settings.tickMs);
    this.wake();
  }

  private wake(): void {
    if (this.stopping.signal.aborted) return;
    const { concurrency, nodeConcurrency } = this.parts.settings;
    const runs = findOpenRuns(this.readStore.database);
    const busy = this.busyNodes(runs);
    for (const { container, node, begun } of runs) {
      if (this.working() >= concurrency) return;
      if (this.active.has(container) || this.later.has(container)) continue;
      if (!begun && (busy.get(node) ?? 0) >= nodeConcurrency) continue;
      if (!begun) busy.set(node, (busy.get(node) ?? 0) + 1);
      const executor = new Executor(this.parts, container, this.stopping.signal, this.placeFor(container));
      this.active.set(container, { executor, work: this.work(container, executor) });
    }
  }

  /** A run that only waits for a place on its node takes none here: whoever holds that place may be dead and need us. */
  private working(): number {
    return [...this.active.values()].filter(({ executor }) => !executor.waits).length;
  }

  /**
   * Workers that looked at their tables at the same time may begin more runs on a node than that may have. Once a claim is
   * in the table here, its order among the others tells who has to wait.
   */
  private placeFor(container: string): Place {
    return {
      isTaken: async (claimedAt) => {
        const { nodeConcurrency, tickMs } = this.parts.settings;
        if (!(await this.readStore.waitFor(claimedAt, tickMs))) return true;
        return !hasPlace(this.readStore.database, container, nodeConcurrency);
      },
    };
  }

  /** How many runs go on for each node. */
  private busyNodes(runs: readonly OpenRun[]): Map<string, number> {
    const busy = new Map<string, number>();
    for (const { container, node, begun } of runs) {
      if (begun || this.active.has(container)) busy.set(node, (busy.get(node) ?? 0) + 1);
    }
    return busy;
  }

  private async work(container: string, executor: Executor): Promise<void> {
    try {
      const result = await executor.run();
      if (result !== 'idle') this.later.add(container);
    } catch (error) {
      this.later.add(container);
      this.logger.error(
        `Run of container ${container} interrupted: ${error instanceof Error ? error.message : ''}`,
      );
    } finally {
      this.active.delete(container);
      this.wake();
    }
  }

  /** Ends all work where it is; what was recorded is enough for whoever goes on. */
  async stop(): Promise<void> {
    this.wakeUps?.unsubscribe();
    clearInterval(this.tick);
    this.stopping.abort();
    await Promise.allSettled([...this.active.values()].map(({ work }) => work));
  }
}

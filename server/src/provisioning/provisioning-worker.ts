import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReadStore } from '../read-store/read-store.js';
import { Follower } from './follower.js';
import type { ExecutorParts } from './ports.js';

/** Phases get this long to notice that the process ends; what was recorded is enough for whoever goes on. */
const LONGEST_STOP_MS = 5_000;

/** Works on runs from the start of the process to its end. */
export class ProvisioningWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly follower: Follower;

  /** @param predecessor the worker of this data directory before, proved dead */
  constructor(
    private readonly parts: ExecutorParts,
    private readonly predecessor: string | null,
    readStore: ReadStore,
  ) {
    this.follower = new Follower(parts, readStore);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.parts.worker.start(this.predecessor);
    this.follower.start();
  }

  /** Hands the runs over while the event store is still connected. */
  async beforeApplicationShutdown(): Promise<void> {
    const abandoned = new AbortController();
    await Promise.race([
      this.follower.stop(),
      delay(LONGEST_STOP_MS, undefined, { signal: abandoned.signal }).catch(() => undefined),
    ]);
    abandoned.abort();
    await this.parts.worker.stop();
  }
}

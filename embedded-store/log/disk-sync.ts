import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';

type Settle = (failure: Error | null) => void;

/** A file that can be brought to the disk. */
export interface SyncedFile {
  sync(done: (error: Error | null) => void): void;
  syncNow(): void;
  close(): void;
}

/** Through an own handle: SQLite's locks are on other files, so closing it loses none. */
export function openSynced(file: string): SyncedFile {
  const handle = openSync(file, 'r+');
  return {
    sync: (done) => {
      fdatasync(handle, done);
    },
    syncNow: () => {
      fdatasyncSync(handle);
    },
    close: () => {
      closeSync(handle);
    },
  };
}

/** Leaves it to the operating system when something reaches the disk: for comparisons in benchmarks only. */
export const UNSYNCED: SyncedFile = {
  sync: (done) => {
    done(null);
  },
  syncNow: () => undefined,
  close: () => undefined,
};

/** Up to here the thread waits for the disk: on two busy processors handing over to another thread costs as much. */
const QUICK_MS = 1;
/** How much of what is known of the disk's speed a new measurement replaces. */
const NEW_SHARE = 0.05;
/** A disk that was slow is asked again after so many syncs. */
const PROBE_EVERY = 32;

/**
 * Brings what was written to the disk: one sync at a time, each for all that was written before it began. While a
 * disk takes long (others use it too), the thread goes on with the next appends; a quick one it waits for. After a sync that failed nobody knows what the disk has, and another one would not tell
 * (https://wiki.postgresql.org/wiki/Fsync_Errors): then nothing is settled any more until the next start.
 */
export class DiskSync {
  private running: Settle[] | null = null;
  private waiting: Settle[] = [];
  private failed: Error | null = null;
  private usualMs = 0;
  private sinceProbe = 0;

  constructor(private readonly file: SyncedFile) {}

  get failure(): Error | null {
    return this.failed;
  }

  /**
   * Calls back once everything written before this call is on the disk.
   * @param alone whether nobody else is expected meanwhile: then the thread has nothing better to do than to wait
   */
  settle(settle: Settle, alone: boolean): void {
    const quick = this.usualMs <= QUICK_MS || this.sinceProbe >= PROBE_EVERY;
    if (this.failed || (!this.running && (alone || quick))) this.settleNow(settle);
    else {
      this.waiting.push(settle);
      if (!this.running) this.next();
    }
  }

  /** Resolves once everything written before this call was settled or failed; undefined if there is nothing to wait for. */
  settled(): Promise<void> | undefined {
    const last = this.waiting.length > 0 ? this.waiting : this.running;
    if (!last) return undefined;
    return new Promise((resolve) => {
      last.push(() => {
        resolve();
      });
    });
  }

  private settleNow(settle: Settle): void {
    if (!this.failed) {
      const began = performance.now();
      try {
        this.file.syncNow();
      } catch (error) {
        this.fail(error);
      }
      this.usualMs += NEW_SHARE * (performance.now() - began - this.usualMs);
      this.sinceProbe = 0;
    }
    settle(this.failed);
  }

  private next(): void {
    const settling = this.waiting;
    this.sinceProbe++;
    this.running = settling;
    this.waiting = [];
    this.file.sync((error) => {
      if (error) this.fail(error);
      this.running = null;
      // The disk is not kept waiting for what the settled ones do now.
      if (this.waiting.length > 0) this.next();
      for (const settle of settling) settle(this.failed);
    });
  }

  private fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.failed ??= new Error(
      `the disk failed to store what was written (${reason}): look at the disk, then start the event store again`,
      { cause: error },
    );
  }

  /** To be called when everything is settled. */
  close(): void {
    this.file.close();
  }
}

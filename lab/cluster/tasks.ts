import { setTimeout as delay } from 'node:timers/promises';
import type { LabStore, StoredTask } from '../store.js';
import { formatUpid } from './upid.js';

/** What a running task may do. */
export interface TaskRun {
  readonly signal: AbortSignal;
  log(line: string): void;
  /** Waits for a share of the time that a task takes; ends at once, with an error, when the task is cancelled. */
  pause(share: number): Promise<void>;
}

/** Returns nothing (`OK`) or another success such as `WARNINGS: 1`; an exception's message is the exit status. */
export type TaskWork = (run: TaskRun) => Promise<string | undefined>;

interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Worker tasks: each answers with a UPID at once and goes on by itself. */
export class Tasks {
  private readonly running = new Map<string, Running>();
  private lastPid = 1000 + (process.pid % 20000);
  private stopped = false;

  constructor(
    private readonly store: LabStore,
    /** How long a task that pauses for a share of 1 takes, in milliseconds. */
    private readonly taskMs: number,
  ) {
    store.endAbandonedTasks(nowSeconds());
  }

  start(node: string, type: string, id: string, user: string, work: TaskWork): string {
    const pid = ++this.lastPid;
    const parts = {
      node,
      pid,
      pstart: Math.floor(performance.timeOrigin / 10 + performance.now() / 10) % 0xffffffff,
      starttime: nowSeconds(),
      type,
      id,
      user,
    };
    const upid = formatUpid(parts);
    this.store.addTask({ upid, ...parts, endtime: null, exitstatus: null });
    const abort = new AbortController();
    this.running.set(upid, { abort, ended: this.run(upid, work, abort.signal) });
    return upid;
  }

  /** TERM: the work sees its signal, cleans up and ends. */
  async cancel(upid: string): Promise<void> {
    const task = this.running.get(upid);
    task?.abort.abort();
    await task?.ended;
  }

  isRunning(upid: string): boolean {
    return this.running.has(upid);
  }

  find(upid: string): StoredTask | null {
    return this.store.task(upid);
  }

  /** Leaves running tasks without an end, as the death of the whole machine would; the next start says so. */
  async stopAll(): Promise<void> {
    this.stopped = true;
    const all = [...this.running.values()];
    for (const task of all) task.abort.abort();
    await Promise.all(all.map((task) => task.ended));
  }

  private async run(upid: string, work: TaskWork, signal: AbortSignal): Promise<void> {
    await Promise.resolve();
    const status = await work(this.runOf(upid, signal)).then(
      (result) => result ?? 'OK',
      (error: unknown) => (signal.aborted ? 'received interrupt' : messageOf(error)),
    );
    if (!this.stopped) {
      this.store.addLine(upid, lastLine(status));
      this.store.endTask(upid, nowSeconds(), status);
    }
    this.running.delete(upid);
  }

  /** Whether tasks are being cut off because the lab ends; then they must not clean up. */
  get cutOff(): boolean {
    return this.stopped;
  }

  private runOf(upid: string, signal: AbortSignal): TaskRun {
    return {
      signal,
      log: (line) => {
        if (!this.stopped) this.store.addLine(upid, line);
      },
      pause: async (share) => {
        await delay(this.taskMs * share, undefined, { signal });
      },
    };
  }
}

function lastLine(status: string): string {
  if (status === 'OK') return 'TASK OK';
  return status.startsWith('WARNINGS: ') ? `TASK ${status}` : `TASK ERROR: ${status}`;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ').trim();
}

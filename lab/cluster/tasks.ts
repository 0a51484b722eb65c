import { setTimeout as delay } from 'node:timers/promises';
import type { TaskEffect } from '../faults/fault.js';
import type { FaultBoard } from '../faults/fault-board.js';
import type { LabStore, StoredTask } from '../store.js';
import { formatUpid } from './upid.js';

/** What a running task may do. */
export interface TaskRun {
  readonly signal: AbortSignal;
  /** Whether the worker is dead: then nobody cleans up. */
  readonly killed: boolean;
  log(line: string): void;
  /** Waits for a share of the time that a task takes; ends at once, with an error, when the task is cancelled. */
  pause(share: number): Promise<void>;
}

/** Returns nothing (`OK`) or another success such as `WARNINGS: 1`; an exception's message is the exit status. */
export type TaskWork = (run: TaskRun) => Promise<string | undefined>;

interface Worker {
  readonly upid: string;
  readonly node: string;
  readonly abort: AbortController;
  readonly effects: readonly TaskEffect[];
  killed: boolean;
  lines: number;
  ended: Promise<void>;
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Worker tasks: each answers with a UPID at once and goes on by itself. */
export class Tasks {
  private readonly running = new Map<string, Worker>();
  private lastPid = 1000 + (process.pid % 20000);

  constructor(
    private readonly store: LabStore,
    /** How long a task that pauses for a share of 1 takes, in milliseconds. */
    private readonly taskMs: number,
    private readonly faults: FaultBoard,
    /** Stands before every line of a log, but the last one. */
    private readonly mark = '',
  ) {
    store.endAbandonedTasks(nowSeconds());
  }

  start(node: string, type: string, id: string, user: string, work: TaskWork): string {
    const parts = {
      node,
      pid: ++this.lastPid,
      pstart: Math.floor(performance.timeOrigin / 10 + performance.now() / 10) % 0xffffffff,
      starttime: nowSeconds(),
      type,
      id,
      user,
    };
    const upid = formatUpid(parts);
    this.store.addTask({ upid, ...parts, endtime: null, exitstatus: null });
    const worker: Worker = {
      upid,
      node,
      abort: new AbortController(),
      effects: this.faults.task(node, type, id),
      killed: false,
      lines: 0,
      ended: Promise.resolve(),
    };
    this.running.set(upid, worker);
    worker.ended = this.run(worker, work);
    return upid;
  }

  /** TERM: the work sees its signal, cleans up and ends. */
  async cancel(upid: string): Promise<void> {
    const worker = this.running.get(upid);
    worker?.abort.abort();
    await worker?.ended;
  }

  isRunning(upid: string): boolean {
    return this.running.has(upid);
  }

  find(upid: string): StoredTask | null {
    return this.store.task(upid);
  }

  /** KILL of every worker of a node, as when the machine dies. */
  async killAll(node: string): Promise<void> {
    const workers = [...this.running.values()].filter((worker) => worker.node === node);
    for (const worker of workers) this.kill(worker);
    await Promise.all(workers.map((worker) => worker.ended));
  }

  /** Leaves running tasks without an end, as the death of the whole machine would; the next start says so. */
  async stopAll(): Promise<void> {
    const workers = [...this.running.values()];
    for (const worker of workers) {
      worker.killed = true;
      worker.abort.abort();
    }
    await Promise.all(workers.map((worker) => worker.ended));
  }

  /** Nobody writes the last line of a killed worker's log, nor its status. */
  private kill(worker: Worker): void {
    if (worker.killed) return;
    worker.killed = true;
    worker.abort.abort();
    this.store.endTask(worker.upid, nowSeconds(), 'unexpected status');
  }

  private async run(worker: Worker, work: TaskWork): Promise<void> {
    await Promise.resolve();
    const status = await this.outcome(worker, work).catch((error: unknown) =>
      worker.abort.signal.aborted ? 'received interrupt' : messageOf(error),
    );
    if (!worker.killed) {
      this.store.addLine(worker.upid, lastLine(status));
      this.store.endTask(worker.upid, nowSeconds(), status);
    }
    this.running.delete(worker.upid);
  }

  private async outcome(worker: Worker, work: TaskWork): Promise<string> {
    const { signal } = worker.abort;
    this.killIfDue(worker);
    for (const effect of worker.effects) {
      if (effect.kind === 'delay') await delay(effect.ms, undefined, { signal });
    }
    const result = worker.killed ? undefined : await work(this.runOf(worker));
    const end = worker.effects.find((effect) => effect.kind === 'end');
    return end?.status ?? result ?? 'OK';
  }

  private runOf(worker: Worker): TaskRun {
    const { signal } = worker.abort;
    // An error comes from within the work, so that it cleans up as it does after any other.
    const failure = worker.effects.find(
      (effect) => effect.kind === 'end' && effect.afterWork !== true && !isSuccess(effect.status),
    );
    return {
      signal,
      get killed() {
        return worker.killed;
      },
      log: (line) => {
        if (worker.killed) return;
        this.store.addLine(worker.upid, this.mark + line);
        worker.lines += 1;
        this.killIfDue(worker);
      },
      pause: async (share) => {
        if (failure?.kind === 'end') throw new Error(failure.status);
        await delay(this.taskMs * share, undefined, { signal });
      },
    };
  }

  private killIfDue(worker: Worker): void {
    const due = worker.effects.some(
      (effect) => effect.kind === 'kill' && worker.lines >= (effect.lines ?? 0),
    );
    if (due) this.kill(worker);
  }
}

const isSuccess = (status: string): boolean => status === 'OK' || /^WARNINGS: \d+$/.test(status);

function lastLine(status: string): string {
  if (status === 'OK') return 'TASK OK';
  return status.startsWith('WARNINGS: ') ? `TASK ${status}` : `TASK ERROR: ${status}`;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ').trim();
}

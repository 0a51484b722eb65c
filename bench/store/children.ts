import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Child<Ready> {
  readonly process: ChildProcess;
  readonly ready: Ready;
  stop(): Promise<void>;
}

export interface StoreReady {
  readonly url: string;
  /** From the call that opens the store to the moment when it takes connections. */
  readonly openedInMs: number;
}

/** A program of this directory as a process of its own; what it sends first tells that it is ready. */
export async function startChild<Ready>(name: string, ...args: string[]): Promise<Child<Ready>> {
  const child = fork(join(import.meta.dirname, `${name}.js`), args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [ready] = (await once(child, 'message')) as [Ready];
  return {
    process: child,
    ready,
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

export const startStore = (dataDir: string, durability: 'full' | 'none' = 'full') =>
  startChild<StoreReady>('store-child', dataDir, durability);

export function residentMebibytes({ process }: Child<unknown>): number {
  const status = readFileSync(`/proc/${String(process.pid)}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

import { setTimeout as delay } from 'node:timers/promises';
import type { ProxmoxClient } from './proxmox-client.js';
import { ProxmoxError } from './proxmox-error.js';

/** Many tasks take a moment: they are asked about soon, and the others less and less often. */
const FIRST_POLL_MS = 20;
const LAST_POLL_MS = 500;
/** A task that was dispatched this moment may not be known yet. */
const APPEARS_WITHIN_MS = 5_000;

/**
 * Follows a task to its end: every line of its log once, then its exit status.
 * @param from lines of the log that were handed over earlier
 */
export async function followTask(
  api: ProxmoxClient,
  upid: string,
  options: {
    from: number;
    onLine: (line: string, nextOffset: number) => void;
    /** Awaited before each further page of the log: the backpressure. */
    ready?: () => Promise<void>;
    signal: AbortSignal;
  },
): Promise<string> {
  let offset = options.from;
  let pause = FIRST_POLL_MS;
  const deadline = performance.now() + APPEARS_WITHIN_MS;
  for (;;) {
    options.signal.throwIfAborted();
    const status = await statusOnceKnown(api, upid, deadline, options.signal);
    // The status is asked before the log: lines written in between come with the next round, and the last round has all.
    for (let page = await api.taskLog(upid, offset, options.signal); page.length > 0;) {
      for (const line of page) options.onLine(line, ++offset);
      await options.ready?.();
      page = await api.taskLog(upid, offset, options.signal);
    }
    if (status && !status.running) return status.exitStatus ?? 'unexpected status';
    await delay(pause, undefined, { signal: options.signal });
    pause = Math.min(pause * 2, LAST_POLL_MS);
  }
}

async function statusOnceKnown(api: ProxmoxClient, upid: string, deadline: number, signal: AbortSignal) {
  try {
    return await api.taskStatus(upid, signal);
  } catch (error) {
    const unknown =
      error instanceof ProxmoxError &&
      (error.code === 'PROXMOX.NOT_FOUND' || error.code === 'PROXMOX.INVALID_PARAMETER');
    if (unknown && performance.now() < deadline) return null;
    throw error;
  }
}

/** Whether a task's exit status is a success; warnings are. */
export function isSuccess(exitStatus: string): boolean {
  return exitStatus === 'OK' || exitStatus.startsWith('WARNINGS');
}

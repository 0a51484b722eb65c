import type { ProxmoxClient } from '../proxmox/proxmox-client.js';
import { ProxmoxError } from '../proxmox/proxmox-error.js';
import { isSuccess } from '../proxmox/task-follower.js';

/** How a task of a node stands, with its log from a line on. */
export interface TaskProgress {
  readonly state: 'RUNNING' | 'OK' | 'WARNINGS' | 'FAILED';
  readonly exitStatus: string | null;
  /** 0 to 100, if these lines tell. */
  readonly percent: number | null;
  readonly lines: readonly string[];
  readonly nextLine: number;
  readonly retryable: boolean;
}

/** A damaged or broken-off transfer may go well the next time. */
const PASSES = /checksum|size mismatch|incomplete|timed? ?out|connection|temporary failure|interrupt/i;

/** The status is asked before the log, so that the log of an ended task is whole. Rejects with a `ProxmoxError`. */
export async function taskProgress(api: ProxmoxClient, upid: string, after: number): Promise<TaskProgress> {
  const status = await statusOf(api, upid);
  const lines = await api.taskLog(upid, after);
  const exitStatus = status.running ? null : (status.exitStatus ?? 'unexpected status');
  const state = stateOf(exitStatus);
  return {
    ...{ state, exitStatus, lines, nextLine: after + lines.length },
    percent: state === 'OK' ? 100 : percentIn(lines),
    retryable: state === 'FAILED' && PASSES.test([exitStatus, ...lines].join('\n')),
  };
}

/** Right after its dispatch a node may not know a task yet. */
async function statusOf(api: ProxmoxClient, upid: string) {
  try {
    return await api.taskStatus(upid);
  } catch (error) {
    const young = error instanceof ProxmoxError && error.code === 'PROXMOX.NOT_FOUND';
    if (young) return { running: true, exitStatus: null };
    throw error;
  }
}

function stateOf(exitStatus: string | null): TaskProgress['state'] {
  if (exitStatus === null) return 'RUNNING';
  if (!isSuccess(exitStatus)) return 'FAILED';
  return exitStatus === 'OK' ? 'OK' : 'WARNINGS';
}

/** Downloads log a share in percent at the end of each line of dots. */
export function percentIn(lines: readonly string[]): number | null {
  const last = lines.findLast((line) => /\b\d{1,3}%/.test(line));
  const percent = Number(/\b(\d{1,3})%(?!.*\d%)/.exec(last ?? '')?.[1]);
  return percent <= 100 ? percent : null;
}

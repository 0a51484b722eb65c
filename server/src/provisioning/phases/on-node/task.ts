import { ProxmoxError } from '../../../proxmox/proxmox-error.js';
import { followTask } from '../../../proxmox/task-follower.js';
import type { TaskKind } from '../../../containers/domain/events.js';
import type { PhaseContext } from '../phase.js';

export interface PhaseTask {
  readonly phase: string;
  readonly task: TaskKind;
  readonly upid: string;
}

/** Records that a task runs for us, then follows it to its end. */
export async function followNewTask(
  context: PhaseContext,
  task: PhaseTask,
  adopted = false,
): Promise<string> {
  await context.report.fact({ type: 'TaskStarted', data: { ...task, adopted } });
  return followRecordedTask(context, task);
}

/** Follows a task from the line up to which its log was recorded; answers its exit status. */
export async function followRecordedTask(context: PhaseContext, task: PhaseTask): Promise<string> {
  const { report, signal, node } = context;
  const name = `task:${task.upid}`;
  const status = await followTask(node.api, task.upid, {
    from: context.facts().offset(name),
    onLine: (text, nextOffset) => {
      report.line({ stream: 'task', text, source: { name, nextOffset } });
    },
    ready: () => report.ready(),
    signal,
  }).catch((error: unknown) => {
    // The node forgot the task: how it ended shows only in what it left.
    if (error instanceof ProxmoxError && error.code === 'PROXMOX.NOT_FOUND') return 'unexpected status';
    throw error;
  });
  await report.fact({ type: 'TaskEnded', data: { ...task, status } });
  return status;
}

/** What a successful task's exit status is worth telling. */
export function noteOf(exitStatus: string): string | null {
  const [, count] = /^WARNINGS: (\d+)/.exec(exitStatus) ?? [];
  if (count === undefined) return null;
  return `The node reported ${count === '1' ? 'a warning' : `${count} warnings`}; see the log.`;
}

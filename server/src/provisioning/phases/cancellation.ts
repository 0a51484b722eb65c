import { ProxmoxError } from '../../proxmox/proxmox-error.js';
import { isSuccess } from '../../proxmox/task-follower.js';
import { parseUpid } from '../../proxmox/upid.js';
import { SshError } from '../../ssh/container-shell.js';
import { inContainer } from './in-container/container-phase.js';
import { onNode } from './on-node/node-phase.js';
import type { TaskKind } from '../../containers/domain/events.js';
import { isOurs } from './on-node/ownership.js';
import type { PhaseTask } from './on-node/task.js';
import { followRecordedTask } from './on-node/task.js';
import type { Phase, PhaseContext, PhaseOutcome } from './phase.js';
import { Supervisor } from './sync/supervisor.js';

const DONE: PhaseOutcome = { kind: 'completed', note: null };
const PHASE_OF = {
  download: 'create',
  create: 'create',
  start: 'start',
  stop: 'stop',
  destroy: 'destroy',
} as const satisfies Record<TaskKind, string>;

const KINDS = Object.keys(PHASE_OF) as TaskKind[];

/** Stops what a cancelled run does outside: its task on the node, and every process of its programs in the container. */
export function cancellation(timeoutMs: number): Phase {
  return {
    ...{ key: 'cancel', title: 'Cancel', weight: 0, timeoutMs },
    run: (context) => onNode(() => stopAll(context)),
  };
}

async function stopAll(context: PhaseContext): Promise<PhaseOutcome> {
  await stopTasks(context);
  return (await runsOurs(context)) ? stopPrograms(context) : DONE;
}

/** Ends every task of the container that goes on, and waits for its end. */
export async function stopTasks(context: PhaseContext): Promise<void> {
  await noteUnrecordedCreation(context);
  const { tasks } = context.facts();
  for (const task of KINDS) {
    const known = tasks[task];
    if (known?.status === null) await stopTask(context, { phase: PHASE_OF[task], task, upid: known.upid });
  }
}

/** A create call whose answer was lost has left a task at the VMID that was reserved for it. */
async function noteUnrecordedCreation(context: PhaseContext): Promise<void> {
  const { node, report } = context;
  const { vmid, tasks } = context.facts();
  if (vmid === null || tasks.create?.status === null || isSuccess(tasks.create?.status ?? '')) return;
  const upid = (await node.api.tasksOf(vmid, 'vzcreate')).find((id) => parseUpid(id)?.user === node.api.user);
  if (upid === undefined || upid === tasks.create?.upid) return;
  if (!(await node.api.taskStatus(upid)).running) return;
  await report.fact({ type: 'TaskStarted', data: { phase: 'create', task: 'create', upid, adopted: true } });
}

async function stopTask(context: PhaseContext, task: PhaseTask): Promise<void> {
  context.report.line({ stream: 'system', text: `Stopping the task ${task.upid} …` });
  await context.node.api.stopTask(task.upid).catch((error: unknown) => {
    // It has ended, or the node has forgotten it: following it tells.
    const gone = ['PROXMOX.NOT_FOUND', 'PROXMOX.INVALID_PARAMETER'];
    if (!(error instanceof ProxmoxError) || !gone.includes(error.code)) throw error;
  });
  await followRecordedTask(context, task);
}

/** Nothing is ended in what somebody else has at the VMID. */
async function runsOurs(context: PhaseContext): Promise<boolean> {
  const { node } = context;
  const { vmid } = context.facts();
  if (vmid === null) return false;
  try {
    return (await node.api.isRunning(vmid)) && (await isOurs(context, vmid));
  } catch (error) {
    if (error instanceof ProxmoxError && error.code === 'PROXMOX.NOT_FOUND') return false;
    throw error;
  }
}

async function stopPrograms(context: PhaseContext): Promise<PhaseOutcome> {
  return inContainer(context, async (shell) => {
    try {
      await new Supervisor(shell, context).cancelAll();
    } catch (error) {
      // It stopped in the meantime, and everything in it.
      if (!(error instanceof SshError) || error.code !== 'SSH.CONTAINER_NOT_RUNNING') throw error;
    }
    return DONE;
  });
}

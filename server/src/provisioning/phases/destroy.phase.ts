import { ProxmoxError } from '../../proxmox/proxmox-error.js';
import { isSuccess } from '../../proxmox/task-follower.js';
import { parseUpid } from '../../proxmox/upid.js';
import { flag } from '../../proxmox/values.js';
import { stopTasks } from './cancellation.js';
import { settled } from './create/adoption.js';
import { failed } from './in-container/container-phase.js';
import { onNode } from './on-node/node-phase.js';
import { notOurs } from './on-node/ownership.js';
import { followNewTask, followRecordedTask } from './on-node/task.js';
import type { Phase, PhaseContext, PhaseOutcome } from './phase.js';

/** Destroys the container and gives its VMID back. Only what carries our marker, at the recorded place, is touched. */
export const destroyPhase: Phase = {
  key: 'destroy',
  title: 'Destroy container',
  weight: 1,
  timeoutMs: 15 * 60_000,
  run: (context) => onNode(() => destroy(context)),
};

async function destroy(context: PhaseContext): Promise<PhaseOutcome> {
  const { vmid, cluster } = context.facts();
  if (vmid === null) return released(context, 'Nothing had been made.');
  if (cluster !== context.node.cluster) return otherCluster(context, vmid);
  await followGoingOn(context, vmid);
  await stopTasks(context);
  const { kind } = await settled(context, vmid);
  switch (kind) {
    case 'absent':
      return released(context, 'It was gone already.');
    case 'ours':
      return remove(context, vmid);
    case 'foreign':
      return isSuccess(context.facts().tasks.create?.status ?? '')
        ? notOurs('DESTROY.NOT_OURS', vmid)
        : released(context, `It had not been made; what has VMID ${String(vmid)} was left alone.`);
    case 'creating':
    case 'locked':
      return locked(vmid);
  }
}

/** What an earlier worker or attempt began goes on; its call's answer may have been lost, so the node is asked. */
async function followGoingOn(context: PhaseContext, vmid: number): Promise<void> {
  const { api } = context.node;
  for (const [task, type] of [
    ['stop', 'vzstop'],
    ['destroy', 'vzdestroy'],
  ] as const) {
    const recorded = context.facts().tasks[task];
    if (recorded?.status === null) {
      await followRecordedTask(context, { phase: 'destroy', task, upid: recorded.upid });
    }
    const upid = (await api.tasksOf(vmid, type)).find((id) => parseUpid(id)?.user === api.user);
    if (upid !== undefined && (await api.taskStatus(upid)).running) {
      await followNewTask(context, { phase: 'destroy', task, upid }, true);
    }
  }
}

async function remove(context: PhaseContext, vmid: number): Promise<PhaseOutcome> {
  const { api } = context.node;
  // The node refuses only at the end, when the container has been switched off for nothing.
  if (flag(await api.containerConfig(vmid), 'protection')) return protectedFrom(vmid);
  if (await api.isRunning(vmid)) {
    const upid = await api.stopContainer(vmid);
    await followNewTask(context, { phase: 'destroy', task: 'stop', upid });
  }
  // Stopping took its time: whose it is counts at the moment of the call.
  if ((await settled(context, vmid)).kind !== 'ours') return notOurs('DESTROY.NOT_OURS', vmid);
  const upid = await startRemoval(context, vmid);
  if (upid === null) return released(context, 'Somebody else has destroyed it just before.');
  const status = await followNewTask(context, { phase: 'destroy', task: 'destroy', upid });
  if ((await settled(context, vmid)).kind === 'absent') return released(context, null);
  return failed({
    code: 'DESTROY.FAILED',
    message: `The node could not destroy container ${String(vmid)}: ${status}`,
    likelyCause: "The last lines of the task's log say more.",
    retryable: true,
  });
}

/** Null if it is gone. */
async function startRemoval({ node }: PhaseContext, vmid: number): Promise<string | null> {
  try {
    return await node.api.destroyContainer(vmid);
  } catch (error) {
    if (error instanceof ProxmoxError && error.code === 'PROXMOX.NOT_FOUND') return null;
    throw error;
  }
}

async function released(context: PhaseContext, note: string | null): Promise<PhaseOutcome> {
  const { container, vmids } = context;
  const cluster = context.facts().cluster ?? context.node.cluster;
  const vmid = await vmids.held({ cluster, container });
  if (vmid !== null) await vmids.release({ cluster, container, vmid });
  await context.secrets.delete(`container:${container}`);
  return { kind: 'completed', note };
}

function otherCluster({ node }: PhaseContext, vmid: number): PhaseOutcome {
  return failed({
    code: 'DESTROY.OTHER_CLUSTER',
    message: `The node belongs to the cluster ${node.cluster} now; container ${String(vmid)} was made in another.`,
    likelyCause: 'The node was moved to another cluster. Nothing was touched.',
    retryable: false,
  });
}

function protectedFrom(vmid: number): PhaseOutcome {
  return failed({
    code: 'DESTROY.PROTECTED',
    message: `Container ${String(vmid)} is protected from being destroyed. It was left as it is.`,
    likelyCause: `It was made so, or somebody protected it. Switch it off in Proxmox VE (Options, Protection), or on the node: pct set ${String(vmid)} --protection 0. Then retry.`,
    retryable: true,
  });
}

function locked(vmid: number): PhaseOutcome {
  return failed({
    code: 'DESTROY.LOCKED',
    message: `Container ${String(vmid)} is locked by a creation that nobody works on.`,
    likelyCause: `A creation was killed. On the node, look at it, then run: pct unlock ${String(vmid)}`,
    retryable: true,
  });
}

import { isSuccess } from '../../proxmox/task-follower.js';
import { stopTasks } from './cancellation.js';
import { settled } from './create/adoption.js';
import { failed } from './in-container/container-phase.js';
import { onNode } from './on-node/node-phase.js';
import { notOurs } from './on-node/ownership.js';
import { followNewTask, noteOf } from './on-node/task.js';
import type { Phase, PhaseContext, PhaseOutcome } from './phase.js';

/** Its programs get this long to end in order; then it is switched off. */
const SHUTDOWN_SECONDS = 60;

/** Shuts the container down. */
export const stopPhase: Phase = {
  key: 'stop',
  title: 'Stop container',
  weight: 1,
  timeoutMs: 5 * 60_000,
  run: (context) => onNode(() => stop(context)),
};

async function stop(context: PhaseContext): Promise<PhaseOutcome> {
  const { api, cluster } = context.node;
  const { vmid, cluster: recorded } = context.facts();
  if (vmid === null || recorded !== cluster) throw new Error('The container is not in this cluster.');
  await stopTasks(context);
  if ((await settled(context, vmid)).kind !== 'ours') return notOurs('STOP.NOT_OURS', vmid);
  if (!(await api.isRunning(vmid))) return { kind: 'completed', note: 'It did not run.' };
  const upid = await api.shutdownContainer(vmid, SHUTDOWN_SECONDS);
  const status = await followNewTask(context, { phase: 'stop', task: 'stop', upid });
  if (isSuccess(status) || !(await api.isRunning(vmid))) return { kind: 'completed', note: noteOf(status) };
  return failed({
    code: 'STOP.FAILED',
    message: `The container did not stop: ${status}`,
    likelyCause: "The last lines of the task's log say more.",
    retryable: true,
  });
}

import { ProxmoxError } from '../../proxmox/proxmox-error.js';
import { isSuccess } from '../../proxmox/task-follower.js';
import { settled } from './create/adoption.js';
import { withFeatures } from './create/features.js';
import { createParameters, markerOf } from './create/create-parameters.js';
import { planCreate } from './create/plan-create.js';
import { preflight } from './create/preflight/preflight.js';
import { provideTemplate } from './create/provide-template.js';
import { withVolumes } from './create/volumes.js';
import { failed } from './in-container/container-phase.js';
import { onNode } from './on-node/node-phase.js';
import type { PhaseTask } from './on-node/task.js';
import { followNewTask, followRecordedTask, noteOf } from './on-node/task.js';
import type { Phase, PhaseContext, PhaseOutcome } from './phase.js';

/** Each round gives up a VMID that proved to be somebody else's; more of them in a row are no accident. */
const ROUNDS = 5;

/** Makes the container. What an earlier attempt began is found again and adopted, never made twice. */
export const createPhase: Phase = {
  key: 'create',
  title: 'Create container',
  weight: 20,
  timeoutMs: 30 * 60_000,
  run: (context) =>
    onNode(async () => withFeatures(context, await withVolumes(context, await create(context)))),
  plan: (context) => Promise.resolve(planCreate(context)),
};

async function create(context: PhaseContext): Promise<PhaseOutcome> {
  const { create: recorded } = context.facts().tasks;
  if (recorded?.status === null) {
    return outcomeOf(await followRecordedTask(context, taskOf(recorded.upid)));
  }
  for (let round = 0; round < ROUNDS; round++) {
    const outcome = (await adopt(context)) ?? (await make(context));
    if (outcome !== null) return outcome;
  }
  return vmidTaken(context.facts().vmid);
}

/** Goes on with what stands at the VMID that was chosen before; null if there is nothing of ours. */
async function adopt(context: PhaseContext): Promise<PhaseOutcome | null> {
  const { vmid, tasks } = context.facts();
  if (vmid === null) return null;
  const found = await settled(context, vmid);
  switch (found.kind) {
    case 'absent':
      return null;
    case 'creating':
      return adoptRunning(context, vmid, found.upid);
    case 'ours': {
      const known = found.upid === null || found.upid === tasks.create?.upid;
      if (known) return { kind: 'completed', note: null };
      return outcomeOf(await followNewTask(context, taskOf(found.upid), true));
    }
    case 'foreign':
      return giveUp(context, vmid);
    case 'locked':
      return failed({
        code: 'CREATE.LOCKED',
        message: `Container ${String(vmid)} is locked by a creation that nobody works on.`,
        likelyCause: killedCreation(vmid),
        retryable: true,
      });
  }
}

async function adoptRunning(context: PhaseContext, vmid: number, upid: string): Promise<PhaseOutcome | null> {
  const status = await followNewTask(context, taskOf(upid), true);
  if (!isSuccess(status)) return outcomeOf(status);
  const { kind } = await settled(context, vmid);
  return kind === 'ours' ? outcomeOf(status) : giveUp(context, vmid);
}

/** The VMID is proved to be somebody else's: another one is chosen, unless a person asked for just this one. */
async function giveUp(context: PhaseContext, vmid: number): Promise<PhaseOutcome | null> {
  if (context.spec.vmid !== null) return vmidTaken(vmid);
  const { cluster } = context.node;
  await context.vmids.release({ cluster, container: context.container, vmid });
  return (await choose(context)) === null ? vmidTaken(vmid) : null;
}

/** Makes the container; null if its VMID was taken just before, so that one has to look who did it. */
async function make(context: PhaseContext): Promise<PhaseOutcome | null> {
  const { spec, secrets, report, node, installation, container } = context;
  const problem = await preflight(context);
  if (problem) return problem;
  const volid = await provideTemplate(context);
  if (typeof volid !== 'string') return volid;
  const vmid = context.facts().vmid ?? (await choose(context));
  if (vmid === null) return vmidTaken(spec.vmid);
  const password = spec.rootPasswordSecret === null ? null : await secrets.read(spec.rootPasswordSecret);
  if (password !== null) report.mask(password);
  const marker = markerOf(installation, container);
  try {
    const upid = await node.api.createContainer(createParameters(spec, { vmid, volid, marker, password }));
    return outcomeOf(await followNewTask(context, taskOf(upid)));
  } catch (error) {
    if (error instanceof ProxmoxError && error.code === 'PROXMOX.ALREADY_EXISTS') return null;
    throw error;
  }
}

/** Reserves a VMID and records it before anything is made with it. */
async function choose({ vmids, node, container, spec, report }: PhaseContext): Promise<number | null> {
  const taken = new Set(await node.api.takenVmids());
  const reserved = await vmids.reserve({
    ...{ cluster: node.cluster, container, wanted: spec.vmid },
    from: await node.api.nextId(),
    isFree: (vmid) => Promise.resolve(!taken.has(vmid)),
  });
  if (reserved.kind === 'taken') return null;
  const { vmid } = reserved;
  await report.fact({ type: 'VmidChosen', data: { vmid, cluster: node.cluster, node: node.name } });
  return vmid;
}

/** Before the archive is unpacked nothing tells whose the container is, so a person has to look. */
const killedCreation = (vmid: number) =>
  `A creation was killed. On the node, look at it, then run: pct unlock ${String(vmid)}; ` +
  `and pct destroy ${String(vmid)} if it was only half made.`;

const taskOf = (upid: string): PhaseTask => ({ phase: 'create', task: 'create', upid });

function outcomeOf(status: string): PhaseOutcome {
  if (isSuccess(status)) return { kind: 'completed', note: noteOf(status) };
  const [code, likelyCause] = reasonOf(status);
  const message = `The node could not create the container: ${status}`;
  return failed({ code, message, likelyCause, retryable: true });
}

function reasonOf(status: string): [code: string, likelyCause: string] {
  if (/no space|out of space|not enough free|insufficient free/i.test(status))
    return ['CREATE.STORAGE_FULL', 'The storage has no room for the disk.'];
  if (/interrupt|unexpected status/i.test(status))
    return ['CREATE.TASK_STOPPED', 'Somebody stopped the task, or the node restarted.'];
  return ['CREATE.TASK_FAILED', "The last lines of the task's log say more."];
}

function vmidTaken(vmid: number | null): PhaseOutcome {
  return failed({
    code: 'CREATE.VMID_TAKEN',
    message: `VMID ${String(vmid)} belongs to another container or virtual machine.`,
    likelyCause: 'It was made by somebody else in the meantime. Choose another VMID.',
    retryable: false,
  });
}

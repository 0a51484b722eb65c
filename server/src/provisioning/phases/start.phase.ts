import { ProxmoxError } from '../../proxmox/proxmox-error.js';
import { isSuccess } from '../../proxmox/task-follower.js';
import type { ContainerShell } from '../../ssh/container-shell.js';
import { failed, inContainer } from './in-container/container-phase.js';
import { onNode } from './on-node/node-phase.js';
import { isOurs, notOurs } from './on-node/ownership.js';
import { step, until } from './on-node/step.js';
import { followNewTask, followRecordedTask } from './on-node/task.js';
import type { Phase, PhaseContext, PhaseOutcome } from './phase.js';
import { addressOf } from './start/address.js';
import { planStart } from './start/plan-start.js';
import { resolvesNames, waitForInit, waitForPackageManager } from './start/system.js';

const RUNNING_MS = 30_000;
const SYSTEM = { phase: 'start', name: 'wait-init', title: 'Wait for the system' } as const;
const ADDRESS = { phase: 'start', name: 'wait-address', title: 'Wait for an address' } as const;
const PACKAGES = { phase: 'start', name: 'wait-packages', title: 'Wait for the package manager' } as const;
const NAMES = { phase: 'start', name: 'wait-dns', title: 'Check that names resolve' } as const;

/** Starts the container and waits until it can be worked in: its system is up, it has an address, names resolve, packages can be installed. */
export const startPhase: Phase = {
  key: 'start',
  title: 'Start container',
  weight: 5,
  timeoutMs: 10 * 60_000,
  run: (context) => onNode(() => inContainer(context, (shell) => start(context, shell))),
  plan: (context) => Promise.resolve(planStart(context)),
};

async function start(context: PhaseContext, shell: ContainerShell): Promise<PhaseOutcome> {
  const { vmid } = context.facts();
  if (vmid === null) throw new Error('The container has no VMID yet.');
  const problem = (await power(context, vmid)) ?? (await waitForSystem(context, shell));
  if (problem) return problem;
  const { address, missing } = await step(context, ADDRESS, () => addressOf(context, vmid, shell));
  if (missing) return noAddress(context);
  if (address !== null && address !== context.facts().address) {
    await context.report.fact({ type: 'AddressResolved', data: { address } });
  }
  const names = await step(context, NAMES, () => resolvesNames(context, shell));
  const packages = await step(context, PACKAGES, () => waitForPackageManager(context, shell));
  const notes = [names.note, packages.note].filter((note) => note !== null);
  return { kind: 'completed', note: notes.length === 0 ? null : notes.join(' ') };
}

/** Switches the container on; null once it runs. */
async function power(context: PhaseContext, vmid: number): Promise<PhaseOutcome | null> {
  const { api } = context.node;
  const { start: recorded } = context.facts().tasks;
  if (recorded?.status === null) {
    await followRecordedTask(context, { phase: 'start', task: 'start', upid: recorded.upid });
  }
  // Whatever follows in the run works in it: here it is made sure that it is the one which was made.
  if (!(await isOurs(context, vmid))) return notOurs('START.NOT_OURS', vmid);
  if (await api.isRunning(vmid)) return null;
  const upid = await startTask(context, vmid);
  if (upid !== null) {
    const status = await followNewTask(context, { phase: 'start', task: 'start', upid });
    // A start whose answer was lost may have come first: this one then fails beside a container that runs.
    if (!isSuccess(status) && !(await api.isRunning(vmid))) return notStarted(status);
  }
  const running = await until(RUNNING_MS, context.signal, async () =>
    (await api.isRunning(vmid)) ? true : null,
  );
  return running ? null : notStarted('it stopped again at once');
}

/** Null if somebody else has started it just before. */
async function startTask({ node: { api } }: PhaseContext, vmid: number): Promise<string | null> {
  try {
    return await api.startContainer(vmid);
  } catch (error) {
    if (error instanceof ProxmoxError && !error.retryable && (await api.isRunning(vmid))) return null;
    throw error;
  }
}

async function waitForSystem(context: PhaseContext, shell: ContainerShell): Promise<PhaseOutcome | null> {
  const { up } = await step(context, SYSTEM, () => waitForInit(context, shell));
  if (up) return null;
  return failed({
    code: 'START.SYSTEM_NOT_UP',
    message: "The container's system did not come up in time.",
    likelyCause: 'Its init system waits for something. Many need nesting; look at its console in Proxmox VE.',
    retryable: true,
    step: 'wait-init',
  });
}

function notStarted(reason: string): PhaseOutcome {
  return failed({
    code: 'START.FAILED',
    message: `The container did not start: ${reason}`,
    likelyCause: "The last lines of the task's log say more.",
    retryable: true,
  });
}

function noAddress({ spec }: PhaseContext): PhaseOutcome {
  return failed({
    code: 'START.NO_ADDRESS',
    message: `The container got no address on ${spec.network.bridge}.`,
    likelyCause:
      spec.network.ipv4 === 'dhcp'
        ? 'There is no DHCP server on that bridge or VLAN; choose another, or a fixed address.'
        : 'No router on that bridge or VLAN announces IPv6, or there is no DHCPv6 server; choose a fixed address.',
    retryable: true,
    step: 'wait-address',
  });
}

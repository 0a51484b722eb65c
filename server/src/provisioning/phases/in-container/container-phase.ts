import type { ContainerShell } from '../../../ssh/container-shell.js';
import { SshError } from '../../../ssh/container-shell.js';
import { NOISE_REMEDY } from '../../../ssh/node-host.js';
import type { PhaseContext, PhaseFailure, PhaseOutcome } from '../phase.js';

/** Where the container keeps what it needs for its phases, and what it knows of them. */
export const CONFIG_ROOT = '/etc/config-manager';
export const STATE_ROOT = '/var/lib/infrahaus';

/** Runs a phase's work in its container; what SSH cannot do, now or ever, becomes a failure with a likely cause. */
export async function inContainer(
  context: PhaseContext,
  work: (shell: ContainerShell) => Promise<PhaseOutcome>,
): Promise<PhaseOutcome> {
  const { vmid } = context.facts();
  if (vmid === null) throw new Error('The container has no VMID yet.');
  try {
    return await work(context.node.container(vmid));
  } catch (error) {
    // The executor tries those again.
    if (!(error instanceof SshError) || error.retryable) throw error;
    return sshFailure(error);
  }
}

/** A failure of SSH that will not pass by itself, as an outcome. */
export function sshFailure(error: SshError): PhaseOutcome {
  return failed({ code: error.code, message: error.message, likelyCause: causeOf(error), retryable: true });
}

/** The failure that an error is after it came so many times in a row; null while it may still pass. */
export function lastingFailure(error: unknown, times: number): PhaseOutcome | null {
  return error instanceof SshError && times >= error.mostAttempts ? sshFailure(error) : null;
}

function causeOf(error: SshError): string {
  switch (error.code) {
    case 'SSH.AUTH_FAILED':
      return "The node's SSH user, password or key has changed since it was registered.";
    case 'SSH.HOST_KEY_CHANGED':
      return 'The node was installed anew, or somebody else answers at its address.';
    case 'SSH.CONTAINER_NOT_RUNNING':
      return 'The container stopped in the meantime; look at its console in Proxmox VE and retry.';
    case 'SSH.GARBLED':
      return NOISE_REMEDY;
    case 'SSH.UNREACHABLE':
    case 'SSH.CONNECTION_LOST':
    case 'SSH.TIMEOUT':
      return 'The node does not answer over SSH.';
  }
}

/** A burst of noise passes; what a login script of the node prints into every session does not. */
const MOST_GARBLED = 6;

/** Noise in the place of an answer. All that the phases ask may be asked again: nothing happens twice for it. */
export function garbled(what: string): SshError {
  const text = `What came over SSH about ${what} could not be understood.`;
  return new SshError('SSH.GARBLED', text, true, MOST_GARBLED);
}

/** A failed outcome. Without a step and an exit code unless they are given. */
export function failed(
  failure: Pick<PhaseFailure, 'code' | 'message' | 'likelyCause' | 'retryable'> & Partial<PhaseFailure>,
): PhaseOutcome {
  return { kind: 'failed', failure: { step: null, exitCode: null, ...failure } };
}

/**
 * The end of a program's output, short enough for a message. Begins with a whole line, or at least a whole word: half
 * a secret would not be recognised when the message is masked.
 */
export function tail(text: string, length = 300): string {
  const trimmed = text.trim();
  if (trimmed.length <= length) return trimmed;
  const end = trimmed.slice(-length);
  const start = Math.max(end.indexOf('\n'), 0) || end.search(/\s/);
  return start === -1 ? '…' : `…${end.slice(start + 1)}`;
}

import type { ProxmoxErrorCode } from '../../../proxmox/proxmox-error.js';
import { ProxmoxError } from '../../../proxmox/proxmox-error.js';
import { SshError } from '../../../ssh/container-shell.js';
import { failed, sshFailure } from '../in-container/container-phase.js';
import type { PhaseOutcome } from '../phase.js';

/** Does a phase's work on the node; a refusal that will not pass by itself becomes a failure with a likely cause. */
export async function onNode(work: () => Promise<PhaseOutcome>): Promise<PhaseOutcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SshError && !error.retryable) return sshFailure(error);
    // The executor tries those again.
    if (!(error instanceof ProxmoxError) || error.retryable) throw error;
    const { code, message } = error;
    return failed({ code, message, likelyCause: causeOf(code), retryable: true });
  }
}

function causeOf(code: ProxmoxErrorCode): string {
  switch (code) {
    case 'PROXMOX.UNAUTHORIZED':
      return "The node's API token was removed, has expired, or was given another secret.";
    case 'PROXMOX.FORBIDDEN':
      return "The node's API token lacks a privilege; the message names it.";
    case 'PROXMOX.FINGERPRINT_CHANGED':
      return 'The node has a new certificate, or somebody else answers at its address.';
    case 'PROXMOX.INVALID_PARAMETER':
      return "This version of Proxmox VE does not take one of the container's settings; the message names it.";
    case 'PROXMOX.NOT_FOUND':
      return 'Something that the container needs was removed from the node in the meantime.';
    case 'PROXMOX.NOT_IMPLEMENTED':
      return 'The version of Proxmox VE is too old.';
    case 'PROXMOX.UNREACHABLE':
    case 'PROXMOX.TIMEOUT':
    case 'PROXMOX.PROXY_FAILED':
      return 'The node is off, overloaded, or cut off from the network.';
    case 'PROXMOX.LOCKED':
      return 'Another task works on the same container.';
    case 'PROXMOX.ALREADY_EXISTS':
    case 'PROXMOX.FAILED':
      return "The node's own words in the message say more.";
  }
}

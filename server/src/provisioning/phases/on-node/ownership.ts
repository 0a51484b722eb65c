import { text } from '../../../proxmox/values.js';
import { carriesMarker, markerOf } from '../create/create-parameters.js';
import { failed } from '../in-container/container-phase.js';
import type { PhaseContext, PhaseOutcome } from '../phase.js';

/** Whether what stands at a VMID carries the mark of this container. If not, it is somebody else's. */
export async function isOurs(
  { node, installation, container }: PhaseContext,
  vmid: number,
): Promise<boolean> {
  const config = await node.api.containerConfig(vmid);
  return carriesMarker(text(config, 'description'), markerOf(installation, container));
}

/** @param code of the failure */
export function notOurs(code: string, vmid: number): PhaseOutcome {
  return failed({
    code,
    message: `What has VMID ${String(vmid)} on this node does not carry the mark of this container. It was left alone.`,
    likelyCause:
      'It was destroyed and the VMID given to another, it was moved to another node, or its description was edited.',
    retryable: true,
  });
}

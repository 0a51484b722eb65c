import { text } from '../../../proxmox/values.js';
import type { PhaseContext } from '../phase.js';
import { until } from '../on-node/step.js';

const DHCP_MS = 60_000;
/** By then somebody who configures addresses by hand inside would have them; nobody need have. */
const MANUAL_MS = 5_000;

/** The IPv4 address of the container's first network card, or null if it gets none. */
export async function addressOf(context: PhaseContext, vmid: number): Promise<string | null> {
  const { api } = context.node;
  const { ipv4 } = context.spec.network;
  if (ipv4 !== 'dhcp' && ipv4 !== 'manual') return ipv4.split('/')[0] ?? null;
  const mac = macOf(text(await api.containerConfig(vmid), 'net0') ?? '');
  return until(ipv4 === 'dhcp' ? DHCP_MS : MANUAL_MS, context.signal, async () => {
    const card = (await api.interfaces(vmid)).find((candidate) => candidate.mac === mac);
    return card?.ipv4.find(isRoutable) ?? null;
  });
}

/** The hardware address in a network card's property string, in lower case. */
export function macOf(net0: string): string | null {
  return /(?:^|,)hwaddr=([^,]+)/.exec(net0)?.[1]?.toLowerCase() ?? null;
}

/** Link-local addresses are what a card gives itself while there is no DHCP server. */
export function isRoutable(address: string): boolean {
  return !address.startsWith('169.254.') && !address.startsWith('127.');
}

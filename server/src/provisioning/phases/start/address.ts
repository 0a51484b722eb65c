import { isIPv6 } from 'node:net';
import { ProxmoxError } from '../../../proxmox/proxmox-error.js';
import { text } from '../../../proxmox/values.js';
import type { ContainerShell } from '../../../ssh/container-shell.js';
import type { NetworkSpec } from '../../../containers/domain/container-spec.js';
import type { PhaseContext } from '../phase.js';
import { waitFor } from '../on-node/step.js';

const AUTOMATIC_MS = 60_000;
/** The system sets it by itself, unless somebody took its network configuration away. */
const FIXED_MS = 20_000;
/** By then somebody who configures addresses by hand inside would have them; nobody need have. */
const MANUAL_MS = 5_000;
const ASK_MS = 10_000;
const STEP = 'wait-address';

export interface FoundAddress {
  /** Without prefix length; null if the container got none. */
  readonly address: string | null;
  readonly note: string | null;
  /** Whether the container should have got one. */
  readonly missing: boolean;
}

/** How the first network card gets the address by which people reach the container. IPv4 goes first. */
export function expectedAddress({ ipv4, ipv6 }: Pick<NetworkSpec, 'ipv4' | 'ipv6'>) {
  const fixed = [ipv4, ipv6].find((value) => value.includes('/'))?.split('/')[0];
  if (ipv4 === 'dhcp') return { how: 'DHCP', limitMs: AUTOMATIC_MS, fixed: null, family: 4 } as const;
  if (fixed !== undefined)
    return { how: 'its configuration', limitMs: FIXED_MS, fixed, family: null } as const;
  if (ipv6 === 'auto') return { how: 'SLAAC', limitMs: AUTOMATIC_MS, fixed: null, family: 6 } as const;
  if (ipv6 === 'dhcp') return { how: 'DHCPv6', limitMs: AUTOMATIC_MS, fixed: null, family: 6 } as const;
  return { how: 'a configuration by hand', limitMs: MANUAL_MS, fixed: null, family: null } as const;
}

/** Waits until the container's first network card has the address that it should get. */
export async function addressOf(
  context: PhaseContext,
  vmid: number,
  shell: ContainerShell,
): Promise<FoundAddress> {
  const { how, limitMs, fixed, family } = expectedAddress(context.spec.network);
  const card = text(await context.node.api.containerConfig(vmid), 'net0') ?? '';
  let seen: string[] = [];
  const wait = { what: () => `an address by ${how}`, limitMs, step: STEP };
  const found = await waitFor(context, wait, async () => {
    seen = (await addressesOf(context, vmid, card, shell)).filter(isRoutable);
    const wanted = seen.filter((address) => family === null || isIPv6(address) === (family === 6));
    return (fixed === null ? wanted[0] : wanted.find((address) => address === fixed)) ?? null;
  });
  if (found !== null) return { address: found, note: found, missing: false };
  if (fixed !== null) return { address: fixed, note: `${fixed} is not to be seen yet.`, missing: false };
  const [other = null] = seen;
  const note = other === null ? null : `${other}; nothing came by ${how}.`;
  return { address: other, note, missing: other === null && family !== null };
}

/** What the node tells of the card with this hardware address; where it does not tell, what the container itself does. */
async function addressesOf(
  { node: { api }, signal }: PhaseContext,
  vmid: number,
  net0: string,
  shell: ContainerShell,
): Promise<string[]> {
  const mac = macOf(net0);
  const cards = await api.interfaces(vmid).catch((error: unknown) => {
    if (error instanceof ProxmoxError && !error.retryable) return [];
    throw error;
  });
  const card = cards.find((candidate) => candidate.mac === mac);
  if (card) return [...card.ipv4, ...card.ipv6];
  const { stdout } = await shell.exec(LIST, { signal, timeoutMs: ASK_MS });
  return parseAddresses(stdout, nameOf(net0));
}

const LIST = ['/bin/sh', '-c', 'ip -o addr show 2>/dev/null || ifconfig'];

/** The addresses of one card in the output of `ip -o addr` (iproute2, BusyBox) or `ifconfig` (BusyBox, net-tools). */
export function parseAddresses(output: string, card: string): string[] {
  let current = '';
  return output.split('\n').flatMap((line) => {
    const [, oneline, classic] = /^(?:\d+:\s+([^\s@:]+)|([^\s@:]+))/.exec(line) ?? [];
    current = oneline ?? classic ?? current;
    const found = /\binet6? (?:addr: ?)?([0-9a-fA-F.:]+)/.exec(line)?.[1];
    return current === card && found !== undefined ? [found] : [];
  });
}

/** The hardware address in a network card's property string, in lower case. */
export function macOf(net0: string): string | null {
  return /(?:^|,)hwaddr=([^,]+)/.exec(net0)?.[1]?.toLowerCase() ?? null;
}

function nameOf(net0: string): string {
  return /(?:^|,)name=([^,]+)/.exec(net0)?.[1] ?? 'eth0';
}

/** Link-local addresses are what a card gives itself while nobody else gives it one. */
export function isRoutable(address: string): boolean {
  return !/^(169\.254\.|127\.|fe[89ab][0-9a-f]:|::1$)/i.test(address);
}

import type { ContainerSpec } from '../../../../containers/domain/container-spec.js';
import type { Guest } from '../../../../proxmox/answers.js';
import type { ProxmoxClient } from '../../../../proxmox/proxmox-client.js';
import type { Row } from '../../../../proxmox/values.js';
import type { Seen } from './seen.js';

export interface Neighbour {
  readonly name: string;
  readonly vmid: number;
  readonly addresses: readonly string[];
}
export interface Neighbours {
  readonly known: readonly Neighbour[];
  /** Containers that were not asked because there are too many, or that did not answer. */
  readonly notAsked: number;
}

/** A cluster with more containers than that is not asked one by one for a form that waits. */
const MOST = 200;

/** The addresses that the request wants for itself, without prefix length. */
export function wantedAddresses({ network, moreNetworks }: ContainerSpec): string[] {
  return [network, ...moreNetworks]
    .flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6])
    .filter((value) => value.includes('/'))
    .map((value) => value.slice(0, value.indexOf('/')));
}

/** The addresses of the cluster's containers: those that their configuration names, and those that running ones got. */
export async function neighboursOf(
  api: ProxmoxClient,
  guests: Promise<Seen<readonly Guest[]>>,
  spec: ContainerSpec,
): Promise<Neighbours> {
  if (wantedAddresses(spec).length === 0) return { known: [], notAsked: 0 };
  const seen = await guests;
  if (seen.kind === 'unseen') throw seen.error;
  const containers = seen.value.filter(({ kind }) => kind === 'container');
  const asked = containers.slice(0, MOST);
  const answers = await Promise.all(
    asked.map((guest) => addressesOf(api, guest).catch(() => null)), // it may be gone by now
  );
  const known = answers.filter((answer) => answer !== null);
  return { known, notAsked: containers.length - known.length };
}

async function addressesOf(api: ProxmoxClient, { vmid, name, node, running }: Guest): Promise<Neighbour> {
  const config = await api.containerConfig(vmid, node);
  const given = configured(config);
  const got = running ? await api.interfaces(vmid, node) : [];
  return { vmid, name, addresses: [...given, ...got.flatMap(({ ipv4, ipv6 }) => [...ipv4, ...ipv6])] };
}

/** The static addresses in a container's configuration. */
export function configured(config: Row): string[] {
  return Object.entries(config)
    .filter(([key]) => /^net\d+$/.test(key))
    .flatMap(([, value]) => [...String(value).matchAll(/(?:^|,)ip6?=([^,/]+)\//g)])
    .map(([, address]) => address ?? '');
}

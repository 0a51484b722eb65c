import type { ContainerNetwork } from '../containers/runtime.js';
import type { StoredContainer } from '../store.js';
import { parsePropertyString } from './property-string.js';

/** What the container's first network card has; an address by DHCP follows from the VMID, so that it stays the same. */
export function networkOf({ vmid, config }: StoredContainer): ContainerNetwork {
  const net = config['net0'];
  if (net === undefined) return { mac: '', address: null, gateway: null };
  const properties = parsePropertyString(net);
  const mac = (properties.get('hwaddr') ?? '').toLowerCase();
  const ip = properties.get('ip');
  const bridge = properties.get('bridge') ?? 'vmbr0';
  if (ip === undefined || ip === 'manual') return { mac, address: null, gateway: null, bridge };
  if (ip !== 'dhcp') return { mac, address: ip, gateway: properties.get('gw') ?? null, bridge };
  const third = bridge === 'vmbr1' ? 98 : 99;
  return {
    mac,
    address: `10.${third}.${(vmid >> 8) % 255}.${(vmid % 254) + 1}/16`,
    gateway: `10.${third}.255.1`,
    bridge,
  };
}

/** Where the right to use a bridge is looked up: bridges of a node belong to the zone `localnetwork`. */
export function bridgePath(bridge: string): string {
  return `/sdn/zones/localnetwork/${bridge}`;
}

import type { ContainerSpec } from '../../../../containers/domain/container-spec.js';
import type { Privilege } from '../../../../proxmox/privileges.js';

const CONTAINER = [
  'VM.Allocate',
  'VM.Audit',
  'VM.PowerMgmt',
  'VM.Config.CPU',
  'VM.Config.Memory',
  'VM.Config.Disk',
  'VM.Config.Network',
  'VM.Config.Options',
];

/** What the token needs for this container, with the path on which Proxmox VE asks for it. */
export function neededPrivileges(spec: ContainerSpec, node: string, downloadTo: string | null): Privilege[] {
  const storages = new Set([spec.storage, ...spec.mountPoints.map(({ storage }) => storage)]);
  const cards = [spec.network, ...spec.moreNetworks];
  return [
    // A container in a pool may be allowed by the pool.
    ...CONTAINER.map((name) =>
      spec.pool === null ? { path: '/vms', name } : { path: '/vms', name, orPath: `/pool/${spec.pool}` },
    ),
    ...[...storages].flatMap((storage) => [
      { path: `/storage/${storage}`, name: 'Datastore.AllocateSpace' },
      { path: `/storage/${storage}`, name: 'Datastore.Audit' },
    ]),
    ...(downloadTo === null ? [] : [{ path: `/storage/${downloadTo}`, name: 'Datastore.AllocateTemplate' }]),
    ...cards.map(({ bridge, vlan }) => ({ path: sdnPath(bridge, vlan), name: 'SDN.Use' })),
    { path: `/nodes/${node}`, name: 'Sys.Audit' },
    ...(spec.unprivileged ? [] : [{ path: '/', name: 'Sys.Modify' }]),
  ];
}

/** A bridge counts as a vnet of the zone `localnetwork`; a VLAN on it is a path of its own. */
function sdnPath(bridge: string, vlan: number | null): string {
  const path = `/sdn/zones/localnetwork/${bridge}`;
  return vlan === null ? path : `${path}/${String(vlan)}`;
}

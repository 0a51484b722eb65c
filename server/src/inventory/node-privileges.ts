import type { Permissions, Privilege } from '../proxmox/privileges.js';

const ON_MACHINES = [
  'VM.Allocate',
  'VM.Audit',
  'VM.PowerMgmt',
  'VM.Config.CPU',
  'VM.Config.Memory',
  'VM.Config.Disk',
  'VM.Config.Network',
  'VM.Config.Options',
];
const ON_STORAGES = ['Datastore.AllocateSpace', 'Datastore.Audit', 'Datastore.AllocateTemplate'];

/** What runs need, each with the path on which it is asked; `install-node.sh` grants just these. */
export const NEEDED_PRIVILEGES: readonly Privilege[] = [
  ...ON_MACHINES.map((name) => ({ path: '/vms', name })),
  ...ON_STORAGES.map((name) => ({ path: '/storage', name })),
  { path: '/sdn/zones', name: 'SDN.Use' },
  { path: '/', name: 'Sys.Audit' },
];

/** Privileges by which somebody could do far more than making containers, if they are granted anywhere. */
const FAR_REACHING = [
  'Permissions.Modify',
  'Sys.Modify',
  'Sys.PowerMgmt',
  'Sys.Console',
  'User.Modify',
  'Group.Allocate',
  'Realm.Allocate',
  'Realm.AllocateUser',
  'Datastore.Allocate',
  'SDN.Allocate',
  'Mapping.Modify',
];

/** Names of granted privileges that go far beyond what runs need. */
export function broadPrivileges(permissions: Permissions): string[] {
  const granted = new Set(Object.values(permissions).flatMap((privileges) => Object.keys(privileges)));
  return FAR_REACHING.filter((name) => granted.has(name));
}

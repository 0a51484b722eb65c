/** What has to do with containers, storages, networks and nodes, in every release that the lab plays. */
const COMMON = [
  'Datastore.Allocate', 'Datastore.AllocateSpace', 'Datastore.AllocateTemplate', 'Datastore.Audit', 'Pool.Allocate',
  'Pool.Audit', 'SDN.Audit', 'SDN.Use', 'Sys.AccessNetwork', 'Sys.Audit', 'Sys.Modify', 'VM.Allocate', 'VM.Audit',
  'VM.Backup', 'VM.Clone', 'VM.Config.CPU', 'VM.Config.Disk', 'VM.Config.Memory', 'VM.Config.Network',
  'VM.Config.Options', 'VM.Console', 'VM.PowerMgmt', 'VM.Snapshot', 'VM.Snapshot.Rollback',
]; // prettier-ignore

/** Proxmox VE 9 took VM.Monitor away and divided it. */
export const PRIVILEGES_OF_8: readonly string[] = [...COMMON, 'VM.Monitor'];
export const PRIVILEGES_OF_9: readonly string[] = [
  ...COMMON, 'VM.GuestAgent.Audit', 'VM.GuestAgent.FileRead', 'VM.GuestAgent.FileSystemMgmt', 'VM.GuestAgent.FileWrite',
  'VM.GuestAgent.Unrestricted', 'VM.Replicate',
]; // prettier-ignore

/** What changing an entry of a container's configuration takes, see PVE::LXC::check_ct_modify_config_perm. */
export function privilegeToConfigure(key: string): string {
  if (['cores', 'cpuunits', 'cpulimit'].includes(key)) return 'VM.Config.CPU';
  if (key === 'memory' || key === 'swap') return 'VM.Config.Memory';
  if (key === 'rootfs' || /^(?:mp|unused)\d+$/.test(key)) return 'VM.Config.Disk';
  if (/^net\d+$/.test(key) || ['nameserver', 'searchdomain', 'hostname'].includes(key))
    return 'VM.Config.Network';
  return key === 'features' ? 'VM.Allocate' : 'VM.Config.Options';
}

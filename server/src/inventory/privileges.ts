/** What a run needs, each with the path on which it is asked (Proxmox VE's user management, "Privileges"). */
const NEEDED: readonly (readonly [path: string, privilege: string])[] = [
  ['/vms', 'VM.Allocate'],
  ['/vms', 'VM.Audit'],
  ['/vms', 'VM.PowerMgmt'],
  ['/vms', 'VM.Config.Options'],
  ['/storage', 'Datastore.AllocateSpace'],
  ['/storage', 'Datastore.Audit'],
  ['/', 'Sys.Audit'],
];

/** Privileges that a token lacks, by name. A privilege on a parent path counts for what is below it. */
export function missingPrivileges(
  permissions: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): string[] {
  const has = (path: string, privilege: string) =>
    [path, '/'].some((candidate) => permissions[candidate]?.[privilege] !== undefined);
  return NEEDED.filter(([path, privilege]) => !has(path, privilege)).map(
    ([path, privilege]) => `${privilege} on ${path}`,
  );
}

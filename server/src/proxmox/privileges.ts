import type { Row } from './values.js';
import { flag } from './values.js';

/** A privilege, and the path of Proxmox VE's access control on which it is asked. */
export interface Privilege {
  readonly path: string;
  readonly name: string;
  /** Another path on which having it is enough. */
  readonly orPath?: string;
}
/** The answer of `GET /access/permissions`: by path the privileges, whose value tells whether they are passed on below it. */
export type Permissions = Readonly<Record<string, Row>>;

/**
 * Which of the wanted privileges are not granted. What is granted on a path replaces what comes from above, so the
 * nearest path that the answer lists decides (Proxmox VE Administration Guide, "User Management", "Paths").
 */
export function missingPrivileges(permissions: Permissions, wanted: readonly Privilege[]): Privilege[] {
  return wanted.filter(
    ({ path, name, orPath }) =>
      !isGranted(permissions, path, name) && !(orPath !== undefined && isGranted(permissions, orPath, name)),
  );
}

function isGranted(permissions: Permissions, path: string, name: string): boolean {
  const own = permissions[path];
  if (own) return Object.hasOwn(own, name);
  for (let above = parentOf(path); above !== null; above = parentOf(above)) {
    const inherited = permissions[above];
    if (inherited) return flag(inherited, name);
  }
  return false;
}

function parentOf(path: string): string | null {
  if (path === '/') return null;
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}

/** Grouped for people: `VM.Allocate, VM.Audit on /vms`. */
export function describePrivileges(privileges: readonly Privilege[]): string[] {
  const byPath = Map.groupBy(privileges, ({ path }) => path);
  return [...byPath].map(([path, group]) => `${group.map(({ name }) => name).join(', ')} on ${path}`);
}

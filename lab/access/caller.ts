import { PveError } from '../api/pve-error.js';

/** Privileges by path; what holds on a path holds below it, see the User Management chapter of the Proxmox VE manual. */
export type Grants = Readonly<Record<string, readonly string[]>>;

/** Whoever makes a call, and what it may do. */
export class Caller {
  constructor(
    /** `user@realm` or, for a token, `user@realm!name`. */
    readonly name: string,
    private readonly grants: Grants,
    /** root@pam by a ticket: it may do what no privilege stands for. Its tokens may not. */
    readonly isRoot: boolean,
    /** The pool that a guest is in: what holds on the pool holds on the guest too. */
    private readonly poolOf: (vmid: number) => string | null = () => null,
  ) {}

  /** The same one as if this guest were in the pool already, as it is while it is made there. */
  within(pool: string, vmid: number): Caller {
    const poolOf = (other: number): string | null => (other === vmid ? pool : this.poolOf(other));
    return new Caller(this.name, this.grants, this.isRoot, poolOf);
  }

  can(path: string, privilege: string): boolean {
    if (this.isRoot || this.isGranted(path, privilege)) return true;
    const [, vmid] = /^\/vms\/(\d+)$/.exec(path) ?? [];
    const pool = vmid === undefined ? null : this.poolOf(Number(vmid));
    return pool !== null && this.isGranted(`/pool/${pool}`, privilege);
  }

  private isGranted(path: string, privilege: string): boolean {
    return prefixes(path).some((prefix) => this.grants[prefix]?.includes(privilege) === true);
  }

  canAny(path: string, privileges: readonly string[]): boolean {
    return privileges.some((privilege) => this.can(path, privilege));
  }

  /** Throws the 403 of Proxmox VE if one of them is missing. */
  requireAll(path: string, ...privileges: readonly string[]): void {
    if (privileges.every((privilege) => this.can(path, privilege))) return;
    throw new PveError(403, `Permission check failed (${path}, ${privileges.join('|')})`);
  }

  requireAny(path: string, ...privileges: readonly string[]): void {
    if (this.canAny(path, privileges)) return;
    throw new PveError(403, `Permission check failed (${path}, ${privileges.join('|')})`);
  }

  /** What `GET /access/permissions` tells of a path: each privilege, and that it holds below it too. */
  permissionsOn(path: string, all: readonly string[]): Record<string, 1> {
    return Object.fromEntries(all.filter((privilege) => this.can(path, privilege)).map((name) => [name, 1]));
  }

  /** The paths for which something was granted. */
  grantedPaths(): string[] {
    return Object.keys(this.grants);
  }

  /** Its own tasks, and a user's those of the user's tokens. */
  owns(task: { readonly user: string }): boolean {
    return task.user === this.name || task.user.startsWith(`${this.name}!`);
  }
}

/** `/vms/101` → `/vms/101`, `/vms`, `/`. */
function prefixes(path: string): string[] {
  const parts = path.split('/').filter(Boolean);
  return Array.from(
    { length: parts.length + 1 },
    (_, length) => `/${parts.slice(0, parts.length - length).join('/')}`,
  );
}

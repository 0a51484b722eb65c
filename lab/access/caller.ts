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
  ) {}

  can(path: string, privilege: string): boolean {
    return this.isRoot || prefixes(path).some((prefix) => this.grants[prefix]?.includes(privilege) === true);
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

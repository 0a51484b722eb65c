import type { ExecResult } from './container-shell.js';
import { runCommand } from './run-command.js';
import type { SshConnection } from './ssh-connection.js';

/** What the SSH login of a node can do with `pct`. */
export interface HostReport {
  /** The host's name by its own account, or null if it does not tell. */
  readonly hostname: string | null;
  /** `whole`: everything on the node. `restricted`: only what the wrapper infrahaus-pct allows. */
  readonly pct: 'whole' | 'restricted' | 'missing';
  /** What the node said when `pct` could not be used. */
  readonly complaint: string;
}

/** A node itself, by SSH: only ever its `pct`. */
export interface NodeHost {
  /** Rejects with `SshError` when nobody can log in. */
  probe(signal?: AbortSignal): Promise<HostReport>;
  /** Sets options of a container that Proxmox VE's API lets nobody but root@pam set. */
  set(vmid: number, options: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<ExecResult>;
}

/** What is sent for `set`; also what the plan of a run shows. */
export function pctSet(vmid: number | string, options: Readonly<Record<string, string>>): string[] {
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return ['pct', 'set', String(vmid), ...words];
}

const LIMIT_MS = 15_000;
const SET_LIMIT_MS = 60_000;
/** How the wrapper of a restricted key (`server/assets/node/infrahaus-pct`) begins what it says. */
const WRAPPER = /^infrahaus-pct on (\S+):/m;

export class SshNodeHost implements NodeHost {
  constructor(private readonly connection: SshConnection) {}

  /** Asks for what the wrapper never allows, so that its refusal tells that the login is restricted. */
  async probe(signal?: AbortSignal): Promise<HostReport> {
    const listed = await this.run(['pct', 'list'], LIMIT_MS, signal);
    const complaint = listed.stderr.trim();
    const [, restricted] = WRAPPER.exec(complaint) ?? [];
    if (restricted !== undefined) return { hostname: restricted, pct: 'restricted', complaint: '' };
    const name = (await this.run(['hostname'], LIMIT_MS, signal)).stdout.trim();
    const hostname = name === '' ? null : (name.split('.')[0] ?? null);
    const usable = listed.exitCode === 0;
    return { hostname, pct: usable ? 'whole' : 'missing', complaint: usable ? '' : complaint };
  }

  set(vmid: number, options: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<ExecResult> {
    return this.run(pctSet(vmid, options), SET_LIMIT_MS, signal);
  }

  private run(words: readonly string[], timeoutMs: number, signal?: AbortSignal): Promise<ExecResult> {
    return runCommand(this.connection, words, { timeoutMs, ...(signal ? { signal } : {}) });
  }
}

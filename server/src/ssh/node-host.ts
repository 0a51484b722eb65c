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
  /** The first line of what comes with every answer unasked, so that no answer can be read; null if none does. */
  readonly noise: string | null;
}

/** What to do about noise, wherever it is found. */
export const NOISE_REMEDY =
  'Something on the node prints into every SSH session, often a line in ~/.bashrc: let it do so only in a terminal.';

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

  /** Noise may be a burst that passes; what is there the second time too comes with every answer. */
  async probe(signal?: AbortSignal): Promise<HostReport> {
    const report = await this.look(signal);
    return report.noise === null ? report : this.look(signal);
  }

  /** Asks for what the wrapper never allows, so that its refusal tells that the login is restricted. */
  private async look(signal?: AbortSignal): Promise<HostReport> {
    const listed = await this.run(['pct', 'list'], LIMIT_MS, signal);
    const complaint = listed.stderr.trim();
    const noise = noiseBefore(LISTED, listed.stdout);
    const [, restricted] = WRAPPER.exec(complaint) ?? [];
    if (restricted !== undefined) return { hostname: restricted, pct: 'restricted', complaint: '', noise };
    const named = (await this.run(['hostname'], LIMIT_MS, signal)).stdout;
    const usable = listed.exitCode === 0;
    return {
      hostname: NAMED.exec(named)?.[1] ?? null,
      ...{ pct: usable ? 'whole' : 'missing', complaint: usable ? '' : complaint },
      noise: noise ?? noiseBefore(NAMED, named),
    };
  }

  set(vmid: number, options: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<ExecResult> {
    return this.run(pctSet(vmid, options), SET_LIMIT_MS, signal);
  }

  private run(words: readonly string[], timeoutMs: number, signal?: AbortSignal): Promise<ExecResult> {
    return runCommand(this.connection, words, { timeoutMs, ...(signal ? { signal } : {}) });
  }
}

/** `pct list` prints a heading and what stands below it, or nothing at all without containers. */
const LISTED = /^(?:VMID\s|$)/;
/** Without the domain. */
const NAMED = /^(?:([^\s.]+)\S*)?\s*$/;
const NOISE_SHOWN = 80;

function noiseBefore(answer: RegExp, stdout: string): string | null {
  if (answer.test(stdout)) return null;
  const [line = ''] = stdout.trim().split('\n', 1);
  return answer.test(line) ? 'an empty line' : line.slice(0, NOISE_SHOWN);
}

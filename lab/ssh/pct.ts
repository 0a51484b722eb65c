import { finished } from 'node:stream/promises';
import type { Cluster } from '../cluster/cluster.js';
import { hostnameOf } from '../cluster/cluster.js';
import { updateParameters } from '../cluster/lxc-parameters.js';
import { checkParameters } from '../api/parameters.js';
import { PveError } from '../api/pve-error.js';
import type { ContainerProcess } from '../containers/runtime.js';
import { CommandError } from './command.js';
import type { Command, CommandIo } from './command.js';

/** What a login by SSH sets, and `--keep-env 1` therefore passes on into the container. */
const SESSION_ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  USER: 'root',
  LOGNAME: 'root',
  SHELL: '/bin/bash',
  LANG: 'C.UTF-8',
} as const;

/** What `lxc-attach` itself leaves when the environment is cleared. */
const CLEAR_ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
} as const;

/** The part of pct(1) that a client needs: exec, push, status, list, config, set, unlock. */
export function pct(cluster: Cluster, node: string): Command {
  return async ([name = '', ...argv], io) => {
    const tool = new Pct(cluster, node, io);
    switch (name) {
      case 'exec':
        return tool.exec(argv);
      case 'push':
        return tool.push(argv);
      case 'status':
        return tool.status(argv);
      case 'list':
        return tool.list();
      case 'config':
        return tool.config(argv);
      case 'set':
        return tool.set(argv);
      case 'unlock':
        return tool.unlock(argv);
      default:
        throw new CommandError(255, `ERROR: unknown command 'pct ${name}'`);
    }
  };
}

class Pct {
  constructor(
    private readonly cluster: Cluster,
    private readonly node: string,
    private readonly io: CommandIo,
  ) {}

  /** `pct exec VMID [--keep-env 0|1] -- program argument…`; without a shell, exit code passed through. */
  async exec(argv: readonly string[]): Promise<number> {
    const { vmid, rest, options } = parse(argv, ['keep-env']);
    if (rest.length === 0) throw new CommandError(255, '400 not enough arguments');
    this.requireOwned(vmid);
    this.requireRunning(vmid);
    const keep = options.get('keep-env') !== '0';
    const environment = { ...(keep ? SESSION_ENVIRONMENT : CLEAR_ENVIRONMENT), container: 'lxc' };
    return this.attach(this.cluster.runtime.exec(vmid, rest, environment));
  }

  /** `pct push VMID /dev/stdin PATH [--user U] [--group G] [--perms 0644]`; the pretend host has no other files. */
  async push(argv: readonly string[]): Promise<number> {
    const { vmid, rest, options } = parse(argv, ['user', 'group', 'perms']);
    const [source, destination] = rest;
    if (source === undefined || destination === undefined)
      throw new CommandError(255, '400 not enough arguments');
    this.requireOwned(vmid);
    this.requireRunning(vmid);
    if (source !== '/dev/stdin') throw new CommandError(2, `failed to open ${source} for reading: No such file or directory`); // prettier-ignore
    const owner = `${options.get('user') ?? 'root'}:${options.get('group') ?? 'root'}`;
    const script = 'cat >"$1" && chown "$2" "$1" && chmod "$3" "$1"';
    const words = ['/bin/sh', '-c', script, 'push', destination, owner, options.get('perms') ?? '644'];
    const code = await this.attach(this.cluster.runtime.exec(vmid, words, CLEAR_ENVIRONMENT));
    return code === 0 ? 0 : 255;
  }

  status(argv: readonly string[]): number {
    const { vmid } = parse(argv, []);
    this.requireOwned(vmid);
    this.io.stdout.write(`status: ${this.cluster.runtime.isRunning(vmid) ? 'running' : 'stopped'}\n`);
    return 0;
  }

  list(): number {
    const rows = this.cluster.store
      .containers()
      .filter((container) => container.node === this.node)
      .map((container) => [
        String(container.vmid),
        this.cluster.runtime.isRunning(container.vmid) ? 'running' : 'stopped',
        container.config['lock'] ?? '',
        hostnameOf(container),
      ]);
    const widths = [10, 10, 12, 20];
    const all = rows.length === 0 ? [] : [['VMID', 'Status', 'Lock', 'Name'], ...rows];
    const lines = all.map((row) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' '));
    this.io.stdout.write(lines.map((line) => `${line}\n`).join(''));
    return 0;
  }

  config(argv: readonly string[]): number {
    const { vmid } = parse(argv, []);
    const { config } = this.requireOwned(vmid);
    const lines = Object.entries(config).map(
      ([key, value]) => `${key}: ${encodeURI(value).replaceAll('%20', ' ')}\n`,
    );
    this.io.stdout.write(lines.sort().join(''));
    return 0;
  }

  set(argv: readonly string[]): number {
    const { vmid, options } = parse(argv, null);
    const { config } = this.requireOwned(vmid);
    const given = new Map<string, string>([...options, ['node', this.node], ['vmid', String(vmid)]]);
    try {
      checkParameters(updateParameters(this.cluster.version), given);
    } catch (error) {
      throw new CommandError(255, error instanceof PveError ? describeProblem(error) : String(error));
    }
    if (config['lock'] !== undefined) throw new CommandError(255, `CT is locked (${config['lock']})`);
    const removed = (options.get('delete') ?? '').split(/[ ,;]+/).filter(Boolean);
    const changes = new Map<string, string | null>(removed.map((key) => [key, null]));
    for (const [key, value] of options) if (key !== 'delete') changes.set(key, value);
    this.cluster.configure(this.node, vmid, changes);
    return 0;
  }

  unlock(argv: readonly string[]): number {
    const { vmid } = parse(argv, []);
    this.requireOwned(vmid);
    this.cluster.configure(this.node, vmid, new Map([['lock', null]]));
    return 0;
  }

  private requireOwned(vmid: number) {
    try {
      return this.cluster.container(this.node, vmid);
    } catch (error) {
      throw new CommandError(2, error instanceof Error ? error.message : String(error));
    }
  }

  private requireRunning(vmid: number): void {
    if (!this.cluster.runtime.isRunning(vmid))
      throw new CommandError(255, `container '${vmid}' not running!`);
  }

  /** Connects the client's streams with those of a process in the container. */
  private async attach(child: ContainerProcess): Promise<number> {
    // A client that goes away, or a program that does not read its input, is no fault of this side.
    child.stdin.on('error', () => undefined);
    this.io.stdin.pipe(child.stdin);
    child.stdout.pipe(this.io.stdout, { end: false });
    child.stderr.pipe(this.io.stderr, { end: false });
    finished(this.io.stdout).catch(() => {
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
    });
    this.io.onSignal((signal) => {
      child.kill(signal);
    });
    const code = await child.exited;
    this.io.stdin.unpipe(child.stdin);
    return code;
  }
}

interface Parsed {
  readonly vmid: number;
  readonly rest: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

/** Options may be written `--name value`, `-name value` or `--name=value`; `--` ends them. Null: any name is known. */
function parse(argv: readonly string[], known: readonly string[] | null): Parsed {
  const rest: string[] = [];
  const options = new Map<string, string>();
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--') {
      rest.push(...argv.slice(at + 1));
      break;
    }
    const option = /^--?([a-z][\w-]*)(?:=(.*))?$/s.exec(word);
    if (!option) rest.push(word);
    else {
      const name = option[1] ?? '';
      if (known && !known.includes(name))
        throw new CommandError(255, `Unknown option: ${name}\n400 unable to parse option`);
      options.set(name, option[2] ?? argv[++at] ?? '');
    }
  }
  const vmid = rest.shift() ?? '';
  if (!/^[1-9]\d{2,8}$/.test(vmid)) {
    throw new CommandError(
      255,
      `400 Parameter verification failed.\nvmid: type check ('integer') failed - got '${vmid}'`,
    );
  }
  return { vmid: Number(vmid), rest, options };
}

function describeProblem(error: PveError): string {
  const fields = Object.entries(error.errors ?? {}).map(([name, text]) => `${name}: ${text}`);
  return [`${error.status} ${error.message}`, ...fields].join('\n');
}

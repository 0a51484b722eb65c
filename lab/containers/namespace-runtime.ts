import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chmodSync,
  constants as constantsOfFiles,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { labFile } from '../lab-file.js';
import { entered } from './processes.js';
import type { Piped } from './processes.js';
import { RootFileSystem } from './root-file-system.js';
import { RunningContainers, watched } from './running-containers.js';
import type { ContainerImage, ContainerNetwork, ContainerProcess, ContainerRuntime } from './runtime.js';

/** First id of the unprivileged range that a container's users are on the host, as in Proxmox VE; and its size. */
const ID_BASE = 100_000;
const ID_COUNT = 65_536;
/** Far beyond what it takes, also where many start at once. */
const START_LIMIT_MS = 60_000;
const SHUTDOWN_GRACE_MS = 300;
/** Capabilities that root keeps in no lab container: with them it could undo the read-only mounts. */
const DROPPED = [
  'sys_admin',
  'sys_module',
  'sys_rawio',
  'sys_boot',
  'sys_time',
  'mac_admin',
  'mac_override',
  'syslog',
];
const PRIVILEGES = ['setpriv', '--bounding-set', DROPPED.map((name) => `-${name}`).join(','), '--'];

const hostPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Containers made of Linux namespaces by `unshare` and `nsenter`, as root or as an ordinary user. */
export class NamespaceRuntime implements ContainerRuntime {
  readonly simulated = false;
  /** With the host's number of each container's first process, which ends after all others. */
  private readonly running = new RunningContainers<{ readonly init: number }>();
  private readonly asRoot = process.geteuid?.() === 0;

  constructor(private readonly directory: string) {}

  create(image: ContainerImage): Promise<void> {
    this.shareNode();
    this.files(image.vmid).create(image);
    return Promise.resolve();
  }

  async start(vmid: number, hostname: string, network: ContainerNetwork): Promise<void> {
    const files = this.files(vmid);
    files.prepareStart(hostname, network);
    const holder = await this.newUserNamespace();
    try {
      const child = this.spawnInit(files.directory, hostname, holder);
      const container = watched(child);
      this.running.add(vmid, container, { init: await readyInit(child) });
    } finally {
      holder.kill('SIGKILL');
    }
  }

  async shutdown(vmid: number): Promise<void> {
    const running = this.running.get(vmid);
    if (!running) return;
    const kill = this.exec(vmid, ['/bin/sh', '-c', 'kill -TERM -1'], { PATH: hostPath });
    await Promise.race([Promise.all([kill.exited, delay(SHUTDOWN_GRACE_MS)]), running.ended]);
    await this.stop(vmid);
  }

  async stop(vmid: number): Promise<void> {
    const running = this.running.get(vmid);
    if (!running) return;
    if (running.process.exitCode === null) process.kill(running.more.init, 'SIGKILL');
    await running.ended;
  }

  isRunning(vmid: number): boolean {
    return this.running.has(vmid);
  }

  upSinceMs(vmid: number): number {
    return this.running.upSinceMs(vmid);
  }

  exec(
    vmid: number,
    argv: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): ContainerProcess {
    const running = this.running.get(vmid);
    if (!running) throw new Error(`container ${vmid} is not running`);
    const keepIds = this.asRoot ? [] : ['--preserve-credentials'];
    const enter = [
      '--user',
      '--mount',
      '--pid',
      '--uts',
      '--ipc',
      '--net',
      '--cgroup',
      '--target',
      String(running.more.init),
    ];
    const child = spawn(program('nsenter'), [...enter, ...keepIds, '--', ...PRIVILEGES, ...argv], {
      cwd: '/',
      env: { ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return entered(child);
  }

  async remove(vmid: number): Promise<void> {
    await this.stop(vmid);
    this.files(vmid).remove();
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.running.vmids().map((vmid) => this.stop(vmid)));
  }

  /** Containers get the Node.js that runs the lab, for packages that need one; mounted read-only by boot.sh. */
  private shareNode(): void {
    const target = join(this.directory, 'node');
    mkdirSync(this.directory, { recursive: true });
    // The way to it must be open for the users of the containers, whose own folders stay closed.
    chmodSync(this.directory, 0o711);
    if (existsSync(target) && statSync(target).size === statSync(process.execPath).size) return;
    rmSync(target, { force: true });
    try {
      linkSync(realpathSync(process.execPath), target);
    } catch {
      copyFileSync(process.execPath, target, constantsOfFiles.COPYFILE_FICLONE);
    }
  }

  private files(vmid: number): RootFileSystem {
    const id = this.asRoot ? ID_BASE : (process.geteuid?.() ?? 0);
    const gid = this.asRoot ? ID_BASE : (process.getegid?.() ?? 0);
    return new RootFileSystem(join(this.directory, String(vmid)), { uid: id, gid, hasRange: this.asRoot });
  }

  /** A process that holds a new user namespace with its ids mapped, until it is entered for good. */
  private async newUserNamespace(): Promise<ChildProcess> {
    const own = readlinkSync('/proc/self/ns/user');
    const holder = spawn(program('unshare'), ['--user', '--', 'cat'], { stdio: ['pipe', 'ignore', 'pipe'] });
    // Where there are too many processes it is not started at all.
    holder.on('error', () => undefined);
    const until = performance.now() + START_LIMIT_MS;
    while (namespaceOf(holder.pid) === own || namespaceOf(holder.pid) === null) {
      if (holder.pid === undefined || holder.exitCode !== null || performance.now() > until) {
        throw new Error('this system refuses user namespaces');
      }
      await delay(1);
    }
    this.mapIds(`/proc/${holder.pid ?? 0}`);
    return holder;
  }

  /** Root gets a whole range, so that chown works; an ordinary user may map only the own id. */
  private mapIds(proc: string): void {
    const map = (own: number): string => (this.asRoot ? `0 ${ID_BASE} ${ID_COUNT}\n` : `0 ${own} 1\n`);
    if (!this.asRoot) writeFileSync(`${proc}/setgroups`, 'deny');
    writeFileSync(`${proc}/uid_map`, map(process.geteuid?.() ?? 0));
    writeFileSync(`${proc}/gid_map`, map(process.getegid?.() ?? 0));
  }

  private spawnInit(directory: string, hostname: string, holder: ChildProcess): Piped {
    const keepIds = this.asRoot ? [] : ['--preserve-credentials'];
    const enter = [program('nsenter'), '--user', '--target', String(holder.pid), ...keepIds, '--'];
    const isolate = [
      '--mount',
      '--pid',
      '--uts',
      '--ipc',
      '--net',
      '--cgroup',
      '--fork',
      '--kill-child',
      '--propagation',
      'private',
    ];
    const boot = readFileSync(join(labFile('guest'), 'boot.sh'), 'utf8');
    const argv = [
      ...enter,
      program('unshare'),
      ...isolate,
      '--',
      '/bin/sh',
      '-c',
      boot,
      'boot',
      ...PRIVILEGES,
    ];
    return spawn(argv[0] ?? '', argv.slice(1), {
      cwd: directory,
      env: { PATH: hostPath, LAB_HOSTNAME: hostname, LANG: 'C.UTF-8' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }
}

/** Reads what boot.sh and init print: the number of the first process, and that the container is up. */
async function readyInit(child: Piped): Promise<number> {
  const problems: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => problems.push(text));
  child.stdin.on('error', () => undefined);
  const limit = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
  let pid = 0;
  try {
    for await (const line of createInterface(child.stdout)) {
      const match = /^pid (\d+)$/.exec(line);
      if (match) pid = Number(match[1]);
      if (line === 'started' && pid > 0) return pid;
    }
  } finally {
    clearTimeout(limit);
  }
  throw new Error(`the container's first process ended: ${problems.join('').trim()}`);
}

function namespaceOf(pid: number | undefined): string | null {
  try {
    return readlinkSync(`/proc/${pid ?? 0}/ns/user`);
  } catch {
    return null;
  }
}

/** The full path, because the environment of the process to start is the container's. */
function program(name: string): string {
  return `/usr/bin/${name}`;
}

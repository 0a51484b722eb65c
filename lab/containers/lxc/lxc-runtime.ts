import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exitCode, killInside } from '../processes.js';
import type { ContainerImage, ContainerLimits, ContainerNetwork, ContainerProcess, ContainerRuntime } from '../runtime.js'; // prettier-ignore
import { limitLines } from './limits.js';
import { LxcFiles } from './lxc-files.js';
import { LxcNetwork } from './lxc-network.js';
import { osTemplates } from './os-templates.js';
import type { OsTemplate } from './os-templates.js';

const run = promisify(execFile);
const START_LIMIT_S = 30;
const SHUTDOWN_LIMIT_S = 10;
const STATE = '/var/lib/infrahaus-lab';
const CACHE = '/var/cache/infrahaus-lab';
/** What the containers need of the host, and the Debian package that brings it. */
const PROGRAMS = {
  'lxc-start': 'lxc',
  debootstrap: 'debootstrap',
  nft: 'nftables',
  zstd: 'zstd',
  ip: 'iproute2',
};

interface Running {
  readonly process: ChildProcess;
  readonly since: number;
  readonly ended: Promise<unknown>;
}

/** Real containers by LXC, for root on Debian or Ubuntu. They end, and are removed, with the lab. */
export class LxcRuntime implements ContainerRuntime {
  readonly simulated = false;
  readonly keepsContainers = false;
  private readonly running = new Map<number, Running>();

  private constructor(
    private readonly directory: string,
    private readonly network: LxcNetwork,
    readonly templates: readonly OsTemplate[],
  ) {}

  /** Throws with what is missing. `dataDir` names the lab: its containers' files are elsewhere, where their ids may pass. */
  static async open(dataDir: string, say: (line: string) => void): Promise<LxcRuntime> {
    await requirePrograms();
    const { missing } = limitLines({ memoryMiB: 512, cores: 1 });
    if (missing !== null) say(missing);
    const templates = await osTemplates(CACHE, say);
    const key = createHash('sha256').update(dataDir).digest('hex').slice(0, 8);
    const directory = join(STATE, key);
    const network = new LxcNetwork(directory, `lab${key}`);
    network.open();
    mkdirSync(directory, { recursive: true, mode: 0o711 });
    return new LxcRuntime(directory, network, templates);
  }

  async create(image: ContainerImage): Promise<void> {
    const template = this.templates.find(({ volid }) => volid === image.template) ?? this.templates[0];
    if (!template) throw new Error('there is no OS template');
    await this.files(image.vmid).unpack(template.path, image);
  }

  async start(
    vmid: number,
    hostname: string,
    network: ContainerNetwork,
    limits?: ContainerLimits,
  ): Promise<void> {
    const bridge = this.network.bridge(network.bridge ?? 'vmbr0');
    this.files(vmid).configure({ hostname, network, bridge, limits: limits ? limitLines(limits).lines : [] });
    const log = join(this.directory, String(vmid), 'log');
    rmSync(log, { force: true });
    const words = ['-F', '-P', this.directory, '-n', String(vmid), '-l', 'ERROR', '-o', log];
    // Without newuidmap on the PATH, root's LXC maps ids itself, and needs no entry in /etc/subuid.
    const child = spawn('/usr/bin/lxc-start', words, {
      env: { PATH: '/usr/sbin:/sbin' },
      detached: true,
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    const running = { process: child, since: performance.now(), ended };
    const up = this.tool('lxc-wait', vmid, '-s', 'RUNNING', '-t', String(START_LIMIT_S));
    const failed = ended.then(() => {
      throw new Error(`startup for container '${vmid}' failed: ${lastLine(log)}`);
    });
    await Promise.race([up, failed]);
    this.running.set(vmid, running);
    void ended.then(() => {
      if (this.running.get(vmid) === running) this.running.delete(vmid);
    });
  }

  async shutdown(vmid: number): Promise<void> {
    await this.end(vmid, '-t', String(SHUTDOWN_LIMIT_S));
  }

  async stop(vmid: number): Promise<void> {
    await this.end(vmid, '-k');
  }

  isRunning(vmid: number): boolean {
    return this.running.has(vmid);
  }

  upSinceMs(vmid: number): number {
    const running = this.running.get(vmid);
    return running ? performance.now() - running.since : 0;
  }

  exec(
    vmid: number,
    argv: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): ContainerProcess {
    const variables = Object.entries(environment).flatMap(([name, value]) => ['-v', `${name}=${value}`]);
    const words = ['-P', this.directory, '-n', String(vmid), '--clear-env', ...variables, '--', ...argv];
    const child = spawn('/usr/bin/lxc-attach', words, { cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] });
    return {
      stdin: child.stdin,
      stdout: child.stdout,
      stderr: child.stderr,
      exited: exitCode(child),
      kill: (signal) => {
        killInside(child, signal);
      },
    };
  }

  async remove(vmid: number): Promise<void> {
    await this.stop(vmid);
    this.files(vmid).remove();
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((vmid) => this.stop(vmid)));
    await this.network.close();
  }

  private async end(vmid: number, ...how: readonly string[]): Promise<void> {
    const running = this.running.get(vmid);
    if (!running) return;
    await this.tool('lxc-stop', vmid, ...how).catch((error: unknown) => {
      if (this.running.has(vmid)) throw error;
    });
    await running.ended;
    this.running.delete(vmid);
  }

  private async tool(name: string, vmid: number, ...more: readonly string[]): Promise<void> {
    await run(`/usr/bin/${name}`, ['-P', this.directory, '-n', String(vmid), ...more]);
  }

  private files(vmid: number): LxcFiles {
    return new LxcFiles(this.directory, vmid);
  }
}

async function requirePrograms(): Promise<void> {
  if (process.platform !== 'linux' || process.geteuid?.() !== 0) {
    throw new Error('Real LXC containers need root on Debian or Ubuntu.');
  }
  const missing: string[] = [];
  for (const [program, name] of Object.entries(PROGRAMS)) {
    await run('/bin/sh', ['-c', 'command -v "$1"', 'sh', program]).catch(() => missing.push(name));
  }
  if (missing.length === 0) return;
  throw new Error(
    `Real LXC containers need packages that are not there: apt-get install ${missing.join(' ')}`,
  );
}

function lastLine(log: string): string {
  try {
    return readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? '';
  } catch {
    return 'LXC said nothing';
  }
}

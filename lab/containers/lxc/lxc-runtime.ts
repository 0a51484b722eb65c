import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { entered } from '../processes.js';
import { RunningContainers, watched } from '../running-containers.js';
import type { ContainerImage, ContainerLimits, ContainerNetwork, ContainerProcess, ContainerRuntime } from '../runtime.js'; // prettier-ignore
import { limitLines } from './limits.js';
import { LxcFiles } from './lxc-files.js';
import { LxcNetwork } from './lxc-network.js';
import { osTemplates } from './os-templates.js';
import type { OsTemplate } from './os-templates.js';

const run = promisify(execFile);
const START_LIMIT_S = 120;
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

/** Real containers by LXC, for root on Debian or Ubuntu. They end, and are removed, with the lab. */
export class LxcRuntime implements ContainerRuntime {
  readonly simulated = false;
  readonly keepsContainers = false;
  private readonly running = new RunningContainers();

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
    const container = watched(child);
    const up = this.tool('lxc-wait', vmid, '-s', 'RUNNING', '-t', String(START_LIMIT_S));
    const failed = container.ended.then(() => {
      throw new Error(`startup for container '${vmid}' failed: ${lastLine(log)}`);
    });
    await Promise.race([up, failed]);
    this.running.add(vmid, container, undefined);
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
    return this.running.upSinceMs(vmid);
  }

  exec(
    vmid: number,
    argv: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): ContainerProcess {
    const variables = Object.entries(environment).flatMap(([name, value]) => ['-v', `${name}=${value}`]);
    const words = ['-P', this.directory, '-n', String(vmid), '--clear-env', ...variables, '--', ...argv];
    const child = spawn('/usr/bin/lxc-attach', words, { cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] });
    return entered(child);
  }

  async remove(vmid: number): Promise<void> {
    await this.stop(vmid);
    this.files(vmid).remove();
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.running.vmids().map((vmid) => this.stop(vmid)));
    await this.network.close();
  }

  private async end(vmid: number, ...how: readonly string[]): Promise<void> {
    const running = this.running.get(vmid);
    if (!running) return;
    await this.tool('lxc-stop', vmid, ...how).catch((error: unknown) => {
      if (this.running.has(vmid)) throw error;
    });
    await running.ended;
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

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabFaults } from '../lab/faults/faults-client.js';
import type { LabFile } from '../lab/lab.js';

const LAUNCHER = join(import.meta.dirname, '../dist/launcher/main.js');

/** The whole product as `npm start` runs it, on a free port and a data directory of its own. */
export class Application {
  private constructor(
    private readonly child: ChildProcess,
    readonly dataDir: string,
    readonly url: string,
    /** The one-time address of the first sign-in; empty once there is a password. */
    readonly setupUrl: string,
  ) {
    child.stdout?.on('data', (chunk: Buffer) => this.said.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.said.push(chunk));
  }

  private readonly said: Buffer[] = [];

  /** What it has printed since it was ready, on either output. */
  get output(): string {
    return Buffer.concat(this.said).toString();
  }

  /** @param options.dataDir of an application that was killed, to start it again */
  static async start(
    options: { dataDir?: string; port?: string; env?: Record<string, string>; args?: string[] } = {},
  ) {
    const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'infrahaus-e2e-'));
    const args = [LAUNCHER, '--data-dir', dataDir, '--port', options.port ?? '0', ...(options.args ?? [])];
    const env = { ...process.env, NODE_OPTIONS: '', ...options.env };
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    child.stderr.pipe(process.stderr, { end: false });
    const url = await addressOf(child);
    const setupFile = join(dataDir, 'setup-url');
    const setupUrl = existsSync(setupFile) ? readFileSync(setupFile, 'utf8').trim() : '';
    return new Application(child, dataDir, url, setupUrl);
  }

  /** Its pretend Proxmox: the nodes, and how to reach them. */
  get lab(): LabFile {
    return JSON.parse(readFileSync(join(this.dataDir, 'lab/lab.json'), 'utf8')) as LabFile;
  }

  /** Sets what goes wrong in its lab. */
  get faults(): LabFaults {
    return new LabFaults(this.lab.admin);
  }

  /** Keeps every container's phase *start* running until the faults are reset, however slow whoever looks at it is. */
  async holdStarts(): Promise<void> {
    await this.faults.set({
      ...{ on: 'api', method: 'POST', path: '/nodes/*/lxc/*/status/start', times: 0 },
      effect: { kind: 'answer', status: 596, message: 'Connection timed out' },
    });
  }

  /** Ends it as Ctrl-C does; answers the exit code. */
  stop(): Promise<number | null> {
    return this.end('SIGINT');
  }

  /** Ends it as systemd and Docker do; answers the exit code. */
  terminate(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const ended = once(this.child, 'exit') as Promise<[number | null]>;
    this.child.kill(signal);
    const [code] = await ended;
    rmSync(this.dataDir, { recursive: true, force: true });
    return code;
  }

  /** Kills launcher, server and store at once; the lab runs on, as Proxmox would. */
  async kill(): Promise<void> {
    const lab = this.labPid();
    const pids = [this.child.pid ?? 0, ...childrenOf(this.child.pid ?? 0)].filter((pid) => pid !== lab);
    const ended = once(this.child, 'exit');
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await ended;
  }

  /** Cuts the power: the lab dies too. */
  async cutPower(): Promise<void> {
    process.kill(this.labPid(), 'SIGKILL');
    await this.kill();
  }

  /** A worker in a process and data directory of its own, on this application's event store. */
  startWorker(env: Record<string, string> = {}): Promise<Application> {
    const INFRAHAUS_MASTER_KEY = readFileSync(join(this.dataDir, 'master.key'), 'utf8').trim();
    const connection = join(this.dataDir, 'event-store', 'connection.json');
    const args = ['--role', 'worker', '--eventstore-url-file', connection];
    return Application.start({ args, env: { INFRAHAUS_MASTER_KEY, ...env } });
  }

  /** Every process that belongs to it, the lab included. */
  processes(): number[] {
    const pid = this.child.pid ?? 0;
    return [pid, ...childrenOf(pid)];
  }

  /** Zero if it has no lab. */
  private labPid(): number {
    const file = join(this.dataDir, 'lab', 'lab.json');
    if (!existsSync(file)) return 0;
    return (JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid;
  }
}

/** The address that the launcher prints when everything is there. */
async function addressOf(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [, address] = /Infrahaus is ready: (http:\/\/[\d.:]+)/.exec(output) ?? [];
      if (address) resolve(address);
    });
    child.once('exit', (code) => {
      reject(new Error(`It ended with code ${String(code)}:\n${output}`));
    });
  });
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeDataDirectory } from './data-directory.js';
import { answers, readLabFile } from './lab-registration.js';
import { ManagedProcess } from './managed-process.js';
import type { LauncherOptions } from './options.js';
import type { ServerPlace } from './server-api.js';
import { ServerApi } from './server-api.js';

const moduleAt = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const SERVER = moduleAt('server/src/main.js');
const STORE = moduleAt('embedded-store/main.js');
const LAB = moduleAt('lab/main.js');

/** How long a part may take to end by itself before it is killed. */
const GRACE_MS = 10_000;

/** Starts and ends the parts of a one-machine installation: event store, server, lab. */
export class Launcher {
  private store?: ManagedProcess;
  private server?: ManagedProcess;
  private lab?: ManagedProcess;
  private adoptedLab?: number;
  private storeEnv: Record<string, string> = {};
  private ending?: Promise<void>;

  constructor(
    private readonly options: LauncherOptions,
    private readonly say: (line: string) => void,
    private readonly onEnd: (exitCode: number) => void,
  ) {}

  /** Prints the server's settings, which are the product's. */
  static printServerHelp(): void {
    spawnSync(process.execPath, [SERVER, '--help'], { stdio: 'inherit' });
  }

  /** Resolves with the address to open once everything is there. */
  async start(): Promise<void> {
    makeDataDirectory(this.options.dataDir);
    this.storeEnv = await this.startStore();
    const ready = await this.startServer().message('ready');
    const url = String(ready['url']);
    if (this.options.lab) await this.startLab(ready['listens'] as ServerPlace);
    this.announce(url, typeof ready['setupUrl'] === 'string' ? ready['setupUrl'] : null, ready['setupFile']);
  }

  private async startStore(): Promise<Record<string, string>> {
    if (this.options.sharesStore) return {};
    const dataDir = join(this.options.dataDir, 'event-store');
    this.say('Starting the event store …');
    this.store = this.run('event store', STORE, ['--data', dataDir, '--port', '0']);
    await this.store.message('ready');
    return { EVENTSTORE_URL_FILE: join(dataDir, 'connection.json') };
  }

  private startServer(): ManagedProcess {
    this.say('Starting the server …');
    this.server = this.run('server', SERVER, this.options.serverArgs, {
      ...this.storeEnv,
      INFRAHAUS_DATA_DIR: this.options.dataDir,
    });
    return this.server;
  }

  /** Takes a new build of the server; store and lab go on. For development. */
  async restartServer(): Promise<void> {
    if (this.ending || !this.server) return;
    await this.server.stop(GRACE_MS);
    await this.startServer().message('ready');
    this.say('The server runs again.');
  }

  /** Starts the lab, or adopts one that outlived an earlier launcher, unless a real node is registered. */
  private async startLab(place: ServerPlace): Promise<void> {
    const api = new ServerApi(place, await this.issueToken());
    const known = await api.nodes();
    if (known.some((node) => !node.lab)) return;
    const dataDir = join(this.options.dataDir, 'lab');
    const file = join(dataDir, 'lab.json');
    const running = readLabFile(file);
    if (running && (await answers(running))) {
      this.adoptedLab = running.pid;
    } else {
      this.say('Starting the lab …');
      this.lab = this.run('lab', LAB, ['--data', dataDir]);
      await this.lab.message('ready');
    }
    for (const node of readLabFile(file)?.nodes ?? []) {
      if (!known.some(({ name }) => name === node.name)) await api.addNode(node);
    }
  }

  private async issueToken(): Promise<string> {
    if (!this.server) throw new Error('The server is not running.');
    const answer = this.server.message('token');
    this.server.send({ type: 'issue-token', request: 1 });
    return String((await answer)['secret']);
  }

  private announce(url: string, setupUrl: string | null, setupFile: unknown): void {
    if (setupUrl === null) this.say(`Infrahaus is ready: ${url}`);
    else if (process.stdout.isTTY) this.say(`Infrahaus is ready: ${setupUrl}`);
    else
      this.say(`Infrahaus is ready: ${url} (the address for the first sign-in is in ${String(setupFile)})`);
  }

  private run(
    name: string,
    module: string,
    args: readonly string[],
    env?: Record<string, string>,
  ): ManagedProcess {
    return ManagedProcess.start({
      name,
      module,
      args,
      ...(env ? { env } : {}),
      onUnexpectedExit: (part, code, wasReady) => {
        if (this.ending) return;
        // One that was not ready yet has said itself why it could not start.
        const how = code === null ? ' was killed' : ` has ended (exit code ${String(code)})`;
        if (wasReady || code === null) this.say(`The ${part}${how}; stopping everything.`);
        void this.stop(code === 0 || code === null ? 1 : code);
      },
    });
  }

  /** Ends the parts in the order in which they need each other. */
  stop(exitCode: number): Promise<void> {
    this.ending ??= this.stopParts().then(() => {
      this.onEnd(exitCode);
    });
    return this.ending;
  }

  private async stopParts(): Promise<void> {
    await this.server?.stop(GRACE_MS);
    await Promise.all([this.lab?.stop(GRACE_MS), this.stopAdoptedLab(), this.store?.stop(GRACE_MS)]);
  }

  private async stopAdoptedLab(): Promise<void> {
    const pid = this.adoptedLab;
    if (pid === undefined || !isAlive(pid)) return;
    process.kill(pid, 'SIGTERM');
    for (let waited = 0; waited < GRACE_MS && isAlive(pid); waited += 50) await delay(50);
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from './cluster/cluster.js';
import type { FaultBoard } from './faults/fault-board.js';
import type { SshHost } from './ssh/ssh-host.js';

export interface Ports {
  apiPort: number;
  sshPort: number;
}

type Listener = Pick<Server, 'listen' | 'address' | 'once' | 'off' | 'close' | 'listening'>;

const PORT_ATTEMPTS = 100;
const PORT_RETRY_MS = 50;

/** The two listening servers of one node, and its power switch: what the fault board says of the node is made so. */
export class NodeServers {
  private powered = true;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly name: string,
    private readonly cluster: Cluster,
    private readonly faults: FaultBoard,
    readonly api: HttpsServer,
    readonly ssh: SshHost,
    private readonly ports: Ports,
  ) {}

  /** Listens on the ports of the last time, or on others if those are taken, and notes them. */
  async listen(): Promise<void> {
    this.ports.apiPort = await listenOnAny(this.api, this.ports.apiPort);
    this.ports.sshPort = await listenOnAny(this.ssh.server, this.ports.sshPort);
    this.faults.onChange(() => {
      this.settle().catch(complain);
    });
  }

  /** Resolves when the node is as the fault board says. */
  settle(): Promise<void> {
    // What could not be done the last time, such as listening on a port, does not keep it from what comes next.
    const settled = this.work.then(() => this.adjust());
    this.work = settled.catch(() => undefined);
    return settled;
  }

  async close(): Promise<void> {
    await this.work;
    await Promise.all([this.stopApi(), this.ssh.close()]);
  }

  private async adjust(): Promise<void> {
    const effects = this.faults.node(this.name);
    const off = effects.some(({ kind }) => kind === 'down' || kind === 'reboot');
    const cut = off || effects.some(({ kind }) => kind === 'unreachable');
    const refuses = (service: 'api' | 'ssh'): boolean =>
      cut || effects.some((effect) => effect.kind === 'refuse' && effect.service === service);
    if (refuses('api')) await this.stopApi();
    if (refuses('ssh')) await this.stopSsh();
    if (off !== !this.powered) {
      if (off) await this.cluster.powerOff(this.name);
      else this.cluster.powerOn(this.name);
      this.powered = !off;
    }
    if (!refuses('api')) await listenAgain(this.api, this.ports.apiPort);
    if (!refuses('ssh')) await listenAgain(this.ssh.server, this.ports.sshPort);
  }

  private async stopApi(): Promise<void> {
    if (!this.api.listening) return;
    const closed = new Promise<void>((resolve) => {
      this.api.close(() => {
        resolve();
      });
    });
    this.api.closeAllConnections();
    await closed;
  }

  private async stopSsh(): Promise<void> {
    if (!this.ssh.server.listening) return;
    const closed = new Promise<void>((resolve) => {
      this.ssh.server.close(() => {
        resolve();
      });
    });
    this.ssh.breakConnections();
    await closed;
  }
}

/** Another program may hold the port for a moment; a node's address does not change. */
async function listenAgain(server: Listener, port: number): Promise<void> {
  for (let attempt = 0; attempt < PORT_ATTEMPTS && !server.listening; attempt += 1) {
    if (attempt > 0) await delay(PORT_RETRY_MS);
    await tryPort(server, port);
  }
}

/** Listens on the wanted port, or on any other if that one is taken; returns the port. */
export async function listenOnAny(server: Listener, wanted: number): Promise<number> {
  if (!(await tryPort(server, wanted))) await tryPort(server, 0);
  return (server.address() as AddressInfo).port;
}

/** Whether the port was free. */
function tryPort(server: Listener, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (port !== 0 && error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', onError);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', onError);
      resolve(true);
    });
  });
}

function complain(error: unknown): void {
  process.stderr.write(`lab: ${error instanceof Error ? error.message : String(error)}\n`);
}

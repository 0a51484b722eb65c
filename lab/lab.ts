import { mkdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { AccessControl } from './access/access-control.js';
import { allRoutes } from './api/all-routes.js';
import { createApiServer } from './api/api-server.js';
import { Router } from './api/router.js';
import type { Route } from './api/router.js';
import { Cluster } from './cluster/cluster.js';
import { NEWEST } from './cluster/pve-version.js';
import type { PveVersion } from './cluster/pve-version.js';
import { Tasks } from './cluster/tasks.js';
import { chooseRuntime } from './containers/choose-runtime.js';
import type { RuntimeKind } from './containers/choose-runtime.js';
import { MARK } from './containers/simulated-programs.js';
import { describeNode } from './description.js';
import type { LabFile, LabNode } from './description.js';
import { createAdminServer } from './faults/admin-server.js';
import type { Fault } from './faults/fault.js';
import { FaultBoard } from './faults/fault-board.js';
import { scenarios } from './faults/scenarios.js';
import {
  adminIdentity,
  nodeIdentities,
  saveIdentities,
  tlsFingerprint,
  writePrivateFile,
} from './identity.js';
import type { Identities, NodeIdentity } from './identity.js';
import { listenOnAny, NodeServers } from './node-servers.js';
import { HostCommands } from './ssh/host-commands.js';
import { SshHost } from './ssh/ssh-host.js';
import { LabStore } from './store.js';

export type { LabFile, LabNode };

export interface LabOptions {
  readonly dataDir: string;
  /** What runs the containers; by default the best that this system allows without root's help. */
  readonly runtime?: RuntimeKind;
  /** The same as the runtime `simulated`. */
  readonly simulated?: boolean;
  /** How many nodes the cluster has, 1 to 3; by default 2. */
  readonly nodes?: number;
  /** The release of Proxmox VE that it behaves as; by default the newest one known. */
  readonly version?: PveVersion;
  /** How long a task takes, in milliseconds; by default 600, or the environment's LAB_TASK_MS. */
  readonly taskMs?: number;
  /** How late a 401 comes, in milliseconds; by default 3,000, as with Proxmox VE. */
  readonly unauthorizedDelayMs?: number;
  /** The clock by which tickets grow old: seconds since 1970. */
  readonly nowSeconds?: () => number;
  /** Told what takes long at the start. */
  readonly say?: (line: string) => void;
  /** What goes wrong from the start. */
  readonly faults?: readonly Fault[];
}

export interface Lab {
  readonly file: string;
  readonly description: LabFile;
  /** Milliseconds since the last authorised request; 0 while an SSH connection is open. */
  idleMs(): number;
  /** Ends the servers and every process of every container. */
  stop(): Promise<void>;
}

const NODE_COUNT = 2;
const TASK_MS = 600;
const UNAUTHORIZED_DELAY_MS = 3000;

/** Starts a pretend Proxmox VE cluster. Throws `DataDirInUse` if another one has the directory. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { dataDir } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const store = new LabStore(join(dataDir, 'lab.db'));
  try {
    return await startWith(store, options);
  } catch (error) {
    store.close();
    throw error;
  }
}

async function startWith(store: LabStore, options: LabOptions): Promise<Lab> {
  const { dataDir, nodes: count = NODE_COUNT } = options;
  const kind = options.simulated === true ? 'simulated' : (options.runtime ?? 'best');
  const { runtime, reason } = await chooseRuntime(join(dataDir, 'containers'), kind, options.say);
  const prefix = runtime.simulated ? 'lab-simulated' : 'lab';
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
  const identities: Identities = {
    nodes: await nodeIdentities(dataDir, count),
    admin: adminIdentity(dataDir),
  };
  const faults = new FaultBoard(names);
  const tasks = new Tasks(store, taskMsOf(options), faults, runtime.simulated ? MARK : '');
  const cluster = new Cluster(names, store, tasks, runtime, faults, options.version ?? NEWEST);
  const parts = new Parts(cluster, identities, options);
  await parts.listen();
  saveIdentities(dataDir, identities);
  const file = join(dataDir, 'lab.json');
  const description: LabFile = {
    pid: process.pid,
    simulated: runtime.simulated,
    simulatedBecause: reason,
    nodes: identities.nodes.map((identity, index) => describeNode(names[index] ?? '', identity)),
    admin: { url: `http://127.0.0.1:${identities.admin.port}`, secret: identities.admin.secret },
  };
  writePrivateFile(file, JSON.stringify(description, null, 2));
  for (const fault of options.faults ?? []) faults.add(fault);
  return {
    file,
    description,
    idleMs: () => parts.idleMs(),
    stop: async () => {
      rmSync(file, { force: true });
      await parts.stop();
    },
  };
}

/** Everything that listens, and what ends with it. */
class Parts {
  private lastActivity = performance.now();
  private readonly nodes: readonly NodeServers[];
  private readonly access: AccessControl;
  private readonly admin: Server;

  constructor(
    private readonly cluster: Cluster,
    private readonly identities: Identities,
    private readonly options: LabOptions,
  ) {
    const [first] = identities.nodes;
    if (!first) throw new Error('a cluster has at least one node');
    this.access = new AccessControl(
      identities.admin.secret,
      first,
      cluster.store,
      cluster.version.privileges,
      options.nowSeconds,
    );
    this.nodes = cluster.nodes.map((name, index) => this.node(name, index));
    this.admin = createAdminServer({
      secret: identities.admin.secret,
      faults: cluster.faults,
      access: this.access,
      scenarios: scenarios(),
      settled: () => Promise.all(this.nodes.map((node) => node.settle())),
      onActivity: this.onActivity,
    });
  }

  async listen(): Promise<void> {
    for (const node of this.nodes) await node.listen();
    this.identities.admin.port = await listenOnAny(this.admin, this.identities.admin.port);
  }

  idleMs(): number {
    const isOpen = this.nodes.some(({ ssh }) => ssh.openConnections > 0);
    return isOpen ? 0 : performance.now() - this.lastActivity;
  }

  async stop(): Promise<void> {
    this.admin.close();
    this.admin.closeAllConnections();
    const closed = this.nodes.map((node) => node.close());
    await this.cluster.tasks.stopAll();
    await this.cluster.runtime.stopAll();
    await Promise.all(closed);
    this.cluster.store.close();
  }

  private readonly onActivity = (): void => {
    this.lastActivity = performance.now();
  };

  private node(name: string, index: number): NodeServers {
    const { cluster, onActivity } = this;
    const { faults } = cluster;
    const identity = this.identities.nodes[index];
    if (!identity) throw new Error(`no identity for node ${name}`);
    const api = createApiServer(new Router(this.routes(name, identity)), {
      node: name,
      key: identity.tlsKey,
      certificate: identity.tlsCertificate,
      access: this.access,
      version: cluster.version,
      unauthorizedDelayMs: this.options.unauthorizedDelayMs ?? UNAUTHORIZED_DELAY_MS,
      faults,
      reaches: (other) => cluster.isOnline(other),
      onActivity,
    });
    const ssh = new SshHost(new HostCommands(cluster, name), {
      node: name,
      hostKey: identity.sshHostKey,
      password: identity.sshPassword,
      loginKey: identity.sshLoginKey,
      faults,
      onActivity,
    });
    return new NodeServers(name, cluster, faults, api, ssh, identity);
  }

  private routes(self: string, { sshPassword: rootPassword }: NodeIdentity): Route[] {
    const { cluster, access, identities } = this;
    const tlsFingerprintOf = (node: string): string =>
      tlsFingerprint(identities.nodes[cluster.nodes.indexOf(node)]?.tlsCertificate ?? '');
    const directory = { tlsFingerprint: tlsFingerprintOf };
    return allRoutes({ cluster, access, self, rootPassword, directory });
  }
}

function taskMsOf({ taskMs }: LabOptions): number {
  const fromEnvironment = Number(process.env['LAB_TASK_MS'] ?? TASK_MS);
  return taskMs ?? (Number.isFinite(fromEnvironment) && fromEnvironment >= 0 ? fromEnvironment : TASK_MS);
}

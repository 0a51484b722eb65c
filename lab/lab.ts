import { mkdirSync, rmSync } from 'node:fs';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { createApiServer } from './api/api-server.js';
import { clusterRoutes } from './api/cluster-routes.js';
import { containerRoutes } from './api/container-routes.js';
import { nodeRoutes } from './api/node-routes.js';
import { Router } from './api/router.js';
import { taskRoutes } from './api/task-routes.js';
import { Cluster } from './cluster/cluster.js';
import { Tasks } from './cluster/tasks.js';
import { chooseRuntime } from './containers/choose-runtime.js';
import {
  nodeIdentities,
  saveIdentities,
  sshFingerprint,
  tlsFingerprint,
  writePrivateFile,
} from './identity.js';
import type { NodeIdentity } from './identity.js';
import { HostCommands } from './ssh/host-commands.js';
import { SshHost } from './ssh/ssh-host.js';
import { LabStore } from './store.js';

export interface LabOptions {
  readonly dataDir: string;
  /** Do not even try real containers. */
  readonly simulated?: boolean;
  /** How long a task takes, in milliseconds; by default 600, or the environment's LAB_TASK_MS. */
  readonly taskMs?: number;
  /** How late a 401 comes, in milliseconds; by default 3,000, as with Proxmox VE. */
  readonly unauthorizedDelayMs?: number;
}

/** How to reach a node of the lab; the content of `lab.json`. */
export interface LabNode {
  readonly name: string;
  readonly host: '127.0.0.1';
  readonly apiPort: number;
  readonly sshPort: number;
  readonly sshUser: 'root';
  readonly sshPassword: string;
  /** A key that logs in as well. */
  readonly sshPrivateKey: string;
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly tlsFingerprint: string;
  readonly sshFingerprint: string;
}

export interface LabFile {
  readonly pid: number;
  readonly simulated: boolean;
  /** Why there are no real containers, if so. */
  readonly simulatedBecause: string | null;
  readonly nodes: readonly LabNode[];
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

interface NodeServers {
  readonly api: HttpsServer;
  readonly ssh: SshHost;
}

/** Starts a pretend Proxmox VE cluster of two nodes. Throws `DataDirInUse` if another one has the directory. */
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
  const { dataDir } = options;
  const { runtime, reason } = await chooseRuntime(join(dataDir, 'containers'), options.simulated === true);
  const prefix = runtime.simulated ? 'lab-simulated' : 'lab';
  const names = Array.from({ length: NODE_COUNT }, (_, index) => `${prefix}-${index + 1}`);
  const identities = await nodeIdentities(dataDir, NODE_COUNT);
  const cluster = new Cluster(names, store, new Tasks(store, taskMsOf(options)), runtime);
  const activity = { last: performance.now() };
  const servers = names.map((name, index) =>
    nodeServers(cluster, name, identities, index, options, () => {
      activity.last = performance.now();
    }),
  );
  for (const [index, { api, ssh }] of servers.entries()) {
    const identity = identities[index];
    if (!identity) throw new Error(`no identity for node ${index + 1}`);
    identity.apiPort = await listen(api, identity.apiPort);
    identity.sshPort = await listen(ssh.server, identity.sshPort);
  }
  saveIdentities(dataDir, identities);
  const file = join(dataDir, 'lab.json');
  const nodes = identities.map((identity, index) => describe(names[index] ?? '', identity));
  const description = { pid: process.pid, simulated: runtime.simulated, simulatedBecause: reason, nodes };
  writePrivateFile(file, JSON.stringify(description, null, 2));
  return {
    file,
    description,
    idleMs: () =>
      servers.some(({ ssh }) => ssh.openConnections > 0) ? 0 : performance.now() - activity.last,
    stop: () => stopAll(cluster, servers, file),
  };
}

function nodeServers(
  cluster: Cluster,
  name: string,
  identities: readonly NodeIdentity[],
  index: number,
  options: LabOptions,
  onActivity: () => void,
): NodeServers {
  const identity = identities[index];
  if (!identity) throw new Error(`no identity for node ${name}`);
  const fingerprints = new Map(
    cluster.nodes.map((node, position) => [node, identities[position]?.tlsCertificate ?? '']),
  );
  const directory = { tlsFingerprint: (node: string) => tlsFingerprint(fingerprints.get(node) ?? '') };
  const router = new Router([
    ...clusterRoutes(cluster, directory, name),
    ...nodeRoutes(cluster),
    ...containerRoutes(cluster),
    ...taskRoutes(cluster),
  ]);
  const api = createApiServer(router, {
    key: identity.tlsKey,
    certificate: identity.tlsCertificate,
    tokenId: identity.tokenId,
    tokenSecret: identity.tokenSecret,
    unauthorizedDelayMs: options.unauthorizedDelayMs ?? UNAUTHORIZED_DELAY_MS,
    onActivity,
  });
  const ssh = new SshHost(new HostCommands(cluster, name), {
    hostKey: identity.sshHostKey,
    password: identity.sshPassword,
    loginKey: identity.sshLoginKey,
    onActivity,
  });
  return { api, ssh };
}

function taskMsOf({ taskMs }: LabOptions): number {
  const fromEnvironment = Number(process.env['LAB_TASK_MS'] ?? TASK_MS);
  return taskMs ?? (Number.isFinite(fromEnvironment) && fromEnvironment >= 0 ? fromEnvironment : TASK_MS);
}

/** Listens on the wanted port, or on any other if that one is taken, so that a registered node stays valid if it can. */
async function listen(
  server: Pick<Server, 'listen' | 'address' | 'once' | 'off'>,
  wanted: number,
): Promise<number> {
  const attempt = (port: number): Promise<boolean> =>
    new Promise((resolve, reject) => {
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
  if (!(await attempt(wanted))) await attempt(0);
  return (server.address() as AddressInfo).port;
}

function describe(name: string, identity: NodeIdentity): LabNode {
  return {
    name,
    host: '127.0.0.1',
    apiPort: identity.apiPort,
    sshPort: identity.sshPort,
    sshUser: 'root',
    sshPassword: identity.sshPassword,
    sshPrivateKey: identity.sshLoginKey,
    tokenId: identity.tokenId,
    tokenSecret: identity.tokenSecret,
    tlsFingerprint: tlsFingerprint(identity.tlsCertificate),
    sshFingerprint: sshFingerprint(identity.sshHostKey),
  };
}

async function stopAll(cluster: Cluster, servers: readonly NodeServers[], file: string): Promise<void> {
  rmSync(file, { force: true });
  const closed = servers.map(async ({ api, ssh }) => {
    const ended = new Promise<void>((resolve) => {
      api.close(() => {
        resolve();
      });
    });
    api.closeAllConnections();
    await Promise.all([ended, ssh.close()]);
  });
  await cluster.tasks.stopAll();
  await cluster.runtime.stopAll();
  await Promise.all(closed);
  cluster.store.close();
}

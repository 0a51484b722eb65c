import { cpus, totalmem, uptime } from 'node:os';
import type { Caller } from '../access/caller.js';
import { hostnameOf } from '../cluster/cluster.js';
import type { Cluster } from '../cluster/cluster.js';
import type { StoredContainer } from '../store.js';

/** What `GET /version` tells. */
export function versionOf({ version: { version, release, repoid } }: Cluster): object {
  return { version, release, repoid };
}

/** As `pveversion` prints it. */
export function managerVersion({ version: { version, repoid } }: Cluster): string {
  return `pve-manager/${version}/${repoid}`;
}

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

/** Without Sys.Audit on the node, only that it is there. */
export function nodeSummary(cluster: Cluster, node: string, caller: Caller) {
  const known = { id: `node/${node}`, node, type: 'node', level: '' };
  if (!cluster.isOnline(node)) return { ...known, status: 'offline' };
  if (!caller.can(`/nodes/${node}`, 'Sys.Audit')) return { ...known, status: 'online' };
  return {
    ...known,
    status: 'online',
    cpu: 0.03,
    maxcpu: cpus().length,
    mem: 2 * GiB,
    maxmem: totalmem(),
    disk: 11 * GiB,
    maxdisk: 94 * GiB,
    uptime: Math.floor(uptime()),
  };
}

/** What lists and the current status say of a container. */
export function containerSummary(cluster: Cluster, container: StoredContainer) {
  const { vmid, config } = container;
  const running = cluster.runtime.isRunning(vmid);
  const size = /size=(\d+)G/.exec(config['rootfs'] ?? '')?.[1] ?? '4';
  return {
    vmid,
    name: hostnameOf(container),
    status: running ? 'running' : 'stopped',
    type: 'lxc',
    cpus: Number(config['cores'] ?? 1),
    cpu: 0,
    mem: running ? 40 * MiB : 0,
    maxmem: Number(config['memory'] ?? 512) * MiB,
    swap: 0,
    maxswap: Number(config['swap'] ?? 512) * MiB,
    disk: running ? 600 * MiB : 0,
    maxdisk: Number(size) * GiB,
    diskread: 0,
    diskwrite: 0,
    netin: 0,
    netout: 0,
    uptime: Math.floor(cluster.runtime.upSinceMs(vmid) / 1000),
    ...(config['lock'] === undefined ? {} : { lock: config['lock'] }),
    ...(config['tags'] === undefined ? {} : { tags: config['tags'] }),
  };
}

/** What lets a storage be seen. */
export function mayUseStorage(caller: Caller, storage: string): boolean {
  return caller.canAny(`/storage/${storage}`, STORAGE_PRIVILEGES);
}

export const STORAGE_PRIVILEGES = ['Datastore.Audit', 'Datastore.AllocateSpace'];

import type { Caller } from '../access/caller.js';
import { parameterError } from './pve-error.js';
import type { Route } from './router.js';
import type { NodeDirectory } from './node-directory.js';
import { VMID } from '../cluster/lxc-parameters.js';
import { hostnameOf } from '../cluster/cluster.js';
import type { Cluster } from '../cluster/cluster.js';
import { STORAGES } from '../cluster/inventory.js';
import { containerSummary, mayUseStorage, nodeSummary, versionOf } from './summaries.js';

/** Calls that concern the whole cluster. `self` is the node that answers. */
export function clusterRoutes(cluster: Cluster, directory: NodeDirectory, self: string): Route[] {
  return [
    {
      method: 'GET',
      path: '/',
      parameters: {},
      answer: () =>
        ['version', 'cluster', 'nodes', 'storage', 'access', 'pools'].map((subdir) => ({ subdir })),
    },
    { method: 'GET', path: '/version', parameters: {}, answer: () => versionOf(cluster) },
    {
      method: 'GET',
      path: '/cluster/status',
      parameters: {},
      permit: ({ caller }) => {
        caller.requireAll('/', 'Sys.Audit');
      },
      answer: () => clusterStatus(cluster, self),
    },
    {
      method: 'GET',
      path: '/cluster/nextid',
      parameters: { vmid: { ...VMID, optional: true } },
      answer: ({ args }) => nextId(cluster, args.optional('vmid')),
    },
    {
      method: 'GET',
      path: '/cluster/resources',
      parameters: { type: { type: 'string', optional: true, oneOf: ['vm', 'storage', 'node', 'sdn'] } },
      answer: ({ args, caller }) => resources(cluster, caller, args.optional('type')),
    },
    {
      method: 'GET',
      path: '/nodes',
      parameters: {},
      answer: ({ caller }) =>
        cluster.nodes.map((node) => ({
          ...nodeSummary(cluster, node, caller),
          ssl_fingerprint: directory.tlsFingerprint(node),
        })),
    },
  ];
}

function clusterStatus(cluster: Cluster, self: string): object[] {
  const nodes = cluster.nodes.map((name, index) => ({
    id: `node/${name}`,
    ip: '127.0.0.1',
    level: '',
    local: name === self ? 1 : 0,
    name,
    nodeid: index + 1,
    online: cluster.isOnline(name) ? 1 : 0,
    type: 'node',
  }));
  const whole = {
    id: 'cluster',
    name: cluster.runtime.simulated ? 'lab-simulated' : 'lab',
    nodes: nodes.length,
    quorate: 1,
    type: 'cluster',
    version: nodes.length,
  };
  return [whole, ...nodes];
}

/** Says which VMID is free. It reserves nothing. */
function nextId(cluster: Cluster, wanted: string | null): string {
  if (wanted === null) return String(cluster.nextVmid());
  if (cluster.store.container(Number(wanted))) throw parameterError({ vmid: `VM ${wanted} already exists` });
  return wanted;
}

function poolOf({ store }: Cluster, vmid: number): { pool?: string } {
  const pool = store.poolOf(vmid);
  return pool === null ? {} : { pool };
}

function resources(cluster: Cluster, caller: Caller, type: string | null): object[] {
  const visible = cluster.store.containers().filter(({ vmid }) => caller.can(`/vms/${vmid}`, 'VM.Audit'));
  const containers = visible.map((container) => ({
    ...containerSummary(cluster, container),
    id: `lxc/${container.vmid}`,
    node: container.node,
    name: hostnameOf(container),
    template: 0,
    type: 'lxc',
    vmid: container.vmid,
    ...poolOf(cluster, container.vmid),
  }));
  const nodes = cluster.nodes.map((node) => nodeSummary(cluster, node, caller));
  const storages = cluster.nodes.flatMap((node) =>
    STORAGES.filter(({ storage }) => mayUseStorage(caller, storage)).map((storage) => ({
      id: `storage/${node}/${storage.storage}`,
      type: 'storage',
      node,
      storage: storage.storage,
      plugintype: storage.type,
      content: storage.content.join(','),
      status: 'available',
      shared: 0,
      disk: storage.used,
      maxdisk: storage.total,
    })),
  );
  switch (type) {
    case 'vm':
      return containers;
    case 'node':
      return nodes;
    case 'storage':
      return storages;
    case 'sdn':
      return [];
    case null:
    default:
      return [...containers, ...nodes, ...storages];
  }
}

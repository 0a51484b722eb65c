import { cpus, totalmem, uptime } from 'node:os';
import type { Cluster } from '../cluster/cluster.js';
import { BRIDGES, STORAGES } from '../cluster/inventory.js';
import type { Storage } from '../cluster/inventory.js';
import { bridgePath } from '../cluster/network.js';
import { NODE, STORAGE_ID, VMID } from '../cluster/lxc-parameters.js';
import type { Arguments, Parameter } from './parameters.js';
import { PveError, parameterError } from './pve-error.js';
import type { Call, Route } from './router.js';
import { STORAGE_PRIVILEGES, managerVersion, mayUseStorage, versionOf } from './summaries.js';

const OPTIONAL_TEXT: Parameter = { type: 'string', optional: true };
const OPTIONAL_FLAG: Parameter = { type: 'boolean', optional: true };

/** Storage, network and templates of one node. Either node's API answers for both, as a cluster's does. */
export function nodeRoutes(cluster: Cluster): Route[] {
  return [
    {
      method: 'GET',
      path: '/nodes/{node}/status',
      parameters: { node: NODE },
      permit: auditsNode,
      answer: ({ args }) => nodeStatus(cluster, knownNode(cluster, args)),
    },
    {
      method: 'GET',
      path: '/nodes/{node}/version',
      parameters: { node: NODE },
      answer: ({ args }) => {
        knownNode(cluster, args);
        return versionOf(cluster);
      },
    },
    {
      method: 'GET',
      path: '/nodes/{node}/storage',
      parameters: {
        node: NODE,
        content: OPTIONAL_TEXT,
        enabled: OPTIONAL_FLAG,
        format: OPTIONAL_FLAG,
        storage: { ...STORAGE_ID, optional: true },
        target: OPTIONAL_TEXT,
      },
      answer: ({ args, caller }) =>
        storages(cluster, knownNode(cluster, args), args).filter(({ storage }) =>
          mayUseStorage(caller, storage),
        ),
    },
    {
      method: 'GET',
      path: '/nodes/{node}/storage/{storage}/status',
      parameters: { node: NODE, storage: STORAGE_ID },
      permit: usesStorage,
      answer: ({ args }) => statusOf(knownStorage(args.text('storage')), cluster, knownNode(cluster, args)),
    },
    {
      method: 'GET',
      path: '/nodes/{node}/storage/{storage}/content',
      parameters: {
        node: NODE,
        storage: STORAGE_ID,
        content: OPTIONAL_TEXT,
        vmid: { ...VMID, optional: true },
      },
      permit: usesStorage,
      answer: ({ args }) => content(cluster, knownNode(cluster, args), args),
    },
    {
      method: 'GET',
      path: '/nodes/{node}/network',
      parameters: { node: NODE, type: OPTIONAL_TEXT },
      answer: ({ args, caller }) => {
        knownNode(cluster, args);
        return networks(args.optional('type')).filter(
          ({ iface, type }) =>
            type !== 'bridge' || caller.canAny(bridgePath(iface), ['SDN.Audit', 'SDN.Use']),
        );
      },
    },
    {
      method: 'GET',
      path: '/nodes/{node}/dns',
      parameters: { node: NODE },
      permit: auditsNode,
      answer: ({ args }) => {
        knownNode(cluster, args);
        return { search: 'lab.example', dns1: '10.99.255.1' };
      },
    },
    {
      method: 'GET',
      path: '/nodes/{node}/aplinfo',
      parameters: { node: NODE },
      answer: ({ args }) => {
        knownNode(cluster, args);
        return appliances(cluster);
      },
    },
    {
      method: 'POST',
      path: '/nodes/{node}/aplinfo',
      parameters: { node: NODE, storage: STORAGE_ID, template: { type: 'string', maxLength: 255 } },
      permit: ({ args, caller }) => {
        caller.requireAll(`/storage/${args.text('storage')}`, 'Datastore.AllocateTemplate');
      },
      answer: ({ args, user }) => {
        const storage = knownStorage(args.text('storage'));
        const appliance = cluster.catalogue.find(({ template }) => template === args.text('template'));
        if (!appliance) throw parameterError({ template: 'no such template' });
        if (!storage.content.includes('vztmpl')) {
          throw new PveError(500, `storage '${storage.storage}' does not support templates`);
        }
        return cluster.download(knownNode(cluster, args), storage.storage, appliance, user);
      },
    },
  ];
}

function auditsNode({ args, caller }: Call): void {
  caller.requireAll(`/nodes/${args.text('node')}`, 'Sys.Audit');
}

function usesStorage({ args, caller }: Call): void {
  caller.requireAny(`/storage/${args.text('storage')}`, ...STORAGE_PRIVILEGES);
}

/** The `{node}` of a call; a name that is not in the cluster gets the text of a failed look-up. */
export function knownNode(cluster: Cluster, args: Arguments): string {
  const node = args.text('node');
  if (!cluster.nodes.includes(node)) throw new PveError(500, `hostname lookup '${node}' failed - failed to get address info for: ${node}: Name or service not known`); // prettier-ignore
  return node;
}

function knownStorage(name: string): Storage {
  const storage = STORAGES.find((candidate) => candidate.storage === name);
  if (!storage) throw new PveError(500, `storage '${name}' does not exist`);
  return storage;
}

function describe(storage: Storage, cluster: Cluster, node: string) {
  const status = statusOf(storage, cluster, node);
  return { ...status, storage: storage.storage, used_fraction: status.used / status.total };
}

function statusOf(storage: Storage, cluster: Cluster, node: string) {
  const used = cluster.faults.isFull(node, storage.storage) ? storage.total : storage.used;
  return {
    type: storage.type,
    content: storage.content.join(','),
    active: 1,
    enabled: 1,
    shared: 0,
    total: storage.total,
    used,
    avail: storage.total - used,
  };
}

function storages(cluster: Cluster, node: string, args: Arguments) {
  const wanted = (args.optional('content') ?? '').split(',').filter(Boolean);
  const name = args.optional('storage');
  return STORAGES.filter((storage) => name === null || storage.storage === name)
    .filter((storage) => wanted.length === 0 || wanted.some((kind) => storage.content.includes(kind)))
    .map((storage) => describe(storage, cluster, node));
}

function content(cluster: Cluster, node: string, args: Arguments): object[] {
  const { storage } = knownStorage(args.text('storage'));
  const wanted = args.optional('content');
  const templates = cluster.store.volumes(node, storage).map((volume) => ({
    content: 'vztmpl',
    ctime: volume.ctime,
    format: volume.volid.replace(/^.*\.tar\./, 't'),
    size: volume.size,
    volid: volume.volid,
  }));
  const disks = cluster.store
    .containers()
    .filter((container) => container.node === node)
    .flatMap(({ vmid, config }) =>
      Object.entries(config)
        .filter(([key, value]) => /^(?:rootfs|mp\d+)$/.test(key) && value.startsWith(`${storage}:`))
        .map(([, value]) => disk(vmid, value)),
    );
  return [...templates, ...disks].filter((volume) => wanted === null || volume.content === wanted);
}

/** A volume of a container, from its entry in the configuration. */
function disk(vmid: number, entry: string) {
  const size = Number(/size=(\d+)G/.exec(entry)?.[1] ?? 4) * 1024 ** 3;
  return { content: 'rootdir', format: 'raw', size, vmid, volid: entry.split(',')[0] };
}

function networks(type: string | null): { readonly iface: string; readonly type: string }[] {
  const bridges = BRIDGES.map((bridge, index) => ({
    ...bridge,
    type: 'bridge',
    active: 1,
    autostart: 1,
    bridge_fd: '0',
    bridge_ports: index === 0 ? 'eno1' : 'none',
    bridge_stp: 'off',
    families: ['inet'],
    method: 'static',
    method6: 'manual',
    priority: index + 4,
  }));
  const port = {
    iface: 'eno1',
    type: 'eth',
    active: 1,
    exists: 1,
    families: ['inet'],
    method: 'manual',
    priority: 3,
  };
  if (type === null || type === 'include_sdn') return [port, ...bridges];
  if (type === 'eth') return [port];
  return ['bridge', 'any_bridge', 'any_local_bridge'].includes(type) ? bridges : [];
}

function appliances(cluster: Cluster): object[] {
  return cluster.catalogue.map((appliance) => ({
    template: appliance.template,
    package: appliance.package,
    version: appliance.version,
    os: appliance.os,
    headline: appliance.headline,
    section: appliance.section,
    type: 'lxc',
    architecture: 'amd64',
    source: 'http://download.proxmox.com/images',
    location: `http://download.proxmox.com/images/system/${appliance.template}`,
    maintainer: 'Proxmox Support Team <support@proxmox.com>',
    description: `${appliance.headline}\n`,
  }));
}

function nodeStatus(cluster: Cluster, node: string): object {
  const total = totalmem();
  return {
    node,
    cpu: 0.03,
    cpuinfo: { cores: cpus().length, cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown', sockets: 1 },
    'current-kernel': {
      machine: 'x86_64',
      release: cluster.version.kernel,
      sysname: 'Linux',
      version: '#1 SMP PREEMPT_DYNAMIC',
    },
    kversion: `Linux ${cluster.version.kernel}`,
    loadavg: ['0.10', '0.08', '0.05'],
    memory: {
      total,
      used: Math.floor(total / 4),
      free: total - Math.floor(total / 4),
      available: total - Math.floor(total / 4),
    },
    pveversion: managerVersion(cluster),
    rootfs: { total: 94 * 1024 ** 3, used: 11 * 1024 ** 3, free: 83 * 1024 ** 3, avail: 83 * 1024 ** 3 },
    swap: { total: 0, used: 0, free: 0 },
    uptime: Math.floor(uptime()),
    wait: 0,
  };
}

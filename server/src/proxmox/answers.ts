import type { Permissions } from './privileges.js';
import type { Row } from './values.js';
import { asRow, asRows, flag, number, text } from './values.js';

export interface StorageStatus {
  readonly name: string;
  readonly type: string;
  readonly holdsContainers: boolean;
  readonly holdsTemplates: boolean;
  /** Bytes. */
  readonly free: number;
  readonly total: number;
}
export interface TemplateVolume {
  /** `storage:vztmpl/file` */
  readonly volid: string;
  readonly size: number;
}
export interface CatalogueEntry {
  /** The file's name. */
  readonly template: string;
  readonly headline: string;
}
export interface TaskStatus {
  readonly running: boolean;
  /** `OK`, `WARNINGS: n`, an error text, or null while it runs. */
  readonly exitStatus: string | null;
}
export interface NodeStatus {
  /** 0 to 1. */
  readonly cpuLoad: number;
  readonly cpus: number;
  /** Bytes. */
  readonly memoryUsed: number;
  readonly memoryTotal: number;
}

export interface ClusterNode {
  readonly name: string;
  readonly online: boolean;
  /** SHA-256 of its certificate, if the node tells it. */
  readonly tlsFingerprint: string | null;
}
/** A container or virtual machine of the cluster. */
export interface Guest {
  readonly vmid: number;
  readonly name: string;
  readonly node: string;
  readonly kind: 'container' | 'machine';
  readonly running: boolean;
}
/** A node as the cluster's own membership knows it. */
export interface ClusterMember {
  readonly name: string;
  readonly online: boolean;
  /** In the cluster's network. */
  readonly address: string | null;
}
export interface Bridge {
  readonly name: string;
  /** With its prefix length. */
  readonly address: string | null;
  readonly comment: string | null;
}
/** The addresses of one network card. */
export interface CardAddresses {
  /** In lower case. */
  readonly mac: string;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}

/**
 * What the answers of Proxmox VE mean. Fields may be missing, numbers may be strings: nothing here fails, what is not
 * there is empty.
 */
export const answers = {
  version: (data: unknown): { version: string; repoid: string } => {
    const row = asRow(data);
    return { version: text(row, 'version') ?? '', repoid: text(row, 'repoid') ?? '' };
  },
  clusterStatus: (data: unknown): { cluster: string | null; node: string | null } => {
    const rows = asRows(data);
    const cluster = rows.find((row) => row['type'] === 'cluster');
    const local = rows.find((row) => row['type'] === 'node' && flag(row, 'local'));
    return { cluster: cluster ? text(cluster, 'name') : null, node: local ? text(local, 'name') : null };
  },
  members: (data: unknown): ClusterMember[] =>
    asRows(data)
      .filter((row) => row['type'] === 'node')
      .map((row) => ({
        name: text(row, 'name') ?? '',
        online: flag(row, 'online'),
        address: text(row, 'ip'),
      }))
      .sort(byName),
  nodes: (data: unknown): ClusterNode[] =>
    asRows(data)
      .map((row) => ({
        name: text(row, 'node') ?? '',
        online: text(row, 'status') === 'online',
        tlsFingerprint: text(row, 'ssl_fingerprint'),
      }))
      .sort(byName),
  permissions: (data: unknown): Permissions =>
    Object.fromEntries(Object.entries(asRow(data)).map(([path, privileges]) => [path, asRow(privileges)])),
  guests: (data: unknown): Guest[] =>
    asRows(data).map((row) => ({
      vmid: number(row, 'vmid'),
      name: text(row, 'name') ?? '',
      node: text(row, 'node') ?? '',
      kind: text(row, 'type') === 'lxc' ? 'container' : 'machine',
      running: text(row, 'status') === 'running',
    })),
  pools: (data: unknown): string[] => asRows(data).map((row) => text(row, 'poolid') ?? ''),
  nodeStatus: (data: unknown): NodeStatus => {
    const row = asRow(data);
    const memory = asRow(row['memory']);
    return {
      cpuLoad: number(row, 'cpu'),
      cpus: number(asRow(row['cpuinfo']), 'cpus'),
      memoryUsed: number(memory, 'used'),
      memoryTotal: number(memory, 'total'),
    };
  },
  storages: (data: unknown): StorageStatus[] =>
    asRows(data).map((row) => {
      const content = (text(row, 'content') ?? '').split(',');
      return {
        name: text(row, 'storage') ?? '',
        type: text(row, 'type') ?? '',
        holdsContainers: content.includes('rootdir'),
        holdsTemplates: content.includes('vztmpl'),
        free: number(row, 'avail'),
        total: number(row, 'total'),
      };
    }),
  templateVolumes: (data: unknown): TemplateVolume[] =>
    asRows(data).map((row) => ({ volid: text(row, 'volid') ?? '', size: number(row, 'size') })),
  catalogue: (data: unknown): CatalogueEntry[] =>
    asRows(data)
      .filter((row) => text(row, 'section') === 'system')
      .map((row) => ({ template: text(row, 'template') ?? '', headline: text(row, 'headline') ?? '' })),
  bridges: (data: unknown): Bridge[] =>
    asRows(data).map((row) => ({
      name: text(row, 'iface') ?? '',
      address: text(row, 'cidr') ?? text(row, 'address'),
      comment: text(row, 'comments')?.trim() ?? null,
    })),
  interfaces: (data: unknown): CardAddresses[] =>
    asRows(data).map((row) => ({
      mac: (text(row, 'hwaddr') ?? text(row, 'hardware-address') ?? '').toLowerCase(),
      ipv4: addressesOf(row, 'inet'),
      ipv6: addressesOf(row, 'inet6'),
    })),
  upids: (data: unknown): string[] => asRows(data).map((row) => text(row, 'upid') ?? ''),
  taskStatus: (data: unknown): TaskStatus => {
    const row = asRow(data);
    return { running: text(row, 'status') === 'running', exitStatus: text(row, 'exitstatus') };
  },
  /** An empty log is told as one line that says so. */
  taskLog: (data: unknown): string[] => {
    const lines = asRows(data).map((row) => text(row, 't') ?? '');
    return lines.length === 1 && lines[0] === 'no content' ? [] : lines;
  },
};

const byName = (a: { readonly name: string }, b: { readonly name: string }) => a.name.localeCompare(b.name);

/** Newer versions list addresses; older ones tell one of each kind with its prefix length. */
function addressesOf(row: Row, kind: 'inet' | 'inet6'): string[] {
  const listed = asRows(row['ip-addresses'])
    .filter((address) => text(address, 'ip-address-type') === kind)
    .map((address) => text(address, 'ip-address') ?? '');
  const single = text(row, kind)?.split('/')[0];
  return listed.length > 0 || single === undefined ? listed : [single];
}

import type { Authentication, ProxmoxLogin } from './authentication.js';
import { authenticationFor } from './authentication.js';
import { PinnedHttps } from './pinned-https.js';
import { errorOf, ProxmoxError } from './proxmox-error.js';
import type { Row } from './values.js';
import type { Permissions } from './privileges.js';
import type { ProxmoxRequest } from './requests.js';
import { nodePath, requests } from './requests.js';
import { traceRequest } from './request-trace.js';
import { asRow, asRows, flag, number, text } from './values.js';

export type ProxmoxAddress = ProxmoxLogin & {
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the certificate, as pairs of hex digits with colons. */
  readonly tlsFingerprint: string;
};

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

/** How long a node has for an answer, in milliseconds. */
export interface ProxmoxTimeouts {
  readonly readMs: number;
  readonly changeMs: number;
}
export const DEFAULT_TIMEOUTS: ProxmoxTimeouts = { readMs: 15_000, changeMs: 60_000 };

/** Talks to the API of one Proxmox VE node. Every call rejects with a `ProxmoxError`. */
export class ProxmoxClient {
  private readonly https: PinnedHttps;
  private readonly authentication: Authentication;
  /** As whom the node records what this client starts: `user@realm!name`, or `user@realm` with a password. */
  readonly user: string;

  constructor(
    address: ProxmoxAddress,
    /** The node's name in its cluster. */
    readonly node: string,
    private readonly timeouts: ProxmoxTimeouts = DEFAULT_TIMEOUTS,
  ) {
    this.https = new PinnedHttps(address, address.tlsFingerprint);
    this.authentication = authenticationFor(address, (parameters) => this.requestTicket(parameters));
    this.user = this.authentication.user;
  }

  async version(): Promise<{ version: string; repoid: string }> {
    const row = asRow(await this.get('/version'));
    return { version: text(row, 'version') ?? '', repoid: text(row, 'repoid') ?? '' };
  }

  /** The cluster's name (null for a node on its own) and the name of the node that answers. */
  async clusterStatus(): Promise<{ cluster: string | null; node: string | null }> {
    const rows = asRows(await this.get('/cluster/status'));
    const cluster = rows.find((row) => row['type'] === 'cluster');
    const local = rows.find((row) => row['type'] === 'node' && flag(row, 'local'));
    return { cluster: cluster ? text(cluster, 'name') : null, node: local ? text(local, 'name') : null };
  }

  /** The nodes of the cluster with their addresses in it, by name. */
  async members(): Promise<{ name: string; online: boolean; address: string | null }[]> {
    const rows = asRows(await this.get('/cluster/status')).filter((row) => row['type'] === 'node');
    return rows
      .map((row) => ({
        name: text(row, 'name') ?? '',
        online: flag(row, 'online'),
        address: text(row, 'ip'),
      }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** The nodes of the cluster, by name. */
  async nodes(): Promise<ClusterNode[]> {
    const rows = asRows(await this.get('/nodes'));
    return rows
      .map((row) => ({
        name: text(row, 'node') ?? '',
        online: text(row, 'status') === 'online',
        tlsFingerprint: text(row, 'ssl_fingerprint'),
      }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Privileges by path. */
  async permissions(): Promise<Permissions> {
    const paths = Object.entries(asRow(await this.get('/access/permissions')));
    return Object.fromEntries(paths.map(([path, privileges]) => [path, asRow(privileges)]));
  }

  async nextId(): Promise<number> {
    return Number(await this.get('/cluster/nextid'));
  }

  /** Every VMID of the cluster that is taken by a container or virtual machine. */
  async takenVmids(): Promise<number[]> {
    return (await this.guests()).map(({ vmid }) => vmid);
  }

  /** The containers and virtual machines of the cluster, as far as the token may see them. */
  async guests(): Promise<Guest[]> {
    return asRows(await this.get('/cluster/resources?type=vm')).map((row) => ({
      vmid: number(row, 'vmid'),
      name: text(row, 'name') ?? '',
      node: text(row, 'node') ?? '',
      kind: text(row, 'type') === 'lxc' ? 'container' : 'machine',
      running: text(row, 'status') === 'running',
    }));
  }

  async nodeStatus(): Promise<NodeStatus> {
    const row = asRow(await this.get(this.path('/status')));
    const memory = asRow(row['memory']);
    return {
      cpuLoad: number(row, 'cpu'),
      cpus: number(asRow(row['cpuinfo']), 'cpus'),
      memoryUsed: number(memory, 'used'),
      memoryTotal: number(memory, 'total'),
    };
  }

  async storages(): Promise<StorageStatus[]> {
    return asRows(await this.get(this.path('/storage?enabled=1'))).map((row) => {
      const content = (text(row, 'content') ?? '').split(',');
      return {
        name: text(row, 'storage') ?? '',
        type: text(row, 'type') ?? '',
        holdsContainers: content.includes('rootdir'),
        holdsTemplates: content.includes('vztmpl'),
        free: number(row, 'avail'),
        total: number(row, 'total'),
      };
    });
  }

  async templateVolumes(storage: string): Promise<TemplateVolume[]> {
    const rows = asRows(
      await this.get(this.path(`/storage/${encodeURIComponent(storage)}/content?content=vztmpl`)),
    );
    return rows.map((row) => ({ volid: text(row, 'volid') ?? '', size: number(row, 'size') }));
  }

  async catalogue(): Promise<CatalogueEntry[]> {
    const rows = asRows(await this.get(this.path('/aplinfo')));
    return rows
      .filter((row) => text(row, 'section') === 'system')
      .map((row) => ({ template: text(row, 'template') ?? '', headline: text(row, 'headline') ?? '' }));
  }

  async bridges(): Promise<{ name: string; address: string | null; comment: string | null }[]> {
    const rows = asRows(await this.get(this.path('/network?type=any_bridge')));
    return rows.map((row) => ({
      name: text(row, 'iface') ?? '',
      address: text(row, 'cidr') ?? text(row, 'address'),
      comment: text(row, 'comments')?.trim() ?? null,
    }));
  }

  /** Starts the download of a catalogue's template; answers the task's UPID. */
  downloadTemplate(storage: string, template: string): Promise<string> {
    return this.change(requests.downloadTemplate(this.node, storage, template));
  }

  /** Starts the creation of a container; answers the task's UPID. Never repeat it blindly: look for its task. */
  createContainer(parameters: ProxmoxRequest['parameters']): Promise<string> {
    return this.change(requests.createContainer(this.node, parameters));
  }

  /** A container's configuration; with `node` that of one on another node of the cluster. */
  async containerConfig(vmid: number, node = this.node): Promise<Row> {
    return asRow(await this.get(`${nodePath(node)}/lxc/${String(vmid)}/config`));
  }

  async isRunning(vmid: number): Promise<boolean> {
    const row = asRow(await this.get(this.path(`/lxc/${String(vmid)}/status/current`)));
    return text(row, 'status') === 'running';
  }

  startContainer(vmid: number): Promise<string> {
    return this.change(requests.startContainer(this.node, vmid));
  }

  /** Switches a container off at once; answers the task's UPID. */
  stopContainer(vmid: number): Promise<string> {
    return this.change(requests.stopContainer(this.node, vmid));
  }

  /** Shuts a container down, or switches it off when it does not end within the seconds given. */
  shutdownContainer(vmid: number, seconds: number): Promise<string> {
    const limits = { timeout: seconds, forceStop: 1 };
    return this.change(requests.shutdownContainer(this.node, vmid, limits));
  }

  /** Destroys a stopped container with its volumes, and what backup jobs and the like say of it. */
  destroyContainer(vmid: number): Promise<string> {
    return this.change(requests.destroyContainer(this.node, vmid));
  }

  /** Addresses of a running container's interfaces, by MAC address in lower case. */
  async interfaces(
    vmid: number,
    node = this.node,
  ): Promise<{ mac: string; ipv4: string[]; ipv6: string[] }[]> {
    const rows = asRows(await this.get(`${nodePath(node)}/lxc/${String(vmid)}/interfaces`));
    return rows.map((row) => ({
      mac: (text(row, 'hwaddr') ?? text(row, 'hardware-address') ?? '').toLowerCase(),
      ipv4: addressesOf(row, 'inet'),
      ipv6: addressesOf(row, 'inet6'),
    }));
  }

  /** UPIDs of a container's tasks of one type, the latest first. */
  async tasksOf(vmid: number, type: string): Promise<string[]> {
    const query = `?vmid=${String(vmid)}&typefilter=${type}&source=all`;
    return asRows(await this.get(this.path(`/tasks${query}`))).map((row) => text(row, 'upid') ?? '');
  }

  async taskStatus(upid: string, signal?: AbortSignal): Promise<TaskStatus> {
    const row = asRow(await this.get(this.path(`/tasks/${encodeURIComponent(upid)}/status`), signal));
    return { running: text(row, 'status') === 'running', exitStatus: text(row, 'exitstatus') };
  }

  /** Ends a running task; harmless if it has ended. Its user may do so without further privileges. */
  async stopTask(upid: string): Promise<void> {
    await this.change(requests.stopTask(this.node, upid));
  }

  /** Lines of a task's log behind the first `start` ones. */
  async taskLog(upid: string, start: number, signal?: AbortSignal): Promise<string[]> {
    const query = `?start=${String(start)}&limit=500`;
    const rows = asRows(await this.get(this.path(`/tasks/${encodeURIComponent(upid)}/log${query}`), signal));
    const lines = rows.map((row) => text(row, 't') ?? '');
    // An empty log is told as one line that says so.
    return lines.length === 1 && lines[0] === 'no content' ? [] : lines;
  }

  close(): void {
    this.https.close();
  }

  private path(rest: string): string {
    return `${nodePath(this.node)}${rest}`;
  }

  private async get(path: string, signal?: AbortSignal): Promise<unknown> {
    return this.send('GET', path, null, this.timeouts.readMs, signal);
  }

  private async change({ method, path, parameters }: ProxmoxRequest): Promise<string> {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters))
      if (value !== undefined) form.set(name, String(value));
    // Proxmox VE answers 501 to a DELETE with a body: its options go into the query.
    const inQuery = method === 'DELETE';
    const query = inQuery && form.size > 0 ? `?${form.toString()}` : '';
    const body = inQuery ? null : form.toString();
    return String(await this.send(method, path + query, body, this.timeouts.changeMs));
  }

  /** A 401 says that nothing was done, so after one a ticket is renewed and the request sent once more. */
  private async send(
    method: string,
    path: string,
    body: string | null,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const request = { method, path, body, timeoutMs, signal };
    try {
      return await this.sendAs(await this.authentication.headers(method !== 'GET'), request);
    } catch (error) {
      const refused = error instanceof ProxmoxError && error.code === 'PROXMOX.UNAUTHORIZED';
      if (!refused || !this.authentication.refused()) throw error;
      return this.sendAs(await this.authentication.headers(method !== 'GET'), request);
    }
  }

  private async requestTicket(parameters: Readonly<Record<string, string>>): Promise<Row> {
    const { method, path } = requests.login;
    const body = new URLSearchParams(parameters).toString();
    const { readMs: timeoutMs } = this.timeouts;
    return asRow(await this.sendAs({}, { method, path, body, timeoutMs, signal: undefined }));
  }

  private async sendAs(
    identity: Readonly<Record<string, string>>,
    request: {
      readonly method: string;
      readonly path: string;
      readonly body: string | null;
      readonly timeoutMs: number;
      readonly signal: AbortSignal | undefined;
    },
  ): Promise<unknown> {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const headers = { ...identity, ...(request.body === null ? {} : form) };
    const began = performance.now();
    const trace = (status: number) => {
      traceRequest(this.node, request, status, performance.now() - began);
    };
    const answer = await this.https
      .send({ ...request, path: `/api2/json${request.path}`, headers })
      .catch((error: unknown) => {
        trace(0);
        throw error;
      });
    trace(answer.status);
    const content = parse(answer.body);
    if (answer.status >= 200 && answer.status < 300) return content['data'];
    throw this.errorOf(answer.status, answer.reason, content);
  }

  private errorOf(status: number, reason: string, content: Row): ProxmoxError {
    const fields = Object.entries(asRow(content['errors'])).map(([name, value]) => [name, String(value)]);
    return errorOf(
      status,
      text(content, 'message') ?? reason,
      Object.fromEntries(fields) as Record<string, string>,
    );
  }
}

function parse(body: string): Row {
  try {
    return asRow(JSON.parse(body));
  } catch {
    return {};
  }
}

/** Newer versions list addresses; older ones tell one of each kind with its prefix length. */
function addressesOf(row: Row, kind: 'inet' | 'inet6'): string[] {
  const listed = asRows(row['ip-addresses'])
    .filter((address) => text(address, 'ip-address-type') === kind)
    .map((address) => text(address, 'ip-address') ?? '');
  const single = text(row, kind)?.split('/')[0];
  return listed.length > 0 || single === undefined ? listed : [single];
}

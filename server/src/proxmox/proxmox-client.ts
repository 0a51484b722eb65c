import { PinnedHttps } from './pinned-https.js';
import type { ProxmoxError } from './proxmox-error.js';
import { errorOf } from './proxmox-error.js';
import type { Row } from './values.js';
import { asRow, asRows, flag, number, text } from './values.js';

export interface ProxmoxAddress {
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the certificate, as pairs of hex digits with colons. */
  readonly tlsFingerprint: string;
  /** `user@realm!name` */
  readonly tokenId: string;
  readonly tokenSecret: string;
}

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

type Parameters = Readonly<Record<string, string | number | undefined>>;
const READ_MS = 15_000;
const CHANGE_MS = 60_000;

/** Talks to the API of one Proxmox VE node with an API token. Every call rejects with a `ProxmoxError`. */
export class ProxmoxClient {
  private readonly https: PinnedHttps;
  private readonly headers: Readonly<Record<string, string>>;
  /** As whom the node records what this client starts: `user@realm!name`. */
  readonly user: string;

  constructor(
    address: ProxmoxAddress,
    /** The node's name in its cluster. */
    readonly node: string,
  ) {
    this.https = new PinnedHttps(address, address.tlsFingerprint);
    this.user = address.tokenId;
    this.headers = { authorization: `PVEAPIToken=${address.tokenId}=${address.tokenSecret}` };
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

  /** Privileges by path. */
  async permissions(): Promise<Readonly<Record<string, Row>>> {
    const paths = Object.entries(asRow(await this.get('/access/permissions')));
    return Object.fromEntries(paths.map(([path, privileges]) => [path, asRow(privileges)]));
  }

  async nextId(): Promise<number> {
    return Number(await this.get('/cluster/nextid'));
  }

  /** Every VMID of the cluster that is taken by a container or virtual machine. */
  async takenVmids(): Promise<number[]> {
    return asRows(await this.get('/cluster/resources?type=vm')).map((row) => number(row, 'vmid'));
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
    return this.change('POST', this.path('/aplinfo'), { storage, template });
  }

  /** Starts the creation of a container; answers the task's UPID. Never repeat it blindly: look for its task. */
  createContainer(parameters: Parameters): Promise<string> {
    return this.change('POST', this.path('/lxc'), parameters);
  }

  async containerConfig(vmid: number): Promise<Row> {
    return asRow(await this.get(this.path(`/lxc/${String(vmid)}/config`)));
  }

  async isRunning(vmid: number): Promise<boolean> {
    const row = asRow(await this.get(this.path(`/lxc/${String(vmid)}/status/current`)));
    return text(row, 'status') === 'running';
  }

  startContainer(vmid: number): Promise<string> {
    return this.change('POST', this.path(`/lxc/${String(vmid)}/status/start`), {});
  }

  /** Switches a container off at once; answers the task's UPID. */
  stopContainer(vmid: number): Promise<string> {
    return this.change('POST', this.path(`/lxc/${String(vmid)}/status/stop`), {});
  }

  /** Shuts a container down, or switches it off when it does not end within the seconds given. */
  shutdownContainer(vmid: number, seconds: number): Promise<string> {
    const limits = { timeout: seconds, forceStop: 1 };
    return this.change('POST', this.path(`/lxc/${String(vmid)}/status/shutdown`), limits);
  }

  /** Destroys a stopped container with its volumes, and what backup jobs and the like say of it. */
  destroyContainer(vmid: number): Promise<string> {
    return this.change('DELETE', this.path(`/lxc/${String(vmid)}?purge=1`), {});
  }

  /** Addresses of a running container's interfaces, by MAC address in lower case. */
  async interfaces(vmid: number): Promise<{ mac: string; ipv4: string[] }[]> {
    const rows = asRows(await this.get(this.path(`/lxc/${String(vmid)}/interfaces`)));
    return rows.map((row) => ({
      mac: (text(row, 'hwaddr') ?? text(row, 'hardware-address') ?? '').toLowerCase(),
      ipv4: ipv4Of(row),
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
    await this.change('DELETE', this.path(`/tasks/${encodeURIComponent(upid)}`), {});
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
    return `/nodes/${encodeURIComponent(this.node)}${rest}`;
  }

  private async get(path: string, signal?: AbortSignal): Promise<unknown> {
    return this.send('GET', path, null, READ_MS, signal);
  }

  private async change(method: string, path: string, parameters: Parameters): Promise<string> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters))
      if (value !== undefined) body.set(name, String(value));
    return String(await this.send(method, path, body.toString(), CHANGE_MS));
  }

  private async send(
    method: string,
    path: string,
    body: string | null,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const headers = { ...this.headers, ...(body === null ? {} : form) };
    const answer = await this.https.send({
      method,
      path: `/api2/json${path}`,
      headers,
      body,
      timeoutMs,
      signal,
    });
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

function ipv4Of(row: Row): string[] {
  const listed = asRows(row['ip-addresses'])
    .filter((address) => text(address, 'ip-address-type') === 'inet')
    .map((address) => text(address, 'ip-address') ?? '');
  const single = text(row, 'inet')?.split('/')[0];
  return listed.length > 0 ? listed : single ? [single] : [];
}

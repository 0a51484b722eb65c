import type {
  Bridge,
  CardAddresses,
  CatalogueEntry,
  ClusterMember,
  ClusterNode,
  Guest,
  NodeStatus,
  StorageStatus,
  TaskStatus,
  TemplateVolume,
} from './answers.js';
import { answers } from './answers.js';
import type { ProxmoxAddress, ProxmoxTimeouts } from './api-transport.js';
import { ApiTransport, DEFAULT_TIMEOUTS } from './api-transport.js';
import type { Permissions } from './privileges.js';
import type { ProxmoxRequest } from './requests.js';
import { nodePath, requests } from './requests.js';
import type { Row } from './values.js';
import { asRow } from './values.js';

/** Talks to the API of one Proxmox VE node. Every call rejects with a `ProxmoxError`. */
export class ProxmoxClient {
  private readonly api: ApiTransport;
  /** As whom the node records what this client starts: `user@realm!name`, or `user@realm` with a password. */
  readonly user: string;

  constructor(
    address: ProxmoxAddress,
    /** The node's name in its cluster. */
    readonly node: string,
    timeouts: ProxmoxTimeouts = DEFAULT_TIMEOUTS,
    now?: () => number,
  ) {
    this.api = new ApiTransport(address, node, timeouts, now);
    this.user = this.api.user;
  }

  async version(): Promise<{ version: string; repoid: string }> {
    return answers.version(await this.api.get('/version'));
  }

  /** The cluster's name (null for a node on its own) and the name of the node that answers. */
  async clusterStatus(): Promise<{ cluster: string | null; node: string | null }> {
    return answers.clusterStatus(await this.api.get('/cluster/status'));
  }

  /** The nodes of the cluster with their addresses in it, by name. */
  async members(): Promise<ClusterMember[]> {
    return answers.members(await this.api.get('/cluster/status'));
  }

  /** The nodes of the cluster, by name. */
  async nodes(): Promise<ClusterNode[]> {
    return answers.nodes(await this.api.get('/nodes'));
  }

  /** Privileges by path. */
  async permissions(): Promise<Permissions> {
    return answers.permissions(await this.api.get('/access/permissions'));
  }

  async nextId(): Promise<number> {
    return Number(await this.api.get('/cluster/nextid'));
  }

  /** Every VMID of the cluster that is taken by a container or virtual machine. */
  async takenVmids(): Promise<number[]> {
    return (await this.guests()).map(({ vmid }) => vmid);
  }

  /** The containers and virtual machines of the cluster, as far as the token may see them. */
  async guests(): Promise<Guest[]> {
    return answers.guests(await this.api.get('/cluster/resources?type=vm'));
  }

  /** The names of the pools on which the token has Pool.Audit. */
  async pools(): Promise<string[]> {
    return answers.pools(await this.api.get('/pools'));
  }

  async nodeStatus(): Promise<NodeStatus> {
    return answers.nodeStatus(await this.api.get(this.path('/status')));
  }

  async storages(): Promise<StorageStatus[]> {
    return answers.storages(await this.api.get(this.path('/storage?enabled=1')));
  }

  async templateVolumes(storage: string): Promise<TemplateVolume[]> {
    const path = `/storage/${encodeURIComponent(storage)}/content?content=vztmpl`;
    return answers.templateVolumes(await this.api.get(this.path(path)));
  }

  async catalogue(): Promise<CatalogueEntry[]> {
    return answers.catalogue(await this.api.get(this.path('/aplinfo')));
  }

  async bridges(): Promise<Bridge[]> {
    return answers.bridges(await this.api.get(this.path('/network?type=any_bridge')));
  }

  /** Starts the download of a catalogue's template; answers the task's UPID. */
  downloadTemplate(storage: string, template: string): Promise<string> {
    return this.api.change(requests.downloadTemplate(this.node, storage, template));
  }

  /** Starts the creation of a container; answers the task's UPID. Never repeat it blindly: look for its task. */
  createContainer(parameters: ProxmoxRequest['parameters']): Promise<string> {
    return this.api.change(requests.createContainer(this.node, parameters));
  }

  /** A container's configuration; with `node` that of one on another node of the cluster. */
  async containerConfig(vmid: number, node = this.node): Promise<Row> {
    return asRow(await this.api.get(`${nodePath(node)}/lxc/${String(vmid)}/config`));
  }

  async isRunning(vmid: number): Promise<boolean> {
    return answers.taskStatus(await this.api.get(this.path(`/lxc/${String(vmid)}/status/current`))).running;
  }

  startContainer(vmid: number): Promise<string> {
    return this.api.change(requests.startContainer(this.node, vmid));
  }

  /** Switches a container off at once; answers the task's UPID. */
  stopContainer(vmid: number): Promise<string> {
    return this.api.change(requests.stopContainer(this.node, vmid));
  }

  /** Shuts a container down, or switches it off when it does not end within the seconds given. */
  shutdownContainer(vmid: number, seconds: number): Promise<string> {
    const limits = { timeout: seconds, forceStop: 1 };
    return this.api.change(requests.shutdownContainer(this.node, vmid, limits));
  }

  /** Destroys a stopped container with its volumes, and what backup jobs and the like say of it. */
  destroyContainer(vmid: number): Promise<string> {
    return this.api.change(requests.destroyContainer(this.node, vmid));
  }

  /** Addresses of a running container's interfaces, by MAC address in lower case. */
  async interfaces(vmid: number, node = this.node): Promise<CardAddresses[]> {
    return answers.interfaces(await this.api.get(`${nodePath(node)}/lxc/${String(vmid)}/interfaces`));
  }

  /** UPIDs of a container's tasks of one type, the latest first. */
  async tasksOf(vmid: number, type: string): Promise<string[]> {
    const query = `?vmid=${String(vmid)}&typefilter=${type}&source=all`;
    return answers.upids(await this.api.get(this.path(`/tasks${query}`)));
  }

  async taskStatus(upid: string, signal?: AbortSignal): Promise<TaskStatus> {
    const path = this.path(`/tasks/${encodeURIComponent(upid)}/status`);
    return answers.taskStatus(await this.api.get(path, signal));
  }

  /** Ends a running task; harmless if it has ended. Its user may do so without further privileges. */
  async stopTask(upid: string): Promise<void> {
    await this.api.change(requests.stopTask(this.node, upid));
  }

  /** Lines of a task's log behind the first `start` ones. */
  async taskLog(upid: string, start: number, signal?: AbortSignal): Promise<string[]> {
    const query = `?start=${String(start)}&limit=500`;
    const path = this.path(`/tasks/${encodeURIComponent(upid)}/log${query}`);
    return answers.taskLog(await this.api.get(path, signal));
  }

  close(): void {
    this.api.close();
  }

  private path(rest: string): string {
    return `${nodePath(this.node)}${rest}`;
  }
}

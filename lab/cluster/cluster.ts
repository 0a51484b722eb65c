import { createHash, randomBytes } from 'node:crypto';
import type { Caller } from '../access/caller.js';
import type { Arguments } from '../api/parameters.js';
import { PveError, noSuchContainer } from '../api/pve-error.js';
import type { ContainerRuntime } from '../containers/runtime.js';
import type { FaultBoard } from '../faults/fault-board.js';
import type { ContainerConfig, LabStore, StoredContainer } from '../store.js';
import { ConfigLocks } from './config-locks.js';
import { checkCreate } from './create-check.js';
import type { CreatePlan } from './create-check.js';
import { CATALOGUE, PRESENT_TEMPLATE } from './inventory.js';
import type { Appliance } from './inventory.js';
import { NOT_CONFIGURATION } from './lxc-parameters.js';
import { networkOf } from './network.js';
import { downloadArchive, makeHostKeys, unpackArchive } from './played-work.js';
import type { PveVersion } from './pve-version.js';
import { formatPropertyString, parsePropertyString } from './property-string.js';
import type { TaskWork, Tasks } from './tasks.js';

/** Who makes a call; a token's name stands in the tasks that it starts. */
export type User = string;

/** The pretend cluster: its containers and what can be done with them. Both nodes' APIs and SSH hosts speak for it. */
export class Cluster {
  private readonly locks = new ConfigLocks();

  constructor(
    readonly nodes: readonly string[],
    readonly store: LabStore,
    readonly tasks: Tasks,
    readonly runtime: ContainerRuntime,
    readonly faults: FaultBoard,
    readonly version: PveVersion,
  ) {
    const ctime = Math.floor(Date.now() / 1000);
    if (runtime.keepsContainers === false) store.deleteContainers();
    for (const node of nodes) {
      for (const { volid, size } of runtime.templates ?? [PRESENT_TEMPLATE]) {
        store.putVolume({ node, storage: 'local', volid, size, ctime });
      }
    }
  }

  /** The container if this node owns it; else the error text of Proxmox VE. */
  container(node: string, vmid: number): StoredContainer {
    const container = this.store.container(vmid);
    if (container?.node !== node) throw noSuchContainer(node, vmid);
    return container;
  }

  create(node: string, args: Arguments, caller: Caller): string {
    const user = caller.name;
    const vmid = args.integer('vmid');
    const existing = this.store.container(vmid);
    if (existing) {
      throw new PveError(
        500,
        `unable to create CT ${vmid} - CT ${vmid} already exists on node '${existing.node}'`,
      );
    }
    const volumes = this.store.volumes(node, 'local').map((volume) => volume.volid);
    const plan = checkCreate(args, volumes);
    const config: ContainerConfig = {
      ...configuration(args, vmid, plan),
      ostype: plan.distribution.id,
    };
    // Until the archive is unpacked the configuration says no more than that, see PVE::API2::LXC, create_vm.
    this.store.putContainer({ vmid, node, config: { lock: 'create' } });
    const pool = args.optional('pool');
    if (pool !== null) this.store.putIntoPool(vmid, pool);
    const image = {
      vmid,
      hostname: config['hostname'] ?? `CT${vmid}`,
      distribution: plan.distribution,
      template: args.text('ostemplate'),
      password: args.optional('password'),
      sshPublicKeys: args.optional('ssh-public-keys'),
    };
    return this.tasks.start(node, 'vzcreate', String(vmid), user, async (run) => {
      try {
        for (const { storage } of plan.volumes) this.requireSpace(node, storage, vmid);
        await unpackArchive(run, vmid, plan, image.template);
        this.store.putContainer({ vmid, node, config: { ...config, lock: 'create' } });
        await makeHostKeys(run, image.hostname);
        await this.runtime.create(image);
        run.signal.throwIfAborted();
      } catch (error) {
        if (!run.killed) await this.discard(vmid);
        throw error;
      }
      this.store.putContainer({ vmid, node, config });
      if (args.flag('start')) this.start(node, vmid, user);
      return undefined;
    });
  }

  start(node: string, vmid: number, user: User): string {
    const container = this.unlocked(node, vmid);
    if (this.runtime.isRunning(vmid)) throw new PveError(500, `CT ${vmid} already running`);
    return this.startAlone(node, 'vzstart', vmid, user, async (run) => {
      await run.pause(0.4);
      if (this.runtime.isRunning(vmid)) throw new Error(`CT ${vmid} already running`);
      await this.boot(container);
      return undefined;
    });
  }

  private boot(container: StoredContainer): Promise<void> {
    const { vmid, config } = container;
    const [memory, cores] = [config['memory'], config['cores']];
    const limits = { memoryMiB: Number(memory ?? 512), cores: cores === undefined ? null : Number(cores) };
    return this.runtime.start(vmid, hostnameOf(container), networkOf(container), limits);
  }

  /** A task that holds the container's lock: two starts at once would leave a container that nobody knows of. */
  private startAlone(node: string, type: string, vmid: number, user: User, work: TaskWork): string {
    return this.tasks.start(node, type, String(vmid), user, (run) => this.locks.hold(vmid, () => work(run)));
  }

  stop(node: string, vmid: number, user: User): string {
    this.unlocked(node, vmid);
    this.requireRunning(vmid);
    return this.startAlone(node, 'vzstop', vmid, user, async (run) => {
      await run.pause(0.2);
      await this.runtime.stop(vmid);
      return undefined;
    });
  }

  shutdown(node: string, vmid: number, user: User): string {
    this.unlocked(node, vmid);
    this.requireRunning(vmid);
    return this.startAlone(node, 'vzshutdown', vmid, user, async (run) => {
      await run.pause(0.2);
      await this.runtime.shutdown(vmid);
      return undefined;
    });
  }

  reboot(node: string, vmid: number, user: User): string {
    const container = this.unlocked(node, vmid);
    this.requireRunning(vmid);
    return this.startAlone(node, 'vzreboot', vmid, user, async (run) => {
      await this.runtime.shutdown(vmid);
      await run.pause(0.4);
      await this.boot(container);
      return undefined;
    });
  }

  destroy(node: string, vmid: number, force: boolean, user: User): string {
    const { config } = this.unlocked(node, vmid);
    if (config['protection'] === '1') {
      throw new PveError(500, `can't remove CT ${vmid} - protection mode enabled`);
    }
    if (this.runtime.isRunning(vmid) && !force) {
      throw new PveError(500, `CT ${vmid} is running - destroy failed`);
    }
    return this.startAlone(node, 'vzdestroy', vmid, user, async (run) => {
      if (this.runtime.isRunning(vmid)) await this.runtime.stop(vmid);
      await run.pause(0.3);
      await this.discard(vmid);
      run.log(`  Logical volume "vm-${vmid}-disk-0" successfully removed.`);
      run.log('purging CT from related configurations..');
      return undefined;
    });
  }

  download(node: string, storage: string, appliance: Appliance, user: User): string {
    return this.tasks.start(node, 'download', '', user, async (run) => {
      const path = `/var/lib/vz/template/cache/${appliance.template}`;
      const volid = `${storage}:vztmpl/${appliance.template}`;
      if (this.store.volumes(node, storage).some((volume) => volume.volid === volid)) {
        run.log(`OK, got correct file already, no need to download`);
        return undefined;
      }
      if (this.faults.isFull(node, storage)) {
        throw new Error(`not enough space left on storage '${storage}' to download '${appliance.template}'`);
      }
      await downloadArchive(run, appliance, path);
      const ctime = Math.floor(Date.now() / 1000);
      this.store.putVolume({ node, storage, volid, size: appliance.size, ctime });
      run.log(
        `download of 'http://download.proxmox.com/images/system/${appliance.template}' to '${path}' finished`,
      );
      return undefined;
    });
  }

  /** Changes a container's configuration; null removes an entry. */
  configure(node: string, vmid: number, changes: ReadonlyMap<string, string | null>): void {
    const { config } = this.container(node, vmid);
    const next = new Map(Object.entries(config));
    for (const [key, value] of changes) {
      if (value === null) next.delete(key);
      else next.set(key, /^net\d/.test(key) ? withHardwareAddress(value, next.get(key)) : value);
    }
    this.store.putContainer({ vmid, node, config: Object.fromEntries(next) });
  }

  /** What can be downloaded: nothing, if the runtime has its own templates. */
  get catalogue(): readonly Appliance[] {
    return this.runtime.templates ? [] : CATALOGUE;
  }

  nextVmid(): number {
    const taken = new Set(this.store.containers().map((container) => container.vmid));
    let vmid = 100;
    while (taken.has(vmid)) vmid += 1;
    return vmid;
  }

  /** Whether the other nodes reach it. */
  isOnline(node: string): boolean {
    return !this.faults.node(node).some(({ kind }) => kind !== 'refuse');
  }

  /** The machine loses its power: no clean-up of anything. */
  async powerOff(node: string): Promise<void> {
    await this.tasks.killAll(node);
    await Promise.all(this.containersOf(node).map(({ vmid }) => this.runtime.stop(vmid)));
  }

  /** Proxmox VE starts the containers that are to start on boot. */
  powerOn(node: string): void {
    for (const { vmid, config } of this.containersOf(node)) {
      if (config['onboot'] === '1' && config['lock'] === undefined) this.start(node, vmid, 'root@pam');
    }
  }

  private containersOf(node: string): StoredContainer[] {
    return this.store.containers().filter((container) => container.node === node);
  }

  private requireSpace(node: string, storage: string, vmid: number): void {
    if (!this.faults.isFull(node, storage)) return;
    throw new Error(
      `unable to create CT ${vmid} - lvcreate 'pve/vm-${vmid}-disk-0' error:   Cannot create new thin volume, free space in thin pool pve/data reached threshold.`,
    );
  }

  private unlocked(node: string, vmid: number): StoredContainer {
    const container = this.container(node, vmid);
    const lock = container.config['lock'];
    if (lock !== undefined) throw new PveError(500, `CT is locked (${lock})`);
    return container;
  }

  private requireRunning(vmid: number): void {
    if (!this.runtime.isRunning(vmid)) throw new PveError(500, `CT ${vmid} not running`);
  }

  private async discard(vmid: number): Promise<void> {
    await this.runtime.remove(vmid);
    this.store.deleteContainer(vmid);
  }
}

/** SHA-1 over the configuration, which changes with every change of it. */
export function digestOf(config: ContainerConfig): string {
  return createHash('sha1').update(JSON.stringify(config)).digest('hex');
}

export function hostnameOf({ vmid, config }: StoredContainer): string {
  return config['hostname'] ?? `CT${vmid}`;
}

function configuration(args: Arguments, vmid: number, { volumes }: CreatePlan): ContainerConfig {
  const config: ContainerConfig = {
    arch: 'amd64',
    hostname: `CT${vmid}`,
    memory: '512',
    swap: '512',
    unprivileged: '1',
  };
  for (const [key, value] of args.entries()) {
    if (!NOT_CONFIGURATION.has(key)) config[key] = /^net\d/.test(key) ? withHardwareAddress(value) : value;
  }
  if (config['unprivileged'] === '0') delete config['unprivileged'];
  for (const { key, config: volume } of volumes) config[key] = volume;
  return config;
}

/** Proxmox VE gives a network card an address of its own range, unless one is given or there was one before. */
function withHardwareAddress(net: string, before?: string): string {
  const properties = parsePropertyString(net);
  if (!properties.has('hwaddr')) {
    const random = [...randomBytes(3)].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
    const kept = before === undefined ? undefined : parsePropertyString(before).get('hwaddr');
    properties.set('hwaddr', kept ?? `BC:24:11:${random.join(':')}`);
  }
  if (!properties.has('type')) properties.set('type', 'veth');
  return formatPropertyString(properties);
}

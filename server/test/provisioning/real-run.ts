import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabFaults } from '../../../lab/faults/faults-client.js';
import type { Lab, LabNode } from '../../../lab/lab.js';
import { startLab } from '../../../lab/lab.js';
import { NEWEST } from '../../../lab/cluster/pve-version.js';
import type { PveVersion } from '../../../lab/cluster/pve-version.js';
import type { Container } from '../../src/containers/domain/container.js';
import { containerDecider, containerStream } from '../../src/containers/domain/container-decider.js';
import type { ContainerSpec } from '../../src/containers/domain/container-spec.js';
import {
  containerIdFor,
  RequestContainer,
  RequestContainerHandler,
} from '../../src/containers/commands/request-container.command.js';
import { BlobStore } from '../../src/event-store/blobs.js';
import { CommandHandling } from '../../src/event-store/command-handling.js';
import type { EsdbEventStore } from '../../src/event-store/esdb-event-store.js';
import { Executor } from '../../src/provisioning/executor.js';
import { allPhases, phases } from '../../src/provisioning/phases/phases.js';
import type { NodeAccess, Phase } from '../../src/provisioning/phases/phase.js';
import type { ExecutorParts, ProvisioningSettings } from '../../src/provisioning/ports.js';
import { Worker } from '../../src/provisioning/worker.js';
import { ProxmoxClient } from '../../src/proxmox/proxmox-client.js';
import { ProxmoxError } from '../../src/proxmox/proxmox-error.js';
import { SshNodeHost } from '../../src/ssh/node-host.js';
import { PctContainerShell } from '../../src/ssh/pct-container-shell.js';
import { SshConnection } from '../../src/ssh/ssh-connection.js';
import { FAST, Harness, SPEC } from './provisioning-harness.js';

const plan = phases.map(({ key, title, weight }) => ({ key, title, weight, skipped: false }));

/** Scaled down, so that a node that says nothing is found out in a moment; long enough for a machine that is busy. */
const HURRIED = { api: { readMs: 4_000, changeMs: 6_000 }, ssh: { connectMs: 4_000, keepaliveMs: 4_000 } };
/** Of whoever looks at the node once the run is over, while other runs keep the machine busy. */
const PATIENT = {
  api: { readMs: 120_000, changeMs: 120_000 },
  ssh: { connectMs: 120_000, keepaliveMs: 60_000 },
};

/** Each run of the script leaves a line here. */
const SCRIPT = 'for n in 1 2 3 4 5 6; do echo "line $n"; sleep 0.1; done; echo done >>/root/effects';

/** The real phases against a lab with three nodes, over a real store: everything but the processes around them. */
export class RealRuns {
  private count = 0;
  /** Whom the API sees, instead of somebody who may do everything. */
  token: { readonly tokenId: string; readonly tokenSecret: string } | null = null;

  private constructor(
    readonly harness: Harness,
    readonly lab: Lab,
    readonly faults: LabFaults,
    private readonly directory: string,
  ) {}

  /** @param version the release of Proxmox VE that the lab plays */
  static async start(version: PveVersion = NEWEST): Promise<RealRuns> {
    const directory = mkdtempSync(join(tmpdir(), 'real-runs-'));
    const harness = await Harness.start();
    const lab = await startLab({
      dataDir: directory,
      nodes: 3,
      taskMs: 60,
      unauthorizedDelayMs: 10,
      version,
    });
    return new RealRuns(harness, lab, new LabFaults(lab.description.admin), directory);
  }

  async stop(): Promise<void> {
    await this.faults.reset();
    await this.lab.stop();
    await this.harness.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  get nodes(): readonly LabNode[] {
    return this.lab.description.nodes;
  }

  /** A script as a container's request names it. */
  async scriptOf(name: string, body: string): Promise<ContainerSpec['scripts'][number]> {
    const blob = await new BlobStore(this.harness.store).store(Buffer.from(body));
    return { name, blob, optional: false, idempotent: false, timeoutSeconds: 60 };
  }

  /** Asks for a container on a node; answers its id. */
  async request(node: LabNode, change: Partial<ContainerSpec> = {}): Promise<string> {
    const container = containerIdFor('account', `real ${String(this.count++)}`);
    const script = await this.scriptOf('10-effect.sh', SCRIPT);
    const spec: ContainerSpec = {
      ...SPEC,
      ...{
        hostname: `real-${String(this.count)}`,
        nodeId: node.name,
        storage: 'local-lvm',
        scripts: [script],
      },
      packageGroups: [{ name: 'base.apt', manager: 'apt', packages: ['jq'], optional: false }],
      ...change,
    };
    const secrets = { store: () => Promise.resolve('secret-1') };
    const handler = new RequestContainerHandler(new CommandHandling(this.harness.store), secrets, plan);
    const input = { fields: {}, rootPassword: null };
    const labelled = { name: node.name, cluster: 'lab', lab: true };
    const by = { actor: 'account:a1', at: new Date().toISOString() };
    await handler.execute(new RequestContainer({ container, spec, input, node: labelled, ...by }));
    return container;
  }

  /**
   * @param onPhase called when a phase is about to begin
   * @param limitMs each phase's time
   */
  async parts(
    onPhase: (key: string) => Promise<void> = () => Promise.resolve(),
    options: {
      store?: EsdbEventStore;
      settings?: Partial<ProvisioningSettings>;
      limitMs?: number;
      predecessor?: string;
    } = {},
  ): Promise<ExecutorParts> {
    const store = options.store ?? this.harness.store;
    const settings = { ...FAST, retryPauseMs: 50, ...options.settings };
    const worker = new Worker(store, settings);
    await worker.start(options.predecessor ?? null);
    const watched = allPhases.map((phase): Phase => ({
      ...phase,
      timeoutMs: options.limitMs ?? 40_000,
      run: async (context) => {
        await onPhase(phase.key);
        return phase.run(context);
      },
    }));
    return {
      ...{ store, settings, worker, phases: watched, installation: 'i1' },
      handling: new CommandHandling(store),
      blobs: new BlobStore(store),
      secrets: {
        read: () => Promise.resolve('s3cret-value'),
        store: () => Promise.resolve('secret-1'),
        delete: () => Promise.resolve(),
      },
      nodes: { open: (name) => Promise.resolve(this.access(name)) },
    };
  }

  execute(parts: ExecutorParts, container: string, signal = new AbortController().signal) {
    return new Executor(parts, container, signal).run();
  }

  private access(name: string, timeouts = HURRIED): NodeAccess {
    const { api, ssh } = this.connect(name, timeouts);
    return {
      ...{ name, cluster: 'lab', lab: true, api, host: new SshNodeHost(ssh) },
      container: (vmid) => new PctContainerShell(ssh, vmid),
      close: async () => {
        api.close();
        await ssh.close();
      },
    };
  }

  private connect(name: string, timeouts: typeof HURRIED): { api: ProxmoxClient; ssh: SshConnection } {
    const node = this.nodes.find((candidate) => candidate.name === name);
    if (!node) throw new Error(`The lab has no node ${name}.`);
    const { host, sshPort: port, sshUser: user, sshFingerprint: hostKeyFingerprint } = node;
    const credential = { kind: 'password', value: node.sshPassword } as const;
    return {
      api: new ProxmoxClient({ ...node, ...this.token, port: node.apiPort }, node.name, timeouts.api),
      ssh: new SshConnection({ host, port, user, hostKeyFingerprint, credential }, timeouts.ssh),
    };
  }

  state(container: string): Promise<Container> {
    return this.harness.state(container);
  }

  /** How many containers carry the mark of this one, and how often its script has had its effect. */
  async outside(container: string): Promise<{ containers: number; effects: number }> {
    const state = await this.state(container);
    if (state.state === 'not-requested') throw new Error('It was not requested.');
    const node = this.access(state.spec.nodeId, PATIENT);
    try {
      let containers = 0;
      for (const vmid of await node.api.takenVmids()) {
        const config = await node.api.containerConfig(vmid).catch((error: unknown) => {
          if (!(error instanceof ProxmoxError) || error.retryable) throw error;
          return { description: 'on another node' };
        });
        if (String(config['description']).includes(container)) containers++;
      }
      const { stdout } = await node.container(state.world.vmid ?? 0).exec(['cat', '/root/effects']);
      return { containers, effects: stdout.split('\n').filter(Boolean).length };
    } finally {
      await node.close();
    }
  }

  /** Events of a container, folded anew: fails if there is one that should not be there. */
  async types(container: string): Promise<string[]> {
    await new CommandHandling(this.harness.store).fold(containerStream(container), containerDecider);
    return (await this.harness.events(container)).map(({ type }) => type);
  }
}

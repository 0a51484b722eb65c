import { randomUUID } from 'node:crypto';
import { containerStream } from '../../server/src/containers/domain/container-decider.js';
import type { ContainerSpec } from '../../server/src/containers/domain/container-spec.js';
import { completeSpec } from '../../server/src/containers/domain/container-spec.js';
import type { ContainerEvent } from '../../server/src/containers/domain/events.js';
import { BlobStore } from '../../server/src/event-store/blobs.js';
import { CommandHandling } from '../../server/src/event-store/command-handling.js';
import { EsdbEventStore } from '../../server/src/event-store/esdb-event-store.js';
import { Executor } from '../../server/src/provisioning/executor.js';
import type { NodeAccess, Phase, PhaseContext } from '../../server/src/provisioning/phases/phase.js';
import type { ExecutorParts, NodeOpener } from '../../server/src/provisioning/ports.js';
import { DEFAULT_SETTINGS } from '../../server/src/provisioning/ports.js';
import { Worker } from '../../server/src/provisioning/worker.js';

const NO_NODE = {
  open: () => Promise.resolve({ name: 'pve', close: () => Promise.resolve() } as NodeAccess),
};
const SECRETS = {
  read: () => Promise.resolve('s3cret-value'),
  store: () => Promise.resolve('secret-1'),
  delete: () => Promise.resolve(),
};
export const SPEC: ContainerSpec = completeSpec({
  ...{ hostname: 'web-1', nodeId: 'n1', vmid: null, osTemplate: 'debian-12-standard' },
  ...{ cores: 1, memory: 512, swap: 512, disk: 4, storage: 'local-lvm', unprivileged: true, nesting: true },
  ...{ network: { bridge: 'vmbr0', ipv4: 'dhcp', gateway: null, vlan: null }, startOnBoot: false },
  ...{ tags: [], sshKeys: [], rootPasswordSecret: null, template: null },
  ...{ packageGroups: [], scripts: [], files: [] },
});

/** Executors of one worker, as they are in the product, over a store of their own. */
export class Bench {
  readonly store: EsdbEventStore;
  readonly blobs: BlobStore;
  private readonly handling: CommandHandling;
  private readonly worker: Worker;
  private started: Promise<void> | null = null;

  constructor(url: string) {
    this.store = new EsdbEventStore(url);
    this.handling = new CommandHandling(this.store);
    this.blobs = new BlobStore(this.store);
    this.worker = new Worker(this.store, DEFAULT_SETTINGS);
  }

  /** A run with one phase that stands in for the outside world. */
  async run(work: (context: PhaseContext) => Promise<void>): Promise<void> {
    const phase: Phase = {
      ...{ key: 'create', title: 'create', weight: 1, timeoutMs: 10 * 60_000 },
      run: async (context) => {
        await work(context);
        return { kind: 'completed', note: null };
      },
    };
    await this.provision([phase], NO_NODE, {});
  }

  /** Brings one container from its request to ready. */
  async provision(
    phases: readonly Phase[],
    nodes: NodeOpener,
    change: Partial<ContainerSpec>,
  ): Promise<{ readonly container: string; readonly vmid: number | null }> {
    this.started ??= this.worker.start(null);
    await this.started;
    const container = await this.request(phases, { ...SPEC, ...change });
    const parts: ExecutorParts = {
      ...{ store: this.store, handling: this.handling, blobs: this.blobs, secrets: SECRETS, nodes, phases },
      ...{ worker: this.worker, settings: DEFAULT_SETTINGS, installation: 'i1' },
    };
    await new Executor(parts, container, new AbortController().signal).run();
    return { container, vmid: await this.vmidOf(container) };
  }

  private async vmidOf(container: string): Promise<number | null> {
    let vmid: number | null = null;
    for await (const { type, data } of this.store.read(containerStream(container))) {
      if (type === 'VmidChosen') ({ vmid } = data as { vmid: number });
      if (type !== 'RunEnded') continue;
      const { outcome, failure } = data as { outcome: string; failure: unknown };
      if (outcome !== 'ready') throw new Error(`The run ended ${outcome}: ${JSON.stringify(failure)}`);
    }
    return vmid;
  }

  private async request(phases: readonly Phase[], spec: ContainerSpec): Promise<string> {
    const [container, run] = [randomUUID(), randomUUID()];
    const plan = phases.map(({ key, title, weight }) => ({ key, title, weight, skipped: false }));
    const node = { name: spec.nodeId, cluster: 'lab', lab: true };
    const events: ContainerEvent[] = [
      { type: 'ContainerRequested', data: { container, spec, inputHash: 'h', node } },
      { type: 'RunRequested', data: { run, kind: 'provision', attempt: 1, plan } },
    ];
    const metadata = {
      commandId: run,
      correlationId: run,
      actor: 'account:a1',
      at: new Date().toISOString(),
    };
    await this.handling.append(containerStream(container), -1n, events, metadata);
    return container;
  }

  async close(): Promise<void> {
    await this.worker.stop();
    await this.store.close();
  }
}

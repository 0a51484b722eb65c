import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedStore } from '../../../embedded-store/embedded-store.js';
import { startEmbeddedStore } from '../../../embedded-store/embedded-store.js';
import {
  RequestContainer,
  RequestContainerHandler,
} from '../../src/containers/commands/request-container.command.js';
import type { Container } from '../../src/containers/domain/container.js';
import { containerDecider, containerStream } from '../../src/containers/domain/container-decider.js';
import type { ContainerSpec } from '../../src/containers/domain/container-spec.js';
import { completeSpec } from '../../src/containers/domain/container-spec.js';
import { BlobStore } from '../../src/event-store/blobs.js';
import { CommandHandling } from '../../src/event-store/command-handling.js';
import { EsdbEventStore } from '../../src/event-store/esdb-event-store.js';
import type {
  Appended,
  ExpectedRevision,
  NewEvent,
  RecordedEvent,
} from '../../src/event-store/event-store.js';
import type { ExecutorParts } from '../../src/provisioning/ports.js';
import { Executor } from '../../src/provisioning/executor.js';
import type { NodeAccess, Phase, PhaseContext, PhaseOutcome } from '../../src/provisioning/phases/phase.js';
import { DEFAULT_SETTINGS } from '../../src/provisioning/ports.js';
import type { ProvisioningSettings } from '../../src/provisioning/ports.js';
import { Worker } from '../../src/provisioning/worker.js';

export const SPEC: ContainerSpec = completeSpec({
  ...{ hostname: 'web-1', nodeId: 'n1', vmid: null, osTemplate: 'debian-12-standard' },
  ...{ cores: 1, memory: 512, swap: 512, disk: 4, storage: 'local', unprivileged: true, nesting: true },
  ...{ network: { bridge: 'vmbr0', ipv4: 'dhcp', gateway: null, vlan: null }, startOnBoot: false },
  ...{ tags: [], sshKeys: [], rootPasswordSecret: null, template: null },
  ...{ packageGroups: [], scripts: [], files: [] },
});

const NO_SECRETS = { store: () => Promise.resolve('secret-1') };

/** Scaled down, so that a takeover takes a moment; a lease lasts, because a busy machine may stand still for seconds. */
export const FAST: ProvisioningSettings = {
  ...DEFAULT_SETTINGS,
  heartbeatEveryMs: 50,
  leaseMs: 30_000,
  takeOverAfterMs: 300,
  tickMs: 20,
  retryPauseMs: 10,
};

/** A store whose process "dies" behind a number of appends to containers: nothing gets through from then on. */
export class DyingStore extends EsdbEventStore {
  containerAppends = 0;
  /** Called when the last permitted append was stored. */
  onDeath: () => void = () => undefined;
  constructor(
    url: string,
    private readonly permitted: number,
  ) {
    super(url);
  }

  override async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    if (this.containerAppends >= this.permitted) throw new Error('this process is dead');
    const appended = await super.append(stream, expected, events);
    if (stream.startsWith('container-') && ++this.containerAppends >= this.permitted) this.onDeath();
    return appended;
  }
}

export const completed: PhaseOutcome = { kind: 'completed', note: null };

/** The phases of a test stand in for the outside world; everything else is the real thing. */
export function phase(
  key: string,
  run: (context: PhaseContext) => Promise<PhaseOutcome>,
  timeoutMs = 20_000,
): Phase {
  return { key, title: key, weight: 1, timeoutMs, run };
}

export class Harness {
  private constructor(
    readonly folder: string,
    public embedded: EmbeddedStore,
    readonly store: EsdbEventStore,
  ) {}

  static async start(): Promise<Harness> {
    const folder = mkdtempSync(join(tmpdir(), 'provisioning-'));
    const embedded = await startEmbeddedStore({ dataDir: folder, port: 0 });
    return new Harness(folder, embedded, new EsdbEventStore(embedded.url));
  }

  async stop(): Promise<void> {
    await this.store.close();
    await this.embedded.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As after a power cut of the store's machine alone: it is gone, and then there again at the same address. */
  async restartStore(): Promise<void> {
    await this.embedded.stop();
    this.embedded = await startEmbeddedStore({ dataDir: this.folder, port: 0 });
  }

  /** @param more what the request and its plan say beyond the usual */
  async request(
    container: string,
    phases: readonly Phase[],
    more: { spec?: Partial<ContainerSpec>; limitSeconds?: number } = {},
  ): Promise<void> {
    const limit = more.limitSeconds === undefined ? {} : { limitSeconds: more.limitSeconds };
    const plan = phases.map(({ key, title, weight }) => ({ key, title, weight, skipped: false, ...limit }));
    const handler = new RequestContainerHandler(new CommandHandling(this.store), NO_SECRETS, plan);
    const node = { name: 'pve', cluster: 'home', lab: true };
    const at = new Date().toISOString();
    const actor = 'account:a1';
    await handler.execute(
      new RequestContainer({
        container,
        spec: { ...SPEC, ...more.spec },
        input: { fields: {}, rootPassword: null },
        node,
        actor,
        at,
      }),
    );
  }

  async parts(
    phases: readonly Phase[],
    options: { store?: EsdbEventStore; predecessor?: string; settings?: ProvisioningSettings } = {},
  ): Promise<ExecutorParts> {
    const store = options.store ?? this.store;
    const settings = options.settings ?? FAST;
    const worker = new Worker(store, settings);
    await worker.start(options.predecessor ?? null);
    const node = { name: 'pve', close: () => Promise.resolve() } as NodeAccess;
    return {
      ...{ store, settings, worker, phases, installation: 'i1' },
      handling: new CommandHandling(store),
      blobs: new BlobStore(store),
      secrets: {
        read: () => Promise.resolve('s3cret-value'),
        store: () => Promise.resolve('secret-1'),
        delete: () => Promise.resolve(),
      },
      nodes: { open: () => Promise.resolve(node) },
    };
  }

  execute(parts: ExecutorParts, container: string, signal = new AbortController().signal) {
    return new Executor(parts, container, signal).run();
  }

  async events(container: string): Promise<RecordedEvent[]> {
    return Array.fromAsync(this.store.read(containerStream(container)));
  }

  async log(container: string): Promise<{ firstLine: number; lines: string[] }[]> {
    const events = await Array.fromAsync(this.store.read(`containerLog-${container}`));
    return events.filter(({ type }) => type === 'LinesLogged').map(({ data }) => data as never);
  }

  async state(container: string): Promise<Container> {
    return (await new CommandHandling(this.store).fold(containerStream(container), containerDecider)).state;
  }
}

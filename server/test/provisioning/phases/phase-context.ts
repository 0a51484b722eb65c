import type { ContainerSpec } from '../../../src/containers/domain/container-spec.js';
import type { ReportedFact } from '../../../src/containers/domain/events.js';
import type {
  NodeAccess,
  PhaseContext,
  ReportedLine,
  RunFacts,
} from '../../../src/provisioning/phases/phase.js';
import type { ProxmoxClient } from '../../../src/proxmox/proxmox-client.js';
import type { SshConnection } from '../../../src/ssh/ssh-connection.js';
import { SshNodeHost } from '../../../src/ssh/node-host.js';
import { PctContainerShell } from '../../../src/ssh/pct-container-shell.js';
import { SPEC } from '../provisioning-harness.js';

const CLUSTER = 'lab';

/** A run as a phase sees it, remembered in memory; the node is the lab's. */
export class RememberedRun {
  readonly facts: ReportedFact[] = [];
  readonly lines: ReportedLine[] = [];
  readonly masked: string[] = [];
  readonly released: number[] = [];
  readonly forgotten: string[] = [];
  readonly spec: ContainerSpec;

  constructor(
    readonly container: string,
    private readonly api: ProxmoxClient,
    private readonly ssh: SshConnection,
    spec: Partial<ContainerSpec> = {},
  ) {
    this.spec = { ...SPEC, storage: 'local-lvm', ...spec };
  }

  /** @param replaced calls of the API that a test answers itself */
  context(replaced: Partial<ProxmoxClient> = {}): PhaseContext {
    const api = Object.assign(Object.create(this.api) as ProxmoxClient, replaced);
    const node: NodeAccess = {
      ...{ name: this.api.node, cluster: CLUSTER, lab: true, api },
      container: (vmid) => new PctContainerShell(this.ssh, vmid),
      host: new SshNodeHost(this.ssh),
      close: () => Promise.resolve(),
    };
    return {
      ...{ installation: 'i1', container: this.container, spec: this.spec, node },
      run: { id: 'r1', attempt: 1, claim: 1 },
      facts: () => this.known(),
      report: {
        fact: (fact) => Promise.resolve(void this.facts.push(fact)),
        line: (line) => void this.lines.push(line),
        ready: () => Promise.resolve(),
        mask: (secret) => void this.masked.push(secret),
      },
      secrets: {
        read: () => Promise.resolve('root-passw0rd'),
        store: () => Promise.resolve('s'),
        delete: (subject) => Promise.resolve(void this.forgotten.push(subject)),
      },
      blobs: { read: () => Promise.reject(new Error('There is none.')) },
      vmids: {
        reserve: (request) => this.reserve(request),
        held: () => Promise.resolve(this.known().vmid),
        release: (request) => this.release(request),
      },
      signal: new AbortController().signal,
    };
  }

  private known(): RunFacts {
    const tasks: Record<string, { upid: string; status: string | null }> = {};
    let [vmid, address, cluster]: [number | null, string | null, string | null] = [null, null, null];
    for (const { type, data } of this.facts) {
      if (type === 'VmidChosen') ({ vmid, cluster } = data);
      if (type === 'AddressResolved') address = data.address;
      if (type === 'TaskStarted') tasks[data.task] = { upid: data.upid, status: null };
      if (type === 'TaskEnded') tasks[data.task] = { upid: data.upid, status: data.status };
    }
    const offset = (name: string) =>
      this.lines.findLast(({ source }) => source?.name === name)?.source?.nextOffset ?? 0;
    return {
      vmid,
      cluster,
      address,
      tasks,
      offset,
      installedGroups: new Set(),
      scripts: new Map(),
      services: [],
    };
  }

  private async reserve({ wanted, from, isFree }: Parameters<PhaseContext['vmids']['reserve']>[0]) {
    for (let vmid = wanted ?? from; ; vmid++) {
      if (await isFree(vmid)) return { kind: 'reserved' as const, vmid };
      if (wanted !== null) return { kind: 'taken' as const };
    }
  }

  private release({ vmid }: { vmid: number }): Promise<void> {
    this.released.push(vmid);
    return Promise.resolve();
  }

  types(): string[] {
    return this.facts.map(({ type }) => type);
  }
}

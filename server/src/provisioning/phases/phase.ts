import type { ContainerSpec } from '../../containers/domain/container-spec.js';
import type {
  DiscoveredService,
  Failure,
  LogSource,
  LogStream,
  ReportedFact,
  TaskKind,
} from '../../containers/domain/events.js';
import type { ProxmoxClient } from '../../proxmox/proxmox-client.js';
import type { ContainerShell } from '../../ssh/container-shell.js';
import type { NodeHost } from '../../ssh/node-host.js';
import type { PlanContext, PlannedAction } from './plan/planned-action.js';

/**
 * One of the phases of a run. It checks before it acts, because it may run twice: what it finds done it adopts.
 *
 * It returns expected failures as data and throws only for broken invariants and for `ClaimLost`/abort, which it must
 * let pass.
 */
export interface Phase {
  readonly key: string;
  readonly title: string;
  /** Share of the run's percentage; only its ratio to the others counts. */
  readonly weight: number;
  readonly timeoutMs: number;
  run(context: PhaseContext): Promise<PhaseOutcome>;
  /** What `run` would do, in order, built by the functions that `run` itself uses. Touches nothing. */
  plan?(context: PlanContext): Promise<readonly PlannedAction[]>;
}

export type PhaseOutcome =
  | { readonly kind: 'completed'; readonly note: string | null }
  | { readonly kind: 'failed'; readonly failure: PhaseFailure };

/** A failure as a phase states it; the executor adds the phase's name. */
export type PhaseFailure = Omit<Failure, 'phase'>;

export interface PhaseContext {
  readonly installation: string;
  readonly container: string;
  readonly spec: ContainerSpec;
  readonly run: { readonly id: string; readonly attempt: number; readonly claim: number };
  /** What earlier phases, attempts and claims recorded; asked anew at each call, so always current. */
  facts(): RunFacts;
  readonly node: NodeAccess;
  readonly report: RunReport;
  readonly secrets: SecretReader & SecretWriter;
  readonly blobs: BlobReader;
  readonly vmids: VmidRegistry;
  /** Aborted when the claim is lost, the process stops, or the phase's time is up. Pass it to everything that waits. */
  readonly signal: AbortSignal;
}

/** What the container's stream tells about the outside world. */
export interface RunFacts {
  readonly vmid: number | null;
  readonly cluster: string | null;
  readonly address: string | null;
  /** The latest task of each kind. `status` is null while its end is not recorded. */
  readonly tasks: Readonly<
    Partial<Record<TaskKind, { readonly upid: string; readonly status: string | null }>>
  >;
  /** Names of the groups whose installation is recorded, in any attempt. */
  readonly installedGroups: ReadonlySet<string>;
  /** The latest execution of each script, in any attempt. */
  readonly scripts: ReadonlyMap<
    string,
    {
      readonly execution: string;
      readonly state: 'started' | 'succeeded' | 'failed';
      readonly attempt: number;
    }
  >;
  /** The services that were found last. */
  readonly services: readonly DiscoveredService[];
  /** The offset up to which a source was logged in this run (see `LogSource`); 0 for an unknown one. */
  offset(source: string): number;
}

/** Access to the node that owns the container, opened once per run. */
export interface NodeAccess {
  /** The node's name in its cluster. */
  readonly name: string;
  readonly cluster: string;
  readonly lab: boolean;
  /** What opens the node: masked in everything that a run says. */
  readonly secrets?: readonly string[];
  readonly api: ProxmoxClient;
  /** A shell in the container, over the one SSH connection of the run; reconnects when that was lost. */
  container(vmid: number): ContainerShell;
  /** The node itself, over the same connection. */
  readonly host: NodeHost;
  close(): Promise<void>;
}

/** How a phase tells what happens. */
export interface RunReport {
  /** Records a fact. Resolves once it is stored; lines reported before are stored before it. Throws `ClaimLost`. */
  fact(fact: ReportedFact): Promise<void>;
  /** Records a log line (without line end). Buffered, masked and batched by the executor. */
  line(line: ReportedLine): void;
  /** Resolves when there is room for more lines: await it in loops that read output, it is the backpressure. */
  ready(): Promise<void>;
  /** From now on this value is masked in lines and failures. */
  mask(secret: string): void;
}

export interface ReportedLine {
  readonly stream: LogStream;
  readonly text: string;
  readonly step?: string;
  readonly source?: LogSource;
}

export interface SecretReader {
  /** The secret's value. Throws `SecretGone` if it was deleted. */
  read(id: string): Promise<string>;
}
export interface SecretWriter {
  /**
   * Stores a value and returns its id. The same subject, name and value again return the same id, so that a repeated
   * phase stores nothing twice. Deleting the subject deletes all of its secrets.
   */
  store(secret: { readonly subject: string; readonly name: string; readonly value: string }): Promise<string>;
  /** Deletes everything that was stored for a subject, for ever. Harmless if there is nothing. */
  delete(subject: string): Promise<void>;
}
export interface BlobReader {
  /** The body with this SHA-256. */
  read(sha256: string): Promise<Buffer>;
}
export interface VmidRegistry {
  /**
   * Reserves a VMID of a cluster for a container; the same container gets the same one again.
   * `isFree` asks the world; with `wanted` null the lowest VMID from `from` on that is neither reserved nor taken.
   */
  reserve(request: {
    readonly cluster: string;
    readonly container: string;
    readonly wanted: number | null;
    readonly from: number;
    isFree(vmid: number): Promise<boolean>;
  }): Promise<{ readonly kind: 'reserved'; readonly vmid: number } | { readonly kind: 'taken' }>;
  /** The VMID that is reserved for a container, or null. */
  held(request: { readonly cluster: string; readonly container: string }): Promise<number | null>;
  /** Gives a reservation back after the VMID was proved to be somebody else's. */
  release(request: {
    readonly cluster: string;
    readonly container: string;
    readonly vmid: number;
  }): Promise<void>;
}

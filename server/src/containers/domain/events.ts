import type { PackageManager, RecordedSpec } from './container-spec.js';

/** Outside work always belongs to a run; retry is a new run of the same container. */
export type RunKind = 'provision' | 'retry' | 'start' | 'stop' | 'destroy' | UpkeepKind;
/** A resync brings a container back to its template; a refresh looks again what runs in it. */
export type UpkeepKind = 'resync' | 'refresh';

/** What a Proxmox task of ours does. */
export type TaskKind = 'download' | 'create' | 'start' | 'stop' | 'destroy';

export interface PlannedPhase {
  readonly key: string;
  readonly title: string;
  /** Share of the run's percentage; only its ratio to the others counts. */
  readonly weight: number;
  /** How long it may take. Events of earlier versions do not tell; then the phase's own limit counts. */
  readonly limitSeconds?: number;
  /** Done by an earlier run of this container. */
  readonly skipped: boolean;
}

/** Why a phase or step failed. Safe to show: secrets are masked before it is recorded. */
export interface Failure {
  readonly phase: string;
  readonly step: string | null;
  /** Stable, for example `CREATE.STORAGE_FULL`. */
  readonly code: string;
  readonly message: string;
  readonly likelyCause: string;
  readonly retryable: boolean;
  readonly exitCode: number | null;
}

interface Event<Type extends string, Data> {
  readonly type: Type;
  readonly data: Data;
}

/** Every event of a run that a worker appends carries the run and the claim under which it was written. */
interface OfRun {
  readonly run: string;
  readonly claim: number;
}

// ---- asked for by people -------------------------------------------------------------------------------------------

export type ContainerRequested = Event<
  'ContainerRequested',
  {
    readonly container: string;
    /** As the version of its time wrote it: read it with `completeSpec`. */
    readonly spec: RecordedSpec;
    /** SHA-256 over the canonical input: tells "same key, other input". Contains no secret in clear. */
    readonly inputHash: string;
    readonly node: { readonly name: string; readonly cluster: string; readonly lab: boolean };
  }
>;
export type RunRequested = Event<
  'RunRequested',
  {
    readonly run: string;
    readonly kind: RunKind;
    readonly attempt: number;
    readonly plan: readonly PlannedPhase[];
    /** What earlier runs installed and ran does not count: all of it is done again. */
    readonly fromStart?: boolean;
  }
>;
/** A person wants the run to end; whoever works on it, now or next, stops what goes on outside and ends it. */
export type CancelRequested = Event<'CancelRequested', { readonly run: string }>;

// ---- recorded by workers -------------------------------------------------------------------------------------------

/** A worker owns the run from here on; `claim` is one more than the run's claim before. */
export type RunClaimed = Event<'RunClaimed', OfRun & { readonly worker: string }>;
export type PhaseStarted = Event<'PhaseStarted', OfRun & { readonly phase: string }>;
export type PhaseCompleted = Event<
  'PhaseCompleted',
  OfRun & { readonly phase: string; readonly note: string | null }
>;
export type PhaseFailed = Event<'PhaseFailed', OfRun & { readonly phase: string; readonly failure: Failure }>;
export type RunEnded = Event<
  'RunEnded',
  OfRun & { readonly outcome: 'ready' | 'failed' | 'cancelled'; readonly failure: Failure | null }
>;

/** Nothing was heard of the run for long; its worker lives, but what it does may be stuck. */
export type RunWentSilent = Event<
  'RunWentSilent',
  OfRun & {
    readonly phase: string;
    readonly silentSeconds: number;
    /** The last that was heard, masked. */
    readonly last: string;
  }
>;
export type RunSpokeAgain = Event<'RunSpokeAgain', OfRun & { readonly phase: string }>;

/** The VMID was reserved in `vmids-{cluster}` and the create call is about to be made (intent). */
export type VmidChosen = Event<
  'VmidChosen',
  OfRun & { readonly vmid: number; readonly cluster: string; readonly node: string }
>;
/** A volume on the node, as the container's configuration there tells. */
export interface CreatedVolume {
  /** `rootfs`, or the path at which it is mounted. */
  readonly use: string;
  readonly storage: string;
  /** Its id on the node, for example `local-lvm:vm-104-disk-0`. */
  readonly volume: string;
  /** Rounded up. */
  readonly gib: number;
}
/** The container stands on the node, with these volumes. */
export type VolumesCreated = Event<
  'VolumesCreated',
  OfRun & { readonly vmid: number; readonly volumes: readonly CreatedVolume[] }
>;
/** A Proxmox task was started or adopted (evidence). */
export type TaskStarted = Event<
  'TaskStarted',
  OfRun & {
    readonly phase: string;
    readonly task: TaskKind;
    readonly upid: string;
    readonly adopted: boolean;
  }
>;
export type TaskEnded = Event<
  'TaskEnded',
  OfRun & {
    readonly phase: string;
    readonly task: TaskKind;
    readonly upid: string;
    readonly status: string;
  }
>;
export type AddressResolved = Event<'AddressResolved', OfRun & { readonly address: string }>;
/** A named part of a phase that is neither a package group nor a script, for example `wait-dns`. */
export type StepStarted = Event<
  'StepStarted',
  OfRun & { readonly phase: string; readonly step: string; readonly title: string }
>;
export type StepCompleted = Event<
  'StepCompleted',
  OfRun & {
    readonly phase: string;
    readonly step: string;
    readonly durationMs: number;
    readonly note: string | null;
  }
>;
export type FilesDeployed = Event<
  'FilesDeployed',
  OfRun & {
    readonly files: readonly {
      readonly path: string;
      readonly sha256: string;
      readonly action: 'written' | 'unchanged' | 'kept' | 'backed-up';
    }[];
  }
>;
export type PackagesStarted = Event<
  'PackagesStarted',
  OfRun & { readonly group: string; readonly manager: PackageManager; readonly packages: readonly string[] }
>;
export type PackagesInstalled = Event<
  'PackagesInstalled',
  OfRun & {
    readonly group: string;
    readonly durationMs: number;
    readonly installed: readonly { readonly name: string; readonly version: string }[];
    readonly note: string | null;
  }
>;
export type PackagesFailed = Event<
  'PackagesFailed',
  OfRun & {
    readonly group: string;
    readonly durationMs: number;
    readonly exitCode: number | null;
    readonly message: string;
    readonly optional: boolean;
  }
>;
/** Intent: the script is about to be started under this execution id; `mkdir` in the container decides who starts it. */
export type ScriptStarted = Event<
  'ScriptStarted',
  OfRun & { readonly script: string; readonly execution: string }
>;
export type ScriptSucceeded = Event<
  'ScriptSucceeded',
  OfRun & { readonly script: string; readonly execution: string; readonly durationMs: number }
>;
export type ScriptFailed = Event<
  'ScriptFailed',
  OfRun & {
    readonly script: string;
    readonly execution: string;
    readonly durationMs: number;
    readonly exitCode: number | null;
    /** `interrupted`: the container or node died under it; its effects are unknown. */
    readonly reason: 'exit' | 'timeout' | 'interrupted';
    readonly optional: boolean;
  }
>;
export interface DiscoveredService {
  readonly name: string;
  readonly status: 'running' | 'stopped' | 'failed';
  readonly system: boolean;
  /** For example `80/tcp`. */
  readonly ports: readonly string[];
  readonly urls: readonly string[];
  /** Of the page at the first address that has one. Earlier events do not say. */
  readonly title?: string | null;
  /** Values are in the vault; here are only their names and references. */
  readonly credentials: readonly { readonly id: string; readonly key: string; readonly secret: string }[];
}
export type ServicesDiscovered = Event<
  'ServicesDiscovered',
  OfRun & { readonly services: readonly DiscoveredService[] }
>;
/** A person saw the value of a credential. */
export type CredentialRevealed = Event<'CredentialRevealed', { readonly credential: string }>;

/** What a phase may report. The executor adds run and claim. */
export type PhaseFact =
  | VmidChosen
  | VolumesCreated
  | TaskStarted
  | TaskEnded
  | AddressResolved
  | StepStarted
  | StepCompleted
  | FilesDeployed
  | PackagesStarted
  | PackagesInstalled
  | PackagesFailed
  | ScriptStarted
  | ScriptSucceeded
  | ScriptFailed
  | ServicesDiscovered;

/** Everything in a `container-{id}` stream. */
export type ContainerEvent =
  | ContainerRequested
  | RunRequested
  | CancelRequested
  | RunClaimed
  | PhaseStarted
  | PhaseCompleted
  | PhaseFailed
  | RunEnded
  | RunWentSilent
  | RunSpokeAgain
  | CredentialRevealed
  | PhaseFact;

/** The form in which a phase hands a fact to the report. */
export type ReportedFact = {
  [F in PhaseFact as F['type']]: {
    readonly type: F['type'];
    readonly data: Omit<F['data'], 'run' | 'claim'>;
  };
}[PhaseFact['type']];

// ---- `containerLog-{id}` -------------------------------------------------------------------------------------------

export type LogStream = 'system' | 'task' | 'stdout' | 'stderr';

/** Log lines of one source, at most 64 KiB; secrets are masked before they are recorded. */
export type LinesLogged = Event<
  'LinesLogged',
  OfRun & {
    readonly phase: string;
    readonly step: string | null;
    readonly stream: LogStream;
    /** The number of the first line in its run, from 0. */
    readonly firstLine: number;
    readonly lines: readonly string[];
    /** Where to go on reading the source after a crash: bytes of script output or lines of a task's log. */
    readonly source: LogSource | null;
  }
>;
export interface LogSource {
  /** For example `script:<execution>` or `task:<upid>`. */
  readonly name: string;
  /** The offset behind the last of these lines. */
  readonly nextOffset: number;
}
/** The run's line limit was reached; so many lines were not kept. */
export type LinesDropped = Event<
  'LinesDropped',
  OfRun & { readonly phase: string; readonly dropped: number }
>;
export type LogEvent = LinesLogged | LinesDropped;

import type { ContainerEvent, Failure, PlannedPhase, RunKind, RunRequested } from './events.js';

/** Spelled as the GraphQL contract spells them. */
export type RunState = 'QUEUED' | 'RUNNING' | 'READY' | 'FAILED' | 'CANCELLED';
export type PhaseState = 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'SKIPPED';

export interface PhaseStanding {
  readonly key: string;
  readonly title: string;
  readonly weight: number;
  readonly state: PhaseState;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly limitSeconds: number | null;
}

/** How far a run has come. Plain data, so that a read model can keep it as JSON. */
export interface RunProgress {
  readonly run: string;
  readonly kind: RunKind;
  readonly attempt: number;
  readonly state: RunState;
  readonly phases: readonly PhaseStanding[];
  /** The phase that is going on or has failed. */
  readonly current: string | null;
  /** Parts of the current phase that have ended. */
  readonly partsEnded: number;
  /** 0 to 100; never falls. */
  readonly percent: number;
  readonly failure: Failure | null;
  readonly requestedAt: string;
  /** When somebody asked for its end before its time. */
  readonly cancelRequestedAt: string | null;
  readonly endedAt: string | null;
  /** Set while nothing is heard of it. */
  readonly silence: { readonly since: string; readonly last: string } | null;
}

/** How many parts a phase has is not known beforehand: each that ends takes this share of what was left. */
const SHARE_OF_A_PART = 1 / 3;

export function beginRun({ run, kind, attempt, plan }: RunRequested['data'], at: string): RunProgress {
  const progress: RunProgress = {
    ...{ run, kind, attempt, state: 'QUEUED', phases: plan.map(planned), current: null, partsEnded: 0 },
    ...{ percent: 0, failure: null, requestedAt: at, cancelRequestedAt: null, endedAt: null, silence: null },
  };
  return { ...progress, percent: percentOf(progress) };
}

function planned({ key, title, weight, skipped, limitSeconds }: PlannedPhase): PhaseStanding {
  const state = skipped ? 'SKIPPED' : 'PENDING';
  const none = { startedAt: null, durationMs: null };
  return { key, title, weight, state, ...none, limitSeconds: limitSeconds ?? null };
}

/** What an event of the run changes. Events of other runs must not be passed. */
export function advance(progress: RunProgress, event: ContainerEvent, at: string): RunProgress {
  const heard = progress.silence ? { ...progress, silence: null } : progress;
  const next = changed(heard, event, at);
  return next === progress ? next : { ...next, percent: Math.max(progress.percent, percentOf(next)) };
}

function changed(progress: RunProgress, event: ContainerEvent, at: string): RunProgress {
  switch (event.type) {
    case 'RunClaimed':
      return { ...progress, state: 'RUNNING' };
    case 'RunWentSilent': {
      const { silentSeconds, last } = event.data;
      const since = new Date(Date.parse(at) - silentSeconds * 1_000).toISOString();
      return { ...progress, silence: { since, last } };
    }
    case 'CancelRequested':
      return { ...progress, cancelRequestedAt: progress.cancelRequestedAt ?? at };
    case 'PhaseStarted':
      return startPhase(progress, event.data.phase, at);
    case 'PhaseCompleted':
      return { ...endPhase(progress, event.data.phase, 'COMPLETED', at), current: null, partsEnded: 0 };
    case 'PhaseFailed':
      return { ...endPhase(progress, event.data.phase, 'FAILED', at), failure: event.data.failure };
    case 'RunEnded':
      return endRun(progress, event.data.outcome, event.data.failure, at);
    case 'VmidChosen':
    case 'TaskEnded':
    case 'AddressResolved':
    case 'StepCompleted':
    case 'FilesDeployed':
    case 'PackagesInstalled':
    case 'PackagesFailed':
    case 'ScriptSucceeded':
    case 'ScriptFailed':
    case 'ServicesDiscovered':
      return { ...progress, partsEnded: progress.partsEnded + 1 };
    case 'ContainerRequested':
    case 'RunRequested':
    case 'CredentialRevealed':
    case 'VolumesCreated':
    case 'TaskStarted':
    case 'StepStarted':
    case 'PackagesStarted':
    case 'ScriptStarted':
    case 'RunSpokeAgain':
      return progress;
  }
}

function startPhase(progress: RunProgress, phase: string, at: string): RunProgress {
  const phases = progress.phases.map((standing): PhaseStanding =>
    standing.key === phase
      ? { ...standing, state: 'RUNNING', startedAt: standing.startedAt ?? at }
      : standing,
  );
  const partsEnded = progress.current === phase ? progress.partsEnded : 0;
  return { ...progress, phases, current: phase, partsEnded };
}

function endPhase(
  progress: RunProgress,
  phase: string,
  state: 'COMPLETED' | 'FAILED',
  at: string,
): RunProgress {
  const phases = progress.phases.map((standing): PhaseStanding =>
    standing.key === phase ? { ...standing, state, durationMs: elapsed(standing.startedAt, at) } : standing,
  );
  return { ...progress, phases };
}

function endRun(
  progress: RunProgress,
  outcome: 'ready' | 'failed' | 'cancelled',
  failure: Failure | null,
  at: string,
): RunProgress {
  const states = { ready: 'READY', failed: 'FAILED', cancelled: 'CANCELLED' } as const;
  const current = outcome === 'ready' ? null : progress.current;
  return { ...progress, state: states[outcome], failure, current, endedAt: at };
}

/** Clocks of two workers may differ; a duration is never negative. */
function elapsed(from: string | null, to: string): number | null {
  return from === null ? null : Math.max(0, Date.parse(to) - Date.parse(from));
}

function percentOf({ phases, current, partsEnded, state }: RunProgress): number {
  if (state === 'READY') return 100;
  const total = phases.reduce((sum, { weight }) => sum + weight, 0);
  const done = phases
    .map((phase) => phase.weight * shareDone(phase, phase.key === current ? partsEnded : 0))
    .reduce((sum, share) => sum + share, 0);
  return total === 0 ? 0 : Math.round((done / total) * 1000) / 10;
}

function shareDone({ state }: PhaseStanding, partsEnded: number): number {
  if (state === 'COMPLETED' || state === 'SKIPPED') return 1;
  return 1 - (1 - SHARE_OF_A_PART) ** partsEnded;
}

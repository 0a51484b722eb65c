import type {
  ContainerProgressSubscription,
  FailureDetailsFragment,
  PhaseState,
  ServiceDetailsFragment,
} from '../../../../schema/generated/client.js';
import { gapOf, linesOf } from './log-events.js';
import { RunLog } from './run-log.js';

export type ProgressFrame = ContainerProgressSubscription['containerProgress'];
export type ProgressEvent = ProgressFrame['events'][number];
export type EventOf<Name extends ProgressEvent['__typename']> = Extract<ProgressEvent, { __typename: Name }>;

export type RunStatus = 'connecting' | 'running' | 'ready' | 'failed' | 'cancelled';

export interface StepProgress {
  readonly key: string;
  readonly title: string;
  readonly state: PhaseState;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly exitCode: number | null;
  readonly note: string | null;
}

export interface PhaseProgress {
  readonly key: string;
  readonly title: string;
  readonly state: PhaseState;
  readonly startedAt: string | null;
  readonly durationMs: number | null;
  readonly note: string | null;
  readonly steps: readonly StepProgress[];
}

/** Everything that the progress page shows of a run, folded from its events. */
export interface RunProgress {
  readonly runId: string | null;
  readonly attempt: number;
  readonly status: RunStatus;
  readonly beganAt: string | null;
  readonly endedAt: string | null;
  /** 0 to 100; never falls within a run. */
  readonly percent: number;
  readonly phases: readonly PhaseProgress[];
  readonly failure: FailureDetailsFragment | null;
  readonly vmid: string | null;
  readonly address: string | null;
  readonly services: readonly ServiceDetailsFragment[];
  /** How many workers have had the run; more than one after a takeover. */
  readonly claims: number;
  /** Whether somebody has asked for its end; it goes on until what it does outside has stopped. */
  readonly cancelling: boolean;
  /** While nothing is heard of it: for how long that was when it was noticed, and the last that was heard. */
  readonly silence: { readonly seconds: number; readonly last: string } | null;
  readonly log: RunLog;
  /** Whether everything that happened before the page was opened has arrived. */
  readonly caughtUp: boolean;
  readonly cursor: string | null;
}

export const NOTHING_YET: RunProgress = {
  runId: null,
  attempt: 1,
  status: 'connecting',
  beganAt: null,
  endedAt: null,
  percent: 0,
  phases: [],
  failure: null,
  vmid: null,
  address: null,
  services: [],
  claims: 0,
  cancelling: false,
  silence: null,
  log: RunLog.empty,
  caughtUp: false,
  cursor: null,
};

/** The progress after one more frame. A frame that was handled already changes nothing. */
export function afterFrame(progress: RunProgress, frame: ProgressFrame): RunProgress {
  if (frame.cursor === progress.cursor && frame.events.length > 0) return progress;
  const next = frame.events.reduce(afterEvent, progress);
  return { ...next, cursor: frame.cursor, caughtUp: next.caughtUp || frame.caughtUp };
}

/** The progress after one more event. */
export function afterEvent(progress: RunProgress, event: ProgressEvent): RunProgress {
  switch (event.__typename) {
    case 'RunBegan':
      return event.runId === progress.runId ? progress : began(event);
    case 'RunClaimedByWorker':
      return { ...progress, claims: Math.max(progress.claims, event.claim) };
    case 'PhaseProgress':
      return onPhase(progress, event);
    case 'StepProgress':
      return onStep(progress, event);
    case 'TaskFollowed':
      return progress;
    case 'RunSilent':
      return { ...progress, silence: { seconds: event.silentSeconds, last: event.last } };
    case 'RunSpokeAgain':
      return { ...progress, silence: null };
    case 'RunCancelRequested':
      return { ...progress, cancelling: true };
    case 'FactLearned':
      return onFact(progress, event);
    case 'LogLines':
      return { ...progress, log: progress.log.append(linesOf(event)) };
    case 'LogTruncated':
      return { ...progress, log: progress.log.append([gapOf(event)]) };
    case 'ServicesFound':
      return { ...progress, services: event.services };
    case 'RunEnded':
      return ended(progress, event);
  }
}

function began(event: EventOf<'RunBegan'>): RunProgress {
  return {
    ...NOTHING_YET,
    runId: event.runId,
    attempt: event.attempt,
    status: 'running',
    beganAt: event.at,
    phases: event.phases.map(({ key, title, state }) => ({
      key,
      title,
      state,
      startedAt: null,
      durationMs: null,
      note: null,
      steps: [],
    })),
  };
}

function onPhase(progress: RunProgress, event: EventOf<'PhaseProgress'>): RunProgress {
  const phases = changed(progress.phases, event.phase, (phase) => ({
    ...phase,
    state: event.state,
    startedAt: phase.startedAt ?? event.at,
    durationMs: event.durationMs,
    note: event.note ?? phase.note,
  }));
  const percent = Math.max(progress.percent, event.percent);
  return { ...progress, phases, percent, failure: event.failure ?? progress.failure };
}

function onStep(progress: RunProgress, event: EventOf<'StepProgress'>): RunProgress {
  const phases = changed(progress.phases, event.phase, (phase) => ({
    ...phase,
    steps: withStep(phase.steps, event),
  }));
  return { ...progress, phases, percent: Math.max(progress.percent, event.percent) };
}

function withStep(steps: readonly StepProgress[], event: EventOf<'StepProgress'>): readonly StepProgress[] {
  const known = steps.find(({ key }) => key === event.step);
  const step: StepProgress = {
    key: event.step,
    title: event.title,
    state: event.state,
    startedAt: known?.startedAt ?? event.at,
    durationMs: event.durationMs,
    exitCode: event.exitCode,
    note: event.note ?? known?.note ?? null,
  };
  return known ? changed(steps, event.step, () => step) : [...steps, step];
}

function changed<T extends { readonly key: string }>(
  list: readonly T[],
  key: string,
  change: (item: T) => T,
): readonly T[] {
  return list.map((item) => (item.key === key ? change(item) : item));
}

function onFact(progress: RunProgress, { name, value }: EventOf<'FactLearned'>): RunProgress {
  if (name === 'vmid') return { ...progress, vmid: value };
  if (name === 'address') return { ...progress, address: value };
  return progress;
}

function ended(progress: RunProgress, event: EventOf<'RunEnded'>): RunProgress {
  return {
    ...progress,
    status: statusOf(event.outcome),
    endedAt: event.at,
    ...{ cancelling: false, silence: null },
    percent: event.outcome === 'READY' ? 100 : progress.percent,
    failure: event.failure ?? progress.failure,
  };
}

function statusOf(outcome: EventOf<'RunEnded'>['outcome']): RunStatus {
  switch (outcome) {
    case 'READY':
      return 'ready';
    case 'FAILED':
      return 'failed';
    case 'CANCELLED':
      return 'cancelled';
    case 'QUEUED':
    case 'RUNNING':
      return 'running';
  }
}

import type { ContainerEvent, LogEvent, LogStream } from '../../containers/domain/events.js';
import type { RunProgress } from '../../containers/domain/run-progress.js';
import { advance, beginRun } from '../../containers/domain/run-progress.js';
import type { LogLines, ProgressEvent, StepProgress } from './progress-event.js';

/** What a watcher has to remember of a run, to tell the next event of it. */
export interface RunView {
  readonly lab: boolean;
  readonly progress: RunProgress | null;
  /** Titles of steps that have begun, by the step's name. */
  readonly titles: ReadonlyMap<string, string>;
}

export const nothingSeen: RunView = { lab: false, progress: null, titles: new Map() };

/** The view after an event of the followed run, or after the request that began it all. */
export function look(view: RunView, event: ContainerEvent, at: string): RunView {
  if (event.type === 'ContainerRequested') return { ...view, lab: event.data.node.lab };
  if (event.type === 'RunRequested') return { ...view, progress: beginRun(event.data, at) };
  if (!view.progress) return view;
  const titles =
    event.type === 'StepStarted' ? new Map(view.titles).set(event.data.step, event.data.title) : view.titles;
  return { ...view, titles, progress: advance(view.progress, event, at) };
}

/**
 * How an event of the run is told. Only what is named here gets out: an event's claims, secrets' ids and the like stay
 * inside.
 * @param view as it is after the event
 */
export function tell(view: RunView, event: ContainerEvent, at: string): ProgressEvent[] {
  const { progress } = view;
  if (!progress) return [];
  switch (event.type) {
    case 'RunRequested':
      return [runBegan(progress, at)];
    case 'RunClaimed':
      return [{ __typename: 'RunClaimedByWorker', at, claim: event.data.claim }];
    case 'RunWentSilent': {
      const { phase: of, silentSeconds, last } = event.data;
      return [{ __typename: 'RunSilent', at, phase: of, silentSeconds, last }];
    }
    case 'RunSpokeAgain':
      return [{ __typename: 'RunSpokeAgain', at }];
    case 'CancelRequested':
      return [{ __typename: 'RunCancelRequested', at }];
    case 'PhaseStarted':
      return [phase(progress, event.data.phase, at)];
    case 'PhaseCompleted':
      return [phase(progress, event.data.phase, at, event.data.note)];
    case 'PhaseFailed':
      return [{ ...phase(progress, event.data.phase, at), failure: event.data.failure }];
    case 'TaskStarted':
      return [{ __typename: 'TaskFollowed', at, phase: event.data.phase, upid: event.data.upid }];
    case 'TaskEnded':
      return [phase(progress, event.data.phase, at, remarkOn(event.data.status))];
    case 'VmidChosen':
      return [{ __typename: 'FactLearned', at, name: 'vmid', value: String(event.data.vmid) }];
    case 'AddressResolved':
      return [{ __typename: 'FactLearned', at, name: 'address', value: event.data.address }];
    case 'ServicesDiscovered':
      return [servicesFound(view.lab, event.data.services, at)];
    case 'RunEnded':
      return [runEnded(event.data, at)];
    case 'StepStarted':
    case 'StepCompleted':
    case 'FilesDeployed':
    case 'PackagesStarted':
    case 'PackagesInstalled':
    case 'PackagesFailed':
    case 'ScriptStarted':
    case 'ScriptSucceeded':
    case 'ScriptFailed':
      return [step(view, progress, event, at)];
    case 'ContainerRequested':
    case 'CredentialRevealed':
    case 'VolumesCreated':
      return [];
  }
}

function runBegan({ run, attempt, phases }: RunProgress, at: string): ProgressEvent {
  const planned = phases.map(({ key, title, state }) => ({ key, title, state }));
  return { __typename: 'RunBegan', at, runId: run, attempt, phases: planned };
}

function phase(progress: RunProgress, key: string, at: string, note: string | null = null) {
  const standing = progress.phases.find((candidate) => candidate.key === key);
  const { state = 'RUNNING', durationMs = null } = standing ?? {};
  const { percent } = progress;
  return {
    __typename: 'PhaseProgress' as const,
    ...{ at, phase: key, state, percent, durationMs, note, failure: null },
  };
}

const remarkOn = (status: string) => (status === 'OK' ? null : status);

type EventOf<Type extends ContainerEvent['type']> = Extract<ContainerEvent, { type: Type }>;
type StepEvent = EventOf<
  | 'StepStarted'
  | 'StepCompleted'
  | 'FilesDeployed'
  | 'PackagesStarted'
  | 'PackagesInstalled'
  | 'PackagesFailed'
  | 'ScriptStarted'
  | 'ScriptSucceeded'
  | 'ScriptFailed'
>;

function step(view: RunView, progress: RunProgress, event: StepEvent, at: string): StepProgress {
  return {
    __typename: 'StepProgress',
    ...{ at, phase: progress.current ?? '', percent: progress.percent },
    ...{ durationMs: null, exitCode: null, note: null },
    ...stepDetails(event, view.titles),
  };
}

/** Steps are named as the log lines and failures that belong to them name them. */
function stepDetails(
  event: StepEvent,
  titles: ReadonlyMap<string, string>,
): Pick<StepProgress, 'step' | 'title' | 'state'> & Partial<StepProgress> {
  switch (event.type) {
    case 'StepStarted': {
      const { phase: of, step: name, title } = event.data;
      return { phase: of, step: name, title, state: 'RUNNING' };
    }
    case 'StepCompleted': {
      const { phase: of, step: name, durationMs, note } = event.data;
      return { phase: of, step: name, title: titles.get(name) ?? name, state: 'COMPLETED', durationMs, note };
    }
    case 'FilesDeployed':
      return { step: 'files', title: 'Files', state: 'COMPLETED', note: filesNote(event.data.files) };
    case 'PackagesStarted':
      return { ...packages(event.data.group), state: 'RUNNING', note: event.data.packages.join(' ') };
    case 'PackagesInstalled': {
      const { group, durationMs, note } = event.data;
      return { ...packages(group), state: 'COMPLETED', durationMs, note };
    }
    case 'PackagesFailed': {
      const { group, durationMs, exitCode, message, optional } = event.data;
      return { ...packages(group), state: 'FAILED', durationMs, exitCode, note: excused(message, optional) };
    }
    case 'ScriptStarted':
      return { ...script(event.data.script), state: 'RUNNING' };
    case 'ScriptSucceeded':
      return {
        ...script(event.data.script),
        ...{ state: 'COMPLETED', durationMs: event.data.durationMs, exitCode: 0 },
      };
    case 'ScriptFailed': {
      const { durationMs, exitCode, reason, optional } = event.data;
      const note = excused(WHY_A_SCRIPT_FAILED[reason], optional);
      return { ...script(event.data.script), state: 'FAILED', durationMs, exitCode, note };
    }
  }
}

const WHY_A_SCRIPT_FAILED = {
  exit: null,
  timeout: 'It took too long and was stopped.',
  interrupted: 'The container or its node went down under it.',
} as const;

const packages = (group: string) => ({ step: group, title: `Packages ${group}` });
const script = (name: string) => ({ step: name, title: name });

function excused(note: string | null, optional: boolean): string | null {
  return optional ? [note, 'Optional: the run goes on.'].filter(Boolean).join(' ') : note;
}

function filesNote(files: EventOf<'FilesDeployed'>['data']['files']): string {
  const counts = new Map<string, number>();
  for (const { action } of files) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].map(([action, count]) => `${String(count)} ${action}`).join(', ');
}

function servicesFound(
  lab: boolean,
  services: EventOf<'ServicesDiscovered'>['data']['services'],
  at: string,
): ProgressEvent {
  const found = services.map(({ name, status, system, ports, urls, title = null, credentials }) => ({
    ...{ name, status, system, ports: [...ports], urls: [...urls], title, reachable: !lab },
    credentials: credentials.map(({ id, key }) => ({ id, key })),
  }));
  return { __typename: 'ServicesFound', at, services: found };
}

function runEnded({ outcome, failure }: EventOf<'RunEnded'>['data'], at: string): ProgressEvent {
  const outcomes = { ready: 'READY', failed: 'FAILED', cancelled: 'CANCELLED' } as const;
  return { __typename: 'RunEnded', at, outcome: outcomes[outcome], failure };
}

const STREAMS = {
  system: 'SYSTEM',
  task: 'TASK',
  stdout: 'STDOUT',
  stderr: 'STDERR',
} as const satisfies Record<LogStream, string>;

/**
 * How an event of the run's log is told.
 * @param nextLine the number that the next line should have; a higher one means that lines in between are gone
 */
export function tellLog(event: LogEvent, at: string, nextLine: number): ProgressEvent[] {
  switch (event.type) {
    case 'LinesDropped':
      return [{ __typename: 'LogTruncated', at, dropped: event.data.dropped }];
    case 'LinesLogged': {
      const { phase: of, step: name, stream, firstLine, lines } = event.data;
      const gap = firstLine - nextLine;
      const told: LogLines = {
        ...{ __typename: 'LogLines', at, phase: of, step: name, stream: STREAMS[stream] },
        ...{ firstLine, lines: [...lines] },
      };
      return gap > 0 ? [{ __typename: 'LogTruncated', at, dropped: gap }, told] : [told];
    }
  }
}

/** Every phase has something to say: when a run that did some work has no line at all, its log was too old to be kept. */
export function lostLog({ progress }: RunView, nextLine: number, at: string): ProgressEvent[] {
  const worked = progress?.phases.some(({ state }) => state === 'COMPLETED') ?? false;
  return worked && nextLine === 0 ? [{ __typename: 'LogTruncated', at, dropped: null }] : [];
}

/** Appends to a frame's events; adjacent lines of one source become one event. */
export function addTo(events: ProgressEvent[], event: ProgressEvent): void {
  const last = events.at(-1);
  if (last?.__typename === 'LogLines' && event.__typename === 'LogLines' && continues(last, event)) {
    last.lines.push(...event.lines);
  } else events.push(event);
}

function continues(before: LogLines, next: LogLines): boolean {
  return (
    before.phase === next.phase &&
    before.step === next.step &&
    before.stream === next.stream &&
    before.firstLine + before.lines.length === next.firstLine
  );
}

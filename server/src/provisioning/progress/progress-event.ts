import type { Failure } from '../../containers/domain/events.js';
import type { PhaseState, RunState } from '../../containers/domain/run-progress.js';

/** What a watcher of a run is told: the members of the contract's interface `ProgressEvent`. */
export type ProgressEvent =
  | RunBegan
  | RunClaimedByWorker
  | RunCancelRequested
  | RunSilent
  | RunSpokeAgain
  | PhaseProgress
  | StepProgress
  | TaskFollowed
  | FactLearned
  | LogLines
  | LogTruncated
  | ServicesFound
  | RunEnded;

interface Told<Type extends string> {
  readonly __typename: Type;
  /** ISO 8601. */
  readonly at: string;
}
export interface RunBegan extends Told<'RunBegan'> {
  readonly runId: string;
  readonly attempt: number;
  readonly phases: { readonly key: string; readonly title: string; readonly state: PhaseState }[];
}
export interface RunClaimedByWorker extends Told<'RunClaimedByWorker'> {
  readonly claim: number;
}
export interface RunSilent extends Told<'RunSilent'> {
  readonly phase: string;
  readonly silentSeconds: number;
  readonly last: string;
}
export type RunSpokeAgain = Told<'RunSpokeAgain'>;
export type RunCancelRequested = Told<'RunCancelRequested'>;
export interface PhaseProgress extends Told<'PhaseProgress'> {
  readonly phase: string;
  readonly state: PhaseState;
  readonly percent: number;
  readonly durationMs: number | null;
  readonly note: string | null;
  readonly failure: Failure | null;
}
export interface StepProgress extends Told<'StepProgress'> {
  readonly phase: string;
  readonly step: string;
  readonly title: string;
  readonly state: PhaseState;
  readonly percent: number;
  readonly durationMs: number | null;
  readonly exitCode: number | null;
  readonly note: string | null;
}
export interface TaskFollowed extends Told<'TaskFollowed'> {
  readonly phase: string;
  readonly upid: string;
}
export interface FactLearned extends Told<'FactLearned'> {
  readonly name: 'vmid' | 'address';
  readonly value: string;
}
export interface LogLines extends Told<'LogLines'> {
  readonly phase: string;
  readonly step: string | null;
  readonly stream: 'SYSTEM' | 'TASK' | 'STDOUT' | 'STDERR';
  readonly firstLine: number;
  readonly lines: string[];
}
export interface LogTruncated extends Told<'LogTruncated'> {
  readonly dropped: number | null;
}
export interface ServicesFound extends Told<'ServicesFound'> {
  readonly services: FoundService[];
}
export interface FoundService {
  readonly name: string;
  readonly status: string;
  readonly system: boolean;
  readonly ports: string[];
  readonly urls: string[];
  readonly title: string | null;
  readonly reachable: boolean;
  readonly credentials: { readonly id: string; readonly key: string }[];
}
export interface RunEnded extends Told<'RunEnded'> {
  readonly outcome: Extract<RunState, 'READY' | 'FAILED' | 'CANCELLED'>;
  readonly failure: Failure | null;
}

export interface ProgressFrame {
  readonly cursor: string;
  readonly events: ProgressEvent[];
  readonly caughtUp: boolean;
  readonly terminal: boolean;
}

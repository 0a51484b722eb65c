import type { Container, RequestedContainer, Run } from './container.js';
import { CONTAINER_EVENT_TYPES, evolve, initialState } from './container.js';
import type { ContainerSpec } from './container-spec.js';
import type { ContainerEvent, PlannedPhase, UpkeepKind } from './events.js';
import { repetitionOf } from './repetition.js';

/** What a container's stream can be asked to record. Ids, like time, come from outside. */
export type ContainerCommand =
  | {
      readonly type: 'RequestContainer';
      readonly container: string;
      readonly spec: ContainerSpec;
      readonly inputHash: string;
      readonly node: { readonly name: string; readonly cluster: string; readonly lab: boolean };
      readonly run: string;
      readonly plan: readonly PlannedPhase[];
    }
  | { readonly type: 'RetryProvisioning'; readonly run: string; readonly from: RetryFrom }
  | {
      readonly type: 'StartRun';
      readonly run: string;
      readonly kind: 'start' | 'stop' | 'destroy' | UpkeepKind;
      readonly plan: readonly PlannedPhase[];
    }
  | {
      readonly type: 'CancelRun';
      /** Null for the latest. */
      readonly run: string | null;
    }
  | {
      readonly type: 'ClaimRun';
      readonly run: string;
      readonly worker: string;
      /** The claim that the worker saw; another one since then means that it came too late. */
      readonly after: number;
    }
  | { readonly type: 'RecordOfRun'; readonly event: WorkerEvent }
  | { readonly type: 'RecordCredentialRevealed'; readonly credential: string };

/** Where a retry begins: at the phase and script that failed, or at the first phase with everything done again. */
export type RetryFrom = 'failed' | 'start';

/** What a worker appends: always under its claim. */
export type WorkerEvent = Extract<ContainerEvent, { data: { run: string; claim: number } }>;

export type ContainerRejection =
  | { readonly code: 'CONTAINER.IDEMPOTENCY_CONFLICT' }
  | { readonly code: 'CONTAINER.NOT_FOUND' }
  | { readonly code: 'CONTAINER.NOT_FAILED' }
  | { readonly code: 'CONTAINER.NOT_READY' }
  | { readonly code: 'CONTAINER.DESTROYED' }
  | { readonly code: 'CONTAINER.CREDENTIAL_NOT_FOUND' }
  | { readonly code: 'RUN.NOT_FOUND' }
  | { readonly code: 'RUN.GOES_ON' }
  | { readonly code: 'RUN.ENDED' }
  | { readonly code: 'RUN.CLAIM_LOST' };

type Decision =
  | { readonly kind: 'accepted'; readonly events: readonly ContainerEvent[] }
  | { readonly kind: 'rejected'; readonly rejection: ContainerRejection };

const accept = (...events: ContainerEvent[]): Decision => ({ kind: 'accepted', events });
const reject = (code: ContainerRejection['code']): Decision => ({ kind: 'rejected', rejection: { code } });

export function decide(command: ContainerCommand, container: Container): Decision {
  if (command.type === 'RequestContainer') return request(command, container);
  if (container.state === 'not-requested') return reject('CONTAINER.NOT_FOUND');
  switch (command.type) {
    case 'RetryProvisioning':
      return retry(command, container);
    case 'StartRun':
      return startRun(command, container);
    case 'CancelRun':
      return cancel(command.run, container);
    case 'ClaimRun':
      return claim(command, container);
    case 'RecordOfRun':
      return record(command.event, container);
    case 'RecordCredentialRevealed':
      return reveal(command.credential, container);
  }
}

/** The same request again is the same container; the same key with another request is a mistake of the caller. */
function request(
  {
    container: id,
    spec,
    inputHash,
    node,
    run,
    plan,
  }: Extract<ContainerCommand, { type: 'RequestContainer' }>,
  container: Container,
): Decision {
  if (container.state !== 'not-requested') {
    return container.inputHash === inputHash ? accept() : reject('CONTAINER.IDEMPOTENCY_CONFLICT');
  }
  return accept(
    { type: 'ContainerRequested', data: { container: id, spec, inputHash, node } },
    { type: 'RunRequested', data: { run, kind: 'provision', attempt: 1, plan } },
  );
}

/** Phases whose effect may be gone by the time of a retry: a container that was started can have stopped since. */
const PASSING: ReadonlySet<string> = new Set(['start']);

/** A new run: the same once more, or provisioning. From the phase that failed, what an earlier run has done is skipped. */
function retry(
  { run, from }: Extract<ContainerCommand, { type: 'RetryProvisioning' }>,
  container: RequestedContainer,
): Decision {
  if (container.runs.has(run)) return accept();
  const previous = container.run;
  if (!previous || (container.state !== 'failed' && container.state !== 'cancelled')) {
    return reject('CONTAINER.NOT_FAILED');
  }
  const attempt = previous.attempt + 1;
  const kind = repetitionOf(previous.kind, container.state);
  if (kind !== 'retry') {
    return accept({ type: 'RunRequested', data: { run, kind, attempt, plan: previous.plan } });
  }
  const plan = container.provisioningPlan.map((phase) => ({
    ...phase,
    skipped: from === 'failed' && container.completedPhases.has(phase.key) && !PASSING.has(phase.key),
  }));
  const data = { run, kind, attempt, plan };
  return accept({ type: 'RunRequested', data: from === 'start' ? { ...data, fromStart: true } : data });
}

/** A run that starts, stops, destroys or looks after a container. What is to be destroyed may be in any state, but nothing may go on in it. */
function startRun(
  { run, kind, plan }: Extract<ContainerCommand, { type: 'StartRun' }>,
  container: RequestedContainer,
): Decision {
  if (container.runs.has(run)) return accept();
  if (container.state === 'destroyed') return reject('CONTAINER.DESTROYED');
  if (container.run?.outcome === null) return reject('RUN.GOES_ON');
  if (kind !== 'destroy' && container.state !== 'ready') return reject('CONTAINER.NOT_READY');
  return accept({
    type: 'RunRequested',
    data: { run, kind, attempt: (container.run?.attempt ?? 0) + 1, plan },
  });
}

/** Asking twice, or after the end, changes nothing. A run that nobody has begun ends at once. */
function cancel(id: string | null, { run, runs }: RequestedContainer): Decision {
  if (run === null || (id !== null && !runs.has(id))) return reject('RUN.NOT_FOUND');
  if ((id !== null && id !== run.id) || run.outcome !== null || run.cancelRequested) return accept();
  const asked: ContainerEvent = { type: 'CancelRequested', data: { run: run.id } };
  if (run.claim > 0) return accept(asked);
  const end = { run: run.id, claim: 0, outcome: 'cancelled', failure: null } as const;
  return accept(asked, { type: 'RunEnded', data: end });
}

function claim(
  { run: id, worker, after }: Extract<ContainerCommand, { type: 'ClaimRun' }>,
  { run }: RequestedContainer,
): Decision {
  if (run?.id !== id || run.outcome !== null) return reject('RUN.ENDED');
  if (run.claim !== after) return reject('RUN.CLAIM_LOST');
  return accept({ type: 'RunClaimed', data: { run: id, claim: after + 1, worker } });
}

/** A worker whose claim is not the latest has been replaced, and nothing that it still wants to say counts. */
function record(event: WorkerEvent, { run }: RequestedContainer): Decision {
  if (run?.id !== event.data.run || run.outcome !== null) return reject('RUN.ENDED');
  if (run.claim !== event.data.claim) return reject('RUN.CLAIM_LOST');
  return isRecorded(event, run) ? accept() : accept(event);
}

/** After a reply was lost a worker may record the same step twice. */
function isRecorded(event: WorkerEvent, run: Run): boolean {
  if (event.type === 'PhaseStarted') return run.current === event.data.phase;
  if (event.type === 'PhaseCompleted') return run.done.has(event.data.phase);
  return false;
}

function reveal(credential: string, { world }: RequestedContainer): Decision {
  const known = world.services.some(({ credentials }) => credentials.some(({ id }) => id === credential));
  if (!known) return reject('CONTAINER.CREDENTIAL_NOT_FOUND');
  return accept({ type: 'CredentialRevealed', data: { credential } });
}

/** The container aggregate. */
export const containerDecider = { initialState, eventTypes: CONTAINER_EVENT_TYPES, evolve, decide };

/** The stream of a container. */
export const containerStream = (container: string) => `container-${container}`;

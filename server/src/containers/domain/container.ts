import type { ContainerSpec } from './container-spec.js';
import { completeSpec } from './container-spec.js';
import type {
  ContainerEvent,
  DiscoveredService,
  Failure,
  PhaseFact,
  PlannedPhase,
  RunEnded,
  RunKind,
  UpkeepKind,
  RunRequested,
  TaskKind,
} from './events.js';

/** What a container's stream tells, folded. */
export type Container = NotRequested | RequestedContainer;

export interface NotRequested {
  readonly state: 'not-requested';
}

export interface RequestedContainer {
  readonly state: 'requested' | 'provisioning' | 'ready' | 'failed' | 'cancelled' | 'destroyed';
  readonly id: string;
  readonly spec: ContainerSpec;
  readonly inputHash: string;
  readonly node: { readonly name: string; readonly cluster: string; readonly lab: boolean };
  /** The latest run. Only one goes on at a time. */
  readonly run: Run | null;
  /** Every run there was, by id. */
  readonly runs: ReadonlySet<string>;
  /** Phases that some run has completed. */
  readonly completedPhases: ReadonlySet<string>;
  /** The phases of its provisioning, as they were planned last. */
  readonly provisioningPlan: readonly PlannedPhase[];
  readonly world: World;
}

export interface Run {
  readonly id: string;
  readonly kind: RunKind;
  readonly attempt: number;
  readonly plan: readonly PlannedPhase[];
  /** 0 while no worker has claimed it. */
  readonly claim: number;
  readonly worker: string | null;
  /** Phases of the plan that are done or were skipped. */
  readonly done: ReadonlySet<string>;
  readonly current: string | null;
  readonly failure: Failure | null;
  readonly cancelRequested: boolean;
  readonly outcome: RunEnded['data']['outcome'] | null;
}

/** What is known of the outside world. */
export interface World {
  readonly vmid: number | null;
  readonly cluster: string | null;
  readonly address: string | null;
  /** The latest task of each kind; its status is null while its end is not recorded. */
  readonly tasks: Readonly<
    Partial<Record<TaskKind, { readonly upid: string; readonly status: string | null }>>
  >;
  readonly installedGroups: ReadonlySet<string>;
  readonly scripts: ReadonlyMap<string, ScriptExecution>;
  readonly services: readonly DiscoveredService[];
}

export interface ScriptExecution {
  readonly execution: string;
  readonly state: 'started' | 'succeeded' | 'failed';
  readonly attempt: number;
}

export const initialState: Container = { state: 'not-requested' };

/** Every type of event that a container's stream may hold. */
export const CONTAINER_EVENT_TYPES = [
  'ContainerRequested',
  'RunRequested',
  'CancelRequested',
  'RunClaimed',
  'PhaseStarted',
  'PhaseCompleted',
  'PhaseFailed',
  'RunEnded',
  'RunWentSilent',
  'RunSpokeAgain',
  'CredentialRevealed',
  'VmidChosen',
  'VolumesCreated',
  'TaskStarted',
  'TaskEnded',
  'AddressResolved',
  'StepStarted',
  'StepCompleted',
  'FilesDeployed',
  'PackagesStarted',
  'PackagesInstalled',
  'PackagesFailed',
  'ScriptStarted',
  'ScriptSucceeded',
  'ScriptFailed',
  'ServicesDiscovered',
] as const satisfies readonly ContainerEvent['type'][];

const NOTHING_INSTALLED = {
  installedGroups: new Set<string>(),
  scripts: new Map<string, ScriptExecution>(),
} as const satisfies Partial<World>;

const NOTHING_KNOWN: World = {
  vmid: null,
  cluster: null,
  address: null,
  tasks: {},
  ...NOTHING_INSTALLED,
  services: [],
};

export function evolve(container: Container, event: ContainerEvent): Container {
  if (event.type === 'ContainerRequested') {
    const { container: id, inputHash, node } = event.data;
    const spec = completeSpec(event.data.spec);
    const nothing = {
      run: null,
      runs: new Set<string>(),
      completedPhases: new Set<string>(),
      provisioningPlan: [],
    };
    return { state: 'requested', id, spec, inputHash, node, ...nothing, world: NOTHING_KNOWN };
  }
  if (container.state === 'not-requested') return container;
  return evolveRequested(container, event);
}

function evolveRequested(
  container: RequestedContainer,
  event: Exclude<ContainerEvent, { type: 'ContainerRequested' }>,
): RequestedContainer {
  switch (event.type) {
    case 'RunRequested':
      return withNewRun(container, event.data);
    case 'CancelRequested':
      return withRun(container, { cancelRequested: true });
    case 'RunClaimed': {
      const { claim, worker } = event.data;
      return { ...withRun(container, { claim, worker }), state: 'provisioning' };
    }
    case 'PhaseStarted':
      return withRun(container, { current: event.data.phase, failure: null });
    case 'PhaseCompleted': {
      const { phase } = event.data;
      const done = new Set(container.run?.done).add(phase);
      const completedPhases = new Set(container.completedPhases).add(phase);
      return { ...withRun(container, { current: null, done }), completedPhases };
    }
    case 'PhaseFailed':
      return withRun(container, { failure: event.data.failure });
    case 'RunEnded': {
      const { outcome, failure } = event.data;
      return {
        ...withRun(container, { outcome, failure, current: null }),
        state: stateAfter(container.run, outcome),
      };
    }
    case 'RunWentSilent':
    case 'RunSpokeAgain':
    case 'CredentialRevealed':
      return container;
    case 'VmidChosen':
    case 'VolumesCreated':
    case 'TaskStarted':
    case 'TaskEnded':
    case 'AddressResolved':
    case 'StepStarted':
    case 'StepCompleted':
    case 'FilesDeployed':
    case 'PackagesStarted':
    case 'PackagesInstalled':
    case 'PackagesFailed':
    case 'ScriptStarted':
    case 'ScriptSucceeded':
    case 'ScriptFailed':
    case 'ServicesDiscovered':
      return { ...container, world: evolveWorld(container.world, event, container.run?.attempt ?? 1) };
  }
}

function stateAfter(run: Run | null, outcome: RunEnded['data']['outcome']): RequestedContainer['state'] {
  return run?.kind === 'destroy' && outcome === 'ready' ? 'destroyed' : outcome;
}

/** What upkeep does again counts as done only once it has done it: a retry after its failure goes on there. */
function beforeUpkeep(
  { completedPhases, world }: RequestedContainer,
  kind: UpkeepKind,
  plan: readonly PlannedPhase[],
): Pick<RequestedContainer, 'completedPhases' | 'world'> {
  const again = new Set(plan.map(({ key }) => key));
  return {
    completedPhases: completedPhases.difference(again),
    world: kind === 'resync' ? { ...world, ...NOTHING_INSTALLED } : world,
  };
}

function withNewRun(
  container: RequestedContainer,
  { run: id, kind, attempt, plan, fromStart = false }: RunRequested['data'],
): RequestedContainer {
  const done = new Set(plan.filter(({ skipped }) => skipped).map(({ key }) => key));
  const run: Run = {
    ...{ id, kind, attempt, plan, done },
    ...{ claim: 0, worker: null, current: null, failure: null, cancelRequested: false, outcome: null },
  };
  const next = { ...container, state: 'requested', run, runs: new Set(container.runs).add(id) } as const;
  if (kind === 'provision' || kind === 'retry') {
    const world = fromStart ? { ...container.world, ...NOTHING_INSTALLED } : container.world;
    return { ...next, provisioningPlan: plan, world };
  }
  if (kind === 'resync' || kind === 'refresh') return { ...next, ...beforeUpkeep(container, kind, plan) };
  if (kind !== 'destroy') return next;
  // Whatever comes after, even if it does not get far: nothing that was done counts any more.
  return { ...next, completedPhases: new Set(), world: { ...container.world, ...NOTHING_INSTALLED } };
}

function withRun(container: RequestedContainer, change: Partial<Run>): RequestedContainer {
  return container.run ? { ...container, run: { ...container.run, ...change } } : container;
}

function evolveWorld(world: World, event: PhaseFact, attempt: number): World {
  switch (event.type) {
    case 'VmidChosen':
      return { ...world, vmid: event.data.vmid, cluster: event.data.cluster, tasks: {} };
    case 'TaskStarted':
      return {
        ...world,
        tasks: { ...world.tasks, [event.data.task]: { upid: event.data.upid, status: null } },
      };
    case 'TaskEnded': {
      const { task, upid, status } = event.data;
      return { ...world, tasks: { ...world.tasks, [task]: { upid, status } } };
    }
    case 'AddressResolved':
      return { ...world, address: event.data.address };
    case 'PackagesInstalled':
      return { ...world, installedGroups: new Set(world.installedGroups).add(event.data.group) };
    case 'ScriptStarted':
      return withScript(world, event.data, 'started', attempt);
    case 'ScriptSucceeded':
      return withScript(world, event.data, 'succeeded', attempt);
    case 'ScriptFailed':
      return withScript(world, event.data, 'failed', attempt);
    case 'ServicesDiscovered':
      return { ...world, services: event.data.services };
    case 'VolumesCreated':
    case 'StepStarted':
    case 'StepCompleted':
    case 'FilesDeployed':
    case 'PackagesStarted':
    case 'PackagesFailed':
      return world;
  }
}

function withScript(
  world: World,
  { script, execution }: { script: string; execution: string },
  state: ScriptExecution['state'],
  attempt: number,
): World {
  return { ...world, scripts: new Map(world.scripts).set(script, { execution, state, attempt }) };
}

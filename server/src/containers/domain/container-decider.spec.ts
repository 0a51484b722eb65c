import type { Container } from './container.js';
import { evolve, initialState } from './container.js';
import type { ContainerCommand, WorkerEvent } from './container-decider.js';
import { decide } from './container-decider.js';
import type { ContainerSpec } from './container-spec.js';
import { completeSpec } from './container-spec.js';
import type { ContainerEvent, Failure, PlannedPhase } from './events.js';
import { advance, beginRun } from './run-progress.js';

const spec: ContainerSpec = completeSpec({
  hostname: 'web-1',
  nodeId: 'node-1',
  vmid: null,
  osTemplate: 'debian-12-standard',
  cores: 1,
  memory: 512,
  swap: 512,
  disk: 4,
  storage: 'local-lvm',
  network: { bridge: 'vmbr0', ipv4: 'dhcp', gateway: null, vlan: null },
  unprivileged: true,
  nesting: true,
  startOnBoot: false,
  tags: [],
  sshKeys: [],
  rootPasswordSecret: 'secret-1',
  template: null,
  packageGroups: [],
  scripts: [],
  files: [],
});
const phase = (key: string, skipped = false): PlannedPhase => ({ key, title: key, weight: 1, skipped });
const plan = [phase('create'), phase('start')];
const node = { name: 'pve', cluster: 'home', lab: false };
const failure: Failure = {
  phase: 'start',
  step: null,
  code: 'START.FAILED',
  message: 'no',
  likelyCause: 'because',
  retryable: true,
  exitCode: null,
};
const requested: ContainerEvent = {
  type: 'ContainerRequested',
  data: { container: 'c1', spec, inputHash: 'hash', node },
};
const runRequested: ContainerEvent = {
  type: 'RunRequested',
  data: { run: 'r1', kind: 'provision', attempt: 1, plan },
};
const claimed = (claim: number): ContainerEvent => ({
  type: 'RunClaimed',
  data: { run: 'r1', claim, worker: `w${String(claim)}` },
});
const started = (key: string, claim = 1): WorkerEvent => ({
  type: 'PhaseStarted',
  data: { run: 'r1', claim, phase: key },
});
const completed = (key: string): WorkerEvent => ({
  type: 'PhaseCompleted',
  data: { run: 'r1', claim: 1, phase: key, note: null },
});
const ended: WorkerEvent = { type: 'RunEnded', data: { run: 'r1', claim: 1, outcome: 'failed', failure } };
const requestCommand: ContainerCommand = {
  type: 'RequestContainer',
  container: 'c1',
  spec,
  inputHash: 'hash',
  node,
  run: 'r1',
  plan,
};

const given = (...events: ContainerEvent[]) => ({
  when: (command: ContainerCommand) => decide(command, events.reduce<Container>(evolve, initialState)),
});
const events = (...expected: ContainerEvent[]) => ({ kind: 'accepted', events: expected });
const rejected = (code: string) => ({ kind: 'rejected', rejection: { code } });

describe('requesting a container', () => {
  it('should record the request and its first run', () => {
    expect(given().when(requestCommand)).toEqual(events(requested, runRequested));
  });

  it('should change nothing when it is sent again', () => {
    expect(given(requested, runRequested).when(requestCommand)).toEqual(events());
  });

  it('should refuse another request under the same key', () => {
    expect(given(requested).when({ ...requestCommand, inputHash: 'other' })).toEqual(
      rejected('CONTAINER.IDEMPOTENCY_CONFLICT'),
    );
  });
});

describe('claiming a run', () => {
  const command: ContainerCommand = { type: 'ClaimRun', run: 'r1', worker: 'w1', after: 0 };

  it('should give the run to the worker', () => {
    expect(given(requested, runRequested).when(command)).toEqual(events(claimed(1)));
  });

  it('should refuse a worker that saw an older claim', () => {
    expect(given(requested, runRequested, claimed(1)).when(command)).toEqual(rejected('RUN.CLAIM_LOST'));
  });

  it('should refuse a run that has ended or that is not the latest', () => {
    expect(given(requested, runRequested, claimed(1), ended).when({ ...command, after: 1 })).toEqual(
      rejected('RUN.ENDED'),
    );
    expect(given(requested, runRequested).when({ ...command, run: 'r0' })).toEqual(rejected('RUN.ENDED'));
  });
});

describe('what a worker records', () => {
  const record = (event: WorkerEvent): ContainerCommand => ({ type: 'RecordOfRun', event });

  it('should be appended under the latest claim', () => {
    expect(given(requested, runRequested, claimed(1)).when(record(started('create')))).toEqual(
      events(started('create')),
    );
  });

  it('should be refused from a worker that was replaced', () => {
    const replaced = given(requested, runRequested, claimed(1), claimed(2));
    expect(replaced.when(record(started('create')))).toEqual(rejected('RUN.CLAIM_LOST'));
  });

  it('should be refused after the end', () => {
    expect(given(requested, runRequested, claimed(1), ended).when(record(started('create')))).toEqual(
      rejected('RUN.ENDED'),
    );
  });

  it('should not be stored twice when a phase is begun or completed again', () => {
    const running = given(requested, runRequested, claimed(1), started('create'));
    expect(running.when(record(started('create')))).toEqual(events());
    const done = given(requested, runRequested, claimed(1), started('create'), completed('create'));
    expect(done.when(record(completed('create')))).toEqual(events());
  });
});

describe('retrying', () => {
  const command: ContainerCommand = { type: 'RetryProvisioning', run: 'r2', from: 'failed' };
  const failed = [
    requested,
    runRequested,
    claimed(1),
    started('create'),
    completed('create'),
    started('start'),
    ended,
  ];
  const second: ContainerEvent = {
    type: 'RunRequested',
    data: { run: 'r2', kind: 'retry', attempt: 2, plan: [phase('create', true), phase('start')] },
  };

  it('should begin a new run that skips what is done', () => {
    expect(given(...failed).when(command)).toEqual(events(second));
  });

  it('should start the container again, which may have stopped since it was started', () => {
    const started = [...failed.slice(0, -1), completed('start'), ended];
    expect(given(...started).when(command)).toEqual(events(second));
  });

  it('should do everything again from the start, if that is wanted', () => {
    const whole = { run: 'r2', kind: 'retry', attempt: 2, plan, fromStart: true } as const;
    const again: ContainerEvent = { type: 'RunRequested', data: whole };
    expect(given(...failed).when({ ...command, from: 'start' })).toEqual(events(again));
    const script = { run: 'r1', claim: 1, script: '10-a.sh', execution: 'e1', durationMs: 1 };
    const happened: ContainerEvent[] = [requested, runRequested, { type: 'ScriptSucceeded', data: script }];
    const after = [...happened, ended, again].reduce<Container>(evolve, initialState);
    expect(after).toMatchObject({ world: { scripts: new Map() } });
  });

  it('should change nothing when it is sent again', () => {
    expect(given(...failed, second).when(command)).toEqual(events());
  });

  it('should be refused while a run goes on, and for a container that does not exist', () => {
    expect(given(requested, runRequested, claimed(1)).when(command)).toEqual(
      rejected('CONTAINER.NOT_FAILED'),
    );
    expect(given().when(command)).toEqual(rejected('CONTAINER.NOT_FOUND'));
  });
});

describe('starting, stopping and destroying', () => {
  const command = (kind: 'start' | 'stop' | 'destroy'): ContainerCommand => ({
    type: 'StartRun',
    ...{ run: 'r2', kind, plan: [phase(kind)] },
  });
  const asked = (kind: 'start' | 'stop' | 'destroy'): ContainerEvent => ({
    type: 'RunRequested',
    data: { run: 'r2', kind, attempt: 2, plan: [phase(kind)] },
  });
  const endedWith = (run: string, outcome: 'ready' | 'failed' | 'cancelled'): ContainerEvent => ({
    type: 'RunEnded',
    data: { run, claim: 1, outcome, failure: null },
  });
  const going = [requested, runRequested, claimed(1), completed('create')];
  const ready = [...going, endedWith('r1', 'ready')];
  const failed = [...going, endedWith('r1', 'failed')];

  it('should be runs of a container that is ready; destroying also of one that failed', () => {
    expect(given(...ready).when(command('start'))).toEqual(events(asked('start')));
    expect(given(...ready).when(command('stop'))).toEqual(events(asked('stop')));
    expect(given(...failed).when(command('start'))).toEqual(rejected('CONTAINER.NOT_READY'));
    expect(given(...failed).when(command('destroy'))).toEqual(events(asked('destroy')));
  });

  it('should be refused while another run goes on, and once destroyed; asked twice it is one run', () => {
    expect(given(...going).when(command('destroy'))).toEqual(rejected('RUN.GOES_ON'));
    const destroyed = [...ready, asked('destroy'), endedWith('r2', 'ready')];
    expect(given(...destroyed).when(command('destroy'))).toEqual(events());
    const again = { ...command('destroy'), run: 'r3' } as ContainerCommand;
    expect(given(...destroyed).when(again)).toEqual(rejected('CONTAINER.DESTROYED'));
    const retry: ContainerCommand = { type: 'RetryProvisioning', run: 'r3', from: 'failed' };
    expect(given(...destroyed).when(retry)).toEqual(rejected('CONTAINER.NOT_FAILED'));
  });

  it.each(['start', 'stop', 'destroy'] as const)('should be repeated by a retry once a %s failed', (kind) => {
    const half = [...ready, asked(kind), endedWith('r2', 'failed')];
    for (const from of ['failed', 'start'] as const) {
      expect(given(...half).when({ type: 'RetryProvisioning', run: 'r3', from })).toEqual(
        events({ type: 'RunRequested', data: { run: 'r3', kind, attempt: 3, plan: [phase(kind)] } }),
      );
    }
  });

  it('should leave nothing done that a retry after a destruction which was cancelled could skip', () => {
    const half = [...ready, asked('destroy'), endedWith('r2', 'cancelled')];
    expect(given(...half).when({ type: 'RetryProvisioning', run: 'r3', from: 'failed' })).toEqual(
      events({ type: 'RunRequested', data: { run: 'r3', kind: 'retry', attempt: 3, plan } }),
    );
  });
});

describe('cancelling', () => {
  const cancel = (run: string | null = null): ContainerCommand => ({ type: 'CancelRun', run });
  const asked: ContainerEvent = { type: 'CancelRequested', data: { run: 'r1' } };
  const going = [requested, runRequested, claimed(1)];

  it('should be recorded for a run that goes on; its worker ends it', () => {
    expect(given(...going).when(cancel())).toEqual(events(asked));
    expect(given(...going).when(cancel('r1'))).toEqual(events(asked));
    const cancelled: WorkerEvent = {
      type: 'RunEnded',
      data: { run: 'r1', claim: 1, outcome: 'cancelled', failure: null },
    };
    expect(given(...going, asked).when({ type: 'RecordOfRun', event: cancelled })).toEqual(events(cancelled));
  });

  it('should end a run at once that nobody has begun', () => {
    const data = { run: 'r1', claim: 0, outcome: 'cancelled', failure: null } as const;
    const end: ContainerEvent = { type: 'RunEnded', data };
    expect(given(requested, runRequested).when(cancel())).toEqual(events(asked, end));
    expect([requested, runRequested, asked, end].reduce<Container>(evolve, initialState).state).toBe(
      'cancelled',
    );
  });

  it('should change nothing twice, after the end, and for an earlier run', () => {
    expect(given(...going, asked).when(cancel())).toEqual(events());
    expect(given(...going, ended).when(cancel())).toEqual(events());
    const second: ContainerEvent = {
      type: 'RunRequested',
      data: { run: 'r2', kind: 'retry', attempt: 2, plan },
    };
    expect(given(...going, ended, second).when(cancel('r1'))).toEqual(events());
  });

  it('should be refused for a run or container that does not exist', () => {
    expect(given(...going).when(cancel('r9'))).toEqual(rejected('RUN.NOT_FOUND'));
    expect(given().when(cancel())).toEqual(rejected('CONTAINER.NOT_FOUND'));
  });
});

describe('revealing a credential', () => {
  const discovered: WorkerEvent = {
    type: 'ServicesDiscovered',
    data: {
      run: 'r1',
      claim: 1,
      services: [
        {
          ...{ name: 'nginx', status: 'running', system: false, ports: [], urls: [] },
          credentials: [{ id: 'k1', key: 'PASSWORD', secret: 's1' }],
        },
      ],
    },
  };

  it('should be recorded for a credential that was found, and refused for another', () => {
    const found = given(requested, runRequested, claimed(1), discovered);
    expect(found.when({ type: 'RecordCredentialRevealed', credential: 'k1' })).toEqual(
      events({ type: 'CredentialRevealed', data: { credential: 'k1' } }),
    );
    expect(found.when({ type: 'RecordCredentialRevealed', credential: 'k2' })).toEqual(
      rejected('CONTAINER.CREDENTIAL_NOT_FOUND'),
    );
  });
});

describe('how far a run has come', () => {
  it('should tell its silence until something is heard, and how long its phases may take', () => {
    const planned = { ...phase('create'), limitSeconds: 90 };
    const begun = beginRun(
      { run: 'r1', kind: 'provision', attempt: 1, plan: [planned] },
      '2026-01-01T00:00:00.000Z',
    );
    expect(begun.phases).toMatchObject([{ limitSeconds: 90 }]);
    const data = { run: 'r1', claim: 1, phase: 'create', silentSeconds: 60, last: 'unpacking' };
    const silent = advance(begun, { type: 'RunWentSilent', data }, '2026-01-01T00:10:00.000Z');
    expect(silent.silence).toEqual({ since: '2026-01-01T00:09:00.000Z', last: 'unpacking' });
    expect(advance(silent, started('create'), '2026-01-01T00:11:00.000Z').silence).toBeNull();
  });
});

describe('the state', () => {
  const state = (...happened: ContainerEvent[]) => happened.reduce<Container>(evolve, initialState);

  it('should follow the run from requested over provisioning to its end', () => {
    expect(state().state).toBe('not-requested');
    expect(state(requested, runRequested).state).toBe('requested');
    expect(state(requested, runRequested, claimed(1)).state).toBe('provisioning');
    expect(state(requested, runRequested, claimed(1), ended).state).toBe('failed');
  });

  it('should know what the run made outside', () => {
    const container = state(
      requested,
      runRequested,
      claimed(1),
      { type: 'VmidChosen', data: { run: 'r1', claim: 1, vmid: 104, cluster: 'home', node: 'pve' } },
      {
        type: 'TaskStarted',
        data: { run: 'r1', claim: 1, phase: 'create', task: 'create', upid: 'UPID:1', adopted: false },
      },
      { type: 'ScriptStarted', data: { run: 'r1', claim: 1, script: '10-a.sh', execution: 'e1' } },
    );
    if (container.state === 'not-requested') throw new Error('not requested');
    expect(container.world).toMatchObject({ vmid: 104, tasks: { create: { upid: 'UPID:1', status: null } } });
    expect(container.world.scripts.get('10-a.sh')).toEqual({ execution: 'e1', state: 'started', attempt: 1 });
  });
});

describe('looking after a container', () => {
  const all = ['create', 'start', 'deploy', 'sync', 'discover'];
  const whole: ContainerEvent = {
    type: 'RunRequested',
    data: { run: 'r1', kind: 'provision', attempt: 1, plan: all.map((key) => phase(key)) },
  };
  const endedWith = (run: string, outcome: 'ready' | 'failed'): ContainerEvent => ({
    type: 'RunEnded',
    data: { run, claim: 1, outcome, failure: null },
  });
  const script: ContainerEvent = {
    type: 'ScriptSucceeded',
    data: { run: 'r1', claim: 1, script: 'a.sh', execution: 'e', durationMs: 1 },
  };
  const made = [requested, whole, claimed(1), ...all.map(completed), script, endedWith('r1', 'ready')];
  const asked = (kind: 'resync' | 'refresh'): ContainerEvent => {
    const keys = kind === 'resync' ? ['start', 'deploy', 'sync', 'discover'] : ['discover'];
    return {
      type: 'RunRequested',
      data: { run: 'r2', kind, attempt: 2, plan: keys.map((key) => phase(key)) },
    };
  };
  const command = (kind: 'resync' | 'refresh'): ContainerCommand => {
    const { data } = asked(kind) as Extract<ContainerEvent, { type: 'RunRequested' }>;
    return { type: 'StartRun', run: 'r2', kind, plan: data.plan };
  };

  it('should be a run of a container that is ready', () => {
    expect(given(...made).when(command('resync'))).toEqual(events(asked('resync')));
    expect(given(...made).when(command('refresh'))).toEqual(events(asked('refresh')));
    expect(given(requested, whole, claimed(1)).when(command('resync'))).toEqual(rejected('RUN.GOES_ON'));
  });

  it('should run every script again in a resync, and forget nothing in a refresh', () => {
    const scripts = (kind: 'resync' | 'refresh') => {
      const container = [...made, asked(kind)].reduce<Container>(evolve, initialState);
      return container.state === 'not-requested' ? null : [...container.world.scripts.keys()];
    };
    expect(scripts('resync')).toEqual([]);
    expect(scripts('refresh')).toEqual(['a.sh']);
  });

  it.each([
    ['resync', ['create', 'deploy']],
    ['refresh', ['create', 'deploy', 'sync']],
  ] as const)('should go on after a failed %s with what that has not done', (kind, skipped) => {
    const half = [
      ...made,
      asked(kind),
      ...(kind === 'resync' ? [completed('deploy')] : []),
      endedWith('r2', 'failed'),
    ];
    const decided = given(...half).when({ type: 'RetryProvisioning', run: 'r3', from: 'failed' });
    const plan = all.map((key) => phase(key, (skipped as readonly string[]).includes(key)));
    expect(decided).toEqual(
      events({ type: 'RunRequested', data: { run: 'r3', kind: 'retry', attempt: 3, plan } }),
    );
  });
});

import type { Fault } from '../../../lab/faults/fault.js';
import { EsdbEventStore } from '../../src/event-store/esdb-event-store.js';
import type { RealRuns } from './real-run.js';
import { TcpProxy } from './tcp-proxy.js';

/** Something that goes wrong while a phase works, and how the run has to end. */
export interface Row {
  readonly phase: 'create' | 'start' | 'deploy' | 'sync' | 'discover';
  readonly what: string;
  readonly fault: FaultOfNode | FaultOfStore | 'flooding-script';
  /** `ready`, or the code of the failure. */
  readonly ending: string;
}

type FaultOfStore = 'store-cut' | 'store-slow' | 'store-restart';
type DistributeOmit<Whole> = Whole extends unknown ? Omit<Whole, 'node'> : never;
/** The node is the row's own, so that rows do not disturb each other. */
type FaultOfNode = DistributeOmit<Fault>;

const locked = "can't lock file '/run/lock/lxc/pve-config.lock' - got timeout";
const LXC = '/nodes/*/lxc';
const api = (path: string, effect: Extract<Fault, { on: 'api' }>['effect'], more = {}): FaultOfNode => ({
  ...{ on: 'api', path, effect },
  ...more,
});
const answer = (status: number, message: string) => ({ kind: 'answer', status, message }) as const;
const post = { method: 'POST' };
const START = '/nodes/*/lxc/*/status/start';
const task = (type: string, effect: Extract<Fault, { on: 'task' }>['effect']): FaultOfNode => ({
  ...{ on: 'task', type, effect },
});
const ended = (status: string, afterWork = false) => ({ kind: 'end', status, afterWork }) as const;
const command = (effect: Extract<Fault, { on: 'command' }>['effect'], more = {}): FaultOfNode => ({
  ...{ on: 'command', effect },
  ...more,
});
const notRunning = { kind: 'exit', code: 255, stderr: 'CT 100 not running' } as const;
const noise = { kind: 'flood', lines: 2_000 } as const;
/** More than is kept of an answer. */
const muchNoise = { kind: 'flood', lines: 50_000 } as const;
const fullStorage: FaultOfNode = { on: 'storage', storage: 'local-lvm', effect: { kind: 'full' } };
const reboot: FaultOfNode = { on: 'node', effect: { kind: 'reboot', ms: 700 } };
const row = (phase: Row['phase'], what: string, fault: Row['fault'], ending: string): Row => ({
  ...{ phase, what, fault, ending },
});

/** Those that pass by themselves must never show; those that do not must end, explained, and at once. */
export const QUICK: readonly Row[] = [
  row('create', '500 with a lock text', api(LXC, answer(500, locked), post), 'ready'),
  row('create', '596 twice', api('/nodes/**', answer(596, 'timed out'), { times: 2 }), 'ready'),
  row('create', 'TLS reset', api('/nodes/**', { kind: 'reset' }), 'ready'),
  row('create', 'lost reply of the creation', api(LXC, { kind: 'lose-reply' }, post), 'ready'),
  row('create', 'creation without an answer', api(LXC, { kind: 'hang' }, post), 'ready'),
  row('create', 'answer cut short', api('/nodes/*/storage', { kind: 'cut', bytes: 10 }), 'ready'),
  row('create', '401 once', api('/nodes/**', answer(401, 'invalid token')), 'ready'),
  row('create', '401 for ever', api('/nodes/**', answer(401, 'no'), { times: 0 }), 'PROXMOX.UNAUTHORIZED'),
  row('create', '403', api(LXC, answer(403, 'Permission check failed'), post), 'PROXMOX.FORBIDDEN'),
  row('create', '500', api(LXC, answer(500, 'something else'), post), 'PROXMOX.FAILED'),
  row('create', 'task with warnings', task('vzcreate', ended('WARNINGS: 1', true)), 'ready'),
  row('create', 'task in error', task('vzcreate', ended('unable to create CT')), 'CREATE.TASK_FAILED'),
  row('create', 'killed task', task('vzcreate', { kind: 'kill', lines: 2 }), 'CREATE.TASK_STOPPED'),
  row('create', 'full storage', fullStorage, 'CREATE.STORAGE_FULL'),
  row('create', 'log-in refused', { on: 'ssh', effect: { kind: 'reject' } }, 'SSH.AUTH_FAILED'),
  row('create', 'other host key', { on: 'ssh', effect: { kind: 'other-host-key' } }, 'SSH.HOST_KEY_CHANGED'),
  row('create', 'half-open connection', { on: 'ssh', effect: { kind: 'half-open' } }, 'ready'),
  row('create', 'node reboot', reboot, 'ready'),
  row('create', 'store cut', 'store-cut', 'ready'),
  row('start', '595', api('/nodes/**', answer(595, 'No route to host')), 'ready'),
  row('start', '599', api('/nodes/**', answer(599, 'Too many redirections'), { times: 2 }), 'ready'),
  row('start', 'lost reply of the start', api(START, { kind: 'lose-reply' }, post), 'ready'),
  row('start', 'task in error', task('vzstart', ended('startup failed')), 'START.FAILED'),
  row('start', 'killed task', task('vzstart', { kind: 'kill' }), 'START.FAILED'),
  row('start', 'task with warnings', task('vzstart', ended('WARNINGS: 2', true)), 'ready'),
  row('start', 'node reboot', reboot, 'ready'),
  row('start', 'store cut', 'store-cut', 'ready'),
  row('deploy', 'command cut off', command({ kind: 'cut', bytes: 0 }), 'ready'),
  row('deploy', 'container not running', command(notRunning), 'SSH.CONTAINER_NOT_RUNNING'),
  row('deploy', 'node reboot', reboot, 'SSH.CONTAINER_NOT_RUNNING'),
  row('deploy', 'store cut', 'store-cut', 'ready'),
  row(
    'sync',
    'output cut in the middle',
    command({ kind: 'cut', bytes: 40 }, { command: 'follow', times: 2 }),
    'ready',
  ),
  row(
    'sync',
    'cut at the start of a script',
    command({ kind: 'cut', bytes: 0 }, { command: '10-effect.sh' }),
    'ready',
  ),
  row('sync', 'noise before output', command(noise, { command: 'follow', times: 2 }), 'ready'),
  row('sync', 'flooding script', 'flooding-script', 'ready'),
  row('sync', 'node reboot', reboot, 'SSH.CONTAINER_NOT_RUNNING'),
  row('sync', 'store cut', 'store-cut', 'ready'),
  row('sync', 'slow store', 'store-slow', 'ready'),
  row('discover', 'command cut off', command({ kind: 'cut', bytes: 20 }), 'ready'),
  row('discover', 'store cut', 'store-cut', 'ready'),
];

const IN_CONTAINER = ['start', 'deploy', 'sync', 'discover'] as const;
const ON_NODE = ['create', 'start'] as const;

/** What takes its time, and the rest of the pairs. */
export const SLOW: readonly Row[] = [
  row(
    'create',
    'creation that happens after nobody waits for it any more',
    api(LXC, { kind: 'delay', ms: 7_000 }, post),
    'ready',
  ),
  row('start', 'start without an answer', api(START, { kind: 'hang' }, post), 'ready'),
  row('start', '403', api(START, answer(403, 'Permission check failed'), post), 'PROXMOX.FORBIDDEN'),
  row('start', '500', api(START, answer(500, 'something else'), post), 'PROXMOX.FAILED'),
  row('start', '500 with a lock text', api(START, answer(500, locked), post), 'ready'),
  row('start', '401 once', api('/nodes/**', answer(401, 'invalid token')), 'ready'),
  row('start', '401 for ever', api('/nodes/**', answer(401, 'no'), { times: 0 }), 'PROXMOX.UNAUTHORIZED'),
  row('start', 'TLS reset', api('/nodes/**', { kind: 'reset' }), 'ready'),
  ...ON_NODE.flatMap((phase) => [
    row(phase, 'no answer', api('/nodes/**', { kind: 'hang' }), 'ready'),
    ...[595, 596, 599].map((status) =>
      row(
        phase,
        `${String(status)} three times`,
        api('/nodes/**', answer(status, 'gone'), { times: 3 }),
        'ready',
      ),
    ),
    row(phase, 'API that refuses', { on: 'node', effect: { kind: 'refuse', service: 'api' } }, 'ready'),
  ]),
  ...IN_CONTAINER.flatMap((phase) => [
    row(phase, 'frozen command', command({ kind: 'freeze', bytes: 0 }), 'ready'),
    row(phase, 'noise before an answer', command(muchNoise), 'ready'),
    row(phase, 'command delayed', command({ kind: 'delay', ms: 1_500 }), 'ready'),
  ]),
  row('sync', 'noise for ever', command(noise, { command: 'supervise.sh', times: 0 }), 'SSH.GARBLED'),
  row('sync', 'frozen output', command({ kind: 'freeze', bytes: 40 }, { command: 'follow' }), 'ready'),
  row(
    'sync',
    'throttled output',
    command({ kind: 'throttle', bytesPerSecond: 200 }, { command: 'follow', times: 0 }),
    'ready',
  ),
  row('start', 'command cut off', command({ kind: 'cut', bytes: 0 }), 'ready'),
  ...(['sync', 'discover'] as const).map((phase) =>
    row(phase, 'container not running', command(notRunning), 'SSH.CONTAINER_NOT_RUNNING'),
  ),
  row('discover', 'node reboot', reboot, 'SSH.CONTAINER_NOT_RUNNING'),
  ...(['create', 'start', 'deploy', 'discover'] as const).map((phase) =>
    row(phase, 'slow store', 'store-slow', 'ready'),
  ),
];

/** The store is everybody's, so that these rows go one after another. */
export const ALONE: readonly Row[] = (['create', ...IN_CONTAINER] as const).map((phase) =>
  row(phase, 'store restart', 'store-restart', 'ready'),
);

/** Runs one row on a node of its own; answers how it ended, and whether anything is there that should not be. */
export async function endingOf(runs: RealRuns, row: Row, node: RealRuns['nodes'][number]): Promise<string> {
  const striking = await Striking.prepare(runs, row, node.name);
  const parts = await runs.parts((key) => striking.strike(key), {
    ...(striking.wire ? { store: striking.wire.store } : {}),
    settings: { leaseMs: 60_000 },
    limitMs: PHASE_LIMIT_MS,
  });
  const flood = row.fault === 'flooding-script' ? [await runs.scriptOf('10-effect.sh', FLOOD)] : null;
  const container = await runs.request(node, flood ? { scripts: flood } : {});
  await settle(runs, parts, container);
  const struck = await striking.end();
  await parts.worker.stop();
  await striking.wire?.stop();
  return verdict(runs, container, struck);
}

const FLOOD = 'seq 1 30000; echo done >>/root/effects';
const API_DOWN_MS = 1_500;
/** As in the product longer than the longest call in a container, so that one which never answers is made again. */
const PHASE_LIMIT_MS = 100_000;

/** The fault of a row, which strikes once: when its phase begins. */
class Striking {
  private struck = false;
  private fault: number | null = null;

  private constructor(
    private readonly runs: RealRuns,
    private readonly row: Row,
    private readonly node: string,
    readonly wire: Wire | null,
  ) {}

  static async prepare(runs: RealRuns, row: Row, node: string): Promise<Striking> {
    const needsWire = row.fault === 'store-cut' || row.fault === 'store-slow';
    return new Striking(runs, row, node, needsWire ? await Wire.to(runs) : null);
  }

  async strike(phase: string): Promise<void> {
    if (phase !== this.row.phase || this.struck) return;
    this.struck = true;
    const { fault } = this.row;
    if (typeof fault === 'string') await this.strikeStore(fault);
    else this.fault = await this.runs.faults.set({ ...fault, node: this.node });
    // What has no end of its own is taken away while the run tries again.
    if (typeof fault !== 'string' && fault.on === 'node' && fault.effect.kind === 'refuse') {
      setTimeout(() => void this.runs.faults.remove(this.fault ?? 0), API_DOWN_MS);
    }
  }

  private async strikeStore(fault: FaultOfStore | 'flooding-script'): Promise<void> {
    switch (fault) {
      case 'store-cut':
        this.wire?.cutForAMoment();
        return;
      case 'store-slow':
        this.wire?.slowDown();
        return;
      case 'store-restart':
        await this.runs.harness.restartStore();
        return;
      case 'flooding-script':
    }
  }

  /** Takes the fault away; answers whether it has struck. */
  async end(): Promise<boolean> {
    if (this.fault === null) return this.struck;
    const struck = await hasStruck(this.runs, this.fault);
    await this.runs.faults.remove(this.fault).catch(() => undefined);
    return struck;
  }
}

/** As the follower does: an executor that could not go on is followed by another. */
async function settle(
  runs: RealRuns,
  parts: Awaited<ReturnType<RealRuns['parts']>>,
  container: string,
): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const result = await runs.execute(parts, container).catch(() => 'again');
    if (result === 'idle') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A full storage is asked about, and a node is struck as such. */
async function hasStruck(runs: RealRuns, id: number): Promise<boolean> {
  const active = (await runs.faults.list()).find((candidate) => candidate.id === id);
  return (
    active === undefined || active.struck > 0 || active.fault.on === 'storage' || active.fault.on === 'node'
  );
}

async function verdict(runs: RealRuns, container: string, struck: boolean): Promise<string> {
  const state = await runs.state(container);
  if (state.state === 'not-requested' || !struck) return 'the fault did not strike';
  if (state.state !== 'ready') {
    const { code, likelyCause } = state.run?.failure ?? {};
    return likelyCause ? (code ?? state.state) : `${state.state} without a cause`;
  }
  const { containers, effects } = await runs.outside(container);
  return containers === 1 && effects === 1
    ? 'ready'
    : `ready with ${String(containers)} containers and ${String(effects)} effects of its script`;
}

/** A connection to the store that can be cut. */
class Wire {
  private constructor(
    private readonly proxy: TcpProxy,
    readonly store: EsdbEventStore,
  ) {}

  static async to(runs: RealRuns): Promise<Wire> {
    const { url } = runs.harness.embedded;
    const { port } = new URL(url);
    const proxy = await TcpProxy.start({ host: '127.0.0.1', port: Number(port) });
    return new Wire(proxy, new EsdbEventStore(url.replace(`:${port}`, `:${String(proxy.port)}`)));
  }

  cutForAMoment(): void {
    this.proxy.cut();
    setTimeout(() => {
      this.proxy.mend();
    }, 700);
  }

  /** Every call takes half a second from now on. */
  slowDown(): void {
    this.proxy.slowDown(250);
  }

  async stop(): Promise<void> {
    await this.store.close();
    await this.proxy.stop();
  }
}

/** Runs rows on all nodes of a lab, one at a time on each; answers the endings in the order of the rows. */
export async function endings(
  runs: RealRuns,
  rows: readonly Row[],
  nodes: RealRuns['nodes'] = runs.nodes,
): Promise<string[]> {
  const results = new Array<string>(rows.length).fill('not run');
  let next = 0;
  const lane = async (node: RealRuns['nodes'][number]) => {
    for (let index = next++; index < rows.length; index = next++) {
      const row = rows[index];
      if (row) results[index] = await endingOf(runs, row, node).catch(String);
    }
  };
  await Promise.all(nodes.map(lane));
  return results;
}

export const told = (rows: readonly Row[], ends: readonly string[]) =>
  rows.map(({ phase, what }, index) => `${phase}, ${what}: ${ends[index] ?? ''}`);

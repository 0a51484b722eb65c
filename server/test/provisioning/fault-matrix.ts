import type { Fault } from '../../../lab/faults/fault.js';
import { EsdbEventStore } from '../../src/event-store/esdb-event-store.js';
import type { RealRuns } from './real-run.js';
import { TcpProxy } from './tcp-proxy.js';

/** Something that goes wrong while a phase works, and how the run has to end. */
export interface Row {
  readonly phase: 'create' | 'start' | 'deploy' | 'sync' | 'discover';
  readonly what: string;
  readonly fault: FaultOfNode | 'store-cut';
  /** `ready`, or the code of the failure. */
  readonly ending: string;
}

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

/** Those that pass by themselves must never show; those that do not must end, explained, and at once. */
export const QUICK: readonly Row[] = [
  {
    phase: 'create',
    what: '500 with a lock text',
    fault: api(LXC, answer(500, locked), post),
    ending: 'ready',
  },
  {
    phase: 'create',
    what: '596 twice',
    fault: api('/nodes/**', answer(596, 'timed out'), { times: 2 }),
    ending: 'ready',
  },
  { phase: 'create', what: 'TLS reset', fault: api('/nodes/**', { kind: 'reset' }), ending: 'ready' },
  {
    phase: 'create',
    what: 'lost reply of the creation',
    fault: api(LXC, { kind: 'lose-reply' }, post),
    ending: 'ready',
  },
  {
    phase: 'create',
    what: 'answer cut short',
    fault: api('/nodes/*/storage', { kind: 'cut', bytes: 10 }),
    ending: 'ready',
  },
  {
    phase: 'create',
    what: '401 once',
    fault: api('/nodes/**', answer(401, 'invalid token')),
    ending: 'ready',
  },
  {
    phase: 'create',
    what: '401 for ever',
    fault: api('/nodes/**', answer(401, 'invalid token'), { times: 0 }),
    ending: 'PROXMOX.UNAUTHORIZED',
  },
  {
    phase: 'create',
    what: '403',
    fault: api(LXC, answer(403, 'Permission check failed'), post),
    ending: 'PROXMOX.FORBIDDEN',
  },
  {
    phase: 'create',
    what: '500',
    fault: api(LXC, answer(500, 'something else'), post),
    ending: 'PROXMOX.FAILED',
  },
  {
    phase: 'create',
    what: 'task with warnings',
    fault: { on: 'task', type: 'vzcreate', effect: { kind: 'end', status: 'WARNINGS: 1', afterWork: true } },
    ending: 'ready',
  },
  {
    phase: 'create',
    what: 'task in error',
    fault: { on: 'task', type: 'vzcreate', effect: { kind: 'end', status: 'unable to create CT' } },
    ending: 'CREATE.TASK_FAILED',
  },
  {
    phase: 'create',
    what: 'full storage',
    fault: { on: 'storage', storage: 'local-lvm', effect: { kind: 'full' } },
    ending: 'CREATE.STORAGE_FULL',
  },
  { phase: 'create', what: 'store cut', fault: 'store-cut', ending: 'ready' },
  { phase: 'start', what: '595', fault: api('/nodes/**', answer(595, 'No route to host')), ending: 'ready' },
  {
    phase: 'start',
    what: 'lost reply of the start',
    fault: api('/nodes/*/lxc/*/status/start', { kind: 'lose-reply' }, post),
    ending: 'ready',
  },
  {
    phase: 'start',
    what: 'task in error',
    fault: { on: 'task', type: 'vzstart', effect: { kind: 'end', status: 'startup failed' } },
    ending: 'START.FAILED',
  },
  {
    phase: 'create',
    what: 'log-in refused',
    fault: { on: 'ssh', effect: { kind: 'reject' } },
    ending: 'SSH.AUTH_FAILED',
  },
  {
    phase: 'create',
    what: 'other host key',
    fault: { on: 'ssh', effect: { kind: 'other-host-key' } },
    ending: 'SSH.HOST_KEY_CHANGED',
  },
  { phase: 'start', what: 'store cut', fault: 'store-cut', ending: 'ready' },
  {
    phase: 'deploy',
    what: 'command cut off',
    fault: { on: 'command', effect: { kind: 'cut', bytes: 0 } },
    ending: 'ready',
  },
  {
    phase: 'deploy',
    what: 'container not running',
    fault: { on: 'command', effect: { kind: 'exit', code: 255, stderr: 'CT 100 not running' } },
    ending: 'SSH.CONTAINER_NOT_RUNNING',
  },
  { phase: 'deploy', what: 'store cut', fault: 'store-cut', ending: 'ready' },
  {
    phase: 'sync',
    what: 'output cut off in the middle',
    fault: { on: 'command', command: 'follow', times: 2, effect: { kind: 'cut', bytes: 40 } },
    ending: 'ready',
  },
  {
    phase: 'sync',
    what: 'connection cut at the start of a script',
    fault: { on: 'command', command: '10-effect.sh', effect: { kind: 'cut', bytes: 0 } },
    ending: 'ready',
  },
  { phase: 'sync', what: 'store cut', fault: 'store-cut', ending: 'ready' },
  {
    phase: 'discover',
    what: 'command cut off',
    fault: { on: 'command', effect: { kind: 'cut', bytes: 20 } },
    ending: 'ready',
  },
  { phase: 'discover', what: 'store cut', fault: 'store-cut', ending: 'ready' },
];

/** What takes its time, and the rest of the pairs. */
export const SLOW: readonly Row[] = [
  { phase: 'create', what: 'no answer', fault: api('/nodes/**', { kind: 'hang' }), ending: 'ready' },
  { phase: 'start', what: 'no answer', fault: api('/nodes/**', { kind: 'hang' }), ending: 'ready' },
  {
    phase: 'create',
    what: 'half-open connection',
    fault: { on: 'ssh', effect: { kind: 'half-open' } },
    ending: 'ready',
  },
  {
    phase: 'start',
    what: 'frozen command',
    fault: { on: 'command', effect: { kind: 'freeze', bytes: 0 } },
    ending: 'ready',
  },
  {
    phase: 'deploy',
    what: 'frozen command',
    fault: { on: 'command', effect: { kind: 'freeze', bytes: 0 } },
    ending: 'ready',
  },
  {
    phase: 'sync',
    what: 'frozen output',
    fault: { on: 'command', command: 'follow', effect: { kind: 'freeze', bytes: 40 } },
    ending: 'ready',
  },
  {
    phase: 'sync',
    what: 'throttled output',
    fault: { on: 'command', command: 'follow', times: 0, effect: { kind: 'throttle', bytesPerSecond: 200 } },
    ending: 'ready',
  },
  ...(['start', 'deploy', 'sync', 'discover'] as const).map((phase): Row => ({
    ...{ phase, what: 'command delayed' },
    fault: { on: 'command', effect: { kind: 'delay', ms: 1_500 } },
    ending: 'ready',
  })),
];

/** Runs one row on a node of its own; answers how it ended, and whether anything is there that should not be. */
export async function endingOf(runs: RealRuns, row: Row, node: RealRuns['nodes'][number]): Promise<string> {
  const wire = row.fault === 'store-cut' ? await Wire.to(runs) : null;
  const state: { set: number | null } = { set: null };
  const strike = async (key: string) => {
    if (key !== row.phase || state.set !== null) return;
    if (row.fault === 'store-cut') state.set = wire?.cutForAMoment() ?? 0;
    else state.set = await runs.faults.set({ ...row.fault, node: node.name });
  };
  const parts = await runs.parts(strike, {
    ...(wire ? { store: wire.store } : {}),
    settings: { leaseMs: 60_000 },
  });
  const container = await runs.request(node);
  await settle(runs, parts, container);
  const struck = row.fault === 'store-cut' || (state.set !== null && (await struckOrFull(runs, state.set)));
  if (state.set !== null && row.fault !== 'store-cut') await runs.faults.remove(state.set);
  await parts.worker.stop();
  await wire?.stop();
  return verdict(runs, container, struck);
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

/** A full storage is asked about, not struck. */
async function struckOrFull(runs: RealRuns, id: number): Promise<boolean> {
  const active = (await runs.faults.list()).find((candidate) => candidate.id === id);
  return active === undefined || active.struck > 0 || active.fault.on === 'storage';
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

  cutForAMoment(): number {
    this.proxy.cut();
    setTimeout(() => {
      this.proxy.mend();
    }, 700);
    return 0;
  }

  async stop(): Promise<void> {
    await this.store.close();
    await this.proxy.stop();
  }
}

/** Runs rows on all nodes of a lab, one at a time on each; answers the endings in the order of the rows. */
export async function endings(runs: RealRuns, rows: readonly Row[]): Promise<string[]> {
  const results = new Array<string>(rows.length).fill('not run');
  let next = 0;
  const lane = async (node: RealRuns['nodes'][number]) => {
    for (let index = next++; index < rows.length; index = next++) {
      const row = rows[index];
      if (row) results[index] = await endingOf(runs, row, node);
    }
  };
  await Promise.all(runs.nodes.map(lane));
  return results;
}

export const told = (rows: readonly Row[], ends: readonly string[]) =>
  rows.map(({ phase, what }, index) => `${phase}, ${what}: ${ends[index] ?? ''}`);

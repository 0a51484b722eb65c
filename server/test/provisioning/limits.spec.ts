import { CancelRun, CancelRunHandler } from '../../src/containers/commands/cancel-run.command.js';
import { containerIdFor } from '../../src/containers/commands/request-container.command.js';
import { CommandHandling } from '../../src/event-store/command-handling.js';
import type { Place } from '../../src/provisioning/executor.js';
import { Executor } from '../../src/provisioning/executor.js';
import type { NodeAccess, Phase } from '../../src/provisioning/phases/phase.js';
import type { ExecutorParts } from '../../src/provisioning/ports.js';
import { ProxmoxError } from '../../src/proxmox/proxmox-error.js';
import { completed, FAST, Harness, phase } from './provisioning-harness.js';

describe('the limits of a run', () => {
  let harness: Harness;
  let count = 0;
  const freshId = () => containerIdFor('limits', String(count++));

  beforeAll(async () => {
    harness = await Harness.start();
  });
  afterAll(() => harness.stop());

  /** Does nothing until it is told to end. */
  const waits = phase('create', async ({ report, signal }) => {
    await report.fact({ type: 'VmidChosen', data: { vmid: 104, cluster: 'home', node: 'pve' } });
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error('ended'));
      });
    });
  });

  /** Begins a run; once it has recorded an event of a type, or said something, somebody cancels it. */
  async function cancelled(parts: ExecutorParts, phases: readonly Phase[], when: Moment, place?: Place) {
    const container = freshId();
    await harness.request(container, phases);
    const executor = new Executor(parts, container, new AbortController().signal, place);
    const running = executor.run();
    await until(() => when(container));
    const cancel = new CancelRun({ container, run: null, actor: 'account:a1', at: new Date().toISOString() });
    const answer = await new CancelRunHandler(new CommandHandling(harness.store)).execute(cancel);
    if (answer.kind === 'accepted') await executor.look(answer.position);
    expect(await running).toBe('idle');
    await parts.worker.stop();
    return harness.state(container);
  }
  type Moment = (container: string) => Promise<boolean>;
  const recorded =
    (type: string): Moment =>
    async (container) =>
      (await harness.events(container)).some((event) => event.type === type);

  it('should end a phase at the limit that the plan of its run states, whatever its own is', async () => {
    const container = freshId();
    await harness.request(container, [waits], { limitSeconds: 0.2 });
    const parts = await harness.parts([waits]);
    expect(await harness.execute(parts, container)).toBe('idle');
    await parts.worker.stop();
    expect(await harness.state(container)).toMatchObject({
      ...{ state: 'failed', run: { failure: { code: 'PHASE.TIMED_OUT', phase: 'create', retryable: true } } },
    });
  });

  it('should give a script what its template allows, but no more than the settings', async () => {
    const container = freshId();
    const script = { blob: 'b', optional: false, idempotent: false };
    const scripts = [
      { ...script, name: '10-short.sh', timeoutSeconds: 60 },
      { ...script, name: '20-long.sh', timeoutSeconds: 7_200 },
    ];
    let given: number[] = [];
    const looks = phase('create', ({ spec }) => {
      given = spec.scripts.map(({ timeoutSeconds }) => timeoutSeconds);
      return Promise.resolve(completed);
    });
    await harness.request(container, [looks], { spec: { scripts } });
    const parts = await harness.parts([looks], { settings: { ...FAST, maxScriptMs: 1_800_000 } });
    await harness.execute(parts, container);
    await parts.worker.stop();
    expect(given).toEqual([60, 1_800]);
  });

  it('should end a cancelled run in time although its node cannot be reached, and say that something may go on', async () => {
    const away = () => {
      return Promise.reject(new ProxmoxError('PROXMOX.UNREACHABLE', 'connection refused', true, false));
    };
    const api = { tasksOf: away, isRunning: away } as unknown as NodeAccess['api'];
    const node = { name: 'pve', api, close: () => Promise.resolve() } as NodeAccess;
    const parts = await harness.parts([waits], { settings: { ...FAST, cancelWithinMs: 200 } });
    const unreachable = { ...parts, nodes: { open: () => Promise.resolve(node) } };
    expect(await cancelled(unreachable, [waits], recorded('VmidChosen'))).toMatchObject({
      state: 'cancelled',
      run: {
        failure: {
          ...{ phase: 'cancel', code: 'PHASE.TIMED_OUT' },
          message: expect.stringContaining('connection refused') as string,
        },
      },
    });
  });

  it('should end a run that is cancelled while it waits for a place on its node', async () => {
    const parts = await harness.parts([waits]);
    const says: Moment = async (container) =>
      (await harness.log(container)).some(({ lines }) => lines.join().includes('Waits for a place'));
    const full: Place = { isTaken: () => Promise.resolve(true) };
    const state = await cancelled(parts, [waits], says, full);
    expect(state).toMatchObject({ state: 'cancelled', run: { failure: null } });
    expect(await recorded('PhaseStarted')(state.state === 'not-requested' ? '' : state.id)).toBe(false);
  });

  it('should end a run explained whose plan has a phase that this version does not know', async () => {
    const container = freshId();
    await harness.request(container, [phase('of-tomorrow', () => Promise.resolve(completed))]);
    const parts = await harness.parts([waits]);
    await harness.execute(parts, container);
    await parts.worker.stop();
    expect(await harness.state(container)).toMatchObject({
      ...{ state: 'failed', run: { failure: { code: 'PHASE.UNKNOWN', retryable: false } } },
    });
  });
});

/** Waits until a condition holds; jest's time limit ends it if it never does. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

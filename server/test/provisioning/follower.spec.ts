import { join } from 'node:path';
import { CancelRun, CancelRunHandler } from '../../src/containers/commands/cancel-run.command.js';
import {
  RetryProvisioning,
  RetryProvisioningHandler,
} from '../../src/containers/commands/retry-provisioning.command.js';
import {
  RevealCredential,
  RevealCredentialHandler,
} from '../../src/containers/commands/reveal-credential.command.js';
import { containerIdFor } from '../../src/containers/commands/request-container.command.js';
import { CommandHandling } from '../../src/event-store/command-handling.js';
import { Executor } from '../../src/provisioning/executor.js';
import { Follower } from '../../src/provisioning/follower.js';
import { openRuns } from '../../src/provisioning/open-runs.projection.js';
import type { Phase } from '../../src/provisioning/phases/phase.js';
import { ReadStore } from '../../src/read-store/read-store.js';
import { completed, FAST, Harness, phase } from './provisioning-harness.js';

const at = '2026-01-01T00:00:00.000Z';
const actor = 'account:a1';

describe('the follower', () => {
  let harness: Harness;
  let count = 0;
  const freshId = () => containerIdFor('account', String(count++));

  beforeAll(async () => {
    harness = await Harness.start();
  });
  afterAll(() => harness.stop());

  async function following(phases: readonly Phase[], concurrency: number, more = {}) {
    const readStore = new ReadStore(join(harness.folder, `read-models-${String(count++)}`), 'i1');
    readStore.register(openRuns);
    readStore.start(harness.store);
    await readStore.ready();
    const parts = await harness.parts(phases, { settings: { ...FAST, concurrency, ...more } });
    const follower = new Follower(parts, readStore);
    follower.start();
    const stop = async () => {
      await follower.stop();
      await parts.worker.stop();
      await readStore.stop();
    };
    return { stop };
  }

  it('should bring every requested container to its end, no more than allowed at a time', async () => {
    let active = 0;
    let most = 0;
    const phases = [
      phase('create', async () => {
        most = Math.max(most, ++active);
        await new Promise((resolve) => setImmediate(resolve));
        active--;
        return completed;
      }),
    ];
    const before = freshId();
    await harness.request(before, phases);
    const { stop } = await following(phases, 2);
    const containers = [before, ...Array.from({ length: 8 }, freshId)];
    for (const container of containers.slice(1)) await harness.request(container, phases);
    for (const container of containers)
      await until(async () => (await harness.state(container)).state === 'ready');
    await stop();
    expect(most).toBeLessThanOrEqual(2);
  });

  it('should begin no more runs on a node than that may have, in the order in which they were asked for', async () => {
    const order: string[] = [];
    let [active, most] = [0, 0];
    const phases = [
      phase('create', async ({ container }) => {
        order.push(container);
        most = Math.max(most, ++active);
        await new Promise((resolve) => setTimeout(resolve, 30));
        active--;
        return completed;
      }),
    ];
    const containers = Array.from({ length: 5 }, freshId);
    for (const container of containers) await harness.request(container, phases);
    const { stop } = await following(phases, 4, { nodeConcurrency: 1 });
    for (const container of containers)
      await until(async () => (await harness.state(container)).state === 'ready');
    await stop();
    expect(most).toBe(1);
    expect(order).toEqual(containers);
  });

  it('should keep to the limit of a node together with the followers of other workers', async () => {
    let [active, most] = [0, 0];
    const phases = [
      phase('create', async () => {
        most = Math.max(most, ++active);
        await new Promise((resolve) => setTimeout(resolve, 20));
        active--;
        return completed;
      }),
    ];
    const containers = Array.from({ length: 9 }, freshId);
    for (const container of containers) await harness.request(container, phases);
    const followers = await Promise.all([1, 2, 3].map(() => following(phases, 3, { nodeConcurrency: 2 })));
    for (const container of containers)
      await until(async () => (await harness.state(container)).state === 'ready');
    for (const { stop } of followers) await stop();
    expect(most).toBe(2);
  });

  it('should say in its log that a run waits for a place on its node, once', async () => {
    const phases = [phase('create', () => Promise.resolve(completed))];
    const container = freshId();
    await harness.request(container, phases);
    const parts = await harness.parts(phases, { settings: { ...FAST, nodeConcurrency: 1 } });
    let looks = 0;
    const place = { isTaken: () => Promise.resolve(++looks < 4) };
    await new Executor(parts, container, new AbortController().signal, place).run();
    await parts.worker.stop();
    expect((await harness.log(container)).flatMap(({ lines }) => lines)).toEqual([
      'Waits for a place: as many runs as may go on at a time do so on its node (1).',
    ]);
    expect((await harness.state(container)).state).toBe('ready');
  });

  it('should run a failed container again when somebody asks for it, once per key', async () => {
    let broken = true;
    const phases = [
      phase('create', () => Promise.resolve(completed)),
      phase('start', () => (broken ? Promise.reject(new Error('no')) : Promise.resolve(completed))),
    ];
    const container = freshId();
    await harness.request(container, phases);
    const { stop } = await following(phases, 2);
    await until(async () => (await harness.state(container)).state === 'failed');
    broken = false;
    const retry = new RetryProvisioningHandler(new CommandHandling(harness.store));
    const command = new RetryProvisioning({
      container,
      from: 'failed',
      idempotencyKey: 'again-please',
      actor,
      at,
    });
    const first = await retry.execute(command);
    expect(await retry.execute(command)).toMatchObject({
      kind: 'accepted',
      run: 'run' in first ? first.run : '',
    });
    await until(async () => (await harness.state(container)).state === 'ready');
    await stop();
    const types = (await harness.events(container)).map(({ type, data }) => [
      type,
      (data as { phase?: string }).phase,
    ]);
    expect(types.filter(([type]) => type === 'RunRequested')).toHaveLength(2);
    expect(types.filter(([type, key]) => type === 'PhaseStarted' && key === 'create')).toHaveLength(1);
    expect(
      await retry.execute(
        new RetryProvisioning({ container, from: 'failed', idempotencyKey: 'and-again', actor, at }),
      ),
    ).toEqual({
      ...{ kind: 'refused', code: 'CONTAINER.NOT_FAILED' },
    });
  });

  it('should end a cancelled run at once, also one that is queued or whose worker is dead', async () => {
    const waits = [phase('create', ({ signal }) => waitFor(signal))];
    const [running, queued, orphan] = [freshId(), freshId(), freshId()];
    await harness.request(orphan, waits);
    const dead = await harness.parts(waits, { settings: { ...FAST, leaseMs: 60_000 } });
    const halted = new AbortController();
    const left = harness.execute(dead, orphan, halted.signal);
    await until(async () => (await harness.events(orphan)).some(({ type }) => type === 'PhaseStarted'));
    halted.abort();
    await left;
    dead.worker.abandon();
    await harness.request(running, waits);
    const { stop } = await following(waits, 1);
    await until(async () => (await harness.events(running)).some(({ type }) => type === 'PhaseStarted'));
    await harness.request(queued, waits);

    const cancel = new CancelRunHandler(new CommandHandling(harness.store));
    for (const container of [queued, running, orphan, running]) {
      const result = await cancel.execute(new CancelRun({ container, run: null, actor, at }));
      expect(result.kind).toBe('accepted');
    }
    expect((await harness.state(queued)).state).toBe('cancelled');
    for (const container of [running, orphan])
      await until(async () => (await harness.state(container)).state === 'cancelled');
    await stop();
    for (const container of [running, orphan, queued]) {
      const types = (await harness.events(container)).map(({ type }) => type);
      expect(types.filter((type) => type === 'CancelRequested' || type === 'RunEnded')).toHaveLength(2);
      expect(types).not.toContain('PhaseFailed');
    }
    const late = await cancel.execute(new CancelRun({ container: running, run: null, actor, at }));
    expect(late.kind).toBe('accepted');
  });

  it('should let a person see only credentials that were found, and record it first', async () => {
    const services = [
      {
        ...{ name: 'nginx', status: 'running' as const, system: false, ports: [], urls: [] },
        credentials: [{ id: 'k1', key: 'PASSWORD', secret: 'secret-1' }],
      },
    ];
    const phases = [
      phase('discover', async ({ report }) => {
        await report.fact({ type: 'ServicesDiscovered', data: { services } });
        return completed;
      }),
    ];
    const container = freshId();
    await harness.request(container, phases);
    const { stop } = await following(phases, 1);
    await until(async () => (await harness.state(container)).state === 'ready');
    await stop();
    const reveal = new RevealCredentialHandler(new CommandHandling(harness.store), {
      read: (secret) => Promise.resolve(`value of ${secret}`),
    });
    const command = (credential: string) => new RevealCredential({ container, credential, actor, at });
    expect(await reveal.execute(command('k1'))).toEqual({ kind: 'revealed', value: 'value of secret-1' });
    expect(await reveal.execute(command('other'))).toEqual({ kind: 'not-found' });
    const last = (await harness.events(container)).at(-1);
    expect(last).toMatchObject({ type: 'CredentialRevealed', metadata: { actor } });
  });
});

/** A phase that does nothing until it is told to end. */
function waitFor(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('ended'));
    });
  });
}

/** Waits until a condition holds; jest's time limit ends it if it never does. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

import { StoreUnavailable } from '../../src/event-store/event-store.js';
import { containerIdFor } from '../../src/containers/commands/request-container.command.js';
import type { Phase } from '../../src/provisioning/phases/phase.js';
import { completed, DyingStore, FAST, Harness, phase } from './provisioning-harness.js';

describe('a run', () => {
  let harness: Harness;
  let count = 0;
  const freshId = () => containerIdFor('account', String(count++));

  beforeAll(async () => {
    harness = await Harness.start();
  });
  afterAll(() => harness.stop());

  /** Two phases that choose a VMID once, log, and note what they did to the outside world. */
  function phases(effects: string[] = []): Phase[] {
    return [
      phase('create', async ({ container, facts, report, vmids }) => {
        if (facts().vmid === null) {
          const isFree = () => Promise.resolve(true);
          const reserved = await vmids.reserve({
            cluster: 'home',
            container,
            wanted: null,
            from: 100,
            isFree,
          });
          if (reserved.kind === 'taken') throw new Error('no VMID');
          report.line({ stream: 'system', text: 'making it' });
          await report.fact({
            type: 'VmidChosen',
            data: { vmid: reserved.vmid, cluster: 'home', node: 'pve' },
          });
        }
        effects.push(`create ${String(facts().vmid)}`);
        return completed;
      }),
      phase('start', async ({ report }) => {
        await report.fact({ type: 'AddressResolved', data: { address: '192.0.2.1' } });
        effects.push('start');
        return completed;
      }),
    ];
  }

  it('should go through its phases to ready, and tell it in order', async () => {
    const container = freshId();
    await harness.request(container, phases());
    const parts = await harness.parts(phases());
    expect(await harness.execute(parts, container)).toBe('idle');
    await parts.worker.stop();
    expect((await harness.events(container)).map(({ type }) => type)).toEqual([
      'ContainerRequested',
      'RunRequested',
      'RunClaimed',
      'PhaseStarted',
      'VmidChosen',
      'PhaseCompleted',
      'PhaseStarted',
      'AddressResolved',
      'PhaseCompleted',
      'RunEnded',
    ]);
    expect((await harness.state(container)).state).toBe('ready');
    expect(await harness.log(container)).toMatchObject([{ firstLine: 0, lines: ['making it'] }]);
  });

  it('should be finished by another worker wherever the first one dies, with one VMID only', async () => {
    // Ten events, two of them in the request: the worker dies behind each of its eight appends.
    for (let permitted = 1; permitted <= 8; permitted++) {
      const container = freshId();
      await harness.request(container, phases());
      const dying = new DyingStore(harness.embedded.url, permitted);
      const first = await harness.parts(phases(), { store: dying });
      const end = new AbortController();
      dying.onDeath = () => {
        end.abort();
      };
      await harness.execute(first, container, end.signal).catch(() => undefined);
      first.worker.abandon();
      const second = await harness.parts(phases(), { predecessor: first.worker.id });
      await harness.execute(second, container);
      await second.worker.stop();
      await dying.close();
      const events = await harness.events(container);
      expect((await harness.state(container)).state).toBe('ready');
      expect(events.filter(({ type }) => type === 'VmidChosen')).toHaveLength(1);
      expect(events.filter(({ type }) => type === 'RunEnded')).toHaveLength(1);
    }
  });

  it('should go on with the same worker after the store was away for longer than appends are sent again', async () => {
    const container = freshId();
    await harness.request(container, phases());
    const parts = await harness.parts(phases());
    const append = parts.handling.append.bind(parts.handling);
    let away = true;
    parts.handling.append = (stream, revision, events, metadata) => {
      if (!away || events[0]?.type !== 'PhaseCompleted') return append(stream, revision, events, metadata);
      away = false;
      return Promise.reject(new StoreUnavailable('away'));
    };
    await expect(harness.execute(parts, container)).rejects.toThrow('away');
    expect(await harness.execute(parts, container)).toBe('idle');
    expect((await harness.state(container)).state).toBe('ready');
    await parts.worker.stop();
  });

  it('should stay with its worker while that lives, and change hands when its heartbeat stands still', async () => {
    const container = freshId();
    let letGo: () => void = () => undefined;
    const slow = [
      phase(
        'create',
        () =>
          new Promise(
            (resolve) =>
              (letGo = () => {
                resolve(completed);
              }),
          ),
      ),
    ];
    await harness.request(container, slow);
    const first = await harness.parts(slow);
    const running = harness.execute(first, container);
    const second = await harness.parts([phase('create', () => Promise.resolve(completed))]);
    await until(async () => (await harness.events(container)).some(({ type }) => type === 'PhaseStarted'));
    expect(await harness.execute(second, container)).toBe('owned-by-another');
    first.worker.abandon();
    await until(async () => (await harness.execute(second, container)) !== 'owned-by-another');
    expect((await harness.state(container)).state).toBe('ready');
    // The first worker wakes up late: what it wants to record is refused.
    letGo();
    expect(await running).toBe('lost');
    expect((await harness.events(container)).filter(({ type }) => type === 'PhaseCompleted')).toHaveLength(1);
    await second.worker.stop();
  });

  it('should be taken over at once from a worker that said goodbye', async () => {
    const container = freshId();
    const stopping = new AbortController();
    const waits = [
      phase(
        'create',
        ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              reject(new Error('stopped'));
            });
          }),
      ),
    ];
    await harness.request(container, waits);
    const first = await harness.parts(waits);
    const running = harness.execute(first, container, stopping.signal);
    await until(async () => (await harness.events(container)).some(({ type }) => type === 'PhaseStarted'));
    stopping.abort();
    expect(await running).toBe('interrupted');
    await first.worker.stop();
    const second = await harness.parts([phase('create', () => Promise.resolve(completed))]);
    expect(await harness.execute(second, container)).toBe('idle');
    expect((await harness.state(container)).state).toBe('ready');
    await second.worker.stop();
  });

  it('should let one of several workers have it when all want it at once', async () => {
    const container = freshId();
    const effects: string[] = [];
    await harness.request(container, phases());
    const all = await Promise.all([1, 2, 3].map(() => harness.parts(phases(effects))));
    await Promise.all(all.map((parts) => harness.execute(parts, container)));
    await Promise.all(all.map(({ worker }) => worker.stop()));
    expect(effects).toEqual([expect.stringMatching(/^create \d+$/), 'start']);
  });

  it('should try again after a fault that passes, and tell it in the log only', async () => {
    const container = freshId();
    let faults = 2;
    const flaky = [
      phase('create', () => {
        if (faults-- > 0) throw Object.assign(new Error('connection refused'), { retryable: true });
        return Promise.resolve(completed);
      }),
    ];
    await harness.request(container, flaky);
    const parts = await harness.parts(flaky);
    await harness.execute(parts, container);
    await parts.worker.stop();
    expect((await harness.state(container)).state).toBe('ready');
    const lines = (await harness.log(container)).flatMap((event) => event.lines);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('connection refused');
  });

  it.each([
    ['an expected failure', 'CREATE.STORAGE_FULL', () => Promise.resolve(failure('CREATE.STORAGE_FULL'))],
    ['something unforeseen', 'PHASE.UNEXPECTED', () => Promise.reject(new Error('s3cret-value went wrong'))],
    [
      'time running out',
      'PHASE.TIMED_OUT',
      () => Promise.reject(Object.assign(new Error('busy'), { retryable: true })),
    ],
  ])('should end failed and explained by %s, with secrets masked', async (_what, code, run) => {
    const container = freshId();
    const failing = [
      phase(
        'create',
        async ({ report, secrets }) => {
          report.mask(await secrets.read('secret-1'));
          return run();
        },
        200,
      ),
    ];
    await harness.request(container, failing);
    const parts = await harness.parts(failing);
    await harness.execute(parts, container);
    await parts.worker.stop();
    const state = await harness.state(container);
    expect(state).toMatchObject({ state: 'failed', run: { failure: { code, phase: 'create' } } });
    expect(JSON.stringify((await harness.events(container)).map(({ data }) => data))).not.toContain(
      's3cret-value',
    );
  });

  it('should keep 50,000 lines in order and masked, bounded in memory by waiting for room', async () => {
    const container = freshId();
    const flood = [
      phase('create', async ({ report }) => {
        report.mask('s3cret-value');
        for (let n = 0; n < 50_000; n++) {
          report.line({ stream: 'stdout', text: `line ${String(n)} s3cret-value` });
          if (n % 100 === 0) await report.ready();
        }
        return completed;
      }),
    ];
    await harness.request(container, flood);
    const parts = await harness.parts(flood);
    await harness.execute(parts, container);
    await parts.worker.stop();
    const batches = await harness.log(container);
    const lines = batches.flatMap((batch) => batch.lines);
    expect(lines).toHaveLength(50_000);
    expect(lines.every((line, n) => line === `line ${String(n)} ••••••`)).toBe(true);
    expect(batches.map(({ firstLine }) => firstLine)).toEqual(
      batches.map((_batch, index) =>
        batches.slice(0, index).reduce((sum, { lines: l }) => sum + l.length, 0),
      ),
    );
  });

  it('should say how many lines were dropped beyond the limit', async () => {
    const container = freshId();
    const loud = [
      phase('create', ({ report }) => {
        for (let n = 0; n < 30; n++) report.line({ stream: 'stdout', text: String(n) });
        return Promise.resolve(completed);
      }),
    ];
    await harness.request(container, loud);
    const parts = await harness.parts(loud, { settings: { ...FAST, maxLines: 10 } });
    await harness.execute(parts, container);
    await parts.worker.stop();
    expect((await harness.log(container)).flatMap((batch) => batch.lines)).toHaveLength(10);
    const events = await Array.fromAsync(harness.store.read(`containerLog-${container}`));
    expect(events.at(-1)).toMatchObject({ type: 'LinesDropped', data: { dropped: 20 } });
  });
});

function failure(code: string) {
  const details = { step: null, message: 'no space left', likelyCause: 'The storage is full.' };
  return { kind: 'failed' as const, failure: { ...details, code, retryable: true, exitCode: null } };
}

/** Waits until a condition holds; jest's time limit ends it if it never does. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

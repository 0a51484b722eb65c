import { containerIdFor } from '../../src/containers/commands/request-container.command.js';
import { EsdbEventStore } from '../../src/event-store/esdb-event-store.js';
import { completed, FAST, Harness, phase } from './provisioning-harness.js';
import { TcpProxy } from './tcp-proxy.js';

/** As in real life a lease ends before others may take over. */
const SETTINGS = { ...FAST, leaseMs: 1_000, takeOverAfterMs: 3_000 };

describe('a worker that loses the store', () => {
  let harness: Harness;
  let proxy: TcpProxy;
  let cutOff: EsdbEventStore;

  beforeAll(async () => {
    harness = await Harness.start();
    const url = new URL(harness.embedded.url);
    proxy = await TcpProxy.start({ host: '127.0.0.1', port: Number(url.port) });
    cutOff = new EsdbEventStore(harness.embedded.url.replace(`:${url.port}`, `:${String(proxy.port)}`));
  });
  afterAll(async () => {
    await cutOff.close();
    await proxy.stop();
    await harness.stop();
  });

  it.each([1, 2])(
    'should end its phase before one of %i others takes over, and be refused when it comes back',
    async (count) => {
      const container = containerIdFor('account', `cut off from ${String(count)} others`);
      const told: string[] = [];
      const waits = phase('create', ({ signal }) => {
        told.push('begun');
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            told.push('ended');
            reject(new Error('ended'));
          });
        });
      });
      const finishes = phase('create', () => {
        told.push('taken over');
        return Promise.resolve(completed);
      });
      await harness.request(container, [waits]);
      const first = await harness.parts([waits], { store: cutOff, settings: SETTINGS });
      const others = await Promise.all(
        Array.from({ length: count }, () => harness.parts([finishes], { settings: SETTINGS })),
      );
      const running = harness.execute(first, container);
      await until(() => Promise.resolve(told.includes('begun')));
      proxy.cut();
      expect(await running).toBe('lost');
      await Promise.all(
        others.map((other) =>
          until(async () => {
            await harness.execute(other, container);
            return (await harness.state(container)).state === 'ready';
          }),
        ),
      );
      expect(told).toEqual(['begun', 'ended', 'taken over']);
      expect((await harness.state(container)).state).toBe('ready');

      proxy.mend();
      await until(() => Promise.resolve(first.worker.holdsLease()));
      expect(await harness.execute(first, container)).toBe('idle');
      const events = await harness.events(container);
      expect(events.filter(({ type }) => type === 'RunEnded')).toHaveLength(1);
      expect(events.filter(({ type }) => type === 'RunClaimed')).toHaveLength(2);
      await first.worker.stop();
      for (const other of others) await other.worker.stop();
    },
  );

  it('should be declared stuck when nothing is heard of it, with the last that was, and not any more after that', async () => {
    const container = containerIdFor('account', 'silent');
    let speak: () => void = () => undefined;
    let finish: () => void = () => undefined;
    const quiet = phase('create', ({ report }) => {
      report.mask('s3cret-value');
      report.line({ stream: 'stdout', text: 'waiting for s3cret-value' });
      speak = () => {
        report.line({ stream: 'stdout', text: 'there it is' });
      };
      return new Promise((resolve) => {
        finish = () => {
          resolve(completed);
        };
      });
    });
    await harness.request(container, [quiet]);
    const parts = await harness.parts([quiet], {
      settings: { ...FAST, leaseMs: 60_000, silentAfterMs: 400 },
    });
    const running = harness.execute(parts, container);
    const seen = (type: string) => async () =>
      (await harness.events(container)).some((event) => event.type === type);
    await until(seen('RunWentSilent'));
    speak();
    await until(seen('RunSpokeAgain'));
    finish();
    await running;
    const told = (await harness.events(container)).find(({ type }) => type === 'RunWentSilent');
    expect(told?.data).toMatchObject({ phase: 'create', last: 'waiting for ••••••' });
    expect((await harness.state(container)).state).toBe('ready');
    await parts.worker.stop();
  });

  it('should let a phase that does not end be, and record nothing of what that still says', async () => {
    const container = containerIdFor('account', 'deaf');
    let speakUp: () => Promise<void> = () => Promise.resolve();
    const deaf = phase(
      'create',
      ({ report }) => {
        speakUp = () => report.fact({ type: 'AddressResolved', data: { address: '192.0.2.1' } });
        return new Promise(() => undefined);
      },
      300,
    );
    await harness.request(container, [deaf]);
    const parts = await harness.parts([deaf], { settings: { ...FAST, letGoMs: 200 } });
    expect(await harness.execute(parts, container)).toBe('idle');
    expect(await harness.state(container)).toMatchObject({
      ...{ state: 'failed', run: { failure: { code: 'PHASE.TIMED_OUT' } } },
    });
    await expect(speakUp()).rejects.toThrow('ended before');
    await parts.worker.stop();
  });
});

/** Waits until a condition holds; jest's time limit ends it if it never does. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

import { ProgressFeed } from '../../src/provisioning/progress/progress-feed.js';
import type { ProgressFrame } from '../../src/provisioning/progress/progress-event.js';
import { Tail } from '../../src/provisioning/progress/tail.js';
import { TestStore } from '../http/test-store.js';
import { story } from './story.js';
import { ToldRun } from './told-run.js';

type ReadModels = ConstructorParameters<typeof ProgressFeed>[1];
const UP_TO_DATE: ReadModels = { waitFor: () => Promise.resolve(true) };

describe('the progress feed', () => {
  let store: TestStore;
  const tails: Tail[] = [];

  /** The feed of one server process. */
  const openFeed = async (signOfLifeMs: number | null = null, readModels: ReadModels = UP_TO_DATE) => {
    const tail = new Tail(store.events);
    tails.push(tail);
    await tail.onModuleInit();
    return { tail, feed: new ProgressFeed(tail, readModels, signOfLifeMs) };
  };

  beforeAll(async () => {
    store = await TestStore.start();
  });
  afterAll(async () => {
    await Promise.all(tails.map((tail) => tail.onApplicationShutdown()));
    await store.stop();
  });

  it('should tell of the end of a run only once the read models know of it', async () => {
    const told = new ToldRun(store.events);
    await told.tell();
    const asked: bigint[] = [];
    const known = Promise.withResolvers<boolean>();
    const readModels = {
      waitFor: (position: bigint) => {
        asked.push(position);
        return known.promise;
      },
    };
    const { feed } = await openFeed(null, readModels);
    const seen = Array.fromAsync(await feed.watch({ container: told.container }));
    while (asked.length === 0) await new Promise(setImmediate);
    const events = await Array.fromAsync(store.events.read(`container-${told.container}`));
    expect(asked).toEqual([events.find(({ type }) => type === 'RunEnded')?.position]);
    expect(await Promise.race([seen, new Promise((resolve) => setImmediate(resolve, 'not yet'))])).toBe(
      'not yet',
    );
    known.resolve(true);
    expect((await seen).at(-1)?.terminal).toBe(true);
  });

  it('should tell a run that has ended from its start to its end, and complete', async () => {
    const told = new ToldRun(store.events);
    await told.tell();
    const { feed } = await openFeed();
    const frames = await Array.fromAsync(await feed.watch({ container: told.container }));
    const whole = story(frames);
    expect(whole.filter((text) => /^\d+ line/.test(text))).toEqual(
      Array.from({ length: 50 }, (_none, n) => `${String(n)} line ${String(n)}`),
    );
    expect(whole[0]).toContain('RunBegan');
    expect(whole.at(-1)).toContain('RunEnded');
    expect(frames.at(-1)).toMatchObject({ terminal: true, caughtUp: true });
  });

  it('should go on right behind every cursor, on another server process too', async () => {
    const told = new ToldRun(store.events);
    const [one, other] = [await openFeed(), await openFeed()];
    await told.begin();
    const watcher = await one.feed.watch({ container: told.container });
    const frames: ProgressFrame[] = [];
    const takeFrame = async () => {
      const next = await watcher.next();
      if (!next.done) frames.push(next.value);
      return !next.done;
    };
    await takeFrame();
    // Told while somebody watches, each time after the frame before, so that it comes in many.
    for (const phase of ['create', 'start']) {
      await told.startPhase(phase);
      await takeFrame();
      for (let batch = 0; batch < 4; batch++) {
        await told.log(phase, 2);
        await takeFrame();
      }
      await told.completePhase(phase);
    }
    await told.end();
    while (await takeFrame());
    const whole = story(frames);
    expect(frames.length).toBeGreaterThan(3);
    for (const [index, { cursor, terminal }] of frames.entries()) {
      const rest = await Array.fromAsync(
        await other.feed.watch({ container: told.container, after: cursor }),
      );
      expect([...story(frames.slice(0, index + 1)), ...story(rest)]).toEqual(whole);
      expect(rest.at(-1)?.terminal ?? terminal).toBe(true);
    }
  });

  it('should tell many watchers who come at any moment the same story', async () => {
    const told = new ToldRun(store.events);
    const { feed } = await openFeed();
    await told.begin();
    const watching: Promise<ProgressFrame[]>[] = [];
    const watch = async () => watching.push(Array.fromAsync(await feed.watch({ container: told.container })));
    await watch();
    for (const phase of ['create', 'start']) {
      await told.startPhase(phase);
      for (let batch = 0; batch < 5; batch++) {
        await Promise.all([told.log(phase, 3), watch(), watch()]);
      }
      await told.completePhase(phase);
    }
    await told.end();
    await watch();
    const [first, ...others] = (await Promise.all(watching)).map(story);
    for (const other of others) expect(other).toEqual(first);
  });

  it('should give a sign of life when nothing happens, with a cursor that goes on', async () => {
    const told = new ToldRun(store.events);
    const { feed } = await openFeed(20);
    await told.begin();
    const watching = await feed.watch({ container: told.container });
    let frame = await watching.next();
    while (!frame.done && frame.value.events.length > 0) frame = await watching.next();
    expect(frame.value).toMatchObject({ events: [], caughtUp: true, terminal: false });
    await watching.return?.();
    await told.end();
    const { cursor } = frame.value as ProgressFrame;
    const rest = await Array.fromAsync(await feed.watch({ container: told.container, after: cursor }));
    expect(story(rest)).toEqual([expect.stringContaining('RunEnded')]);
  });

  it('should refuse a cursor of another container or run and one that is none, with a code', async () => {
    const [told, other] = [new ToldRun(store.events), new ToldRun(store.events)];
    await Promise.all([told.tell(), other.tell()]);
    const { feed } = await openFeed();
    const frames = await Array.fromAsync(await feed.watch({ container: told.container }));
    const after = frames.at(-1)?.cursor ?? '';
    const bad = (request: Parameters<typeof feed.watch>[0]) =>
      expect(feed.watch(request)).rejects.toMatchObject({
        extensions: { code: expect.stringMatching(/BAD_CURSOR|NOT_FOUND/) as string },
      });
    await bad({ container: other.container, after });
    await bad({ container: told.container, after, run: other.run });
    await bad({ container: told.container, after: 'nonsense' });
    await bad({ container: 'nowhere' });
  });

  it('should leave nothing behind when a watcher goes away while it waits', async () => {
    const told = new ToldRun(store.events);
    const { feed, tail } = await openFeed();
    await told.begin();
    const watching = await feed.watch({ container: told.container });
    await watching.next();
    const parked = watching.next();
    await watching.return?.();
    expect(await parked).toEqual({ done: true, value: undefined });
    expect(tail.watched).toEqual([]);
  });
});

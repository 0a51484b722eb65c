import { Random } from '../../../embedded-store/test/random.js';
import { EsdbEventStore } from '../../src/event-store/esdb-event-store.js';
import type {
  Appended,
  ExpectedRevision,
  NewEvent,
  RecordedEvent,
} from '../../src/event-store/event-store.js';
import { ProgressFeed } from '../../src/provisioning/progress/progress-feed.js';
import type { ProgressFrame } from '../../src/provisioning/progress/progress-event.js';
import { Tail } from '../../src/provisioning/progress/tail.js';
import { story } from '../progress/story.js';
import { RealRuns } from './real-run.js';

const CRASHES = 200;
const CONCURRENT = 6;
const LONGEST_LIFE_MS = 1_600;

/** The store as a process sees it that is killed: from one instant to the next nothing gets through any more. */
class MortalStore extends EsdbEventStore {
  private dead = false;

  die(): void {
    this.dead = true;
  }

  private assertAlive(): void {
    if (this.dead) throw new Error('This process is dead.');
  }

  override async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    this.assertAlive();
    return super.append(stream, expected, events);
  }

  override async *read(...args: Parameters<EsdbEventStore['read']>): AsyncIterable<RecordedEvent> {
    this.assertAlive();
    yield* super.read(...args);
    this.assertAlive();
  }

  override async setStreamMetadata(...args: Parameters<EsdbEventStore['setStreamMetadata']>): Promise<void> {
    this.assertAlive();
    await super.setStreamMetadata(...args);
  }
}

/** Workers, one after another on the same data directory, each of which is killed at a random instant but the last. */
class Lives {
  crashes = 0;
  readonly open = new Set<string>();
  private predecessor: string | undefined;

  constructor(
    private readonly runs: RealRuns,
    private readonly random: Random,
    /** Asks for one more container. */
    private readonly request: () => Promise<string>,
  ) {}

  async liveAll(): Promise<void> {
    while (this.crashes < CRASHES) {
      while (this.open.size < CONCURRENT) this.open.add(await this.request());
      if (await this.live(this.random.below(LONGEST_LIFE_MS))) this.crashes++;
    }
    await this.live(null);
  }

  /** Answers whether it was in the middle of something when it was killed. */
  private async live(deathAfterMs: number | null): Promise<boolean> {
    const store = new MortalStore(this.runs.harness.embedded.url);
    const settings = { leaseMs: 60_000 };
    const parts = await this.runs.parts(undefined, {
      ...{ store, settings },
      ...(this.predecessor === undefined ? {} : { predecessor: this.predecessor }),
    });
    const end = new AbortController();
    const death =
      deathAfterMs !== null &&
      setTimeout(() => {
        store.die();
        end.abort();
      }, deathAfterMs);
    await Promise.all([...this.open].map((container) => this.work(parts, container, end.signal)));
    if (death !== false) clearTimeout(death);
    parts.worker.abandon();
    this.predecessor = parts.worker.id;
    await store.close();
    return end.signal.aborted;
  }

  private async work(
    parts: Awaited<ReturnType<RealRuns['parts']>>,
    container: string,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      const result = await this.runs.execute(parts, container, signal).catch(() => 'again');
      if (result !== 'idle') continue;
      this.open.delete(container);
      return;
    }
  }
}

/** Follows a run to its end, leaves again and again, and goes on behind the last cursor, at either of two servers. */
async function watch(
  feeds: readonly ProgressFeed[],
  random: Random,
  container: string,
): Promise<ProgressFrame[]> {
  const frames: ProgressFrame[] = [];
  while (frames.at(-1)?.terminal !== true) {
    const feed = random.oneOf(feeds);
    const watching = await feed.watch({ container, after: frames.at(-1)?.cursor ?? null });
    const until = frames.length + 1 + random.below(8);
    for await (const frame of watching) {
      frames.push(frame);
      if (frames.length >= until) break;
    }
  }
  return frames;
}

describe('workers that are killed at random instants of several runs', () => {
  let runs: RealRuns;
  const tails: Tail[] = [];

  beforeAll(async () => {
    runs = await RealRuns.start();
    for (let server = 0; server < 2; server++) {
      const tail = new Tail(runs.harness.store);
      await tail.onModuleInit();
      tails.push(tail);
    }
  });
  afterAll(async () => {
    await Promise.all(tails.map((tail) => tail.onApplicationShutdown()));
    await runs.stop();
  });

  it('should all the same make one CT of each request, with every effect, line and event once', async () => {
    const random = Random.fromEnvironment();
    const feeds = tails.map((tail) => new ProgressFeed(tail, { waitFor: () => Promise.resolve(true) }, null));
    const ofWatchers = new Random(random.seed + 1);
    const watched = new Map<string, Promise<ProgressFrame[]>>();
    const lives = new Lives(runs, random, async () => {
      const node = random.oneOf(runs.nodes);
      const container = await runs.request(node);
      watched.set(container, watch(feeds, ofWatchers, container));
      return container;
    });
    await lives.liveAll();
    console.info(`${String(lives.crashes)} crashes, ${String(watched.size)} containers`);
    for (const [container, watching] of watched) {
      const told = story(await watching);
      const whole = await Array.fromAsync(await feeds[0]!.watch({ container }));
      expect({ container, told }).toEqual({ container, told: story(whole) });
      await expectOnce(runs, container);
    }
  }, 900_000);
});

async function expectOnce(runs: RealRuns, container: string): Promise<void> {
  expect({ container, state: (await runs.state(container)).state }).toEqual({ container, state: 'ready' });
  expect({ container, ...(await runs.outside(container)) }).toEqual({ container, containers: 1, effects: 1 });
  const types = await runs.types(container);
  for (const once of ['VmidChosen', 'RunEnded', 'ScriptSucceeded'])
    expect({ container, once, count: types.filter((type) => type === once).length }).toEqual({
      ...{ container, once, count: 1 },
    });
  const lines = (await runs.harness.log(container)).flatMap((batch) =>
    batch.lines.map((text, index) => ({ number: batch.firstLine + index, text })),
  );
  expect(lines.map(({ number }) => number)).toEqual(lines.map((_line, index) => index));
  const said = lines.map(({ text }) => text).filter((text) => /^line \d$/.test(text));
  expect({ container, said }).toEqual({
    container,
    said: [1, 2, 3, 4, 5, 6].map((n) => `line ${String(n)}`),
  });
}

import { once } from 'node:events';
import { EsdbEventStore } from '../../server/src/event-store/esdb-event-store.js';
import type { Benchmark, Ratio, Scale } from '../benchmark.js';
import type { Child } from '../store/children.js';
import { residentMebibytes, startChild, startStore } from '../store/children.js';
import { perSecond } from '../store/figures.js';
import { withFolders } from '../store/seeded.js';
import { lines, newEvents, recordRun } from './recorded-run.js';
import { readerToken, startServer } from './server.js';

// An earlier design (Redis and server-sent events, one Redis connection per watcher) on two cores.
const EARLIER = { replayMs: 12_900, linesPerSecond: 207_000, kibibytes: 1_628 };

const CONTAINER = 'watched';
const PAST_LINES = 2_000;
/** What a script that says 500 lines a second gives in the 20 ms that the log writer gathers. */
const LINES_PER_EVENT = 10;
const PROCESSES = 2;

interface Said {
  readonly what: 'caught-up' | 'done';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly frames: number;
  readonly bytes: number;
}

export const watching: Benchmark = {
  name: 'watching',
  measure: (scale) => withFolders((fresh) => measure(scale, fresh)),
};

async function* measure(scale: Scale, fresh: () => string): AsyncGenerator<Ratio> {
  const size = scale === 'full' ? { watchers: 1_000, live: 2_000 } : { watchers: 200, live: 500 };
  const store = await startStore(fresh());
  const args = ['--role', 'api', '--max-sockets-per-account', '1000'];
  const server = await startServer({ eventStoreUrl: store.ready.url, dataDir: fresh(), args });
  const events = new EsdbEventStore(store.ready.url);
  try {
    await recordRun(events, CONTAINER, { lines: PAST_LINES, perEvent: LINES_PER_EVENT });
    const token = await readerToken(server);
    const all = String(PAST_LINES + size.live);
    const watchers = (count: number) =>
      startChild<object>(
        ...(['../pipeline/watchers-child', server.ready.url, token, CONTAINER] as const),
        ...[String(count), String(PAST_LINES), all],
      );
    const children = await Promise.all(
      Array.from({ length: PROCESSES }, () => watchers(size.watchers / PROCESSES)),
    );
    const before = residentMebibytes(server);
    yield await replay(children, size.watchers);
    yield memory(residentMebibytes(server) - before, size.watchers);
    yield await fanOut(children, events, size);
    for (const child of children) await child.stop();
  } finally {
    await events.close();
    await server.stop();
    await store.stop();
  }
}

/** When the last of the children says so. */
async function allSay(children: readonly Child<object>[]): Promise<Said[]> {
  const said = children.map(async ({ process: child }) => {
    const [message] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('The watchers gave up.'))),
    ])) as [Said];
    return message;
  });
  return Promise.all(said);
}

const lastOf = (said: readonly Said[]) => Math.max(...said.map(({ at }) => at));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

async function replay(children: readonly Child<object>[], watchers: number): Promise<Ratio> {
  const began = Date.now();
  for (const { process: child } of children) child.send('watch');
  const said = await allSay(children);
  const took = lastOf(said) - began;
  const frames = sum(said.map((one) => one.frames));
  return {
    what: `replay of ${String(PAST_LINES)} lines to ${String(watchers)} watchers, against the earlier design`,
    measured: took / EARLIER.replayMs,
    promise: { kind: 'at-most', value: 0.1 },
    figures: `${String(took)} ms from the first connection on, ${String(frames)} frames, against ${String(EARLIER.replayMs)} ms`,
  };
}

function memory(mebibytes: number, watchers: number): Ratio {
  const each = (mebibytes * 1_024) / watchers;
  return {
    what: "the server's memory per watcher, against the earlier design",
    measured: each / EARLIER.kibibytes,
    promise: { kind: 'at-most', value: 0.1 },
    figures: `${each.toFixed(0)} KiB against ${String(EARLIER.kibibytes)} KiB`,
  };
}

async function fanOut(
  children: readonly Child<object>[],
  store: EsdbEventStore,
  { watchers, live }: { readonly watchers: number; readonly live: number },
): Promise<Ratio> {
  const done = allSay(children);
  const began = Date.now();
  for (let sent = 0; sent < live; sent += LINES_PER_EVENT) {
    const batch = lines(PAST_LINES + sent, LINES_PER_EVENT);
    await store.append(`containerLog-${CONTAINER}`, 'any', newEvents([batch]));
  }
  const appended = Date.now() - began;
  const said = await done;
  const rate = (live * watchers * 1_000) / (lastOf(said) - began);
  const frames = sum(said.map((one) => one.frames));
  return {
    what: `live lines to ${String(watchers)} watchers, against the earlier design`,
    measured: rate / EARLIER.linesPerSecond,
    promise: { kind: 'at-least', value: 1 },
    figures:
      `${perSecond(rate)} in ${String(frames)} frames; ${String(live)} lines appended in ${String(appended)} ms, ` +
      `against ${perSecond(EARLIER.linesPerSecond)}`,
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import type { EventStoreDBClient as Client } from '@eventstore/db-client';
import { END, EventStoreDBClient, streamNameFilter } from '@eventstore/db-client';
import { once } from 'node:events';
import type { Benchmark, Ratio, Scale } from '../benchmark.js';
import { startStore } from '../store/children.js';
import { milliseconds, quantile } from '../store/figures.js';
import { withFolders } from '../store/seeded.js';
import type { PhaseContext } from '../../server/src/provisioning/phases/phase.js';
import { Bench } from './bench-runs.js';

const RUNS = 10;
const LINES_PER_SECOND = 500;

/** How long it takes until what a script has printed is stored, and told to whoever follows. */
export const stored: Benchmark = {
  name: 'stored',
  measure: (scale) => withFolders((fresh) => measure(scale, fresh)),
};

async function* measure(scale: Scale, fresh: () => string): AsyncGenerator<Ratio> {
  const seconds = scale === 'full' ? 20 : 3;
  const store = await startStore(fresh());
  const client = EventStoreDBClient.connectionString(store.ready.url);
  const bench = new Bench(store.ready.url);
  try {
    const times = timesOf(client, RUNS * seconds * LINES_PER_SECOND);
    await times.listening;
    await Promise.all(Array.from({ length: RUNS }, () => bench.run((context) => print(context, seconds))));
    yield ratio(await times.all, seconds);
  } finally {
    await bench.close();
    await client.dispose();
    await store.stop();
  }
}

/** Prints lines at an even pace; each tells when it was printed. */
async function print({ report }: PhaseContext, seconds: number): Promise<void> {
  const began = performance.now();
  for (let printed = 0; printed < seconds * LINES_PER_SECOND;) {
    const due = Math.min(
      seconds * LINES_PER_SECOND,
      ((performance.now() - began) / 1_000) * LINES_PER_SECOND,
    );
    for (; printed < due; printed++)
      report.line({ stream: 'stdout', text: `${performance.now()} ${'x'.repeat(80)}` });
    await report.ready();
    await delay(1);
  }
}

/** Milliseconds from the moment in which each line was printed until it came back from the store. */
function timesOf(client: Client, count: number): { listening: Promise<unknown>; all: Promise<number[]> } {
  const filter = streamNameFilter({ prefixes: ['containerLog-'] });
  const subscription = client.subscribeToAll({ fromPosition: END, filter });
  const times: number[] = [];
  const all = new Promise<number[]>((resolve) => {
    subscription.on('data', ({ event }) => {
      const { lines = [] } = (event?.data ?? {}) as { lines?: string[] };
      for (const line of lines) times.push(performance.now() - Number(line.split(' ')[0]));
      if (times.length === count) resolve(times);
    });
  });
  return { listening: once(subscription, 'confirmation'), all };
}

function ratio(times: readonly number[], seconds: number): Ratio {
  // The first second warms up.
  const counted = times.slice(RUNS * LINES_PER_SECOND);
  const [p50, p99] = [quantile(counted, 0.5), quantile(counted, 0.99)];
  return {
    what: `line printed → stored and told: p99 in ms, ${String(RUNS)} runs with ${String(LINES_PER_SECOND)} lines/s each`,
    measured: p99,
    promise: { kind: 'at-most', value: 250 },
    figures: `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)} over ${String(seconds)} s`,
  };
}

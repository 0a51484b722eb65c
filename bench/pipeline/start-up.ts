import { EsdbEventStore } from '../../server/src/event-store/esdb-event-store.js';
import type { Benchmark, Ratio, Scale } from '../benchmark.js';
import type { StoreReady } from '../store/children.js';
import { startStore } from '../store/children.js';
import { withFolders } from '../store/seeded.js';
import { newEvents, runAskedFor } from './recorded-run.js';
import { seedFinishedRuns } from './seeded-runs.js';
import { startServer } from './server.js';

const PATIENCE_MS = 120_000;

export const startUp: Benchmark = {
  name: 'start-up',
  measure: (scale) => withFolders((fresh) => measure(scale, fresh)),
};

async function* measure(scale: Scale, fresh: () => string): AsyncGenerator<Ratio> {
  const count = scale === 'full' ? 10_000 : 1_000;
  const [storeDir, dataDir] = [fresh(), fresh()];
  const events = await seedFinishedRuns(storeDir, count);
  const store = await startStore(storeDir);
  try {
    const built = await millisecondsToClaim(store.ready, dataDir, 'first');
    const times: number[] = [];
    for (let n = 0; n < (scale === 'full' ? 5 : 1); n++)
      times.push(await millisecondsToClaim(store.ready, dataDir, `again-${String(n)}`));
    yield claimed(times, count, built, events);
  } finally {
    await store.stop();
  }
}

const claimed = (times: readonly number[], count: number, built: number, events: number): Ratio => ({
  what: `start-up to the first run claimed with ${String(count)} finished containers, the slowest of ${String(times.length)}, in seconds`,
  measured: Math.max(...times) / 1_000,
  promise: { kind: 'at-most', value: 2 },
  figures: `${times.map((time) => time.toFixed(0)).join(', ')} ms; ${built.toFixed(0)} ms where the read models of ${String(events)} events had to be built first`,
});

/** From the start of a server to the moment at which the store tells that it has claimed a run that waited for it. */
async function millisecondsToClaim({ url }: StoreReady, dataDir: string, container: string): Promise<number> {
  const store = new EsdbEventStore(url);
  const stream = `container-${container}`;
  const asked = await store.append(stream, 'no_stream', newEvents(runAskedFor(container)));
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const messages = store.subscribeToAll({ after: asked.position, prefixes: [stream], signal });
  const began = performance.now();
  const starting = startServer({ eventStoreUrl: url, dataDir });
  try {
    for await (const message of messages)
      if (message.kind === 'event' && message.event.type === 'RunClaimed') return performance.now() - began;
    throw new Error('Nobody has claimed the run.');
  } finally {
    await (await starting).stop();
    await store.close();
  }
}

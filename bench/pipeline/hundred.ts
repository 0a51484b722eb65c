import type { Benchmark, Ratio } from '../benchmark.js';
import type { LabNode } from '../../lab/lab.js';
import { phases } from '../../server/src/provisioning/phases/phases.js';
import { startStore } from '../store/children.js';
import { withFolders } from '../store/seeded.js';
import { Bench } from './bench-runs.js';
import { LabUnderTest } from './lab-under-test.js';
import { workOf } from './overhead.js';
import { Recorder, replay } from './recorded-calls.js';

/** As many runs go on as a worker is made for on such a machine; the others wait. */
const AT_A_TIME = 8;
const FIRST_VMID_OF_SCRIPTS = 500_000;

/** Many containers at once, against what the lab alone can serve: bare scripts of the same calls, as many at a time. */
export const hundred: Benchmark = {
  name: 'hundred',
  measure: (scale) => withFolders((fresh) => measure(scale === 'full' ? 100 : 6, fresh)),
};

async function* measure(count: number, fresh: () => string): AsyncGenerator<Ratio> {
  const lab = await LabUnderTest.start(fresh());
  const store = await startStore(fresh());
  const bench = new Bench(store.ready.url);
  const nodeOf = (n: number): LabNode => {
    const node = lab.nodes[n % lab.nodes.length];
    if (!node) throw new Error('The lab has no node.');
    return node;
  };
  try {
    const run = async (n: number) => {
      const recorder = new Recorder(lab.nodes);
      const { vmid } = await bench.provision(phases, recorder, await workOf(bench, nodeOf(n).name));
      return { calls: recorder.calls, vmid: vmid ?? 0 };
    };
    const { calls, vmid } = await run(0);
    const scripts = await timeOf(count, (n) =>
      replay(calls, nodeOf(0), { from: vmid, to: FIRST_VMID_OF_SCRIPTS + n }),
    );
    const runs = await timeOf(count, (n) => run(n));
    yield {
      what: `${String(count)} containers at once: throughput against that of bare scripts`,
      measured: scripts / runs,
      promise: { kind: 'at-least', value: 0.8 },
      figures: `${(runs / 1_000).toFixed(1)} s against ${(scripts / 1_000).toFixed(1)} s, ${String(AT_A_TIME)} at a time`,
    };
  } finally {
    await bench.close();
    await store.stop();
    await lab.stop();
  }
}

/** Milliseconds that so many pieces of work take, some at a time. */
async function timeOf(count: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  return performance.now() - began;
}

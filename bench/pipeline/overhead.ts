import type { Benchmark, Ratio, Scale } from '../benchmark.js';
import type { ContainerSpec } from '../../server/src/containers/domain/container-spec.js';
import { phases } from '../../server/src/provisioning/phases/phases.js';
import { startStore } from '../store/children.js';
import { median } from '../store/figures.js';
import { withFolders } from '../store/seeded.js';
import { Bench } from './bench-runs.js';
import { LabUnderTest } from './lab-under-test.js';
import { Recorder, replay } from './recorded-calls.js';

const PROMISES = [
  { roundTripMs: 0, atMost: 1.3 },
  { roundTripMs: 20, atMost: 1.1 },
];
const SCRIPT = 'for n in 1 2 3 4 5; do echo "line $n"; done; echo done >>/root/effects';
/** Far above what the runs choose by themselves. */
const FIRST_VMID_OF_SCRIPTS = 500_000;

/** A run, against a bare script that asks the same of the same node. */
export const overhead: Benchmark = {
  name: 'overhead',
  measure: (scale) => withFolders((fresh) => measure(scale, fresh)),
};

/** A container with a package and a script. */
export async function workOf(bench: Bench, nodeId: string): Promise<Partial<ContainerSpec>> {
  const blob = await bench.blobs.store(Buffer.from(SCRIPT));
  return {
    nodeId,
    packageGroups: [{ name: 'base.apt', manager: 'apt', packages: ['jq'], optional: false }],
    scripts: [{ name: '10-a.sh', blob, optional: false, idempotent: false, timeoutSeconds: 60 }],
  };
}

async function* measure(scale: Scale, fresh: () => string): AsyncGenerator<Ratio> {
  const times = scale === 'full' ? 7 : 2;
  const lab = await LabUnderTest.start(fresh());
  const store = await startStore(fresh());
  const bench = new Bench(store.ready.url);
  let vmid = FIRST_VMID_OF_SCRIPTS;
  try {
    for (const { roundTripMs, atMost } of PROMISES) {
      const nodes = await lab.at(roundTripMs);
      const [node] = nodes;
      if (!node) throw new Error('The lab has no node.');
      const pairs: { run: number; script: number; calls: number }[] = [];
      for (let n = 0; n <= times; n++) {
        const recorder = new Recorder(nodes);
        const work = await workOf(bench, node.name);
        const began = performance.now();
        const made = await bench.provision(phases, recorder, work);
        const run = performance.now() - began;
        const scriptBegan = performance.now();
        await replay(recorder.calls, node, { from: made.vmid ?? 0, to: vmid++ });
        // The first pair warms up.
        if (n > 0) pairs.push({ run, script: performance.now() - scriptBegan, calls: recorder.calls.length });
      }
      yield ratio(roundTripMs, atMost, pairs);
    }
  } finally {
    await bench.close();
    await store.stop();
    await lab.stop();
  }
}

function ratio(
  roundTripMs: number,
  value: number,
  pairs: readonly { run: number; script: number; calls: number }[],
): Ratio {
  const [run, script] = [median(pairs.map((pair) => pair.run)), median(pairs.map((pair) => pair.script))];
  return {
    what: `a run against a bare script of the same calls, ${String(roundTripMs)} ms away`,
    measured: median(pairs.map((pair) => pair.run / pair.script)),
    promise: { kind: 'at-most', value },
    figures: `${run.toFixed(0)} ms against ${script.toFixed(0)} ms, ${String(pairs[0]?.calls)} calls`,
  };
}

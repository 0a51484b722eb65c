import { DyingStore } from './provisioning-harness.js';
import { RealRuns } from './real-run.js';

describe('a worker that dies at any append of a whole run', () => {
  let runs: RealRuns;
  beforeAll(async () => {
    runs = await RealRuns.start();
  });
  afterAll(() => runs.stop());

  /** Dies behind so many appends of one run; another worker finishes. Answers whether there were so many at all. */
  async function die(permitted: number, node: RealRuns['nodes'][number]): Promise<boolean> {
    const store = new DyingStore(runs.harness.embedded.url, permitted);
    const first = await runs.parts(undefined, { store, settings: { leaseMs: 60_000 } });
    const container = await runs.request(node);
    const end = new AbortController();
    store.onDeath = () => {
      end.abort();
    };
    await runs.execute(first, container, end.signal).catch(() => undefined);
    const died = end.signal.aborted;
    first.worker.abandon();
    const second = await runs.parts(undefined, {
      predecessor: first.worker.id,
      settings: { leaseMs: 60_000 },
    });
    await runs.execute(second, container);
    await second.worker.stop();
    await store.close();
    const types = await runs.types(container);
    expect({ permitted, state: (await runs.state(container)).state }).toEqual({ permitted, state: 'ready' });
    expect({ permitted, ...(await runs.outside(container)) }).toEqual({
      permitted,
      containers: 1,
      effects: 1,
    });
    for (const once of ['VmidChosen', 'RunEnded', 'ScriptSucceeded']) {
      expect({ permitted, once, count: types.filter((type) => type === once).length }).toEqual({
        ...{ permitted, once, count: 1 },
      });
    }
    const batches = await runs.harness.log(container);
    for (const [index, { firstLine }] of batches.entries()) {
      expect(firstLine).toBe(batches.slice(0, index).reduce((sum, { lines }) => sum + lines.length, 0));
    }
    const said = batches.flatMap(({ lines }) => lines).filter((line) => /^line \d$/.test(line));
    expect({ permitted, said }).toEqual({
      permitted,
      said: [1, 2, 3, 4, 5, 6].map((n) => `line ${String(n)}`),
    });
    return died;
  }

  it('should be followed by another that brings it to ready: one CT, each effect and each line once', async () => {
    let next = 1;
    let last = false;
    const lane = async (node: RealRuns['nodes'][number]) => {
      while (!last) if (!(await die(next++, node))) last = true;
    };
    // Runs wait more than they compute: two at a time on each node.
    await Promise.all([...runs.nodes, ...runs.nodes].map(lane));
    expect(next).toBeGreaterThan(25);
  });
});

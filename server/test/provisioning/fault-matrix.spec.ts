import { ALONE, endings, QUICK, told } from './fault-matrix.js';
import { RealRuns } from './real-run.js';

describe('a fault in a phase', () => {
  let runs: RealRuns;
  beforeAll(async () => {
    runs = await RealRuns.start();
  });
  afterAll(() => runs.stop());

  it.each(['create', 'start', 'deploy', 'sync', 'discover'] as const)(
    'should end in %s as the table says: what passes never shows, what does not is explained',
    async (phase) => {
      const rows = QUICK.filter((row) => row.phase === phase);
      const expected = rows.map(({ ending }) => ending);
      expect(told(rows, await endings(runs, rows))).toEqual(told(rows, expected));
    },
  );

  it('should not show when it is a restart of the event store', async () => {
    const rows = ALONE.filter(({ phase }) => phase === 'create' || phase === 'sync');
    const expected = rows.map(({ ending }) => ending);
    expect(told(rows, await endings(runs, rows, runs.nodes.slice(0, 1)))).toEqual(told(rows, expected));
  });
});

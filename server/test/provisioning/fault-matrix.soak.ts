import { ALONE, endings, QUICK, SLOW, told } from './fault-matrix.js';
import { RealRuns } from './real-run.js';

describe('every pair of fault and phase', () => {
  let runs: RealRuns;
  beforeAll(async () => {
    runs = await RealRuns.start();
  });
  afterAll(() => runs.stop());

  it('should end as the table says', async () => {
    const rows = [...QUICK, ...SLOW];
    const expected = rows.map(({ ending }) => ending);
    expect(told(rows, await endings(runs, rows))).toEqual(told(rows, expected));
  }, 900_000);

  it('should not show when it is a restart of the event store, whatever the phase', async () => {
    const expected = ALONE.map(({ ending }) => ending);
    expect(told(ALONE, await endings(runs, ALONE, runs.nodes.slice(0, 1)))).toEqual(told(ALONE, expected));
  }, 900_000);
});

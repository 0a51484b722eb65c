import type { HistoryEntry } from './whole-history.js';
import { pastRuns } from './past-runs.js';

const entry = (type: string, runId: string | null, text: string): HistoryEntry => ({
  ...{ revision: 0, at: '2026-01-31T12:00:00.000Z', actor: 'account:a1', cause: 'c1' },
  ...{ type, runId, text },
});

describe('The runs in a history', () => {
  it('are told the latest first, each with how it ended', () => {
    const runs = pastRuns([
      entry('ContainerRequested', null, 'Container web-1 was requested.'),
      entry('RunRequested', 'r1', 'A run was asked for.'),
      entry('PhaseStarted', 'r1', 'Phase create began.'),
      entry('RunEnded', 'r1', 'The run ended: failed.'),
      entry('RunRequested', 'r2', 'Another run was asked for.'),
    ]);
    expect(runs.map(({ id, ending }) => [id, ending])).toEqual([
      ['r2', null],
      ['r1', 'The run ended: failed.'],
    ]);
  });

  it('are none while only its end is known', () => {
    expect(pastRuns([entry('RunEnded', 'r1', 'The run ended: ready.')])).toEqual([]);
  });
});

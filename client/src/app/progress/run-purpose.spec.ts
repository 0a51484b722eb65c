import type { PhaseProgress } from './progress-state.js';
import { purposeOf } from './run-purpose.js';

const phases = (...keys: string[]): PhaseProgress[] =>
  keys.map((key) => ({
    ...{ key, title: key, state: 'PENDING', startedAt: null, durationMs: null, note: null, steps: [] },
  }));

describe('What a run is for', () => {
  it.each([
    ['provision', phases('create', 'start', 'deploy', 'sync', 'discover')],
    ['resync', phases('deploy', 'sync', 'discover')],
    ['refresh', phases('find', 'discover')],
    ['refresh', phases('discover')],
    ['start', phases('start')],
    ['stop', phases('stop')],
    ['destroy', phases('destroy')],
    ['provision', []],
  ] as const)('is to %s, by its phases', (purpose, plan) => {
    expect(purposeOf(plan)).toBe(purpose);
  });
});

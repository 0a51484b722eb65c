import type { ProgressEvent } from './progress-state.js';
import { afterFrame, NOTHING_YET } from './progress-state.js';
import { recordedRun } from './recorded-run.fixture.js';

/** Folds a recording that arrives in frames of so many events each. */
function watch(events: readonly ProgressEvent[], size: number) {
  let progress = NOTHING_YET;
  const percents: number[] = [];
  for (let from = 0; from < events.length; from += size) {
    const frame = {
      cursor: `c${String(from)}`,
      caughtUp: true,
      terminal: from + size >= events.length,
      events: events.slice(from, from + size),
    };
    progress = afterFrame(progress, frame);
    percents.push(progress.percent);
  }
  return { progress, percents };
}
const states = (progress: typeof NOTHING_YET) => progress.phases.map(({ key, state }) => `${key} ${state}`);

describe('A recorded run', () => {
  it('ends ready, with every phase done and what was found in the container', () => {
    const { progress } = watch(recordedRun('ready'), 3);
    expect(progress.status).toBe('ready');
    expect(states(progress)).toEqual([
      'create COMPLETED',
      'start COMPLETED',
      'deploy COMPLETED',
      'sync COMPLETED',
      'discover COMPLETED',
    ]);
    expect(progress.services.find(({ name }) => name === 'nginx')?.ports).toContain('80/tcp');
    expect(progress).toMatchObject({ vmid: '100', percent: 100, claims: 1 });
    expect(progress.phases.every(({ durationMs }) => durationMs !== null)).toBe(true);
  });

  it('ends failed in the step that failed, with the phases behind it not begun', () => {
    const { progress } = watch(recordedRun('failed'), 3);
    expect(progress.status).toBe('failed');
    expect(states(progress).slice(3)).toEqual(['sync FAILED', 'discover PENDING']);
    const failed = progress.phases[3]?.steps.filter(({ state }) => state === 'FAILED');
    expect(failed?.map(({ key, exitCode }) => [key, exitCode])).toEqual([[progress.failure?.step, 100]]);
    expect([...progress.log].at(-1)?.raw).toBeDefined();
  });

  it.each(['ready', 'failed'] as const)('comes to the same, however its events are framed: %s', (name) => {
    const events = recordedRun(name);
    const told = (size: number) => {
      const { log, ...progress } = watch(events, size).progress;
      return { ...progress, cursor: null, lines: [...log] };
    };
    for (const size of [1, 2, 7, 1000]) expect(told(size)).toEqual(told(3));
  });

  it.each(['ready', 'failed'] as const)('never loses percent: %s', (name) => {
    const { percents } = watch(recordedRun(name), 1);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
  });

  it.each(['ready', 'failed'] as const)('numbers its lines without gap or repetition: %s', (name) => {
    const numbers = [...watch(recordedRun(name), 4).progress.log].map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, index) => index));
  });
});

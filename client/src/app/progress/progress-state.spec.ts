import type { ProgressEvent, ProgressFrame } from './progress-state.js';
import { afterFrame, NOTHING_YET } from './progress-state.js';

const at = (second: number) => new Date(Date.UTC(2026, 0, 31, 12, 0, second)).toISOString();
let cursors = 0;
const frame = (...events: ProgressEvent[]): ProgressFrame => ({
  cursor: `c${String((cursors += 1))}`,
  caughtUp: true,
  terminal: false,
  events,
});
const fold = (...frames: ProgressFrame[]) => frames.reduce(afterFrame, NOTHING_YET);

const began: ProgressEvent = {
  __typename: 'RunBegan',
  at: at(0),
  runId: 'run-1',
  attempt: 1,
  phases: [
    { key: 'create', title: 'Create', state: 'SKIPPED' },
    { key: 'sync', title: 'Sync', state: 'PENDING' },
  ],
};
const phase = (
  state: 'RUNNING' | 'COMPLETED' | 'FAILED',
  percent: number,
  second: number,
): ProgressEvent => ({
  __typename: 'PhaseProgress',
  at: at(second),
  phase: 'sync',
  state,
  percent,
  durationMs: state === 'RUNNING' ? null : 5_000,
  note: null,
  failure: null,
});
const step = (state: 'RUNNING' | 'FAILED', exitCode: number | null): ProgressEvent => ({
  __typename: 'StepProgress',
  at: at(2),
  phase: 'sync',
  step: 'script:10.sh',
  title: '10.sh',
  state,
  percent: 50,
  durationMs: exitCode === null ? null : 900,
  exitCode,
  note: null,
});
const lines = (firstLine: number, ...text: string[]): ProgressEvent => ({
  __typename: 'LogLines',
  at: at(3),
  phase: 'sync',
  logStep: null,
  stream: 'STDOUT',
  firstLine,
  lines: text,
});
const failure = {
  phase: 'sync',
  step: 'script:10.sh',
  code: 'SYNC.SCRIPT_FAILED',
  message: 'exit 2',
  likelyCause: 'the script',
  retryable: true,
  exitCode: 2,
};
const texts = (progress: ReturnType<typeof fold>) => [...progress.log].map(({ raw }) => raw);

describe('The progress of a run', () => {
  it('is connecting until the run’s first event, then running with the planned phases', () => {
    expect(NOTHING_YET.status).toBe('connecting');
    const progress = fold(frame(began));
    expect(progress.status).toBe('running');
    expect(progress.phases.map(({ key, state }) => [key, state])).toEqual([
      ['create', 'SKIPPED'],
      ['sync', 'PENDING'],
    ]);
  });

  it('follows a phase and its steps', () => {
    const progress = fold(frame(began, phase('RUNNING', 40, 1), step('RUNNING', null), step('FAILED', 2)));
    expect(progress.phases[1]).toMatchObject({ state: 'RUNNING', startedAt: at(1), durationMs: null });
    expect(progress.phases[1]?.steps).toEqual([
      expect.objectContaining({ title: '10.sh', state: 'FAILED', exitCode: 2, durationMs: 900 }),
    ]);
    expect(progress.percent).toBe(50);
  });

  it('never lets the percentage fall', () => {
    expect(fold(frame(began, phase('RUNNING', 60, 1)), frame(phase('RUNNING', 40, 2))).percent).toBe(60);
  });

  it('shows each log line once, also when a frame overlaps what came before', () => {
    const progress = fold(
      frame(began, lines(0, 'a', 'b')),
      frame(lines(1, 'b', 'c')),
      frame(lines(0, 'a', 'b')),
    );
    expect(texts(progress)).toEqual(['a', 'b', 'c']);
  });

  it('handles the same frame once', () => {
    const gap = frame({ __typename: 'LogTruncated', at: at(4), dropped: 7 });
    expect(texts(fold(frame(began), gap, gap))).toEqual(['… 7 lines are missing here …']);
  });

  it('goes on behind a gap with the numbers that the server gives', () => {
    const gap: ProgressEvent = { __typename: 'LogTruncated', at: at(4), dropped: null };
    const progress = fold(frame(began, lines(0, 'a')), frame(gap, lines(90, 'z')));
    expect([...progress.log].map(({ number }) => number)).toEqual([0, null, 90]);
  });

  it('does not change a log that somebody still holds', () => {
    const before = fold(frame(began, lines(0, 'a')));
    const one = afterFrame(before, frame(lines(1, 'b')));
    const other = afterFrame(before, frame(lines(1, 'x')));
    expect([texts(before), texts(one), texts(other)]).toEqual([['a'], ['a', 'b'], ['a', 'x']]);
  });

  it('ends failed with the failure, and keeps what was reached', () => {
    const end: ProgressEvent = { __typename: 'RunEnded', at: at(9), outcome: 'FAILED', failure };
    const progress = fold(frame(began, phase('RUNNING', 60, 1), phase('FAILED', 60, 8), end));
    expect(progress).toMatchObject({ status: 'failed', failure, percent: 60, endedAt: at(9) });
  });

  it('is ready at 100 percent only with the last event', () => {
    const almost = fold(frame(began, phase('COMPLETED', 100, 8)));
    expect(almost.status).toBe('running');
    const end: ProgressEvent = { __typename: 'RunEnded', at: at(9), outcome: 'READY', failure: null };
    expect(afterFrame(almost, frame(end))).toMatchObject({ status: 'ready', percent: 100 });
  });

  it('learns address and VMID, and that the work was taken over', () => {
    const progress = fold(
      frame(
        began,
        { __typename: 'FactLearned', at: at(1), name: 'vmid', value: '104' },
        { __typename: 'FactLearned', at: at(2), name: 'address', value: '10.0.0.4' },
        { __typename: 'RunClaimedByWorker', at: at(3), claim: 2 },
      ),
    );
    expect(progress).toMatchObject({ vmid: '104', address: '10.0.0.4', claims: 2 });
  });

  it('is being cancelled from the request on, until it has ended', () => {
    const asked = fold(frame(began, { __typename: 'RunCancelRequested', at: at(4) }));
    expect(asked).toMatchObject({ status: 'running', cancelling: true });
    const end: ProgressEvent = { __typename: 'RunEnded', at: at(5), outcome: 'CANCELLED', failure: null };
    expect(afterFrame(asked, frame(end))).toMatchObject({ status: 'cancelled', cancelling: false });
  });

  it('starts over when another run begins', () => {
    const again: ProgressEvent = { ...began, runId: 'run-2', attempt: 2 };
    const progress = fold(frame(began, lines(0, 'old')), frame(again));
    expect(progress).toMatchObject({ runId: 'run-2', attempt: 2, status: 'running' });
    expect(texts(progress)).toEqual([]);
  });

  it('remembers where it is and that it has caught up, also from a sign of life', () => {
    const quiet = frame();
    expect(fold(frame(began), quiet)).toMatchObject({ cursor: quiet.cursor, caughtUp: true });
  });

  it('tells a silence until something is heard again, or the run has ended', () => {
    const silent: ProgressEvent = {
      __typename: 'RunSilent',
      at: at(3),
      silentSeconds: 120,
      last: 'Setting up nginx',
    };
    const quiet = fold(frame(began, silent));
    expect(quiet.silence).toEqual({ seconds: 120, last: 'Setting up nginx' });
    expect(afterFrame(quiet, frame({ __typename: 'RunSpokeAgain', at: at(4) })).silence).toBeNull();
    const ended: ProgressEvent = { __typename: 'RunEnded', at: at(5), outcome: 'CANCELLED', failure: null };
    expect(afterFrame(quiet, frame(ended)).silence).toBeNull();
  });
});

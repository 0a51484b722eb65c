import type { ProgressEvent } from './progress-state.js';
import { afterFrame, NOTHING_YET } from './progress-state.js';
import { recordedRun } from './recorded-run.fixture.js';
import { ReplayScript } from './replay-script.js';

const live = (events: readonly ProgressEvent[]) =>
  afterFrame(NOTHING_YET, { cursor: 'x', caughtUp: true, terminal: true, events: [...events] });
/** What a person sees of a run; where the feed stands is no part of it. */
function seen({ log, ...progress }: ReturnType<typeof live>) {
  return { ...progress, cursor: null, caughtUp: false, lines: [...log].map(({ raw }) => raw) };
}

describe('The replay of a run', () => {
  const events = recordedRun();
  const script = new ReplayScript(events);
  const until = (ms: number) => events.filter(({ at }) => Date.parse(at) - Date.parse(events[0]!.at) <= ms);

  it('lasts as long as the run did', () => {
    expect(script.durationMs).toBe(Date.parse(events.at(-1)!.at) - Date.parse(events[0]!.at));
  });

  it('ends where the run ended', () => {
    expect(seen(script.stateAt(script.durationMs))).toEqual(seen(live(events)));
    expect(script.stateAt(script.durationMs).status).toBe('ready');
  });

  it.each([0, 0.1, 0.37, 0.5, 0.93])('shows at %d of its length what a watcher saw then', (part) => {
    const ms = script.durationMs * part;
    expect(seen(script.stateAt(ms))).toEqual(seen(live(until(ms))));
  });

  it('shows the same moment alike, whatever was shown before', () => {
    const moments = [0.9, 0.2, 0.21, 0.8, 0.2, 1, 0].map((part) => script.durationMs * part);
    for (const ms of moments) expect(seen(script.stateAt(ms))).toEqual(seen(live(until(ms))));
  });

  it('does not run backwards where a clock did', () => {
    const jumping = new ReplayScript([
      events[0]!,
      { __typename: 'FactLearned', at: later(events[0]!.at, 5_000), name: 'vmid', value: '1' },
      { __typename: 'FactLearned', at: later(events[0]!.at, 1_000), name: 'address', value: '10.0.0.4' },
    ]);
    expect(jumping.stateAt(4_999)).toMatchObject({ vmid: null, address: null });
    expect(jumping.stateAt(5_000)).toMatchObject({ vmid: '1', address: '10.0.0.4' });
  });

  it('is nothing without events', () => {
    expect(new ReplayScript([]).stateAt(1_000).status).toBe('connecting');
  });
});

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}

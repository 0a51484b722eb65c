import { setTimeout as delay } from 'node:timers/promises';
import type { Recording } from './recorded-server.js';

const AT = '2026-01-31T12:00:00.000Z';
const LINES_PER_EVENT = 100;
const EVENTS_PER_FRAME = 256;
const PHASES = ['create', 'start', 'deploy', 'sync', 'discover'];

const container = (number: number) => ({
  __typename: 'ContainerSummary',
  ...{ id: `c${String(number)}`, hostname: `web-${String(number)}`, state: 'READY', vmid: 100 + number },
  ...{
    nodeId: 'n1',
    nodeName: `pve-${String((number % 3) + 1)}`,
    lab: false,
    templateTitle: 'nginx web server',
  },
  ...{
    tags: ['web', 'prod'],
    stopped: false,
    percent: 100,
    phase: null,
    address: `10.0.0.${String(number % 250)}`,
  },
  ...{ createdAt: AT, updatedAt: AT },
});

/** Whoever asks is signed in and has 200 containers; `events` are what their runs consist of. */
export function recordingOf(events: () => AsyncIterable<Frame>): Recording {
  const containers = Array.from({ length: 200 }, (_, index) => container(index));
  const account = { __typename: 'Account', id: 'a1', name: 'admin', role: 'ADMIN', scopes: [] };
  return {
    queries: {
      Viewer: () => ({ installation: { setupRequired: false, version: '0' }, viewer: account }),
      Containers: () => ({ containers }),
      ContainerHeading: () => ({ container: { summary: container(1), run: { id: 'r1' } } }),
    },
    subscriptions: {
      ContainerChanges: () => forever(),
      ContainerProgress: events,
    },
  };
}

export interface Frame {
  readonly containerProgress: {
    readonly cursor: string;
    readonly events: readonly object[];
    readonly caughtUp: boolean;
    readonly terminal: boolean;
  };
}

const began = {
  ...{ __typename: 'RunBegan', at: AT, runId: 'r1', attempt: 1 },
  phases: PHASES.map((key) => ({ key, title: key, state: 'PENDING' })),
};
const syncing = {
  ...{ __typename: 'PhaseProgress', at: AT, phase: 'sync', state: 'RUNNING', percent: 50 },
  ...{ durationMs: null, note: null, failure: null },
};
const ended = { __typename: 'RunEnded', at: AT, outcome: 'READY', failure: null };

function linesFrom(firstLine: number) {
  const lines = Array.from({ length: LINES_PER_EVENT }, (_, index) => {
    const number = String(firstLine + index);
    return `\u001b[32mGet:${number}\u001b[0m http://deb.debian.org/debian bookworm/main amd64 package-${number} [783 kB]`;
  });
  return {
    ...{ __typename: 'LogLines', at: AT, phase: 'sync', logStep: null, stream: 'STDOUT' },
    firstLine,
    lines,
  };
}

/** A run that had ended, with that many lines, in frames as large as the server's. */
export async function* finishedRun(lines: number): AsyncGenerator<Frame> {
  const log = Array.from({ length: lines / LINES_PER_EVENT }, (_, index) =>
    linesFrom(index * LINES_PER_EVENT),
  );
  const events = [began, syncing, ...log, ended];
  for (let from = 0; from < events.length; from += EVENTS_PER_FRAME) {
    const last = from + EVENTS_PER_FRAME >= events.length;
    yield frame(from, events.slice(from, from + EVENTS_PER_FRAME), last, last);
    await delay(0);
  }
}

/** A run that goes on with that many lines a second, in batches of 20 ms as the log writer makes them. */
export async function* floodingRun(linesPerSecond: number, seconds: number): AsyncGenerator<Frame> {
  yield frame(0, [began, syncing], true, false);
  const start = performance.now();
  const total = linesPerSecond * seconds;
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, ((performance.now() - start) / 1000) * linesPerSecond);
    while (sent + LINES_PER_EVENT <= due) {
      yield frame(sent + 1, [linesFrom(sent)], true, false);
      sent += LINES_PER_EVENT;
    }
    await delay(20);
  }
  yield* forever();
}

/** A run that is watched from its beginning to its end, whichever that is. */
export async function* endingRun(outcome: 'READY' | 'FAILED'): AsyncGenerator<Frame> {
  const failure =
    outcome === 'READY'
      ? null
      : {
          ...{ phase: 'sync', step: null, code: 'SCRIPT_FAILED', message: 'The script failed.', exitCode: 1 },
          ...{ likelyCause: 'A package is missing.', retryable: true },
        };
  const events = [
    ...[began, syncing, linesFrom(0)],
    { __typename: 'FactLearned', at: AT, name: 'vmid', value: '101' },
    { __typename: 'FactLearned', at: AT, name: 'address', value: '10.0.0.1' },
    linesFrom(LINES_PER_EVENT),
    { ...ended, outcome, failure },
  ];
  for (const [number, event] of events.entries()) {
    yield frame(number, [event], true, event.__typename === 'RunEnded');
    await delay(250);
  }
}

function frame(number: number, events: readonly object[], caughtUp: boolean, terminal: boolean): Frame {
  return { containerProgress: { cursor: String(number), events, caughtUp, terminal } };
}

/** Something that never comes. It keeps no process alive. */
function forever(): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) };
}

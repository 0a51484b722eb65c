import { StreamsInMemory } from '../../../test/event-store/streams-in-memory.js';
import type { ContainerEvent, LogEvent } from '../domain/events.js';
import {
  GetHistory,
  GetHistoryHandler,
  GetSupportBundle,
  GetSupportBundleHandler,
} from './container-story.query.js';

const requested = {
  type: 'ContainerRequested',
  data: {
    ...{ container: 'c1', inputHash: 'hash-of-input' },
    spec: { hostname: 'web-1', rootPasswordSecret: 'secret-1', sshKeys: ['ssh-ed25519 AAAA someone'] },
    node: { name: 'pve', cluster: 'home', lab: false },
  },
} as unknown as ContainerEvent;
const asked = (run: string, attempt: number): ContainerEvent => ({
  type: 'RunRequested',
  data: { run, kind: attempt === 1 ? 'provision' : 'retry', attempt, plan: [] },
});
const cancelled: ContainerEvent = { type: 'CancelRequested', data: { run: 'r1' } };
const failure = { ...{ phase: 'sync', step: '10-a.sh', code: 'SYNC.SCRIPT_FAILED', message: 'exit code 7' } };
const ended = (run: string): ContainerEvent => ({
  type: 'RunEnded',
  data: {
    ...{ run, claim: 1, outcome: 'failed' },
    failure: { ...failure, likelyCause: 'see above', retryable: true, exitCode: 7 },
  },
});
const lines = (run: string, ...said: string[]): LogEvent => ({
  type: 'LinesLogged',
  data: {
    ...{ run, claim: 1, phase: 'sync', step: '10-a.sh', stream: 'stderr', firstLine: 0 },
    ...{ lines: said, source: null },
  },
});

describe('the story of a container', () => {
  let store: StreamsInMemory;
  let count = 0;
  beforeEach(() => {
    store = new StreamsInMemory();
    count = 0;
  });

  const happen = async (
    stream: string,
    actor: string,
    ...events: readonly { type: string; data: object }[]
  ) => {
    for (const event of events) {
      count += 1;
      const at = `2026-01-01T00:00:${String(count).padStart(2, '0')}.000Z`;
      const ids = { commandId: `command ${String(count)}`, causationId: `cause ${String(count)}` };
      const metadata = { version: 1, ...ids, correlationId: 'r1', actor, at };
      await store.append(`${stream}-c1`, 'any', [{ ...event, id: String(count), metadata }]);
    }
  };
  const history = (after: number | null, first = 50) =>
    new GetHistoryHandler(store).execute(new GetHistory('c1', after, first));
  const bundle = (run: string | null = null) =>
    new GetSupportBundleHandler(store, '1.2.3').execute(new GetSupportBundle('c1', run));

  it('should say of each event who did it, when, for what cause and in which run', async () => {
    await happen('container', 'account:ada', requested, asked('r1', 1));
    await happen('container', 'worker:w1', {
      type: 'RunClaimed',
      data: { run: 'r1', claim: 1, worker: 'w1' },
    });
    await happen('container', 'token:robot', cancelled);
    const { entries, next } = await history(null);
    expect(next).toBeNull();
    expect(entries.map(({ actor, type, runId }) => [actor, type, runId])).toEqual([
      ['account:ada', 'ContainerRequested', null],
      ['account:ada', 'RunRequested', 'r1'],
      ['worker:w1', 'RunClaimed', 'r1'],
      ['token:robot', 'CancelRequested', 'r1'],
    ]);
    expect(entries.at(-1)).toMatchObject({
      ...{ revision: 3, at: '2026-01-01T00:00:04.000Z', cause: 'cause 4' },
      text: 'The end of the run was asked for.',
    });
    expect(JSON.stringify(entries)).not.toMatch(/secret-1|AAAA|hash-of-input/);
  });

  it('should be told page by page without gap or repetition, over what a newer version recorded', async () => {
    await happen('container', 'account:ada', requested, asked('r1', 1));
    await happen('container', 'worker:w1', { type: 'OfTomorrow', data: { run: 'r1' } }, ended('r1'));
    await happen('container', 'account:ada', asked('r2', 2));
    const texts: string[] = [];
    for (let after: number | null = null, more = true; more;) {
      const { entries, next } = await history(after, 2);
      texts.push(...entries.map(({ text }) => text));
      after = next;
      more = next !== null;
    }
    expect(texts).toEqual([
      'Container web-1 was requested on node pve.',
      'A run was asked for, to provision it (attempt 1).',
      'Something that this version does not know: OfTomorrow.',
      'The run ended: failed. SYNC.SCRIPT_FAILED: exit code 7',
      'A run was asked for, to provision it again (attempt 2).',
    ]);
  });

  it('should give a bundle of one run: its events, the end of its log, versions; no secret and nobody’s name', async () => {
    await happen('container', 'account:ada', requested, asked('r1', 1));
    await happen('container', 'worker:w1', ended('r1'));
    await happen('container', 'account:ada', asked('r2', 2));
    const many = Array.from({ length: 600 }, (_, n) => `line ${String(n)}`);
    await happen('containerLog', 'worker:w1', lines('r1', ...many), lines('r2', 'of another run'));

    const text = (await bundle('r1')) ?? '';
    const told = JSON.parse(text) as { events: { type: string; actor: string }[]; log: string[] };
    expect(told).toMatchObject({ container: 'c1', run: 'r1', runtime: { infrahaus: '1.2.3' } });
    expect(told.events.map(({ type, actor }) => [type, actor])).toEqual([
      ['ContainerRequested', 'account'],
      ['RunRequested', 'account'],
      ['RunEnded', 'worker'],
    ]);
    expect(told.log).toHaveLength(500);
    expect(told.log.at(-1)).toBe('[sync 10-a.sh stderr] line 599');
    expect(text).toContain('exit code 7');
    expect(text).not.toMatch(/secret-1|AAAA|hash-of-input|ada|of another run/);
  });

  it('should give the bundle of the latest run where none is named, and none of a run that is not there', async () => {
    await happen('container', 'account:ada', requested, asked('r1', 1), ended('r1'), asked('r2', 2));
    expect(JSON.parse((await bundle()) ?? '')).toMatchObject({ run: 'r2' });
    expect(await bundle('r9')).toBeNull();
  });
});

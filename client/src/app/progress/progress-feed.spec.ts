import { TestBed } from '@angular/core/testing';
import { concat, EMPTY, NEVER, of, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { Api } from '../graphql/api.js';
import { RequestFailed } from '../graphql/request-failed.js';
import type { FeedSignal } from './progress-feed.js';
import { ProgressFeed } from './progress-feed.js';

const frame = (cursor: string, terminal = false) => ({
  containerProgress: { cursor, events: [], caughtUp: true, terminal },
});
const offline = throwError(() => new RequestFailed('gone', 'offline'));

/** Follows a run over connections that behave as given; tells what was asked for and what came. */
function follow(...connections: Observable<unknown>[]) {
  const asked: unknown[] = [];
  const api = {
    subscribe: (_: unknown, variables: unknown) => {
      asked.push(variables);
      return connections[asked.length - 1] ?? NEVER;
    },
  };
  TestBed.configureTestingModule({ providers: [{ provide: Api, useValue: api }] });
  const seen: string[] = [];
  let end = 'open';
  const feed = TestBed.inject(ProgressFeed).follow('c1', null);
  const virtualTime = new TestScheduler(() => undefined);
  const took = virtualTime.run(({ flush }) => {
    feed.subscribe({
      next: (signal: FeedSignal) => seen.push(signal.kind === 'frame' ? signal.frame.cursor : signal.kind),
      error: (cause: unknown) => (end = cause instanceof RequestFailed ? cause.kind : 'unknown'),
      complete: () => (end = 'complete'),
    });
    flush();
    return virtualTime.now();
  });
  return { asked, seen, end, tookMs: took };
}

describe('The progress feed', () => {
  it('goes on behind the last frame after the connection was lost', () => {
    const run = follow(
      concat(of(frame('1'), frame('2'), frame('3')), offline),
      of(frame('4'), frame('5', true)),
    );
    expect(run.seen).toEqual(['1', '2', '3', 'lost', '4', '5']);
    expect(run.asked).toEqual([
      { containerId: 'c1', run: null, after: null },
      { containerId: 'c1', run: null, after: '3' },
    ]);
    expect(run.end).toBe('complete');
  });

  it('takes a close without a last frame as a lost connection', () => {
    const run = follow(concat(of(frame('1')), EMPTY), of(frame('2', true)));
    expect(run.seen).toEqual(['1', 'lost', '2']);
    expect(run.end).toBe('complete');
  });

  it('takes long silence as a lost connection', () => {
    const run = follow(concat(of(frame('1')), NEVER), of(frame('2', true)));
    expect(run.seen).toEqual(['1', 'lost', '2']);
    expect(run.tookMs).toBeLessThan(45_000);
  });

  it('waits longer from failure to failure, but never gives up', () => {
    const run = follow(...Array.from({ length: 12 }, () => offline), of(frame('1', true)));
    expect(run.seen.at(-1)).toBe('1');
    expect(run.asked).toHaveLength(13);
    expect(run.tookMs).toBeGreaterThan(20_000);
    expect(run.tookMs).toBeLessThan(120_000);
  });

  it('ends with an error where waiting cannot help', () => {
    const run = follow(throwError(() => new RequestFailed('no', 'refused')));
    expect(run.end).toBe('refused');
    expect(run.asked).toHaveLength(1);
  });
});

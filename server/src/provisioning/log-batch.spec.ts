import type { LogLine } from './log-batch.js';
import { toBatch, toLastWord } from './log-batch.js';

const limits = { run: 'r1', claim: 1, maxLines: 5 };
const line = (text: string, stream: LogLine['stream'] = 'stdout'): LogLine => ({
  phase: 'sync',
  stream,
  text,
});
const lines = (count: number) => Array.from({ length: count }, (_item, n) => line(String(n)));
const nothing = { nextLine: 0, dropped: 0, told: 0 };

describe('a batch of log lines', () => {
  it('should keep the order, with the lines of one source together', () => {
    const { events, after } = toBatch(
      [line('a'), line('b'), line('!', 'stderr'), line('c')],
      nothing,
      limits,
    );
    expect(events).toMatchObject([
      { data: { firstLine: 0, stream: 'stdout', lines: ['a', 'b'] } },
      { data: { firstLine: 2, stream: 'stderr', lines: ['!'] } },
      { data: { firstLine: 3, stream: 'stdout', lines: ['c'] } },
    ]);
    expect(after).toEqual({ nextLine: 4, dropped: 0, told: 0 });
  });

  it('should say at once that lines are dropped, then in growing steps, and in the end how many', () => {
    const first = toBatch(lines(7), nothing, limits);
    expect(first.events.at(-1)).toMatchObject({ type: 'LinesDropped', data: { dropped: 2 } });
    const second = toBatch(lines(3), first.after, limits);
    expect(second.events).toEqual([]);
    const third = toBatch(lines(5), second.after, limits);
    expect(third.events).toMatchObject([{ data: { dropped: 10 } }]);
    const fourth = toBatch(lines(4), third.after, limits);
    expect(toLastWord(fourth.after, limits).events).toMatchObject([{ data: { dropped: 14 } }]);
    expect(toLastWord(third.after, limits).events).toEqual([]);
  });
});

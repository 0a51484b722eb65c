import { HeldLines, TRACE_HOLD_MS, isTrace } from './held-lines.js';

describe('HeldLines', () => {
  it('shows at once what is no trace', () => {
    const lines = new HeldLines<string>();
    lines.add('a', false, 0);
    expect([lines.take(0), lines.nextDue]).toEqual([['a'], null]);
  });

  it('holds a trace, and what follows it in order, until a value in it can have been registered', () => {
    const lines = new HeldLines<string>();
    lines.add('before', false, 0);
    lines.add('+ token=x', true, 0);
    lines.add('behind', false, 5);
    expect([lines.take(5), lines.nextDue]).toEqual([['before'], TRACE_HOLD_MS]);
    expect(lines.take(TRACE_HOLD_MS - 1)).toEqual([]);
    lines.add('+ later', true, TRACE_HOLD_MS - 1);
    expect(lines.take(TRACE_HOLD_MS)).toEqual(['+ token=x', 'behind']);
    expect(lines.take(Infinity)).toEqual(['+ later']);
  });

  it('lets the oldest go where a flood would fill the memory', () => {
    const lines = new HeldLines<number>();
    for (let n = 0; n < 10_003; n += 1) lines.add(n, true, 0);
    expect(lines.take(0)).toEqual([0, 1, 2]);
  });

  it.each([
    ['+ echo x', true],
    ["+++ token='a b'", true],
    ['+1 more', false],
    ['a + b', false],
  ])('takes %j for a trace: %s', (text, traced) => {
    expect(isTrace(text)).toBe(traced);
  });
});

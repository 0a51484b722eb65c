import { FaultBoard, pathPattern } from './fault-board.js';

const board = () => new FaultBoard(['lab-1', 'lab-2']);

describe('the fault board', () => {
  it('strikes the nth call that matches, and as often as told', () => {
    const faults = board();
    faults.add({
      on: 'api',
      method: 'POST',
      path: '/nodes/*/lxc',
      nth: 2,
      times: 2,
      effect: { kind: 'reset' },
    });
    const calls = Array.from({ length: 5 }, () => faults.api('lab-1', 'POST', '/nodes/lab-1/lxc').length);
    expect(calls).toEqual([0, 1, 1, 0, 0]);
    expect(faults.api('lab-1', 'GET', '/nodes/lab-1/lxc')).toEqual([]);
    expect(faults.list()).toEqual([expect.objectContaining({ matched: 5, struck: 2 })]);
  });

  it('strikes until it is removed when told 0 times, and only the node that it names', () => {
    const faults = board();
    const id = faults.add({ on: 'ssh', node: '2', times: 0, effect: { kind: 'reject' } });
    expect(faults.ssh('lab-1')).toEqual([]);
    expect([faults.ssh('lab-2'), faults.ssh('lab-2')]).toEqual([[{ kind: 'reject' }], [{ kind: 'reject' }]]);
    faults.remove(id);
    expect(faults.ssh('lab-2')).toEqual([]);
  });

  it.each([
    ['/nodes/*/lxc', '/nodes/lab-1/lxc', true],
    ['/nodes/*/lxc', '/nodes/lab-1/lxc/101', false],
    ['/nodes/**', '/nodes/lab-1/lxc/101', true],
    ['/version', '/versions', false],
    ['/a.b', '/axb', false],
  ])('takes %s for %s: %s', (pattern, path, is) => {
    expect(pathPattern(pattern).test(path)).toBe(is);
  });
});

import { parseFault, parseFaults } from './parse-fault.js';
import { scenarios } from './scenarios.js';

describe('a fault that somebody sets', () => {
  it('is taken as it is when all of it is known', () => {
    const fault = { on: 'api', method: 'POST', path: '/nodes/*/lxc', nth: 2, effect: { kind: 'lose-reply' } };
    expect(parseFault(fault)).toEqual(fault);
    expect(parseFaults([fault, fault])).toEqual([fault, fault]);
  });

  it.each([
    [null, 'must be an object'],
    [{}, '"on" must be one of'],
    [{ on: 'toString', effect: {} }, '"on" must be one of'],
    [{ on: 'api' }, '"effect" must be an object'],
    [{ on: 'api', effect: { kind: 'explode' } }, 'must be one of delay, answer'],
    [{ on: 'api', effect: { kind: 'constructor' } }, 'must be one of delay, answer'],
    [{ on: 'api', effect: { kind: 'delay' } }, 'needs "ms"'],
    [{ on: 'api', effect: { kind: 'delay', ms: '5' } }, '"ms" of the effect delay is not a count'],
    [{ on: 'api', pathh: '/x', effect: { kind: 'reset' } }, 'has no "pathh"'],
    [{ on: 'node', effect: { kind: 'down' } }, 'needs "node"'],
    [{ on: 'node', node: '1', effect: { kind: 'refuse', service: 'ftp' } }, 'must be api or ssh'],
  ])('is refused with a reason: %j', (value, reason) => {
    expect(() => parseFault(value)).toThrow(reason);
  });
});

describe('the scenarios that come with the lab', () => {
  it('can all be read, and say what they do and what to expect', () => {
    const all = scenarios();
    expect(all.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['storage-full', 'ssh-cut', 'node-down', 'slow', 'lost-reply']),
    );
    for (const { title, expect: expected, faults } of all) {
      expect(faults.length).toBeGreaterThan(0);
      expect(title).not.toBe('');
      expect(expected).not.toBe('');
    }
  });
});

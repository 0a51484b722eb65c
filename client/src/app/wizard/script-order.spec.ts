import { inOrder, moved } from './script-order.js';

describe('The order of scripts', () => {
  const scripts = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];

  it('is the template’s where nobody chose one, and what the template has new comes last', () => {
    expect(inOrder(scripts, [])).toEqual(scripts);
    expect(inOrder(scripts, ['c', 'gone', 'a']).map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  });

  it('changes by one place, and not beyond either end', () => {
    expect(moved(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
    expect(moved(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c']);
  });
});

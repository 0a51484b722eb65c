import { LogSearch } from './log-search.js';

const line = (raw: string, number: number) => ({
  number,
  at: '',
  phase: 'sync',
  step: null,
  stream: 'STDOUT' as const,
  raw,
});
const log = [line('Alpha', 0), line('\u001b[31mbe\u001b[1mta\u001b[0m', 1)];

describe('The log search', () => {
  it('finds text whatever its case, through colours', () => {
    expect(new LogSearch().find(log, 'ALPHA')).toEqual([0]);
    expect(new LogSearch().find(log, 'beta')).toEqual([1]);
  });

  it('finds nothing for an empty text', () => {
    expect(new LogSearch().find(log, '  ')).toEqual([]);
  });

  it('adds what came in the meantime, and forgets it for another text or another log', () => {
    const search = new LogSearch();
    expect(search.find(log, 'a')).toEqual([0, 1]);
    const longer = [...log, line('gamma', 2)];
    expect(search.find(longer, 'a')).toEqual([0, 1, 2]);
    expect(search.find(longer, 'gam')).toEqual([2]);
    expect(search.find([line('gamma', 0), line('x', 1), line('y', 2)], 'gam')).toEqual([0]);
  });
});

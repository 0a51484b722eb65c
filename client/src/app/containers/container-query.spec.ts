import { select } from './container-query.js';
import type { ContainerQuery } from './container-query.js';
import { container } from './container.fixture.js';

const ALL: ContainerQuery = { words: '', state: '', node: '', tag: '', sort: '' };
const some = [
  container({ id: 'a', hostname: 'web-10', vmid: 110, nodeName: 'pve-2', tags: ['web', 'prod'] }),
  container({
    ...{ id: 'b', hostname: 'web-9', vmid: 109, nodeName: 'pve-1', state: 'PROVISIONING', tags: ['web'] },
    createdAt: '2026-02-01T00:00:00.000Z',
  }),
  container({
    ...{ id: 'c', hostname: 'db', vmid: null, nodeName: 'pve-1', state: 'REQUESTED' },
    updatedAt: '2026-03-01T00:00:00.000Z',
  }),
  container({ id: 'd', hostname: 'app', vmid: 104, nodeName: 'pve-2', state: 'FAILED' }),
];
const ids = (query: Partial<ContainerQuery>) => select(some, { ...ALL, ...query }).map(({ id }) => id);

describe('A query for containers', () => {
  it('finds all, the newest first, when nothing is asked for', () => {
    expect(ids({})).toEqual(['b', 'a', 'c', 'd']);
  });

  it('takes what waits and what is being provisioned as in progress', () => {
    expect(ids({ state: 'running' })).toEqual(['b', 'c']);
    expect(ids({ state: 'failed' })).toEqual(['d']);
  });

  it('narrows by node, by tag, by words, and by all of them together', () => {
    expect(ids({ node: 'pve-1' })).toEqual(['b', 'c']);
    expect(ids({ tag: 'web' })).toEqual(['b', 'a']);
    expect(ids({ words: 'WEB 110' })).toEqual(['a']);
    expect(ids({ node: 'pve-1', tag: 'web', words: 'web', state: 'running' })).toEqual(['b']);
    expect(ids({ tag: 'none' })).toEqual([]);
  });

  it('sorts names as people count, and what has no VMID last', () => {
    expect(ids({ sort: 'name' })).toEqual(['d', 'c', 'b', 'a']);
    expect(ids({ sort: 'vmid' })).toEqual(['d', 'b', 'a', 'c']);
    expect(ids({ sort: 'node' })).toEqual(['c', 'b', 'd', 'a']);
    expect(ids({ sort: 'changed' })[0]).toBe('c');
  });

  it('falls back to the newest first for an order that it does not know', () => {
    expect(ids({ sort: 'nonsense' })).toEqual(['b', 'a', 'c', 'd']);
  });
});

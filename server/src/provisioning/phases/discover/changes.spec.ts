import type { DiscoveredService } from '../../../containers/domain/events.js';
import { changesBetween } from './changes.js';

const service = (name: string, change: Partial<DiscoveredService> = {}): DiscoveredService => ({
  ...{ name, status: 'running', system: false, ports: ['80/tcp'], urls: [], title: null, credentials: [] },
  ...change,
});
const password = (secret: string) => ({ credentials: [{ id: 'c1', key: 'password', secret }] });

describe('what another look at the services found', () => {
  it('should be nothing to compare the first time, and said to be nothing where nothing changed', () => {
    expect(changesBetween([], [service('nginx')])).toEqual([]);
    expect(changesBetween([service('nginx')], [service('nginx')])).toEqual(['nothing changed']);
  });

  it('should name what came and what went, and what is different about the others', () => {
    const before = [service('nginx'), service('redis'), service('db', password('s1')), service('old')];
    const now = [
      service('nginx', { status: 'failed' }),
      service('redis', { ports: [] }),
      service('db', password('s2')),
      service('new'),
      service('newer'),
    ];
    expect(changesBetween(before, now)).toEqual([
      'new: new, newer',
      'gone: old',
      'nginx: running → failed',
      'redis: ports none instead of 80/tcp',
      'db: other credentials',
    ]);
  });
});

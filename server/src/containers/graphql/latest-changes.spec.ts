import { Subject } from 'rxjs';
import { latestChanges } from './latest-changes.js';

describe('the changes that wait for a watcher', () => {
  it('should be the latest of each container', async () => {
    const changes = new Subject<{ id: string; n: number }>();
    const watcher = latestChanges(changes);
    for (const n of [1, 2, 3]) changes.next({ id: 'a', n });
    changes.next({ id: 'b', n: 4 });
    expect((await watcher.next()).value).toEqual({ id: 'a', n: 3 });
    expect((await watcher.next()).value).toEqual({ id: 'b', n: 4 });
    await watcher.return();
  });

  it('should come as they happen, and leave nothing behind when the watcher goes', async () => {
    const changes = new Subject<{ id: string }>();
    const watcher = latestChanges(changes);
    const next = watcher.next();
    changes.next({ id: 'a' });
    expect(await next).toEqual({ done: false, value: { id: 'a' } });
    const parked = watcher.next();
    await watcher.return();
    expect(await parked).toEqual({ done: true, value: undefined });
    expect(changes.observed).toBe(false);
  });
});

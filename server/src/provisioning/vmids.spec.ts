import { StreamsInMemory } from '../../test/event-store/streams-in-memory.js';
import { CommandHandling } from '../event-store/command-handling.js';
import { Vmids } from './vmids.js';

describe('the VMIDs of a cluster', () => {
  const free = () => Promise.resolve(true);
  const wish = (
    container: string,
    wanted: number | null = null,
    isFree: (vmid: number) => Promise<boolean> = free,
  ) => ({
    ...{ cluster: 'home', container, wanted, from: 100, isFree },
  });
  /** Each knows only what the store tells. */
  const workers = (count: number) => {
    const store = new StreamsInMemory();
    return Array.from({ length: count }, (_, n) => {
      return new Vmids(new CommandHandling(store), `worker:w${String(n)}`);
    });
  };

  it('should never be given to two containers, however many workers choose at the same moment', async () => {
    const all = workers(16);
    const reserved = await Promise.all(all.map((vmids, n) => vmids.reserve(wish(`c${String(n)}`))));
    const numbers = reserved.map((answer) => (answer.kind === 'reserved' ? answer.vmid : null));
    expect(numbers.toSorted()).toEqual(Array.from({ length: 16 }, (_, n) => 100 + n));
  });

  it('should be the same one for the same container, also when its reply was lost', async () => {
    const [first, second] = workers(2);
    expect(await first!.reserve(wish('c1'))).toEqual({ kind: 'reserved', vmid: 100 });
    expect(await second!.reserve(wish('c1'))).toEqual({ kind: 'reserved', vmid: 100 });
    expect(await second!.held({ cluster: 'home', container: 'c1' })).toBe(100);
  });

  it('should be taken where a person gave one that another container or the cluster has, and no other instead', async () => {
    const [vmids, other] = workers(2);
    await other!.reserve(wish('c1', 105));
    expect(await vmids!.reserve(wish('c2', 105))).toEqual({ kind: 'taken' });
    expect(await vmids!.reserve(wish('c2', 106, () => Promise.resolve(false)))).toEqual({ kind: 'taken' });
    expect(await vmids!.held({ cluster: 'home', container: 'c2' })).toBeNull();
  });

  it('should be taken for one of two who give the same at the same moment', async () => {
    const [one, two] = workers(2);
    const both = await Promise.all([one!.reserve(wish('c1', 105)), two!.reserve(wish('c2', 105))]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['reserved', 'taken']);
  });

  it('should all be given where many workers ask for a certain one each at the same moment', async () => {
    const asked = workers(30).map((vmids, n) => vmids.reserve(wish(`c${String(n)}`, 200 + n)));
    expect((await Promise.all(asked)).filter(({ kind }) => kind === 'reserved')).toHaveLength(30);
  });

  it('should pass over those that somebody else has in the cluster, and know nothing of other clusters', async () => {
    const [vmids] = workers(1);
    const isFree = (vmid: number) => Promise.resolve(vmid > 102);
    expect(await vmids!.reserve(wish('c1', null, isFree))).toEqual({ kind: 'reserved', vmid: 103 });
    const elsewhere = { ...wish('c2', 103), cluster: 'office' };
    expect(await vmids!.reserve(elsewhere)).toEqual({ kind: 'reserved', vmid: 103 });
  });

  it('should be given back by the container that holds it alone, as often as it likes', async () => {
    const [vmids] = workers(1);
    await vmids!.reserve(wish('c1', 105));
    await vmids!.release({ cluster: 'home', container: 'c2', vmid: 105 });
    expect(await vmids!.reserve(wish('c2', 105))).toEqual({ kind: 'taken' });
    for (let times = 0; times < 2; times++) {
      await vmids!.release({ cluster: 'home', container: 'c1', vmid: 105 });
    }
    expect(await vmids!.reserve(wish('c2', 105))).toEqual({ kind: 'reserved', vmid: 105 });
  });
});

import { DatabaseSync } from 'node:sqlite';
import type { ContainerEvent, PlannedPhase } from '../domain/events.js';
import { containerDetail, findDetails, queuePlace } from './container-detail.projection.js';

const plan: PlannedPhase[] = [{ key: 'create', title: 'Create', weight: 1, skipped: false }];
const requested = (container: string): ContainerEvent => ({
  type: 'ContainerRequested',
  data: { container, spec: {}, inputHash: 'h', node: { name: 'pve', cluster: 'home', lab: true } } as never,
});
const asked = (run: string): ContainerEvent => ({
  type: 'RunRequested',
  data: { run, kind: 'provision', attempt: 1, plan },
});
const claimed = (run: string): ContainerEvent => ({
  type: 'RunClaimed',
  data: { run, claim: 1, worker: 'w1' },
});
const ended = (run: string): ContainerEvent => ({
  type: 'RunEnded',
  data: { run, claim: 0, outcome: 'cancelled', failure: null },
});
const revealed: ContainerEvent = { type: 'CredentialRevealed', data: { credential: 'k1' } };

describe('the place of a run in the queue', () => {
  let db: DatabaseSync;
  let position: bigint;
  beforeEach(() => {
    db = new DatabaseSync(':memory:');
    containerDetail.create(db);
    position = 0n;
  });

  const happen = (container: string, ...events: ContainerEvent[]) => {
    for (const event of events) {
      position += 10n;
      const metadata = { at: '2026-01-01T00:00:00.000Z' };
      containerDetail.apply(db, {
        ...event,
        ...{ id: String(position), stream: `container-${container}`, revision: 0n, position },
        metadata: metadata as never,
      });
    }
  };
  const request = (container: string) => {
    happen(container, requested(container), asked(`run of ${container}`));
  };
  const places = () => ['a', 'b', 'c'].map((container) => queuePlace(db, container));

  it('should be counted from 1, in the order in which the runs were asked for', () => {
    for (const container of ['a', 'b', 'c']) request(container);
    expect(places()).toEqual([1, 2, 3]);
  });

  it('should move up when one before it begins, is cancelled or is not there at all', () => {
    for (const container of ['a', 'b', 'c']) request(container);
    happen('a', claimed('run of a'));
    expect(places()).toEqual([null, 1, 2]);
    happen('b', ended('run of b'));
    expect(places()).toEqual([null, null, 1]);
    expect(queuePlace(db, 'none')).toBeNull();
  });

  it('should be at the end for a container that is tried again, and stay whatever else happens to it', () => {
    for (const container of ['a', 'b', 'c']) request(container);
    happen('a', claimed('run of a'), ended('run of a'), asked('again'));
    expect(places()).toEqual([3, 1, 2]);
    happen('b', revealed);
    expect(places()).toEqual([3, 1, 2]);
    expect(findDetails(db, 'b')?.position).toBe(position);
  });
});

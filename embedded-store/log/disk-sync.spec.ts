import { DiskSync } from './disk-sync.js';

/** A disk that has to be told when it is done, and is slow when nobody waits for anything else. */
class Disk {
  readonly pending: ((error: Error | null) => void)[] = [];
  immediate = 0;
  failure: Error | null = null;
  sync(done: (error: Error | null) => void): void {
    this.pending.push(done);
  }
  syncNow(): void {
    this.immediate++;
    if (this.failure) throw this.failure;
    // Longer than what is called quick.
    for (const end = performance.now() + 10; performance.now() < end;);
  }
  close(): void {
    return;
  }
}

/** As after a first append that showed that the disk is slow. */
function slowDisk() {
  const disk = new Disk();
  const sync = new DiskSync(disk);
  sync.settle(() => undefined, true);
  return { disk, sync };
}

describe('bringing commits to the disk', () => {
  it('should acknowledge only what was written before a sync that has ended began', () => {
    const { disk, sync } = slowDisk();
    const settled: string[] = [];
    sync.settle(() => settled.push('first'), false);
    sync.settle(() => settled.push('second'), false);
    expect([disk.pending.length, settled]).toEqual([1, []]);
    disk.pending[0]!(null);
    expect([disk.pending.length, settled]).toEqual([2, ['first']]);
    disk.pending[1]!(null);
    expect(settled).toEqual(['first', 'second']);
  });

  it('should let nobody see before its sync what is not on the disk', async () => {
    const { disk, sync } = slowDisk();
    expect(sync.settled()).toBeUndefined();
    const order: string[] = [];
    sync.settle(() => order.push('acknowledged'), false);
    const shown = sync.settled()!.then(() => order.push('shown'));
    sync.settle(() => order.push('later'), false);
    disk.pending[0]!(null);
    await shown;
    expect(order).toEqual(['acknowledged', 'shown']);
  });

  it('should settle at once what comes alone, but not while a sync is going on', () => {
    const { disk, sync } = slowDisk();
    const before = disk.immediate;
    const settled: string[] = [];
    sync.settle(() => settled.push('alone'), true);
    expect([disk.immediate, settled]).toEqual([before + 1, ['alone']]);
    sync.settle(() => undefined, false);
    sync.settle(() => settled.push('behind'), true);
    expect([disk.immediate, settled]).toEqual([before + 1, ['alone']]);
  });

  it('should acknowledge nothing any more after a sync that failed, and say what to do', () => {
    const { disk, sync } = slowDisk();
    const failures: unknown[] = [];
    const settle = (failure: Error | null) => failures.push(failure?.message);
    sync.settle(settle, false);
    sync.settle(settle, false);
    disk.pending[0]!(new Error('EIO'));
    disk.pending[1]!(null);
    sync.settle(settle, true);
    const told = expect.stringMatching(/EIO.*look at the disk, then start the event store again/) as unknown;
    expect(failures).toEqual([told, told, told]);
    expect(disk.immediate).toBe(1);
  });

  it('should tell of a failure where it waits for the disk', () => {
    const { disk, sync } = slowDisk();
    disk.failure = new Error('EIO');
    const failures: (Error | null)[] = [];
    sync.settle((failure) => failures.push(failure), true);
    expect(failures).toEqual([sync.failure]);
    expect(sync.failure?.cause).toBe(disk.failure);
  });
});

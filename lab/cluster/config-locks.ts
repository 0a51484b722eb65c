import { setTimeout as delay } from 'node:timers/promises';

/** How long Proxmox VE waits for the lock of a container's configuration. */
const PATIENCE_MS = 10_000;

/** The lock of each container's configuration file: tasks that change whether it runs go one after another. */
export class ConfigLocks {
  private readonly last = new Map<number, Promise<void>>();

  /** Does the work once it is alone. Throws Proxmox VE's words when others take too long. */
  async hold<T>(vmid: number, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(vmid) ?? Promise.resolve();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const mine = before.then(() => held);
    this.last.set(vmid, mine);
    void mine.then(() => {
      if (this.last.get(vmid) === mine) this.last.delete(vmid);
    });
    try {
      await waitFor(before, vmid);
      return await work();
    } finally {
      release();
    }
  }
}

async function waitFor(before: Promise<void>, vmid: number): Promise<void> {
  const given = new AbortController();
  const tooLate = delay(PATIENCE_MS, undefined, { signal: given.signal }).then(() => {
    throw new Error(`can't lock file '/run/lock/lxc/pve-config-${vmid}.lock' - got timeout`);
  });
  try {
    await Promise.race([before, tooLate]);
  } finally {
    tooLate.catch(() => undefined);
    given.abort();
  }
}

import type { ChildProcess } from 'node:child_process';

export interface RunningContainer {
  /** Of the host; it ends when the container's last process has ended. */
  readonly process: ChildProcess;
  /** Resolves at its end. */
  readonly ended: Promise<unknown>;
}
interface Entry<More> extends RunningContainer {
  readonly since: number;
  readonly more: More;
}

/** The containers that run, each until its process on the host ends; with what else a runtime knows of it. */
export class RunningContainers<More = undefined> {
  private readonly entries = new Map<number, Entry<More>>();

  add(vmid: number, { process, ended }: RunningContainer, more: More): void {
    const entry = { process, ended, since: performance.now(), more };
    this.entries.set(vmid, entry);
    void ended.then(() => {
      // Meanwhile it may have been started again.
      if (this.entries.get(vmid) === entry) this.entries.delete(vmid);
    });
  }

  get(vmid: number): (RunningContainer & { readonly more: More }) | undefined {
    return this.entries.get(vmid);
  }

  has(vmid: number): boolean {
    return this.entries.has(vmid);
  }

  upSinceMs(vmid: number): number {
    const entry = this.entries.get(vmid);
    return entry ? performance.now() - entry.since : 0;
  }

  vmids(): number[] {
    return [...this.entries.keys()];
  }
}

/** A process that cannot even be started is one that has ended. */
export function watched(process: ChildProcess): RunningContainer {
  const ended = new Promise((resolve) => {
    process.once('exit', resolve);
    process.on('error', (error) => {
      if (process.pid === undefined) resolve(error);
    });
  });
  return { process, ended };
}

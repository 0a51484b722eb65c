import { PassThrough } from 'node:stream';
import type { ContainerProcess, ContainerRuntime } from './runtime.js';

/** Containers that are only claimed: nothing is executed, and every line of output says so. */
export class SimulatedRuntime implements ContainerRuntime {
  readonly simulated = true;
  private readonly started = new Map<number, number>();
  constructor(private readonly directory: string) {}
  create(): Promise<void> {
    return Promise.resolve();
  }
  start(vmid: number): Promise<void> {
    this.started.set(vmid, performance.now());
    return Promise.resolve();
  }
  shutdown(vmid: number): Promise<void> {
    return this.stop(vmid);
  }
  stop(vmid: number): Promise<void> {
    this.started.delete(vmid);
    return Promise.resolve();
  }
  isRunning(vmid: number): boolean {
    return this.started.has(vmid);
  }
  upSinceMs(vmid: number): number {
    const since = this.started.get(vmid);
    return since === undefined ? 0 : performance.now() - since;
  }
  exec(_vmid: number, argv: readonly string[]): ContainerProcess {
    const stdin = new PassThrough();
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    stdin.resume();
    stdout.end(`[simulated] ${argv.join(' ')} ${this.directory}\n`);
    stderr.end();
    return { stdin, stdout, stderr, exited: Promise.resolve(0), kill: () => undefined };
  }
  remove(vmid: number): Promise<void> {
    return this.stop(vmid);
  }
  stopAll(): Promise<void> {
    this.started.clear();
    return Promise.resolve();
  }
}

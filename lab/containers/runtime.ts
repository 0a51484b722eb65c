import type { Readable, Writable } from 'node:stream';
import type { Distribution } from '../cluster/inventory.js';

/** A process inside a container. */
export interface ContainerProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves with the exit code; 128 + n for a process that signal n ended. */
  readonly exited: Promise<number>;
  kill(signal: NodeJS.Signals): void;
}

export interface ContainerImage {
  readonly vmid: number;
  readonly hostname: string;
  readonly distribution: Distribution;
  /** The volume that the container is made from. */
  readonly template?: string;
  /** Of root; stays in the container's shadow file, and only there. */
  readonly password: string | null;
  readonly sshPublicKeys: string | null;
}

export interface ContainerNetwork {
  readonly mac: string;
  /** Address with prefix length, or null without a network. */
  readonly address: string | null;
  readonly gateway: string | null;
  /** The node's bridge that it hangs on. */
  readonly bridge?: string;
}

/** What a container may use at most. */
export interface ContainerLimits {
  readonly memoryMiB: number;
  /** Null for all that there are. */
  readonly cores: number | null;
}

/** What runs the lab's containers: Linux namespaces, or a simulation where those are not to be had. */
export interface ContainerRuntime {
  readonly simulated: boolean;
  /** Whether containers outlive the lab on disk; if not, it forgets them when it starts. */
  readonly keepsContainers?: boolean;
  /** The only OS templates that there are, if the runtime unpacks real ones. */
  readonly templates?: readonly { readonly volid: string; readonly size: number }[];
  /** Lays the container's file system out. */
  create(image: ContainerImage): Promise<void>;
  /** @param limits kept to by a runtime that can; without them, none */
  start(vmid: number, hostname: string, network: ContainerNetwork, limits?: ContainerLimits): Promise<void>;
  /** Asks the container's services to end, then ends every process. */
  shutdown(vmid: number): Promise<void>;
  /** Ends every process at once. */
  stop(vmid: number): Promise<void>;
  isRunning(vmid: number): boolean;
  /** Milliseconds since the start, 0 when stopped. */
  upSinceMs(vmid: number): number;
  exec(
    vmid: number,
    argv: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): ContainerProcess;
  /** Removes the file system of a stopped container. */
  remove(vmid: number): Promise<void>;
  stopAll(): Promise<void>;
}

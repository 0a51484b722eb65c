import type { BlobStore } from '../event-store/blobs.js';
import type { CommandHandling } from '../event-store/command-handling.js';
import type { EventStore } from '../event-store/event-store.js';
import type { NodeAccess, Phase, SecretReader, SecretWriter } from './phases/phase.js';
import type { Worker } from './worker.js';

/** What executors work with. */
export interface ExecutorParts {
  readonly store: EventStore;
  readonly handling: CommandHandling;
  readonly blobs: BlobStore;
  readonly secrets: SecretReader & SecretWriter;
  readonly nodes: NodeOpener;
  readonly phases: readonly Phase[];
  readonly worker: Worker;
  readonly settings: ProvisioningSettings;
  readonly installation: string;
}

/** Opens the one connection that a run has to its node. */
export interface NodeOpener {
  open(nodeId: string, signal: AbortSignal): Promise<NodeAccess>;
}

/** How runs are worked on. All times are in milliseconds, so that tests can scale them. */
export interface ProvisioningSettings {
  /** Runs that one worker works on at a time; the rest wait. */
  readonly concurrency: number;
  /** Runs on one node that all workers together work on at a time. */
  readonly nodeConcurrency: number;
  readonly heartbeatEveryMs: number;
  /** A worker stops touching the world when its last acknowledged heartbeat was sent this long ago. */
  readonly leaseMs: number;
  /** A worker whose heartbeat did not change for this long, by one's own clock, has lost its runs. */
  readonly takeOverAfterMs: number;
  /** Between looks at runs that wait for something. */
  readonly tickMs: number;
  /** First pause before a phase is tried again after a fault that may pass; it doubles up to thirty times that. */
  readonly retryPauseMs: number;
  /** A phase that was told to end gets this long; longer than any call to a node may take. */
  readonly letGoMs: number;
  /** A cancelled run ends after this time even if the node cannot be reached; it then says what may still go on. */
  readonly cancelWithinMs: number;
  /** A run that has said nothing for so long is declared stuck. */
  readonly silentAfterMs: number;
  /** A single script gets no longer than this, whatever its template allows. */
  readonly maxScriptMs: number;
  /** Log lines kept per run. */
  readonly maxLines: number;
}

export const DEFAULT_SETTINGS: ProvisioningSettings = {
  concurrency: 4,
  nodeConcurrency: 8,
  heartbeatEveryMs: 3_000,
  leaseMs: 10_000,
  takeOverAfterMs: 20_000,
  tickMs: 1_000,
  retryPauseMs: 500,
  letGoMs: 75_000,
  cancelWithinMs: 2 * 60_000,
  silentAfterMs: 15 * 60_000,
  maxScriptMs: 4 * 60 * 60_000,
  maxLines: 200_000,
};

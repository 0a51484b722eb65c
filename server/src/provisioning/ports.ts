import type { NodeAccess } from './phases/phase.js';

/** Opens the one connection that a run has to its node. */
export interface NodeOpener {
  open(nodeId: string, signal: AbortSignal): Promise<NodeAccess>;
}

/** How runs are worked on. All times are in milliseconds, so that tests can scale them. */
export interface ProvisioningSettings {
  /** Runs that one worker works on at a time; the rest wait. */
  readonly concurrency: number;
  readonly heartbeatEveryMs: number;
  /** A worker stops touching the world when its last acknowledged heartbeat was sent this long ago. */
  readonly leaseMs: number;
  /** A worker whose heartbeat did not change for this long, by one's own clock, has lost its runs. */
  readonly takeOverAfterMs: number;
  /** Between looks at runs that wait for something. */
  readonly tickMs: number;
  /** First pause before a phase is tried again after a fault that may pass; it doubles up to thirty times that. */
  readonly retryPauseMs: number;
  /** Log lines kept per run. */
  readonly maxLines: number;
}

export const DEFAULT_SETTINGS: ProvisioningSettings = {
  concurrency: 4,
  heartbeatEveryMs: 3_000,
  leaseMs: 10_000,
  takeOverAfterMs: 20_000,
  tickMs: 1_000,
  retryPauseMs: 500,
  maxLines: 200_000,
};

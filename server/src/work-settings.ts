import type { Environment } from './environment.js';
import type { ProvisioningSettings } from './provisioning/ports.js';

/** A phase that was told to end gets this much longer than its longest call may take. */
const LET_GO_BEYOND_CALLS_MS = 15_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How a worker works, as the settings of its process say. */
export function workSettings(environment: Environment): Partial<ProvisioningSettings> {
  const leaseMs = environment.workerLease * SECOND;
  return {
    concurrency: environment.workerConcurrency,
    nodeConcurrency: environment.nodeConcurrency,
    ...{ leaseMs, heartbeatEveryMs: leaseMs * 0.3, takeOverAfterMs: leaseMs * 2 },
    retryPauseMs: environment.retryPause,
    cancelWithinMs: environment.cancelWithin * SECOND,
    letGoMs: environment.proxmoxChangeTimeout * SECOND + LET_GO_BEYOND_CALLS_MS,
    silentAfterMs: environment.silentAfter * MINUTE,
    maxScriptMs: environment.scriptLimit * MINUTE,
  };
}

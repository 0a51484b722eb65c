import { createPhase } from './create.phase.js';
import { deployPhase } from './deploy.phase.js';
import { destroyPhase } from './destroy.phase.js';
import { discoverPhase } from './discover.phase.js';
import { findPhase } from './find.phase.js';
import type { Phase } from './phase.js';
import { startPhase } from './start.phase.js';
import { stopPhase } from './stop.phase.js';
import { syncPhase } from './sync.phase.js';

/** The phases of provisioning in their order. A sixth is one more entry. */
export const phases: readonly Phase[] = [createPhase, startPhase, deployPhase, syncPhase, discoverPhase];

/** Every phase that a run may have. */
export const allPhases: readonly Phase[] = [...phases, findPhase, stopPhase, destroyPhase];
export { destroyPhase, findPhase, startPhase, stopPhase };

import { onNode } from './on-node/node-phase.js';
import { isOurs, notOurs } from './on-node/ownership.js';
import type { Phase, PhaseContext, PhaseOutcome } from './phase.js';

/** Makes sure that the container is still the one that was made, where nothing else of a run does. */
export const findPhase: Phase = {
  key: 'find',
  title: 'Find container',
  weight: 1,
  timeoutMs: 2 * 60_000,
  run: (context) => onNode(() => find(context)),
};

async function find(context: PhaseContext): Promise<PhaseOutcome> {
  const { vmid } = context.facts();
  if (vmid === null) throw new Error('The container has no VMID yet.');
  return (await isOurs(context, vmid)) ? { kind: 'completed', note: null } : notOurs('FIND.NOT_OURS', vmid);
}

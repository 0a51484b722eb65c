import { failed, tail } from '../in-container/container-phase.js';
import { step } from '../on-node/step.js';
import type { PhaseContext, PhaseOutcome } from '../phase.js';
import { rootOnlyFeatures } from './create-parameters.js';

const STEP = { phase: 'create', name: 'set-features', title: 'Set features over SSH' } as const;

/** Sets what no API token may set, once the container is there. Setting it again changes nothing. */
export async function withFeatures(context: PhaseContext, created: PhaseOutcome): Promise<PhaseOutcome> {
  const features = rootOnlyFeatures(context.spec);
  const { vmid } = context.facts();
  if (created.kind === 'failed' || features === null || vmid === null) return created;
  const { exitCode, stderr } = await step(context, STEP, async () => {
    const result = await context.node.host.set(vmid, { features }, context.signal);
    return { ...result, note: result.exitCode === 0 ? features : null };
  });
  if (exitCode === 0) return created;
  return failed({
    code: 'CREATE.FEATURES_REFUSED',
    message: `The features ${features} could not be set: ${tail(stderr) || `exit code ${String(exitCode)}`}`,
    likelyCause:
      'Only root may set them: the SSH login of the node is not root, or its restricted key does not allow it.',
    retryable: true,
    step: STEP.name,
    exitCode,
  });
}

import type { ContainerSpec } from '../../../../containers/domain/container-spec.js';
import { failed } from '../../in-container/container-phase.js';
import type { PhaseContext, PhaseOutcome } from '../../phase.js';
import type { FoundTemplate } from '../os-template.js';
import { findTemplate } from '../os-template.js';
import type { Check } from '../../../../../../schema/rules/check.js';
import type { Seen } from './seen.js';
import { addressCheck, bridgeChecks, gatewayCheck } from './network-checks.js';
import { memoryCheck, onlineCheck, privilegesCheck, shellCheck } from './node-checks.js';
import { poolCheck, storageChecks, templateCheck, vmidCheck } from './resource-checks.js';
import type { World } from './world.js';
import { lookAround } from './world.js';

/**
 * Every check of a request in what is known of its node: pure. A node that does not answer is one finding, not ten.
 * @param own the VMID that this container has reserved already, or null
 */
export function checksOf(world: World, spec: ContainerSpec, own: number | null): Check[] {
  const online = onlineCheck(world);
  if (world.version.kind === 'unseen') return [online, shellCheck(world, spec)];
  const template = templateIn(world, spec);
  const downloadTo = template?.kind === 'in-catalogue' ? template.storage : null;
  return [
    online,
    privilegesCheck(world, spec, downloadTo),
    vmidCheck(world, spec, own),
    poolCheck(world, spec),
    templateCheck(world, spec, template),
    ...storageChecks(world, spec),
    ...bridgeChecks(world, spec),
    addressCheck(world, spec),
    gatewayCheck(spec),
    memoryCheck(world, spec),
    shellCheck(world, spec),
  ].filter((check) => check !== null);
}

/** What the request's OS template stands for on this node; null if the node did not tell what there is. */
export function templateIn(
  { storages, volumes, catalogue }: World,
  spec: ContainerSpec,
): FoundTemplate | null {
  if (storages.kind === 'unseen' || volumes.kind === 'unseen') return null;
  const entries = catalogue.kind === 'seen' ? catalogue.value : [];
  return findTemplate(spec.osTemplate, volumes.value, entries, storages.value);
}

/** The preflight as the first phase makes it: null if nothing speaks against going on. */
export async function preflight(context: PhaseContext): Promise<PhaseOutcome | null> {
  const world = await lookAround(context.node, context.spec, context.signal);
  const passing = Object.values(world).find(isPassingFault);
  if (passing) throw passing.error;
  const checks = checksOf(world, context.spec, context.facts().vmid);
  for (const { state, title, detail } of checks) {
    if (state !== 'pass') context.report.line({ stream: 'system', text: `Preflight: ${title}: ${detail}` });
  }
  const wrongs = checks.filter(({ state }) => state === 'fail');
  const [first] = wrongs;
  if (!first) return null;
  return failed({
    code: first.code ?? 'PREFLIGHT.FAILED',
    message: wrongs.map(({ title, detail }) => `${title}: ${detail}`).join('\n'),
    likelyCause: wrongs.map(({ remedy }) => remedy).join(' '),
    retryable: true,
  });
}

/** What may pass by itself is tried again by the executor. */
function isPassingFault(
  answer: Seen<unknown> | string,
): answer is Extract<Seen<unknown>, { kind: 'unseen' }> {
  if (typeof answer === 'string' || answer.kind === 'seen') return false;
  return 'retryable' in answer.error && answer.error.retryable === true;
}

import { Injectable } from '@nestjs/common';
import type { ContainerSpec } from '../../containers/domain/container-spec.js';
import { Installation } from '../../event-store/installation.js';
import { NodeDirectory } from '../../inventory/node-directory.js';
import type { Check } from '../../../../schema/rules/check.js';
import { checksOf, templateIn } from '../phases/create/preflight/preflight.js';
import type { World } from '../phases/create/preflight/world.js';
import { lookAround } from '../phases/create/preflight/world.js';
import { phases } from '../phases/phases.js';
import type { PlanContext, PlannedAction, PlannedTemplate } from '../phases/plan/planned-action.js';
import { PLACEHOLDER } from '../phases/plan/planned-action.js';

export interface PlannedPhaseActions {
  readonly key: string;
  readonly title: string;
  readonly actions: readonly PlannedAction[];
}

const LIMIT_MS = 30_000;

/** What a run would find and do, without doing any of it. */
@Injectable()
export class ProvisioningPreview {
  constructor(
    private readonly directory: NodeDirectory,
    private readonly installation: Installation,
  ) {}

  /** The checks of the first phase, as it would make them now. */
  async preflight(spec: ContainerSpec): Promise<Check[]> {
    return checksOf(await this.look(spec), spec, null);
  }

  /** Each call, command and file of each phase. What the node does not tell is shown in angle brackets. */
  async plan(spec: ContainerSpec): Promise<PlannedPhaseActions[]> {
    const world = await this.look(spec);
    const context: PlanContext = {
      installation: this.installation.id,
      container: PLACEHOLDER.container,
      spec,
      node: world.node,
      vmid: spec.vmid ?? (world.nextVmid.kind === 'seen' ? world.nextVmid.value : PLACEHOLDER.vmid),
      template: plannedTemplate(world, spec),
    };
    const planned = phases.map(async (phase) => ({
      ...{ key: phase.key, title: phase.title },
      actions: (await phase.plan?.(context)) ?? [],
    }));
    return Promise.all(planned);
  }

  private async look(spec: ContainerSpec): Promise<World> {
    const node = await this.directory.open(spec.nodeId);
    try {
      return await lookAround(node, spec, AbortSignal.timeout(LIMIT_MS));
    } finally {
      await node.close();
    }
  }
}

function plannedTemplate(world: World, spec: ContainerSpec): PlannedTemplate {
  const found = templateIn(world, spec);
  if (found?.kind === 'present') return { volid: found.volid, download: null };
  if (found?.kind === 'in-catalogue') {
    const { storage, template } = found;
    return { volid: `${storage}:vztmpl/${template}`, download: { storage, template } };
  }
  return { volid: spec.osTemplate, download: null };
}

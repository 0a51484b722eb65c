import { Args, Query, Resolver } from '@nestjs/graphql';
import type {
  CreateContainerInput,
  PlanActionKind,
  PlanResult,
  PreflightResult,
} from '../../../../schema/generated/server.js';
import { Requires } from '../../accounts/requires.js';
import { ProvisioningPreview } from '../../provisioning/preview/provisioning-preview.js';
import { checksView } from '../../inventory/graphql/checks-view.js';
import { ContainerRequests } from './container-requests.js';

const KIND = { request: 'REQUEST', command: 'COMMAND', file: 'FILE' } as const satisfies Record<
  string,
  PlanActionKind
>;

/** A run before it begins: what would go wrong, and what it would do. */
@Resolver()
export class PreviewResolver {
  constructor(
    private readonly requests: ContainerRequests,
    private readonly preview: ProvisioningPreview,
  ) {}

  @Query()
  @Requires('CONTAINERS')
  async provisioningPreflight(@Args('input') input: CreateContainerInput): Promise<PreflightResult> {
    const meant = await this.requests.preview(input);
    if (meant.kind === 'invalid') return { __typename: 'InvalidInput', problems: [...meant.problems] };
    return { __typename: 'Preflight', ...checksView(await this.preview.preflight(meant.spec)) };
  }

  @Query()
  @Requires('CONTAINERS')
  async provisioningPlan(@Args('input') input: CreateContainerInput): Promise<PlanResult> {
    const meant = await this.requests.preview(input);
    if (meant.kind === 'invalid') return { __typename: 'InvalidInput', problems: [...meant.problems] };
    const planned = await this.preview.plan(meant.spec);
    const phases = planned.map(({ key, title, actions }) => ({
      ...{ key, title },
      actions: actions.map((action) => ({ ...action, kind: KIND[action.kind] })),
    }));
    return { __typename: 'Plan', phases };
  }
}

import { Args, Query, Resolver } from '@nestjs/graphql';
import type {
  CheckState,
  CreateContainerInput,
  PlanActionKind,
  PlanResult,
  PreflightResult,
} from '../../../../schema/generated/server.js';
import { Requires } from '../../accounts/requires.js';
import { ProvisioningPreview } from '../../provisioning/preview/provisioning-preview.js';
import { ContainerRequests } from './container-requests.js';

const STATE = { pass: 'PASS', warn: 'WARN', fail: 'FAIL' } as const satisfies Record<string, CheckState>;
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
    const found = await this.preview.preflight(meant.spec);
    const checks = found.map((check) => ({ ...check, state: STATE[check.state] }));
    const worst = (['FAIL', 'WARN'] as const).find((state) => checks.some((check) => check.state === state));
    return { __typename: 'Preflight', state: worst ?? 'PASS', checks };
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

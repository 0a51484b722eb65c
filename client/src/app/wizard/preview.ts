import { computed, effect, inject, Injectable, resource, signal, untracked } from '@angular/core';
import type {
  ProvisioningPlanQuery,
  ProvisioningPreflightQuery,
} from '../../../../schema/generated/wizard.js';
import {
  ProvisioningPlanDocument,
  ProvisioningPreflightDocument,
} from '../../../../schema/generated/wizard.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { WizardModel } from './wizard-model.js';

type Preflight = Extract<ProvisioningPreflightQuery['provisioningPreflight'], { __typename: 'Preflight' }>;
type Plan = Extract<ProvisioningPlanQuery['provisioningPlan'], { __typename: 'Plan' }>;
export type Check = Preflight['checks'][number];
export type PlanPhase = Plan['phases'][number];

/** What the node says to the request, and what a run would do: both asked anew whenever the request is another one. */
@Injectable()
export class Preview {
  private readonly api = inject(Api);
  private readonly model = inject(WizardModel);
  private readonly planWanted = signal(false);
  /** Whether somebody looks at it; a request that is still being typed is nobody's business. */
  private readonly watched = signal(false);
  /** Nothing is asked while the request is refused by the rules already. */
  private readonly input = computed(() =>
    this.watched() && this.model.ownProblems().length === 0 ? this.model.input() : undefined,
  );

  readonly preflight = resource({
    params: () => this.input(),
    loader: ({ params }) => this.api.query(ProvisioningPreflightDocument, { input: params }),
  });
  readonly plan = resource({
    params: () => (this.planWanted() ? this.input() : undefined),
    loader: ({ params }) => this.api.query(ProvisioningPlanDocument, { input: params }),
  });

  readonly checks = computed<readonly Check[] | undefined>(() => {
    const result = this.preflight.hasValue() ? this.preflight.value().provisioningPreflight : undefined;
    return result?.__typename === 'Preflight' ? result.checks : undefined;
  });
  readonly willFail = computed(() => this.checks()?.some(({ state }) => state === 'FAIL') ?? false);
  readonly phases = computed<readonly PlanPhase[] | undefined>(() => {
    const result = this.plan.hasValue() ? this.plan.value().provisioningPlan : undefined;
    return result?.__typename === 'Plan' ? result.phases : undefined;
  });
  readonly preflightFailure = computed(() => {
    const result = this.preflight.hasValue() ? this.preflight.value().provisioningPreflight : undefined;
    return wordsOf(this.preflight.error()) ?? refusalOf(result);
  });
  readonly planFailure = computed(() => {
    const result = this.plan.hasValue() ? this.plan.value().provisioningPlan : undefined;
    return wordsOf(this.plan.error()) ?? refusalOf(result);
  });

  constructor() {
    effect(() => {
      const objections = objectionsIn(this.checks());
      if (objections)
        untracked(() => {
          this.model.object(objections);
        });
    });
  }

  watch(watched: boolean): void {
    this.watched.set(watched);
    if (!watched) this.planWanted.set(false);
  }

  askForPlan(): void {
    this.planWanted.set(true);
  }
}

/** What would fail, for the fields in which it can be put right. */
function objectionsIn(checks: readonly Check[] | undefined): readonly FieldProblem[] | undefined {
  return checks
    ?.filter(({ state }) => state === 'FAIL')
    .flatMap(({ field, code, detail, remedy }) =>
      field === null ? [] : [{ field, code: code ?? '', reason: `${detail} ${remedy ?? ''}`.trim() }],
    );
}

function wordsOf(cause: Error | undefined): string | null {
  return cause ? requestFailed(cause).message : null;
}

/** The server's own rules, where they say more than those of this page. */
function refusalOf(
  result:
    | ProvisioningPreflightQuery['provisioningPreflight']
    | ProvisioningPlanQuery['provisioningPlan']
    | undefined,
): string | null {
  if (result?.__typename !== 'InvalidInput') return null;
  return result.problems.map(({ reason }) => reason).join(' ');
}

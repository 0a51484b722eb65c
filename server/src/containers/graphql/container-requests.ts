import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { CreateContainerInput, CreateContainerResult } from '../../../../schema/generated/server.js';
import { createContainerProblems } from '../../../../schema/rules/create-container.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import type { Actor } from '../../accounts/actor.js';
import { actorName } from '../../accounts/actor.js';
import { problemsIn } from '../../http/obeys.js';
import type { RegisteredNode } from '../../inventory/domain/node-registry.js';
import { NodeDirectory } from '../../inventory/node-directory.js';
import { TemplateLibrary } from '../../templates/template-library.js';
import type { RequestedInput } from '../commands/input-hash.js';
import { RecognizeRequest } from '../commands/recognize-request.command.js';
import type { RequestContainerResult } from '../commands/request-container.command.js';
import { containerIdFor, RequestContainer } from '../commands/request-container.command.js';
import type { ContainerSpec } from '../domain/container-spec.js';
import { CreateContainerArgs } from './create-container.args.js';
import { nodeProblems } from './node-check.js';
import { specOf } from './requested-spec.js';

type Planned =
  | {
      readonly kind: 'planned';
      readonly spec: Omit<ContainerSpec, 'rootPasswordSecret'>;
      readonly node: RegisteredNode;
    }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

export type Previewed =
  | { readonly kind: 'meant'; readonly spec: ContainerSpec }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

/** Turns what a client asks for into a complete request, or says everything that is wrong with it. */
@Injectable()
export class ContainerRequests {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: NodeDirectory,
    private readonly templates: TemplateLibrary,
  ) {}

  async create(input: CreateContainerInput, key: string, actor: Actor): Promise<CreateContainerResult> {
    const problems = problemsIn(new CreateContainerArgs(input, key));
    if (problems.length > 0) return { __typename: 'InvalidInput', problems };
    const container = containerIdFor(actor.accountId, key);
    const requested = inputWithoutPassword(input);
    const known = await this.commands.execute(new RecognizeRequest({ container, input: requested }));
    if (known.kind !== 'new') return answer(known);
    const planned = await this.plan(input);
    if (planned.kind === 'invalid') return { __typename: 'InvalidInput', problems: [...planned.problems] };
    const { spec, node } = planned;
    const by = { actor: actorName(actor), at: new Date().toISOString() };
    return answer(
      await this.commands.execute(new RequestContainer({ container, spec, node, input: requested, ...by })),
    );
  }

  private async plan(input: CreateContainerInput): Promise<Planned> {
    const planned = await this.resolve(input);
    if (planned.kind === 'invalid') return planned;
    const problems = await nodeProblems(this.directory, planned.node, input, planned.spec.osTemplate);
    return problems.length > 0 ? invalid(...problems) : planned;
  }

  /** What an input means, or what is wrong with it, with nothing recorded and its node not asked. */
  async preview(input: CreateContainerInput): Promise<Previewed> {
    const problems = createContainerProblems(input);
    if (problems.length > 0) return { kind: 'invalid', problems };
    const planned = await this.resolve(input);
    if (planned.kind === 'invalid') return planned;
    const rootPasswordSecret = input.access.password ? 'not recorded' : null;
    return { kind: 'meant', spec: { ...planned.spec, rootPasswordSecret } };
  }

  private async resolve(input: CreateContainerInput): Promise<Planned> {
    const node = await this.directory.get(input.nodeId);
    if (!node) return invalid({ field: 'nodeId', code: 'NODE.UNKNOWN', reason: 'There is no such node.' });
    const resolution = await this.templates.resolve({
      templateId: input.templateId ?? null,
      packageGroups: input.packageGroups ?? null,
      scripts: input.scripts ?? null,
      extraPackages: input.extraPackages,
    });
    if (resolution.kind === 'refused') return invalid(...resolution.problems);
    const { resolved } = resolution;
    const osTemplate = input.osTemplate ?? resolved.osTemplate ?? '';
    return { kind: 'planned', node, spec: specOf(input, resolved, osTemplate) };
  }
}

const invalid = (...problems: FieldProblem[]): Planned => ({ kind: 'invalid', problems });

function inputWithoutPassword(input: CreateContainerInput): RequestedInput {
  const { password, ...access } = input.access;
  return { fields: { ...input, access }, rootPassword: password ?? null };
}

function answer(result: RequestContainerResult): CreateContainerResult {
  if (result.kind === 'accepted') {
    const { container: containerId, run: runId, position } = result;
    return { __typename: 'ContainerAccepted', containerId, runId, version: String(position) };
  }
  const message = 'This idempotency key was used before for another request. Choose a new one.';
  return { __typename: 'IdempotencyConflict', containerId: result.container, message };
}

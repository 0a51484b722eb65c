import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { CreateContainerInput, CreateContainerResult } from '../../../../schema/generated/server.js';
import type { FieldProblem } from '../../../../schema/rules/problem.js';
import type { Actor } from '../../accounts/actor.js';
import { actorName } from '../../accounts/actor.js';
import { problemsIn } from '../../http/obeys.js';
import type { RegisteredNode } from '../../inventory/domain/node-registry.js';
import { NodeDirectory } from '../../inventory/node-directory.js';
import type { ResolvedTemplate } from '../../templates/domain/resolve-template.js';
import { TemplateLibrary } from '../../templates/template-library.js';
import type { RequestedInput } from '../commands/input-hash.js';
import { RecognizeRequest } from '../commands/recognize-request.command.js';
import type { RequestContainerResult } from '../commands/request-container.command.js';
import { containerIdFor, RequestContainer } from '../commands/request-container.command.js';
import type { ContainerSpec } from '../domain/container-spec.js';
import { CreateContainerArgs } from './create-container.args.js';
import { nodeProblems } from './node-check.js';

type Planned =
  | {
      readonly kind: 'planned';
      readonly spec: Omit<ContainerSpec, 'rootPasswordSecret'>;
      readonly node: RegisteredNode;
    }
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
    const node = await this.directory.get(input.nodeId);
    if (!node) return invalid({ field: 'nodeId', code: 'NODE.UNKNOWN', reason: 'There is no such node.' });
    const resolution = this.templates.resolve({
      templateId: input.templateId ?? null,
      packageGroups: input.packageGroups ?? null,
      scripts: input.scripts ?? null,
      extraPackages: input.extraPackages,
    });
    if (resolution.kind === 'refused') return invalid(...resolution.problems);
    const { resolved } = resolution;
    const osTemplate = input.osTemplate ?? resolved.osTemplate ?? '';
    const problems = await nodeProblems(this.directory, node, input, osTemplate);
    if (problems.length > 0) return invalid(...problems);
    return { kind: 'planned', node, spec: specOf(input, resolved, osTemplate) };
  }
}

const invalid = (...problems: FieldProblem[]): Planned => ({ kind: 'invalid', problems });

function inputWithoutPassword(input: CreateContainerInput): RequestedInput {
  const { password, ...access } = input.access;
  return { fields: { ...input, access }, rootPassword: password ?? null };
}

function specOf(input: CreateContainerInput, resolved: ResolvedTemplate, osTemplate: string) {
  const { hostname, nodeId, cores, memory, swap, disk, storage, unprivileged, nesting, startOnBoot } = input;
  const { template, packageGroups, scripts, files } = resolved;
  const { bridge, ipv4, gateway, vlan } = input.network;
  return {
    ...{
      hostname,
      nodeId,
      cores,
      memory,
      swap,
      disk,
      storage,
      unprivileged,
      nesting,
      startOnBoot,
      osTemplate,
    },
    ...{ template, packageGroups, scripts, files },
    vmid: input.vmid ?? null,
    network: { bridge, ipv4, gateway: gateway ?? null, vlan: vlan ?? null },
    tags: input.tags,
    sshKeys: input.access.sshKeys,
  };
}

function answer(result: RequestContainerResult): CreateContainerResult {
  if (result.kind === 'accepted') {
    const { container: containerId, run: runId, position } = result;
    return { __typename: 'ContainerAccepted', containerId, runId, version: String(position) };
  }
  const message = 'This idempotency key was used before for another request. Choose a new one.';
  return { __typename: 'IdempotencyConflict', containerId: result.container, message };
}

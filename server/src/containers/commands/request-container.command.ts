import { Inject } from '@nestjs/common';
import type { ICommandHandler } from '@nestjs/cqrs';
import { Command, CommandHandler } from '@nestjs/cqrs';
import { v5 as uuidV5 } from 'uuid';
import { CommandHandling } from '../../event-store/command-handling.js';
import { Vault } from '../../secrets/vault.js';
import { containerDecider, containerStream } from '../domain/container-decider.js';
import type { ContainerSpec } from '../domain/container-spec.js';
import type { PlannedPhase } from '../domain/events.js';
import type { RequestedInput } from './input-hash.js';
import { keepInput } from './input-hash.js';

/** Injection token of the phases that a new run consists of: `readonly PlannedPhase[]`. */
export const PHASE_PLAN = Symbol('PHASE_PLAN');
const CONTAINER_IDS = 'b8a7b0de-5a0f-4e1f-8f43-9c6f1d3f8a10';

export type RequestContainerResult =
  | {
      readonly kind: 'accepted';
      readonly container: string;
      readonly run: string;
      /** Commit position, for reading one's own write. */
      readonly position: bigint;
    }
  | { readonly kind: 'idempotency-conflict'; readonly container: string };

/** Records a validated request; provisioning follows from that by itself. */
export class RequestContainer extends Command<RequestContainerResult> {
  constructor(
    readonly request: {
      /** From `containerIdFor`: the same account and key always mean the same container. */
      readonly container: string;
      /** Without the root password, which the handler keeps in the vault. */
      readonly spec: Omit<ContainerSpec, 'rootPasswordSecret'>;
      readonly input: RequestedInput;
      readonly node: { readonly name: string; readonly cluster: string; readonly lab: boolean };
      readonly actor: string;
      readonly at: string;
    },
  ) {
    super();
  }
}

/** The id of the container that an account means by an idempotency key. */
export function containerIdFor(account: string, idempotencyKey: string): string {
  return uuidV5(`${account}\n${idempotencyKey}`, CONTAINER_IDS);
}

/** The id of a container's first run. */
export function firstRunOf(container: string): string {
  return uuidV5('run 1', container);
}

@CommandHandler(RequestContainer)
export class RequestContainerHandler implements ICommandHandler<RequestContainer> {
  constructor(
    private readonly handling: CommandHandling,
    @Inject(Vault) private readonly vault: Pick<Vault, 'store'>,
    @Inject(PHASE_PLAN) private readonly plan: readonly PlannedPhase[],
  ) {}

  async execute({ request }: RequestContainer): Promise<RequestContainerResult> {
    const { container, input, node, actor, at } = request;
    const run = firstRunOf(container);
    const { inputHash, rootPasswordSecret } = await keepInput(this.vault, container, input);
    const spec = { ...request.spec, rootPasswordSecret };
    const outcome = await this.handling.execute({
      stream: containerStream(container),
      decider: containerDecider,
      command: { type: 'RequestContainer', container, spec, inputHash, node, run, plan: this.plan },
      metadata: { commandId: container, correlationId: run, actor, at },
    });
    if (outcome.kind === 'rejected') return { kind: 'idempotency-conflict', container };
    return { kind: 'accepted', container, run, position: outcome.position };
  }
}

import { Inject } from '@nestjs/common';
import type { ICommandHandler } from '@nestjs/cqrs';
import { Command, CommandHandler } from '@nestjs/cqrs';
import { CommandHandling } from '../../event-store/command-handling.js';
import { Vault } from '../../secrets/vault.js';
import type { RequestedContainer } from '../domain/container.js';
import { containerDecider, containerStream } from '../domain/container-decider.js';
import type { RequestedInput } from './input-hash.js';
import { inputHashOf, keepInput } from './input-hash.js';
import type { RequestContainerResult } from './request-container.command.js';
import { firstRunOf } from './request-container.command.js';

/**
 * Asks whether a request was recorded before. A repeated request must not be checked against the node again: there its
 * VMID would now be taken, by the very container that it asks for.
 */
export class RecognizeRequest extends Command<RequestContainerResult | { readonly kind: 'new' }> {
  constructor(readonly request: { readonly container: string; readonly input: RequestedInput }) {
    super();
  }
}

@CommandHandler(RecognizeRequest)
export class RecognizeRequestHandler implements ICommandHandler<RecognizeRequest> {
  constructor(
    private readonly handling: CommandHandling,
    @Inject(Vault) private readonly vault: Pick<Vault, 'store'>,
  ) {}

  async execute({ request }: RecognizeRequest): Promise<RequestContainerResult | { readonly kind: 'new' }> {
    const { container, input } = request;
    const { state, position } = await this.handling.fold(containerStream(container), containerDecider);
    if (state.state === 'not-requested') return { kind: 'new' };
    const inputHash = await this.hashOf(state, input);
    if (inputHash !== state.inputHash) return { kind: 'idempotency-conflict', container };
    return { kind: 'accepted', container, run: firstRunOf(container), position };
  }

  /** The password of a destroyed container is gone for ever: only that there was one can be compared any more. */
  private async hashOf(state: RequestedContainer, input: RequestedInput): Promise<string> {
    if (state.state !== 'destroyed') return (await keepInput(this.vault, state.id, input)).inputHash;
    const { rootPasswordSecret } = state.spec;
    return inputHashOf(input.fields, input.rootPassword ? rootPasswordSecret : null);
  }
}

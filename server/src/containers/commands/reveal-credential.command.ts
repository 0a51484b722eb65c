import { randomUUID } from 'node:crypto';
import { Inject } from '@nestjs/common';
import type { ICommandHandler } from '@nestjs/cqrs';
import { Command, CommandHandler } from '@nestjs/cqrs';
import { CommandHandling } from '../../event-store/command-handling.js';
import { SecretGone, Vault } from '../../secrets/vault.js';
import { containerDecider, containerStream } from '../domain/container-decider.js';

export type RevealCredentialResult =
  { readonly kind: 'revealed'; readonly value: string } | { readonly kind: 'not-found' };

/** Shows a discovered credential to a person; that it was shown is recorded before its value is read. */
export class RevealCredential extends Command<RevealCredentialResult> {
  constructor(
    readonly request: {
      readonly container: string;
      readonly credential: string;
      readonly actor: string;
      readonly at: string;
    },
  ) {
    super();
  }
}

@CommandHandler(RevealCredential)
export class RevealCredentialHandler implements ICommandHandler<RevealCredential> {
  constructor(
    private readonly handling: CommandHandling,
    @Inject(Vault) private readonly vault: Pick<Vault, 'read'>,
  ) {}

  async execute({ request }: RevealCredential): Promise<RevealCredentialResult> {
    const { container, credential, actor, at } = request;
    const commandId = randomUUID();
    const { kind, state } = await this.handling.execute({
      stream: containerStream(container),
      decider: containerDecider,
      command: { type: 'RecordCredentialRevealed', credential },
      metadata: { commandId, correlationId: commandId, actor, at },
    });
    if (kind === 'rejected' || state.state === 'not-requested') return { kind: 'not-found' };
    const found = state.world.services
      .flatMap(({ credentials }) => credentials)
      .find(({ id }) => id === credential);
    return found ? this.valueOf(found.secret) : { kind: 'not-found' };
  }

  private async valueOf(secret: string): Promise<RevealCredentialResult> {
    try {
      return { kind: 'revealed', value: await this.vault.read(secret) };
    } catch (error) {
      if (error instanceof SecretGone) return { kind: 'not-found' };
      throw error;
    }
  }
}

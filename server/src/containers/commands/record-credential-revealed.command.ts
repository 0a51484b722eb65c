import { randomUUID } from 'node:crypto';
import type { ICommandHandler } from '@nestjs/cqrs';
import { Command, CommandHandler } from '@nestjs/cqrs';
import { CommandHandling } from '../../event-store/command-handling.js';
import { containerDecider, containerStream } from '../domain/container-decider.js';

/** The id of the secret that may now be shown, or that there is no such credential. */
export type RecordCredentialRevealedResult =
  { readonly kind: 'recorded'; readonly secret: string } | { readonly kind: 'not-found' };

/** Records that a person is about to see a credential; only then may its value be read. */
export class RecordCredentialRevealed extends Command<RecordCredentialRevealedResult> {
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

@CommandHandler(RecordCredentialRevealed)
export class RecordCredentialRevealedHandler implements ICommandHandler<RecordCredentialRevealed> {
  constructor(private readonly handling: CommandHandling) {}

  async execute({ request }: RecordCredentialRevealed): Promise<RecordCredentialRevealedResult> {
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
    return found ? { kind: 'recorded', secret: found.secret } : { kind: 'not-found' };
  }
}

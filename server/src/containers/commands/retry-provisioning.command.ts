import type { ICommandHandler } from '@nestjs/cqrs';
import { Command, CommandHandler } from '@nestjs/cqrs';
import { v5 as uuidV5 } from 'uuid';
import { CommandHandling } from '../../event-store/command-handling.js';
import type { ContainerRejection, RetryFrom } from '../domain/container-decider.js';
import { containerDecider, containerStream } from '../domain/container-decider.js';

export type RetryProvisioningResult =
  | { readonly kind: 'accepted'; readonly run: string; readonly position: bigint }
  | { readonly kind: 'refused'; readonly code: ContainerRejection['code'] };

/** Asks for a new run of a container whose last run failed or was cancelled. */
export class RetryProvisioning extends Command<RetryProvisioningResult> {
  constructor(
    readonly request: {
      readonly container: string;
      readonly from: RetryFrom;
      readonly idempotencyKey: string;
      readonly actor: string;
      readonly at: string;
    },
  ) {
    super();
  }
}

@CommandHandler(RetryProvisioning)
export class RetryProvisioningHandler implements ICommandHandler<RetryProvisioning> {
  constructor(private readonly handling: CommandHandling) {}

  async execute({ request }: RetryProvisioning): Promise<RetryProvisioningResult> {
    const { container, from, idempotencyKey, actor, at } = request;
    // The key names the run, so sending the command twice asks for one run.
    const run = uuidV5(`retry ${idempotencyKey}`, container);
    const outcome = await this.handling.execute({
      stream: containerStream(container),
      decider: containerDecider,
      command: { type: 'RetryProvisioning', run, from },
      metadata: { commandId: run, correlationId: run, actor, at },
    });
    if (outcome.kind === 'rejected') return { kind: 'refused', code: outcome.rejection.code };
    return { kind: 'accepted', run, position: outcome.position };
  }
}

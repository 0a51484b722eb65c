import { randomUUID } from 'node:crypto';
import type { ICommandHandler } from '@nestjs/cqrs';
import { Command, CommandHandler } from '@nestjs/cqrs';
import { CommandHandling } from '../../event-store/command-handling.js';
import type { ContainerRejection } from '../domain/container-decider.js';
import { containerDecider, containerStream } from '../domain/container-decider.js';

export type CancelRunResult =
  | { readonly kind: 'accepted'; readonly run: string; readonly position: bigint }
  | { readonly kind: 'refused'; readonly code: ContainerRejection['code'] };

/** Asks for the end of a run; whoever works on it, now or after a crash, stops it. Harmless twice and after its end. */
export class CancelRun extends Command<CancelRunResult> {
  constructor(
    readonly request: {
      readonly container: string;
      /** Null for the latest. */
      readonly run: string | null;
      readonly actor: string;
      readonly at: string;
    },
  ) {
    super();
  }
}

@CommandHandler(CancelRun)
export class CancelRunHandler implements ICommandHandler<CancelRun> {
  constructor(private readonly handling: CommandHandling) {}

  async execute({ request }: CancelRun): Promise<CancelRunResult> {
    const { container, run, actor, at } = request;
    const commandId = randomUUID();
    const outcome = await this.handling.execute({
      stream: containerStream(container),
      decider: containerDecider,
      command: { type: 'CancelRun', run },
      metadata: { commandId, correlationId: run ?? commandId, actor, at },
    });
    if (outcome.kind === 'rejected') return { kind: 'refused', code: outcome.rejection.code };
    const latest = outcome.state.state === 'not-requested' ? null : outcome.state.run;
    return { kind: 'accepted', run: run ?? latest?.id ?? '', position: outcome.position };
  }
}

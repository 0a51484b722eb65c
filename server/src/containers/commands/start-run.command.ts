import { Inject } from '@nestjs/common';
import type { ICommandHandler } from '@nestjs/cqrs';
import { Command, CommandHandler } from '@nestjs/cqrs';
import { v5 as uuidV5 } from 'uuid';
import { CommandHandling } from '../../event-store/command-handling.js';
import type { ContainerRejection } from '../domain/container-decider.js';
import { containerDecider, containerStream } from '../domain/container-decider.js';
import type { PlannedPhase, UpkeepKind } from '../domain/events.js';

/** Injection token of the phases of the runs that are no provisioning: `Record<LifecycleKind, readonly PlannedPhase[]>`. */
export const LIFECYCLE_PLANS = Symbol('LIFECYCLE_PLANS');
export type LifecycleKind = 'start' | 'stop' | 'destroy' | UpkeepKind;

export type StartRunResult =
  | { readonly kind: 'accepted'; readonly run: string; readonly position: bigint }
  | { readonly kind: 'refused'; readonly code: ContainerRejection['code'] };

/** Asks for a run that starts, stops, destroys or looks after a container. */
export class StartRun extends Command<StartRunResult> {
  constructor(
    readonly request: {
      readonly container: string;
      readonly kind: LifecycleKind;
      readonly idempotencyKey: string;
      readonly actor: string;
      readonly at: string;
    },
  ) {
    super();
  }
}

@CommandHandler(StartRun)
export class StartRunHandler implements ICommandHandler<StartRun> {
  constructor(
    private readonly handling: CommandHandling,
    @Inject(LIFECYCLE_PLANS) private readonly plans: Readonly<Record<LifecycleKind, readonly PlannedPhase[]>>,
  ) {}

  async execute({ request }: StartRun): Promise<StartRunResult> {
    const { container, kind, idempotencyKey, actor, at } = request;
    // The key names the run, so sending the command twice asks for one run.
    const run = uuidV5(`${kind} ${idempotencyKey}`, container);
    const outcome = await this.handling.execute({
      stream: containerStream(container),
      decider: containerDecider,
      command: { type: 'StartRun', run, kind, plan: this.plans[kind] },
      metadata: { commandId: run, correlationId: run, actor, at },
    });
    if (outcome.kind === 'rejected') return { kind: 'refused', code: outcome.rejection.code };
    return { kind: 'accepted', run, position: outcome.position };
  }
}

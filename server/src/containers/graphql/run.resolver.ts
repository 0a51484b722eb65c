import { CommandBus } from '@nestjs/cqrs';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { RetryFrom, RunResult } from '../../../../schema/generated/server.js';
import type { Actor } from '../../accounts/actor.js';
import { actorName } from '../../accounts/actor.js';
import { CurrentActor } from '../../accounts/current-actor.js';
import { Requires } from '../../accounts/requires.js';
import { CancelRun } from '../commands/cancel-run.command.js';
import type { RetryProvisioningResult } from '../commands/retry-provisioning.command.js';
import { RetryProvisioning } from '../commands/retry-provisioning.command.js';
import type { LifecycleKind } from '../commands/start-run.command.js';
import { StartRun } from '../commands/start-run.command.js';
import { keyProblems } from './create-container.args.js';
import { refusal } from './refusal.js';

const FROM = { FAILED: 'failed', START: 'start' } as const satisfies Record<RetryFrom, string>;

/** Runs: asked for, asked for again, cancelled. */
@Resolver()
export class RunResolver {
  constructor(private readonly commands: CommandBus) {}

  @Mutation()
  @Requires('CONTAINERS')
  async retryProvisioning(
    @Args('containerId') container: string,
    @Args('idempotencyKey') idempotencyKey: string,
    @Args('from') from: RetryFrom,
    @CurrentActor() actor: Actor,
  ): Promise<RunResult> {
    const [problem] = keyProblems(idempotencyKey);
    if (problem) return { __typename: 'RunRefused', code: problem.code, message: problem.reason };
    const request = { container, idempotencyKey, from: FROM[from], ...by(actor) };
    return answer(await this.commands.execute(new RetryProvisioning(request)));
  }

  @Mutation()
  @Requires('CONTAINERS')
  startContainer(
    @Args('containerId') container: string,
    @Args('idempotencyKey') key: string,
    @CurrentActor() actor: Actor,
  ): Promise<RunResult> {
    return this.startRun('start', container, key, actor);
  }

  @Mutation()
  @Requires('CONTAINERS')
  stopContainer(
    @Args('containerId') container: string,
    @Args('idempotencyKey') key: string,
    @CurrentActor() actor: Actor,
  ): Promise<RunResult> {
    return this.startRun('stop', container, key, actor);
  }

  @Mutation()
  @Requires('CONTAINERS')
  destroyContainer(
    @Args('containerId') container: string,
    @Args('idempotencyKey') key: string,
    @CurrentActor() actor: Actor,
  ): Promise<RunResult> {
    return this.startRun('destroy', container, key, actor);
  }

  @Mutation()
  @Requires('CONTAINERS')
  resyncContainer(
    @Args('containerId') container: string,
    @Args('idempotencyKey') key: string,
    @CurrentActor() actor: Actor,
  ): Promise<RunResult> {
    return this.startRun('resync', container, key, actor);
  }

  @Mutation()
  @Requires('CONTAINERS')
  refreshServices(
    @Args('containerId') container: string,
    @Args('idempotencyKey') key: string,
    @CurrentActor() actor: Actor,
  ): Promise<RunResult> {
    return this.startRun('refresh', container, key, actor);
  }

  private async startRun(
    kind: LifecycleKind,
    container: string,
    idempotencyKey: string,
    actor: Actor,
  ): Promise<RunResult> {
    const [problem] = keyProblems(idempotencyKey);
    if (problem) return { __typename: 'RunRefused', code: problem.code, message: problem.reason };
    const request = { container, kind, idempotencyKey, ...by(actor) };
    return answer(await this.commands.execute(new StartRun(request)));
  }

  @Mutation()
  @Requires('CONTAINERS')
  async cancelRun(
    @Args('containerId') container: string,
    @Args('runId') run: string | null | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<RunResult> {
    return answer(await this.commands.execute(new CancelRun({ container, run: run ?? null, ...by(actor) })));
  }
}

const by = (actor: Actor) => ({ actor: actorName(actor), at: new Date().toISOString() });

function answer(result: RetryProvisioningResult): RunResult {
  if (result.kind === 'refused') return refusal(result.code);
  return { __typename: 'RunAccepted', runId: result.run, version: String(result.position) };
}

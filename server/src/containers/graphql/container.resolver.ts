import { Args, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { CreateContainerInput, RevealResult } from '../../../../schema/generated/server.js';
import type { Actor } from '../../accounts/actor.js';
import { actorName } from '../../accounts/actor.js';
import { CurrentActor } from '../../accounts/current-actor.js';
import { Requires } from '../../accounts/requires.js';
import { RevealCredential } from '../commands/reveal-credential.command.js';
import { ContainerChanges } from '../queries/container-changes.js';
import { GetContainer } from '../queries/get-container.query.js';
import { ListContainers } from '../queries/list-containers.query.js';
import { ContainerRequests } from './container-requests.js';
import { draftOf } from './container-draft.js';
import { containerView } from './container-view.js';
import { latestChanges } from './latest-changes.js';

type Version = string | null | undefined;

/** Containers: listed, shown, followed, requested. */
@Resolver()
export class ContainerResolver {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly requests: ContainerRequests,
    private readonly changes: ContainerChanges,
  ) {}

  @Query()
  containers(@Args('minVersion') minVersion: Version) {
    return this.queries.execute(new ListContainers(minVersion ?? null));
  }

  @Query()
  async container(@Args('id') id: string, @Args('minVersion') minVersion: Version) {
    const found = await this.queries.execute(new GetContainer(id, minVersion ?? null));
    return found && containerView(found);
  }

  @Query()
  async containerDraft(@Args('id') id: string) {
    const found = await this.queries.execute(new GetContainer(id, null));
    return found && draftOf(found.spec);
  }

  @Subscription('containerChanges', { resolve: (changed: unknown) => changed })
  containerChanges() {
    return latestChanges(this.changes.watch());
  }

  @Mutation()
  @Requires('CONTAINERS')
  createContainer(
    @Args('input') input: CreateContainerInput,
    @Args('idempotencyKey') key: string,
    @CurrentActor() actor: Actor,
  ) {
    return this.requests.create(input, key, actor);
  }

  @Mutation()
  @Requires('SECRETS')
  async revealCredential(
    @Args('containerId') container: string,
    @Args('credentialId') credential: string,
    @CurrentActor() actor: Actor,
  ): Promise<RevealResult> {
    const by = { actor: actorName(actor), at: new Date().toISOString() };
    const result = await this.commands.execute(new RevealCredential({ container, credential, ...by }));
    if (result.kind === 'revealed') {
      return { __typename: 'RevealedCredential', id: credential, value: result.value };
    }
    return { __typename: 'CredentialNotFound', message: 'There is no such credential, or it was deleted.' };
  }
}

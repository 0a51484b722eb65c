import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Session } from '../../../../schema/generated/server.js';
import type { Actor } from '../actor.js';
import { actorName } from '../actor.js';
import { CurrentActor } from '../current-actor.js';
import { sessionExpiry } from '../domain/session.js';
import { Sessions } from '../sessions.js';

/** The caller's signed-in browsers. */
@Resolver()
export class SessionResolver {
  constructor(private readonly open: Sessions) {}

  @Query()
  async sessions(@CurrentActor() actor: Actor): Promise<Session[]> {
    const sessions = await this.open.ofAccount(actor.accountId, Date.now());
    return sessions.map((session) => ({
      id: session.id,
      createdAt: session.startedAt,
      expiresAt: new Date(sessionExpiry(session)).toISOString(),
      current: session.id === actor.id,
    }));
  }

  @Mutation()
  revokeSession(@Args('id') id: string, @CurrentActor() actor: Actor): Promise<boolean> {
    return this.open.end(actor.accountId, id, 'revoked', actorName(actor));
  }
}

import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type {
  ApiToken,
  CreateApiTokenInput,
  CreateApiTokenResult,
} from '../../../../schema/generated/server.js';
import type { Actor } from '../actor.js';
import { actorName } from '../actor.js';
import { ApiTokens } from '../api-tokens.js';
import { CurrentActor } from '../current-actor.js';
import { apiTokenProblems } from '../domain/api-token-request.js';
import type { LiveApiToken } from '../domain/api-token.js';

/** Bearer tokens of the caller's account. Only a signed-in person makes and revokes them: a token is refused. */
@Resolver()
export class ApiTokenResolver {
  constructor(private readonly tokens: ApiTokens) {}

  @Query()
  async apiTokens(@CurrentActor() actor: Actor): Promise<ApiToken[]> {
    return (await this.tokens.ofAccount(actor.accountId)).map(toGraphql);
  }

  @Mutation()
  async createApiToken(
    @Args('input') input: CreateApiTokenInput,
    @CurrentActor() actor: Actor,
  ): Promise<CreateApiTokenResult> {
    const now = Date.now();
    const expiresAt = input.expiresAt ? Date.parse(input.expiresAt) : null;
    const request = { name: input.name.trim(), scopes: [...new Set(input.scopes)], expiresAt };
    const problems = apiTokenProblems(request, now);
    if (problems.length > 0) return { __typename: 'InvalidInput', problems };
    const made = await this.tokens.create(actor.accountId, request, actorName(actor), now);
    return { __typename: 'ApiTokenCreated', token: toGraphql(made.token), secret: made.secret };
  }

  @Mutation()
  revokeApiToken(@Args('id') id: string, @CurrentActor() actor: Actor): Promise<boolean> {
    return this.tokens.revoke(actor.accountId, id, actorName(actor));
  }
}

function toGraphql({ id, name, scopes, createdAt, expiresAt }: LiveApiToken): ApiToken {
  return { id, name, scopes: [...scopes], createdAt, expiresAt };
}

import { createParamDecorator, UnauthorizedException } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Actor } from './actor.js';
import type { GraphqlContext } from './graphql-context.js';

/** The caller of a resolver. The guard has let nobody else through, so it is never null outside public fields. */
export const CurrentActor = createParamDecorator((_data: undefined, context: ExecutionContext): Actor => {
  const { actor } = GqlExecutionContext.create(context).getContext<GraphqlContext>();
  if (!actor) throw new UnauthorizedException('Sign in first.');
  return actor;
});

/** The whole GraphQL context; for the few resolvers that set cookies or serve the unauthenticated. */
export const CurrentContext = createParamDecorator(
  (_data: undefined, context: ExecutionContext): GraphqlContext =>
    GqlExecutionContext.create(context).getContext<GraphqlContext>(),
);

import { createParamDecorator, UnauthorizedException } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Response } from 'express';
import type { Actor } from './actor.js';
import type { GraphqlContext } from './graphql-context.js';
import { actorIn } from './request-actor.js';

/** The caller of a resolver or an HTTP handler. The guard has let nobody else through, so it is never null outside public fields. */
export const CurrentActor = createParamDecorator((_data: undefined, context: ExecutionContext): Actor => {
  const actor = actorOf(context);
  if (!actor) throw new UnauthorizedException('Sign in first.');
  return actor;
});

/** Who calls a resolver or an HTTP handler, as was found out before; null for the unauthenticated. */
export function actorOf(context: ExecutionContext): Actor | null {
  if (context.getType<string>() !== 'graphql') return actorIn(context.switchToHttp().getResponse<Response>());
  return GqlExecutionContext.create(context).getContext<GraphqlContext>().actor;
}

/** The whole GraphQL context; for the few resolvers that set cookies or serve the unauthenticated. */
export const CurrentContext = createParamDecorator(
  (_data: undefined, context: ExecutionContext): GraphqlContext =>
    GqlExecutionContext.create(context).getContext<GraphqlContext>(),
);

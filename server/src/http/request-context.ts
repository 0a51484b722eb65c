import type { Request, Response } from 'express';
import type { Actor } from '../accounts/actor.js';
import type { GraphqlContext } from '../accounts/graphql-context.js';

const ACTOR = 'actor';

/** Notes who sends the request, for the handlers that follow. */
export function rememberActor(response: Response, actor: Actor | null): void {
  response.locals[ACTOR] = actor;
}

export function actorIn(response: Response): Actor | null {
  return (response.locals[ACTOR] as Actor | null | undefined) ?? null;
}

/** The GraphQL context of an operation that came over HTTP. */
export function contextOf(request: Request, response: Response): GraphqlContext {
  return {
    actor: actorIn(response),
    address: request.ip ?? request.socket.remoteAddress ?? '',
    http: { request, response },
  };
}

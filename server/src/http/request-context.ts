import type { Request, Response } from 'express';
import type { GraphqlContext } from '../accounts/graphql-context.js';
import { actorIn } from '../accounts/request-actor.js';

/** The GraphQL context of an operation that came over HTTP. */
export function contextOf(request: Request, response: Response): GraphqlContext {
  return {
    actor: actorIn(response),
    address: request.ip ?? request.socket.remoteAddress ?? '',
    http: { request, response },
  };
}

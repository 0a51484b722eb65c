import type { Response } from 'express';
import type { Actor } from './actor.js';

const ACTOR = 'actor';

/** Notes who sends the request, for the handlers that follow. */
export function rememberActor(response: Response, actor: Actor | null): void {
  response.locals[ACTOR] = actor;
}

export function actorIn(response: Response): Actor | null {
  return (response.locals[ACTOR] as Actor | null | undefined) ?? null;
}

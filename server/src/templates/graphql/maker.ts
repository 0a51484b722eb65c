import type { Actor } from '../../accounts/actor.js';
import { actorName } from '../../accounts/actor.js';
import type { Maker } from '../template-editor.js';

/** Whoever is signed in, as the maker of a template. */
export function makerOf(actor: Actor, idempotencyKey: string): Maker {
  return { actor: actorName(actor), accountId: actor.accountId, idempotencyKey };
}

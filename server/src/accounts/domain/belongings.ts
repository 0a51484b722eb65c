import type { Decision } from './decision.js';
import { accepted } from './decision.js';

/** Which sessions or tokens an account has: listed before each of them is made, so that none is missing. */
export interface BelongingListed {
  readonly type: 'BelongingListed';
  readonly data: { readonly id: string };
}

/** For `accountSessions-{id}` and `accountApiTokens-{id}`. */
export const belongingsDecider = {
  initialState: [] as readonly string[],
  eventTypes: ['BelongingListed'] as const,
  evolve: (ids: readonly string[], event: BelongingListed): readonly string[] => [...ids, event.data.id],
  decide: (command: { readonly list: string }, ids: readonly string[]): Decision<BelongingListed, never> =>
    ids.includes(command.list)
      ? accepted()
      : accepted({ type: 'BelongingListed', data: { id: command.list } }),
};

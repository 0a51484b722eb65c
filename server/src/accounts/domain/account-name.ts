import type { Decision } from './decision.js';
import { accepted, rejected } from './decision.js';

/** What is recorded in `accountName-{hash of the name}`: that makes names unique. */
export interface AccountNameReserved {
  readonly type: 'AccountNameReserved';
  readonly data: { readonly account: string };
}

export const accountNameDecider = {
  initialState: null as string | null,
  eventTypes: ['AccountNameReserved'] as const,
  evolve: (_owner: string | null, event: AccountNameReserved): string | null => event.data.account,
  decide: (
    command: { readonly account: string },
    owner: string | null,
  ): Decision<AccountNameReserved, 'ACCOUNT.NAME_TAKEN'> => {
    if (owner === command.account) return accepted();
    if (owner !== null) return rejected('ACCOUNT.NAME_TAKEN');
    return accepted({ type: 'AccountNameReserved', data: { account: command.account } });
  },
};

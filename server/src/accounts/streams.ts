import type { Aggregate } from './aggregate.js';
import type { Account, AccountEvent } from './domain/account.js';
import { evolveAccount, noAccount } from './domain/account.js';
import type { ApiToken, ApiTokenEvent } from './domain/api-token.js';
import { evolveApiToken, noApiToken } from './domain/api-token.js';
import type { Session, SessionEvent } from './domain/session.js';
import { evolveSession, noSession } from './domain/session.js';

export const ACCOUNT: Aggregate<Account, AccountEvent> = {
  prefix: 'account-',
  initial: noAccount,
  types: ['AccountCreated', 'SetupCodeIssued', 'PasswordSet'],
  evolve: evolveAccount,
};

export const SESSION: Aggregate<Session, SessionEvent> = {
  prefix: 'session-',
  initial: noSession,
  types: ['SessionStarted', 'SessionExtended', 'SessionEnded'],
  evolve: evolveSession,
};

export const API_TOKEN: Aggregate<ApiToken, ApiTokenEvent> = {
  prefix: 'apiToken-',
  initial: noApiToken,
  types: ['ApiTokenCreated', 'ApiTokenRevoked'],
  evolve: evolveApiToken,
};

/** Which sessions and tokens an account has: written before each of them, so that none is missing. */
export type BelongingEvent = {
  readonly type: 'SessionListed' | 'ApiTokenListed';
  readonly data: { readonly id: string };
};
const belongings = (
  prefix: string,
  type: BelongingEvent['type'],
): Aggregate<readonly string[], BelongingEvent> => ({
  prefix,
  initial: [],
  types: [type],
  evolve: (ids, event) => [...ids, event.data.id],
});
export const SESSIONS_OF_ACCOUNT = belongings('accountSessions-', 'SessionListed');
export const API_TOKENS_OF_ACCOUNT = belongings('accountApiTokens-', 'ApiTokenListed');
/** Older ones have long ended or been pushed out by 500 later sign-ins. */
export const LISTED_SESSIONS = 500;

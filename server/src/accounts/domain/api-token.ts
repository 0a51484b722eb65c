import type { Decision } from './decision.js';
import { accepted } from './decision.js';

/** What a token may do; the names are those of the GraphQL contract. */
export type TokenScope = 'READ' | 'CONTAINERS' | 'NODES' | 'TEMPLATES' | 'SECRETS';

/** What is recorded in `apiToken-{id}`. */
export type ApiTokenEvent =
  | {
      readonly type: 'ApiTokenCreated';
      readonly data: {
        readonly token: string;
        readonly account: string;
        readonly name: string;
        readonly scopes: readonly TokenScope[];
        readonly secretHash: string;
        readonly createdAt: string;
        readonly expiresAt: string | null;
      };
    }
  | { readonly type: 'ApiTokenRevoked'; readonly data: Readonly<Record<string, never>> };

export type ApiToken =
  | { readonly state: 'none' }
  | {
      readonly state: 'live';
      readonly id: string;
      readonly account: string;
      readonly name: string;
      readonly scopes: readonly TokenScope[];
      readonly secretHash: string;
      readonly createdAt: string;
      readonly expiresAt: string | null;
    }
  | { readonly state: 'revoked' };

export type LiveApiToken = Extract<ApiToken, { state: 'live' }>;

export const noApiToken: ApiToken = { state: 'none' };

export function evolveApiToken(_token: ApiToken, event: ApiTokenEvent): ApiToken {
  switch (event.type) {
    case 'ApiTokenCreated': {
      const { token: id, ...data } = event.data;
      return { state: 'live', id, ...data };
    }
    case 'ApiTokenRevoked':
      return { state: 'revoked' };
  }
}

export type ApiTokenCommand =
  { readonly type: 'CreateApiToken'; readonly token: LiveApiToken } | { readonly type: 'RevokeApiToken' };

export function decideApiToken(command: ApiTokenCommand, token: ApiToken): Decision<ApiTokenEvent, never> {
  switch (command.type) {
    case 'CreateApiToken': {
      if (token.state !== 'none') return accepted();
      return accepted(created(command.token));
    }
    case 'RevokeApiToken':
      return token.state === 'live' ? accepted({ type: 'ApiTokenRevoked', data: {} }) : accepted();
  }
}

function created(token: LiveApiToken): ApiTokenEvent {
  const { id, account, name, scopes, secretHash, createdAt, expiresAt } = token;
  return {
    type: 'ApiTokenCreated',
    data: { token: id, account, name, scopes, secretHash, createdAt, expiresAt },
  };
}

/** When a token stops working by itself, in milliseconds since 1970. */
export function apiTokenExpiry(token: LiveApiToken): number {
  return token.expiresAt === null ? Infinity : Date.parse(token.expiresAt);
}

export const apiTokenDecider = {
  initialState: noApiToken,
  eventTypes: ['ApiTokenCreated', 'ApiTokenRevoked'] as const,
  evolve: evolveApiToken,
  decide: decideApiToken,
};

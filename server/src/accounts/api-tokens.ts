import { Injectable } from '@nestjs/common';
import { EventStore } from '../event-store/event-store.js';
import type { Actor, Scope } from './actor.js';
import { Administrator } from './administrator.js';
import { change, load, toNewEvents } from './aggregate.js';
import { apiTokenExpiry, evolveApiToken, noApiToken, revokeApiToken } from './domain/api-token.js';
import type { ApiTokenEvent, LiveApiToken } from './domain/api-token.js';
import type { Credential } from './domain/credential.js';
import { formatBearer } from './domain/credential.js';
import { hashSecret, randomId, randomSecret, secretMatches } from './random-secret.js';
import { Revocations } from './revocations.js';
import { API_TOKEN, API_TOKENS_OF_ACCOUNT } from './streams.js';

export interface TokenRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Milliseconds since 1970; null for never. */
  readonly expiresAt: number | null;
}

/** Bearer tokens of third-party clients. */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly store: EventStore,
    private readonly administrator: Administrator,
    private readonly revocations: Revocations,
  ) {}

  /** Makes a token that the account sees in its list. */
  async create(accountId: string, request: TokenRequest, actor: string, now: number) {
    const id = randomId();
    const events = [{ type: 'ApiTokenListed', data: { id } }];
    const list = `${API_TOKENS_OF_ACCOUNT.prefix}${accountId}`;
    await this.store.append(list, 'any', toNewEvents(events, 'any', actor));
    return this.record(id, accountId, request, actor, now);
  }

  /** A token for a part of this installation, for example the launcher; recorded, but in nobody's list. */
  async createForSystem(request: TokenRequest, now: number): Promise<string> {
    return (await this.record(randomId(), this.administrator.id, request, 'system', now)).secret;
  }

  async authenticate(credential: Credential, now: number): Promise<Actor | null> {
    const token = await this.valid(credential.id, now);
    if (!token || !secretMatches(credential.secret, token.secretHash)) return null;
    return {
      kind: 'token',
      accountId: token.account,
      name: token.name,
      scopes: token.scopes,
      id: token.id,
      expiresAt: apiTokenExpiry(token),
    };
  }

  /** The token if it is neither revoked nor expired. */
  async valid(id: string, now: number): Promise<LiveApiToken | null> {
    const { state } = await load(this.store, API_TOKEN, id);
    return state.state === 'live' && now < apiTokenExpiry(state) ? state : null;
  }

  /** All that were not revoked, expired ones too, newest first. */
  async ofAccount(accountId: string): Promise<LiveApiToken[]> {
    const { state: ids } = await load(this.store, API_TOKENS_OF_ACCOUNT, accountId);
    const tokens = await Promise.all(ids.map((id) => load(this.store, API_TOKEN, id)));
    return tokens.flatMap(({ state }) => (state.state === 'live' ? [state] : [])).reverse();
  }

  /** False if the account has no such token. */
  async revoke(accountId: string, id: string, actor: string): Promise<boolean> {
    const { state } = await load(this.store, API_TOKEN, id);
    if (state.state !== 'live' || state.account !== accountId) return false;
    await change(this.store, API_TOKEN, id, actor, revokeApiToken);
    this.revocations.announce(id);
    return true;
  }

  private async record(id: string, accountId: string, request: TokenRequest, actor: string, now: number) {
    const secret = randomSecret();
    const created: ApiTokenEvent = {
      type: 'ApiTokenCreated',
      data: {
        token: id,
        account: accountId,
        name: request.name,
        scopes: request.scopes,
        secretHash: hashSecret(secret),
        createdAt: new Date(now).toISOString(),
        expiresAt: request.expiresAt === null ? null : new Date(request.expiresAt).toISOString(),
      },
    };
    const stream = `${API_TOKEN.prefix}${id}`;
    await this.store.append(stream, 'no_stream', toNewEvents([created], 'no_stream', actor));
    return { token: live(created), secret: formatBearer({ id, secret }) };
  }
}

function live(created: ApiTokenEvent): LiveApiToken {
  const token = evolveApiToken(noApiToken, created);
  if (token.state !== 'live') throw new Error('A token that was just made is not live.');
  return token;
}

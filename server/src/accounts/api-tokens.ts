import { Injectable } from '@nestjs/common';
import { CommandHandling } from '../event-store/command-handling.js';
import { FreshReads } from '../event-store/fresh-read.js';
import type { Actor, Scope } from './actor.js';
import { Administrator } from './administrator.js';
import { apiTokenDecider, apiTokenExpiry } from './domain/api-token.js';
import type { ApiToken, ApiTokenCommand, LiveApiToken } from './domain/api-token.js';
import { belongingsDecider } from './domain/belongings.js';
import type { Credential } from './domain/credential.js';
import { formatBearer } from './domain/credential.js';
import { hashSecret, randomId, randomSecret, secretMatches } from './random-secret.js';
import { Revocations } from './revocations.js';
import { apiTokenStream, apiTokensOfAccount, commandBy } from './streams.js';

export interface TokenRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Milliseconds since 1970; null for never. */
  readonly expiresAt: number | null;
}

/** Bearer tokens of third-party clients. */
@Injectable()
export class ApiTokens {
  /** A dashboard may open a thousand sockets with one token at the same moment. */
  private readonly states = new FreshReads<ApiToken>(
    async (id) => (await this.handling.fold(apiTokenStream(id), apiTokenDecider)).state,
  );

  constructor(
    private readonly handling: CommandHandling,
    private readonly administrator: Administrator,
    private readonly revocations: Revocations,
  ) {}

  /** Makes a token that the account sees in its list. */
  async create(accountId: string, request: TokenRequest, actor: string, now: number) {
    const id = randomId();
    await this.handling.execute({
      stream: apiTokensOfAccount(accountId),
      decider: belongingsDecider,
      command: { list: id },
      metadata: commandBy(actor),
    });
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
    const state = await this.load(id);
    return state.state === 'live' && now < apiTokenExpiry(state) ? state : null;
  }

  /** All that were not revoked, expired ones too, newest first. */
  async ofAccount(accountId: string): Promise<LiveApiToken[]> {
    const { state: ids } = await this.handling.fold(apiTokensOfAccount(accountId), belongingsDecider);
    const tokens = await Promise.all(ids.map((id) => this.load(id)));
    return tokens.filter((token) => token.state === 'live').reverse();
  }

  /** False if the account has no such token. */
  async revoke(accountId: string, id: string, actor: string): Promise<boolean> {
    const state = await this.load(id);
    if (state.state !== 'live' || state.account !== accountId) return false;
    await this.execute(id, actor, { type: 'RevokeApiToken' });
    this.revocations.announce(id);
    return true;
  }

  private load(id: string): Promise<ApiToken> {
    return this.states.get(id);
  }

  private async record(id: string, accountId: string, request: TokenRequest, actor: string, now: number) {
    const secret = randomSecret();
    const { name, scopes, expiresAt } = request;
    const token: LiveApiToken = {
      state: 'live',
      id,
      account: accountId,
      name,
      scopes,
      secretHash: hashSecret(secret),
      createdAt: new Date(now).toISOString(),
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    };
    await this.execute(id, actor, { type: 'CreateApiToken', token });
    return { token, secret: formatBearer({ id, secret }) };
  }

  private async execute(id: string, actor: string, command: ApiTokenCommand): Promise<void> {
    const stream = apiTokenStream(id);
    await this.handling.execute({ stream, decider: apiTokenDecider, command, metadata: commandBy(actor) });
  }
}

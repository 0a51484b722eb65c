import { Injectable } from '@nestjs/common';
import { EventStore } from '../event-store/event-store.js';
import { SCOPES } from './actor.js';
import type { Actor } from './actor.js';
import { Administrator } from './administrator.js';
import { change, load, toNewEvents } from './aggregate.js';
import type { Account } from './domain/account.js';
import type { Credential } from './domain/credential.js';
import { decideSession, sessionExpiry, startSession } from './domain/session.js';
import type { Session } from './domain/session.js';
import { hashSecret, randomId, randomSecret, secretMatches } from './random-secret.js';
import { Revocations } from './revocations.js';
import { LISTED_SESSIONS, SESSION, SESSIONS_OF_ACCOUNT } from './streams.js';

export type OpenSession = Extract<Session, { state: 'open' }>;

/** The signed-in browsers of the administrator. */
@Injectable()
export class Sessions {
  constructor(
    private readonly store: EventStore,
    private readonly administrator: Administrator,
    private readonly revocations: Revocations,
  ) {}

  async start(account: Account, now: number): Promise<Credential> {
    const session = { id: randomId(), secret: randomSecret() };
    await this.list(this.administrator.id, session.id);
    const events = [
      startSession({
        session: session.id,
        account: this.administrator.id,
        secretHash: hashSecret(session.secret),
        passwordGeneration: account.passwordGeneration,
        now,
      }),
    ];
    const actor = `account:${this.administrator.id}`;
    await this.store.append(
      `${SESSION.prefix}${session.id}`,
      'no_stream',
      toNewEvents(events, 'no_stream', actor),
    );
    return session;
  }

  /** Who presents this cookie, or null. Notes now and then that the session is in use. */
  async authenticate(credential: Credential, now: number): Promise<Actor | null> {
    const session = await this.valid(credential.id, now);
    if (!session || !secretMatches(credential.secret, session.secretHash)) return null;
    const decision = decideSession(session, { type: 'ExtendSession', now });
    if (decision.kind === 'accepted' && decision.events.length > 0) {
      await change(this.store, SESSION, session.id, `account:${session.account}`, (current) =>
        decideSession(current, { type: 'ExtendSession', now }),
      );
    }
    return actorOf(session, (await this.administrator.account()).name);
  }

  /** The session if it is open, not expired, and begun under the current password. */
  async valid(id: string, now: number): Promise<OpenSession | null> {
    const [{ state: session }, account] = await Promise.all([
      load(this.store, SESSION, id),
      this.administrator.account(),
    ]);
    if (session.state !== 'open' || now >= sessionExpiry(session)) return null;
    return session.passwordGeneration === account.passwordGeneration ? session : null;
  }

  async ofAccount(accountId: string, now: number): Promise<OpenSession[]> {
    const { state: ids } = await load(this.store, SESSIONS_OF_ACCOUNT, accountId);
    const sessions = await Promise.all(ids.map((id) => this.valid(id, now)));
    return sessions.filter((session) => session !== null).reverse();
  }

  /** False if the account has no such session. */
  async end(
    accountId: string,
    id: string,
    reason: 'signed-out' | 'revoked',
    actor: string,
  ): Promise<boolean> {
    const { state } = await load(this.store, SESSION, id);
    if (state.state !== 'open' || state.account !== accountId) return false;
    await change(this.store, SESSION, id, actor, (session) =>
      decideSession(session, { type: 'EndSession', reason }),
    );
    this.revocations.announce(id);
    return true;
  }

  private async list(accountId: string, id: string): Promise<void> {
    const stream = `${SESSIONS_OF_ACCOUNT.prefix}${accountId}`;
    const { revision } = await load(this.store, SESSIONS_OF_ACCOUNT, accountId);
    if (revision === 'no_stream') await this.store.setStreamMetadata(stream, { maxCount: LISTED_SESSIONS });
    const events = [{ type: 'SessionListed', data: { id } }];
    await this.store.append(stream, 'any', toNewEvents(events, 'any', `account:${accountId}`));
  }
}

function actorOf(session: OpenSession, name: string): Actor {
  return {
    kind: 'account',
    accountId: session.account,
    name,
    scopes: SCOPES,
    id: session.id,
    expiresAt: sessionExpiry(session),
  };
}

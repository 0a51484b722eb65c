import { Injectable } from '@nestjs/common';
import { CommandHandling } from '../event-store/command-handling.js';
import { EventStore } from '../event-store/event-store.js';
import { SCOPES } from './actor.js';
import type { Actor } from './actor.js';
import { Administrator } from './administrator.js';
import type { Account } from './domain/account.js';
import type { Credential } from './domain/credential.js';
import type { Session, SessionCommand } from './domain/session.js';
import { isExtensionDue, sessionDecider, sessionExpiry } from './domain/session.js';
import { belongingsDecider } from './domain/belongings.js';
import { hashSecret, randomId, randomSecret, secretMatches } from './random-secret.js';
import { Revocations } from './revocations.js';
import { commandBy, sessionStream, sessionsOfAccount } from './streams.js';

/** Older ones have long ended, or were pushed out by as many later sign-ins. */
const LISTED_SESSIONS = 500;

export type OpenSession = Extract<Session, { state: 'open' }>;

/** The signed-in browsers of the administrator. */
@Injectable()
export class Sessions {
  constructor(
    private readonly store: EventStore,
    private readonly handling: CommandHandling,
    private readonly administrator: Administrator,
    private readonly revocations: Revocations,
  ) {}

  async start(account: Account, now: number): Promise<Credential> {
    const session = { id: randomId(), secret: randomSecret() };
    await this.list(this.administrator.id, session.id);
    await this.execute(session.id, `account:${this.administrator.id}`, {
      type: 'StartSession',
      session: session.id,
      account: this.administrator.id,
      secretHash: hashSecret(session.secret),
      passwordGeneration: account.passwordGeneration,
      now,
    });
    return session;
  }

  /** Who presents this cookie, or null. Notes now and then that the session is in use. */
  async authenticate(credential: Credential, now: number): Promise<Actor | null> {
    const session = await this.valid(credential.id, now);
    if (!session || !secretMatches(credential.secret, session.secretHash)) return null;
    if (isExtensionDue(session, now)) {
      await this.execute(session.id, `account:${session.account}`, { type: 'ExtendSession', now });
    }
    return actorOf(session, (await this.administrator.account()).name);
  }

  /** The session if it is open, not expired, and begun under the current password. */
  async valid(id: string, now: number): Promise<OpenSession | null> {
    const [{ state: session }, account] = await Promise.all([
      this.handling.fold(sessionStream(id), sessionDecider),
      this.administrator.account(),
    ]);
    if (session.state !== 'open' || now >= sessionExpiry(session)) return null;
    return session.passwordGeneration === account.passwordGeneration ? session : null;
  }

  async ofAccount(accountId: string, now: number): Promise<OpenSession[]> {
    const { state: ids } = await this.handling.fold(sessionsOfAccount(accountId), belongingsDecider);
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
    const { state } = await this.handling.fold(sessionStream(id), sessionDecider);
    if (state.state !== 'open' || state.account !== accountId) return false;
    await this.execute(id, actor, { type: 'EndSession', reason });
    this.revocations.announce(id);
    return true;
  }

  private async execute(id: string, actor: string, command: SessionCommand): Promise<void> {
    const stream = sessionStream(id);
    await this.handling.execute({ stream, decider: sessionDecider, command, metadata: commandBy(actor) });
  }

  private async list(accountId: string, id: string): Promise<void> {
    const stream = sessionsOfAccount(accountId);
    const { revision } = await this.handling.fold(stream, belongingsDecider);
    if (revision < 0n) await this.store.setStreamMetadata(stream, { maxCount: LISTED_SESSIONS });
    await this.handling.execute({
      stream,
      decider: belongingsDecider,
      command: { list: id },
      metadata: commandBy(`account:${accountId}`),
    });
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

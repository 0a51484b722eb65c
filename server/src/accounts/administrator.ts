import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v5 as uuidV5 } from 'uuid';
import { EventStore, WrongRevision } from '../event-store/event-store.js';
import { change, load, toNewEvents } from './aggregate.js';
import type { Account } from './domain/account.js';
import { decideAccount, setupCodeProblem } from './domain/account.js';
import type { AccountRefusal } from './domain/account.js';
import { PasswordHasher } from './password-hasher.js';
import { hashSecret, randomSecret } from './random-secret.js';
import { ACCOUNT } from './streams.js';

export const ADMINISTRATOR = 'admin';
export const SETUP_CODE_MS = 15 * 60_000;

const NAMESPACE = 'b0a4a1a5-6cc5-4bd0-9b57-1d5a3a7b6b5e';

/** The one account there is: made at the first start, its password set with a one-time code. */
@Injectable()
export class Administrator {
  private setUp = false;

  constructor(
    private readonly store: EventStore,
    private readonly passwords: PasswordHasher,
  ) {}

  /** The administrator's account id: the same in every process, so that first starts at the same time agree. */
  readonly id = accountIdOf(ADMINISTRATOR);

  /** Makes the account if there is none. */
  async ensure(): Promise<void> {
    await this.reserveName();
    await change(this.store, ACCOUNT, this.id, 'system', (account) =>
      decideAccount(account, { type: 'CreateAccount', account: this.id, name: ADMINISTRATOR }),
    );
  }

  async account(): Promise<Account> {
    return (await load(this.store, ACCOUNT, this.id)).state;
  }

  /** Whether a password has yet to be set. Once it is, it stays so: no more reading then. */
  async setupRequired(): Promise<boolean> {
    this.setUp ||= (await this.account()).passwordHash !== null;
    return !this.setUp;
  }

  /** A new one-time code; the one before stops working. */
  async issueSetupCode(now: number): Promise<string> {
    const code = randomSecret();
    const expiresAt = new Date(now + SETUP_CODE_MS).toISOString();
    await change(this.store, ACCOUNT, this.id, 'system', (account) =>
      decideAccount(account, { type: 'IssueSetupCode', codeHash: hashSecret(code), expiresAt }),
    );
    return code;
  }

  /** Sets the password; every session that was begun before is void from then on. Null when it worked. */
  async redeemSetupCode(code: string, password: string, now: number): Promise<AccountRefusal | null> {
    const attempt = { codeHash: hashSecret(code), now: new Date(now).toISOString() };
    const problem = setupCodeProblem(await this.account(), attempt.codeHash, attempt.now);
    if (problem) return problem;
    const passwordHash = await this.passwords.hash(password);
    const decision = await change(this.store, ACCOUNT, this.id, `account:${this.id}`, (account) =>
      decideAccount(account, { type: 'RedeemSetupCode', ...attempt, passwordHash }),
    );
    return decision.kind === 'refused' ? decision.reason : null;
  }

  private async reserveName(): Promise<void> {
    const stream = `accountName-${createHash('sha256').update(ADMINISTRATOR).digest('hex')}`;
    for await (const _reserved of this.store.read(stream, { limit: 1 })) return;
    const events = [{ type: 'AccountNameReserved', data: { account: this.id } }];
    try {
      await this.store.append(stream, 'no_stream', toNewEvents(events, 'no_stream', 'system'));
    } catch (error) {
      if (!(error instanceof WrongRevision)) throw error;
    }
  }
}

function accountIdOf(name: string): string {
  return uuidV5(name, NAMESPACE);
}

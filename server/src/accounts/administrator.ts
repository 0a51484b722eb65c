import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v5 as uuidV5 } from 'uuid';
import { CommandHandling } from '../event-store/command-handling.js';
import type { Account, AccountCommand, AccountRejection } from './domain/account.js';
import { accountDecider, setupCodeProblem } from './domain/account.js';
import { accountNameDecider } from './domain/account-name.js';
import { PasswordHasher } from './password-hasher.js';
import { hashSecret, randomSecret } from './random-secret.js';
import { accountStream, commandBy } from './streams.js';

export const ADMINISTRATOR = 'admin';
export const SETUP_CODE_MS = 15 * 60_000;

const NAMESPACE = 'b0a4a1a5-6cc5-4bd0-9b57-1d5a3a7b6b5e';

/** The one account there is: made at the first start, its password set with a one-time code. */
@Injectable()
export class Administrator {
  private setUp = false;

  constructor(
    private readonly handling: CommandHandling,
    private readonly passwords: PasswordHasher,
  ) {}

  /** The administrator's account id: the same in every process, so that first starts at the same time agree. */
  readonly id = accountIdOf(ADMINISTRATOR);

  /** Makes the account if there is none. */
  async ensure(): Promise<void> {
    await this.reserveName();
    await this.execute('system', { type: 'CreateAccount', account: this.id, name: ADMINISTRATOR });
  }

  async account(): Promise<Account> {
    return (await this.handling.fold(accountStream(this.id), accountDecider)).state;
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
    await this.execute('system', { type: 'IssueSetupCode', codeHash: hashSecret(code), expiresAt });
    return code;
  }

  /** Sets the password; every session that was begun before is void from then on. Null when it worked. */
  async redeemSetupCode(code: string, password: string, now: number): Promise<AccountRejection | null> {
    const attempt = { codeHash: hashSecret(code), now: new Date(now).toISOString() };
    const problem = setupCodeProblem(await this.account(), attempt.codeHash, attempt.now);
    if (problem) return problem;
    const passwordHash = await this.passwords.hash(password);
    return this.execute(`account:${this.id}`, { type: 'RedeemSetupCode', ...attempt, passwordHash });
  }

  private async execute(actor: string, command: AccountCommand): Promise<AccountRejection | null> {
    const outcome = await this.handling.execute({
      stream: accountStream(this.id),
      decider: accountDecider,
      command,
      metadata: commandBy(actor),
    });
    return outcome.kind === 'rejected' ? outcome.rejection : null;
  }

  private async reserveName(): Promise<void> {
    const hash = createHash('sha256').update(ADMINISTRATOR).digest('hex');
    await this.handling.execute({
      stream: `accountName-${hash}`,
      decider: accountNameDecider,
      command: { account: this.id },
      metadata: commandBy('system'),
    });
  }
}

function accountIdOf(name: string): string {
  return uuidV5(name, NAMESPACE);
}

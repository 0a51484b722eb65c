import { Injectable } from '@nestjs/common';
import { ADMINISTRATOR, Administrator } from './administrator.js';
import type { Account, AccountRejection } from './domain/account.js';
import type { Credential } from './domain/credential.js';
import { PasswordHasher } from './password-hasher.js';
import { Sessions } from './sessions.js';
import { SignInLimits } from './sign-in-limits.js';

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly account: Account; readonly session: Credential }
  | { readonly kind: 'refused'; readonly message: string; readonly retryAfterSeconds: number };

const REFUSALS: Record<AccountRejection, string> = {
  'ACCOUNT.UNKNOWN': 'This code is not valid.',
  'SETUP_CODE.INVALID':
    'This code is not valid. Use the newest one: each start and each reset makes a new one.',
  'SETUP_CODE.EXPIRED': 'This code has expired. Start Infrahaus again, or run: npm run admin -- reset',
};

/** The two ways in: name and password, and the one-time code. */
@Injectable()
export class SignIn {
  constructor(
    private readonly administrator: Administrator,
    private readonly sessions: Sessions,
    private readonly passwords: PasswordHasher,
    private readonly limits: SignInLimits,
  ) {}

  async withPassword(name: string, password: string, address: string): Promise<SignInOutcome> {
    return this.limited(name, address, async () => {
      const account = await this.administrator.account();
      const hash = name === ADMINISTRATOR ? account.passwordHash : null;
      const matches = await this.passwords.verify(password, hash);
      return matches ? null : 'The name or the password is wrong.';
    });
  }

  async withSetupCode(code: string, password: string, address: string): Promise<SignInOutcome> {
    return this.limited('setup code', address, async () => {
      const refusal = await this.administrator.redeemSetupCode(code, password, Date.now());
      return refusal === null ? null : REFUSALS[refusal];
    });
  }

  private async limited(
    name: string,
    address: string,
    refusal: () => Promise<string | null>,
  ): Promise<SignInOutcome> {
    const retryAfterSeconds = await this.limits.attempt(address, name);
    if (retryAfterSeconds > 0) {
      return { kind: 'refused', message: 'Too many attempts. Please wait.', retryAfterSeconds };
    }
    const message = await refusal();
    if (message !== null) return { kind: 'refused', message, retryAfterSeconds: 0 };
    await this.limits.succeeded(address, name);
    const account = await this.administrator.account();
    return { kind: 'signed-in', account, session: await this.sessions.start(account, Date.now()) };
  }
}

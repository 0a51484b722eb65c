import type { Decision } from './decision.js';
import { accepted, rejected } from './decision.js';

/** What is recorded in `account-{id}`. Codes and passwords only as hashes. */
export type AccountEvent =
  | {
      readonly type: 'AccountCreated';
      readonly data: { readonly account: string; readonly name: string };
    }
  | {
      readonly type: 'SetupCodeIssued';
      readonly data: { readonly codeHash: string; readonly expiresAt: string };
    }
  | { readonly type: 'PasswordSet'; readonly data: { readonly passwordHash: string } };

export type AccountCommand =
  | { readonly type: 'CreateAccount'; readonly account: string; readonly name: string }
  | { readonly type: 'IssueSetupCode'; readonly codeHash: string; readonly expiresAt: string }
  | {
      readonly type: 'RedeemSetupCode';
      readonly codeHash: string;
      readonly passwordHash: string;
      readonly now: string;
    };

export interface Account {
  readonly id: string | null;
  readonly name: string;
  readonly passwordHash: string | null;
  /** How often a password was set: a session begun under an earlier one is void. */
  readonly passwordGeneration: number;
  /** The one code that may still be redeemed; a newer one replaces it, redeeming uses it up. */
  readonly setupCode: { readonly hash: string; readonly expiresAt: string } | null;
}

export type AccountRejection = 'ACCOUNT.UNKNOWN' | 'SETUP_CODE.INVALID' | 'SETUP_CODE.EXPIRED';

export const noAccount: Account = {
  id: null,
  name: '',
  passwordHash: null,
  passwordGeneration: 0,
  setupCode: null,
};

export function evolveAccount(account: Account, event: AccountEvent): Account {
  switch (event.type) {
    case 'AccountCreated':
      return { ...account, id: event.data.account, name: event.data.name };
    case 'SetupCodeIssued':
      return { ...account, setupCode: { hash: event.data.codeHash, expiresAt: event.data.expiresAt } };
    case 'PasswordSet':
      return {
        ...account,
        passwordHash: event.data.passwordHash,
        passwordGeneration: account.passwordGeneration + 1,
        setupCode: null,
      };
  }
}

export function decideAccount(
  command: AccountCommand,
  account: Account,
): Decision<AccountEvent, AccountRejection> {
  switch (command.type) {
    case 'CreateAccount':
      if (account.id !== null) return accepted();
      return accepted({ type: 'AccountCreated', data: { account: command.account, name: command.name } });
    case 'IssueSetupCode':
      if (account.id === null) return rejected('ACCOUNT.UNKNOWN');
      return accepted({
        type: 'SetupCodeIssued',
        data: { codeHash: command.codeHash, expiresAt: command.expiresAt },
      });
    case 'RedeemSetupCode': {
      const problem = setupCodeProblem(account, command.codeHash, command.now);
      if (problem) return rejected(problem);
      return accepted({ type: 'PasswordSet', data: { passwordHash: command.passwordHash } });
    }
  }
}

/** Why a code cannot be redeemed now, or null. Codes are random, so comparing their hashes tells nothing about them. */
export function setupCodeProblem(account: Account, codeHash: string, now: string): AccountRejection | null {
  if (account.setupCode?.hash !== codeHash) return 'SETUP_CODE.INVALID';
  return now < account.setupCode.expiresAt ? null : 'SETUP_CODE.EXPIRED';
}

export const accountDecider = {
  initialState: noAccount,
  eventTypes: ['AccountCreated', 'SetupCodeIssued', 'PasswordSet'] as const,
  evolve: evolveAccount,
  decide: decideAccount,
};

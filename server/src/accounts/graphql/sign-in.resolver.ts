import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type {
  Account,
  Installation,
  RedeemSetupCodeInput,
  SignInInput,
  SignInResult,
} from '../../../../schema/generated/server.js';
import { accountPasswordProblem } from '../../../../schema/rules/access.js';
import type { AccessOptions } from '../access-options.js';
import { ACCESS_OPTIONS } from '../access-options.js';
import { actorName } from '../actor.js';
import { Administrator } from '../administrator.js';
import { CurrentContext } from '../current-actor.js';
import type { GraphqlContext } from '../graphql-context.js';
import { Public } from '../requires.js';
import { clearSessionCookie, setSessionCookie } from '../session-cookie.js';
import { Sessions } from '../sessions.js';
import type { SignInOutcome } from '../sign-in.js';
import { SignIn } from '../sign-in.js';

/** What serves people who have not signed in, and how they do. */
@Resolver()
export class SignInResolver {
  constructor(
    private readonly signIns: SignIn,
    private readonly sessions: Sessions,
    private readonly administrator: Administrator,
    @Inject(ACCESS_OPTIONS) private readonly options: AccessOptions,
  ) {}

  @Public()
  @Query()
  async installation(): Promise<Installation> {
    return {
      setupRequired: await this.administrator.setupRequired(),
      version: this.options.version,
    };
  }

  @Public()
  @Query()
  async viewer(@CurrentContext() { actor }: GraphqlContext): Promise<Account | null> {
    if (!actor) return null;
    return { id: actor.accountId, name: (await this.administrator.account()).name };
  }

  @Public()
  @Mutation()
  async signIn(
    @Args('input') input: SignInInput,
    @CurrentContext() context: GraphqlContext,
  ): Promise<SignInResult> {
    return this.answer(await this.signIns.withPassword(input.name, input.password, context.address), context);
  }

  @Public()
  @Mutation()
  async redeemSetupCode(
    @Args('input') input: RedeemSetupCodeInput,
    @CurrentContext() context: GraphqlContext,
  ): Promise<SignInResult> {
    const problem = accountPasswordProblem(input.password);
    if (problem) return { __typename: 'InvalidInput', problems: [{ field: 'password', ...problem }] };
    const { code, password } = input;
    return this.answer(await this.signIns.withSetupCode(code, password, context.address), context);
  }

  @Public()
  @Mutation()
  async signOut(@CurrentContext() context: GraphqlContext): Promise<boolean> {
    const { actor } = context;
    clearSessionCookie(context, this.options.secureCookies);
    if (actor?.kind !== 'account') return false;
    return this.sessions.end(actor.accountId, actor.id, 'signed-out', actorName(actor));
  }

  private answer(outcome: SignInOutcome, context: GraphqlContext): SignInResult {
    if (outcome.kind === 'refused') {
      const { message, retryAfterSeconds } = outcome;
      return { __typename: 'SignInRefused', message, retryAfterSeconds };
    }
    setSessionCookie(context, outcome.session, this.options.secureCookies);
    return {
      __typename: 'SignedIn',
      account: { id: this.administrator.id, name: outcome.account.name },
    };
  }
}

import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { AccessOptions } from './access-options.js';
import { ACCESS_OPTIONS } from './access-options.js';
import { Administrator } from './administrator.js';
import { ApiTokens } from './api-tokens.js';
import { Authenticator } from './authenticator.js';
import { ApiTokenResolver } from './graphql/api-token.resolver.js';
import { SessionResolver } from './graphql/session.resolver.js';
import { SignInResolver } from './graphql/sign-in.resolver.js';
import { PasswordHasher } from './password-hasher.js';
import { Revocations } from './revocations.js';
import { Sessions } from './sessions.js';
import { SignInLimits } from './sign-in-limits.js';
import { SignIn } from './sign-in.js';

/** Who may come in. Needs a global `EventStore`. */
@Module({})
export class AccountsModule {
  static forRoot(options: AccessOptions): DynamicModule {
    return {
      module: AccountsModule,
      providers: [
        { provide: ACCESS_OPTIONS, useValue: options },
        Administrator,
        ApiTokens,
        Authenticator,
        PasswordHasher,
        Revocations,
        Sessions,
        SignIn,
        SignInLimits,
        ApiTokenResolver,
        SessionResolver,
        SignInResolver,
      ],
      exports: [Administrator, ApiTokens, Authenticator, Revocations],
    };
  }
}

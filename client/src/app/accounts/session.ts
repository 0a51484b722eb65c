import { computed, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import type { ViewerQuery } from '../../../../schema/generated/client.js';
import {
  RedeemSetupCodeDocument,
  SignInDocument,
  SignOutDocument,
  ViewerDocument,
} from '../../../../schema/generated/client.js';
import { Api } from '../graphql/api.js';

/** Null when signed in; otherwise what to tell the person. */
type SignInProblem = string | null;

/** Who uses this browser. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly api = inject(Api);
  private readonly document = inject(DOCUMENT);
  private readonly known = signal<ViewerQuery | null>(null);

  readonly account = computed(() => this.known()?.viewer ?? null);
  readonly setupRequired = computed(() => this.known()?.installation.setupRequired ?? false);
  readonly version = computed(() => this.known()?.installation.version ?? '');

  /** Asks the server once; later calls answer from memory until `forget`. */
  async load(): Promise<void> {
    if (this.known() === null) this.known.set(await this.api.query(ViewerDocument, {}));
  }

  forget(): void {
    this.known.set(null);
  }

  async signIn(name: string, password: string): Promise<SignInProblem> {
    const { signIn } = await this.api.mutate(SignInDocument, { input: { name, password } });
    return this.settle(signIn);
  }

  async redeem(code: string, password: string): Promise<SignInProblem> {
    const { redeemSetupCode } = await this.api.mutate(RedeemSetupCodeDocument, { input: { code, password } });
    return this.settle(redeemSetupCode);
  }

  /** Leaves by loading the application anew, so that nothing of this person stays in memory. */
  async signOut(): Promise<void> {
    await this.api.mutate(SignOutDocument, {});
    this.document.location.assign('/sign-in');
  }

  private async settle(result: SignInResult): Promise<SignInProblem> {
    switch (result.__typename) {
      case 'SignedIn':
        this.forget();
        await this.load();
        return null;
      case 'SignInRefused':
        return result.message;
      case 'InvalidInput':
        return result.problems.map(({ reason }) => reason).join(' ');
    }
  }
}

type SignInResult =
  | { readonly __typename: 'SignedIn' }
  | { readonly __typename: 'SignInRefused'; readonly message: string }
  | { readonly __typename: 'InvalidInput'; readonly problems: readonly { readonly reason: string }[] };

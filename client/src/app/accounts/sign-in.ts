import { Component, inject, input, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { defer, retry, timer } from 'rxjs';
import { requestFailed } from '../graphql/request-failed.js';
import { Notice } from '../ui/notice.js';
import { TextField } from '../ui/text-field.js';
import { AccountCard } from './account-card.js';
import { Session } from './session.js';

const AGAIN_MS = 2_000;

/** Signs a person in and brings them back to where they wanted to go. */
@Component({
  selector: 'ih-sign-in',
  imports: [AccountCard, MatButton, Notice, TextField],
  template: `
    <ih-account-card heading="Sign in to Infrahaus">
      <form class="stack" novalidate (submit)="signIn($event)">
        @if (problem() ?? unanswered(); as text) {
          <ih-notice tone="error">{{ text }}</ih-notice>
        }
        <ih-text-field label="Name" autocomplete="username" testId="sign-in-name" [(value)]="name" />
        <ih-text-field
          label="Password"
          type="password"
          autocomplete="current-password"
          testId="sign-in-password"
          [(value)]="password"
        />
        <button matButton="filled" type="submit" data-testid="sign-in-submit" [disabled]="busy()">
          {{ busy() ? 'Signing in…' : 'Sign in' }}
        </button>
      </form>
      <p class="muted">
        Forgotten? On the machine that runs Infrahaus, <code>npm run admin -- reset</code> prints a link that
        sets a new password.
      </p>
    </ih-account-card>
  `,
  styles: `
    p {
      margin: 0;
      font-size: 0.88rem;
    }
  `,
})
export class SignIn {
  /** Where to go afterwards. */
  readonly returnTo = input<string>();

  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly name = signal('admin');
  protected readonly password = signal('');
  protected readonly problem = signal<string | null>(null);
  protected readonly busy = signal(false);
  /** Why it is not known who is signed in. */
  protected readonly unanswered = signal<string | null>(null);

  constructor() {
    defer(() => this.session.load())
      .pipe(retry({ delay: (cause: unknown) => this.later(cause) }), takeUntilDestroyed())
      .subscribe(() => {
        this.unanswered.set(null);
        if (this.session.account()) void this.goOn();
      });
  }

  /** Who came here only because nobody answered goes on as soon as somebody does. */
  private later(cause: unknown) {
    this.unanswered.set(requestFailed(cause).message);
    return timer(AGAIN_MS);
  }

  private goOn(): Promise<boolean> {
    return this.router.navigateByUrl(this.destination(), { replaceUrl: true });
  }

  protected async signIn(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const refusal = await this.session.signIn(this.name(), this.password());
      if (refusal === null) await this.goOn();
      else this.problem.set(refusal);
    } catch (cause) {
      this.problem.set(requestFailed(cause).message);
    } finally {
      this.busy.set(false);
    }
  }

  /** Only a path of this application: a link must not be able to send people elsewhere. */
  private destination(): string {
    const wanted = this.returnTo() ?? '';
    return /^\/(?![/\\])/.test(wanted) ? wanted : '/containers';
  }
}

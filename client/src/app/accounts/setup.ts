import { Location } from '@angular/common';
import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router } from '@angular/router';
import { accountPasswordProblem } from '../../../../schema/rules/access.js';
import type { Problem } from '../../../../schema/rules/problem.js';
import { problem } from '../../../../schema/rules/problem.js';
import { requestFailed } from '../graphql/request-failed.js';
import { Notice } from '../ui/notice.js';
import { TextField } from '../ui/text-field.js';
import { AccountCard } from './account-card.js';
import { Session } from './session.js';

/** Redeems the one-time code of the printed address and sets the administrator's password. */
@Component({
  selector: 'ih-setup',
  imports: [AccountCard, MatButton, Notice, TextField],
  template: `
    <ih-account-card heading="Set the administrator’s password">
      <p class="muted">You will sign in as <strong>admin</strong>. The link works once and for 15 minutes.</p>
      <form class="stack" novalidate (submit)="redeem($event)">
        @if (refusal(); as text) {
          <ih-notice tone="error">{{ text }}</ih-notice>
        }
        <input
          class="visually-hidden"
          type="text"
          autocomplete="username"
          value="admin"
          tabindex="-1"
          readonly
          aria-hidden="true"
        />
        @if (!codeFromLink) {
          <ih-text-field
            label="One-time code"
            hint="It stands behind #setup= in the address that the terminal shows."
            testId="setup-code"
            [mono]="true"
            [problem]="codeProblem()"
            [insist]="tried()"
            [(value)]="code"
          />
        }
        <ih-text-field
          label="New password"
          type="password"
          autocomplete="new-password"
          hint="At least 12 characters."
          testId="setup-password"
          [problem]="passwordProblem()"
          [insist]="tried()"
          [(value)]="password"
        />
        <button matButton="filled" type="submit" data-testid="setup-submit" [disabled]="busy()">
          {{ busy() ? 'Setting…' : 'Set password and sign in' }}
        </button>
      </form>
    </ih-account-card>
  `,
  styles: `
    p {
      margin: 0;
    }
  `,
})
export class Setup {
  private readonly session = inject(Session);
  private readonly router = inject(Router);

  protected readonly codeFromLink = codeOf(inject(ActivatedRoute).snapshot.fragment);
  protected readonly code = signal(this.codeFromLink);
  protected readonly password = signal('');
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly refusal = signal<string | null>(null);
  protected readonly passwordProblem = computed(() => accountPasswordProblem(this.password()));
  protected readonly codeProblem = computed<Problem | null>(() =>
    this.code().trim() ? null : problem('CODE.EMPTY', 'Copy the code from the terminal.'),
  );

  constructor() {
    // The code is a secret for fifteen minutes: it does not stay in the address bar or the history.
    inject(Location).replaceState('/setup');
  }

  protected async redeem(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.busy() || this.passwordProblem() || this.codeProblem()) return;
    this.busy.set(true);
    this.refusal.set(null);
    try {
      const refusal = await this.session.redeem(this.code().trim(), this.password());
      if (refusal === null) await this.router.navigateByUrl('/containers', { replaceUrl: true });
      else this.refusal.set(refusal);
    } catch (cause) {
      this.refusal.set(requestFailed(cause).message);
    } finally {
      this.busy.set(false);
    }
  }
}

function codeOf(fragment: string | null): string {
  return new URLSearchParams(fragment ?? '').get('setup') ?? '';
}

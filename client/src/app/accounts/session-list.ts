import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RevokeSessionDocument, SessionsDocument } from '../../../../schema/generated/client.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { Chip } from '../ui/chip.js';
import { clock } from '../ui/clock.js';
import { Loading } from '../ui/loading.js';
import { Moment } from '../ui/moment.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import { Session } from './session.js';

/** The browsers in which this person is signed in. Ending another one is undone by signing in there again: no question asked. */
@Component({
  selector: 'ih-session-list',
  imports: [Chip, Loading, MatButton, Moment, Notice, PageHeading],
  template: `
    <div class="page-head"><h1 ihPageHeading>Sessions</h1></div>
    @if (failure(); as text) {
      <ih-notice tone="error">
        {{ text }} <button matButton type="button" (click)="list.reload()">Try again</button>
      </ih-notice>
    } @else if (sessions(); as found) {
      <ul class="plain-list rows">
        @for (session of found; track session.id) {
          <li data-testid="session" [attr.data-current]="session.current">
            <div class="what">
              <span class="row">
                <strong>Signed in <ih-moment [at]="session.createdAt" [now]="now()" /></strong>
                @if (session.current) {
                  <ih-chip tone="ready">This browser</ih-chip>
                }
              </span>
              <span class="muted"
                >Ends <ih-moment [at]="session.expiresAt" [now]="now()" [ahead]="true"
              /></span>
            </div>
            <button
              matButton
              type="button"
              data-testid="session-end"
              [disabled]="ending() !== null"
              (click)="end(session.id, session.current)"
            >
              {{ session.current ? 'Sign out' : 'End it' }}
            </button>
          </li>
        }
      </ul>
    } @else {
      <ih-loading label="Loading the sessions" [rows]="2" />
    }
  `,
  styleUrl: './token-list.scss',
  styles: `
    li {
      display: flex;
      gap: 12px;
      align-items: center;
      justify-content: space-between;
      padding: 14px 12px 14px 18px;
    }
    .what {
      display: grid;
      gap: 4px;
    }
    .muted {
      font-size: 0.88rem;
    }
    button {
      flex: none;
    }
  `,
})
export class SessionList {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  protected readonly list = resource({ loader: () => this.api.query(SessionsDocument, {}) });
  protected readonly sessions = computed(() =>
    this.list.hasValue() ? this.list.value().sessions : undefined,
  );
  protected readonly ending = signal<string | null>(null);
  private readonly endFailure = signal<string | null>(null);
  protected readonly now = clock(30_000);
  protected readonly failure = computed(() => {
    const cause = this.list.error();
    return this.endFailure() ?? (cause ? requestFailed(cause).message : null);
  });

  protected async end(id: string, current: boolean): Promise<void> {
    this.ending.set(id);
    this.endFailure.set(null);
    try {
      if (current) await this.session.signOut();
      else await this.api.mutate(RevokeSessionDocument, { id });
      this.list.reload();
    } catch (cause) {
      this.endFailure.set(requestFailed(cause).message);
    } finally {
      this.ending.set(null);
    }
  }
}

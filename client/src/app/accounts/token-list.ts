import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ApiTokensDocument, RevokeApiTokenDocument } from '../../../../schema/generated/client.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { clock } from '../ui/clock.js';
import { EmptyState } from '../ui/empty-state.js';
import { Icon } from '../ui/icon.js';
import { Loading } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageHeading } from '../ui/page-heading.js';
import type { MadeToken } from './token-form.js';
import { TokenForm } from './token-form.js';
import { TokenRow } from './token-row.js';
import { TokenSecret } from './token-secret.js';

/** The bearer tokens with which other programs use Infrahaus in this person's name. */
@Component({
  selector: 'ih-token-list',
  imports: [EmptyState, Icon, Loading, MatButton, Notice, PageHeading, TokenForm, TokenRow, TokenSecret],
  templateUrl: './token-list.html',
  styleUrl: './token-list.scss',
})
export class TokenList {
  private readonly api = inject(Api);
  protected readonly list = resource({ loader: () => this.api.query(ApiTokensDocument, {}) });
  protected readonly tokens = computed(() =>
    this.list.hasValue() ? this.list.value().apiTokens : undefined,
  );
  protected readonly adding = signal(false);
  /** The token that was just made: its secret is in memory until this page is left, and nowhere else. */
  protected readonly made = signal<MadeToken | null>(null);
  protected readonly revokeFailure = signal<string | null>(null);
  protected readonly now = clock(30_000);
  protected readonly failure = computed(() => {
    const cause = this.list.error();
    return cause ? requestFailed(cause).message : null;
  });

  protected open(): void {
    this.made.set(null);
    this.adding.set(true);
  }

  protected keep(made: MadeToken): void {
    this.adding.set(false);
    this.made.set(made);
    this.list.reload();
  }

  protected async revoke(id: string): Promise<void> {
    this.revokeFailure.set(null);
    try {
      await this.api.mutate(RevokeApiTokenDocument, { id });
      if (this.made()?.token.id === id) this.made.set(null);
      this.list.reload();
    } catch (cause) {
      this.revokeFailure.set(requestFailed(cause).message);
    }
  }
}

import { Component, computed, inject, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import type { ApiScope, CreateApiTokenMutation } from '../../../../schema/generated/client.js';
import { CreateApiTokenDocument } from '../../../../schema/generated/client.js';
import { titleProblem } from '../../../../schema/rules/names.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import { Notice } from '../ui/notice.js';
import { SelectField } from '../ui/select-field.js';
import { TextField } from '../ui/text-field.js';
import { expiryOf, LIFETIMES, SCOPES } from './token-choices.js';

export type MadeToken = Extract<CreateApiTokenMutation['createApiToken'], { __typename: 'ApiTokenCreated' }>;

/** Asks what a new token is called, may do, and how long it works. */
@Component({
  selector: 'ih-token-form',
  imports: [MatButton, MatCheckbox, Notice, SelectField, TextField],
  templateUrl: './token-form.html',
  styleUrl: './token-form.scss',
})
export class TokenForm {
  readonly made = output<MadeToken>();
  readonly cancelled = output();

  private readonly api = inject(Api);
  protected readonly scopes = SCOPES;
  protected readonly lifetimes = LIFETIMES;
  protected readonly name = signal('');
  protected readonly lifetime = signal('90');
  protected readonly chosen = signal<ReadonlySet<ApiScope>>(new Set<ApiScope>(['READ']));
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly refusal = signal<string | null>(null);
  protected readonly nameProblem = computed(() => titleProblem(this.name(), 60));

  protected toggle(scope: ApiScope, on: boolean): void {
    const scopes = new Set(this.chosen());
    if (on) scopes.add(scope);
    else scopes.delete(scope);
    this.chosen.set(scopes);
  }

  protected async create(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.busy() || this.nameProblem() || this.chosen().size === 0) return;
    this.busy.set(true);
    this.refusal.set(null);
    try {
      await this.send();
    } catch (cause) {
      this.refusal.set(requestFailed(cause).message);
    } finally {
      this.busy.set(false);
    }
  }

  private async send(): Promise<void> {
    const expiresAt = expiryOf(this.lifetime(), Date.now());
    const input = { name: this.name().trim(), scopes: [...this.chosen()], expiresAt };
    const { createApiToken: result } = await this.api.mutate(CreateApiTokenDocument, { input });
    if (result.__typename === 'ApiTokenCreated') this.made.emit(result);
    else this.refusal.set(result.problems.map(({ reason }) => reason).join(' '));
  }
}

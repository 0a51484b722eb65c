import { computed, inject, Injectable, signal } from '@angular/core';
import type { FieldProblem, Problem } from '../../../../schema/rules/problem.js';
import { Api } from '../graphql/api.js';
import { requestFailed } from '../graphql/request-failed.js';
import type { Fingerprints, NodeForm } from './node-form.js';
import { EMPTY_FORM } from './node-form.js';

/** What is typed about a node, what is wrong with it, and what the server had to say. */
@Injectable()
export abstract class NodeFormModel {
  protected readonly api = inject(Api);

  readonly form = signal<NodeForm>(EMPTY_FORM);
  /** What the address presents, to be confirmed by a person. */
  readonly fingerprints = signal<Fingerprints | null>(null);
  readonly busy = signal(false);
  /** What has to be put right before it works, in words for a person. */
  readonly reasons = signal<readonly string[]>([]);
  readonly insisted = signal(false);
  private readonly refused = signal<readonly FieldProblem[]>([]);
  private readonly problems = computed(() => {
    const own = this.ownProblems();
    return own.length > 0 ? own : this.refused();
  });

  /** Whether a secret that is left empty stays as it is. */
  abstract keeps(part: 'login' | 'ssh'): boolean;

  patch(change: Partial<NodeForm>): void {
    this.form.update((form) => ({ ...form, ...change }));
    this.refused.set([]);
  }

  problemOf(field: keyof NodeForm): Problem | null {
    return this.problems().find((found) => found.field === field) ?? null;
  }

  /** What is wrong before anybody is asked. */
  protected abstract ownProblems(): readonly FieldProblem[];

  protected refuse(problems: readonly FieldProblem[]): void {
    this.refused.set(problems);
    this.reasons.set(problems.map(({ reason }) => reason));
  }

  protected async attempt(work: () => Promise<void>): Promise<void> {
    this.insisted.set(true);
    if (this.busy() || this.ownProblems().length > 0) return;
    this.busy.set(true);
    this.reasons.set([]);
    try {
      await work();
    } catch (cause) {
      this.reasons.set([requestFailed(cause).message]);
    } finally {
      this.busy.set(false);
    }
  }
}

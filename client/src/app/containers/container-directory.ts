import { computed, inject, Injectable, signal } from '@angular/core';
import type { Subscription } from 'rxjs';
import { concat, defer, ignoreElements, map, merge, retry, tap, throwError, timer } from 'rxjs';
import type { ContainerCardFragment } from '../../../../schema/generated/client.js';
import { ContainerChangesDocument, ContainersDocument } from '../../../../schema/generated/client.js';
import { Api } from '../graphql/api.js';
import type { RequestFailed } from '../graphql/request-failed.js';
import { requestFailed } from '../graphql/request-failed.js';

type Known = ReadonlyMap<string, ContainerCardFragment>;

/** All containers, kept current from the first time that somebody follows them until the session ends. */
@Injectable({ providedIn: 'root' })
export class ContainerDirectory {
  private readonly api = inject(Api);
  private readonly known = signal<Known | null>(null);
  private following: Subscription | null = null;
  private readonly problem = signal<RequestFailed | null>(null);

  /** Newest first; null until they were loaded. */
  readonly containers = computed(() => newestFirst(this.known()));
  readonly failure = this.problem.asReadonly();

  /** Loads everything and follows changes; after a lost connection it does so again, so that nothing is missed. */
  follow(): void {
    if (this.following && !this.following.closed) return;
    this.problem.set(null);
    const ended = throwError(() => requestFailed(null));
    const changes = concat(this.api.subscribe(ContainerChangesDocument, {}), ended);
    const all = defer(() => this.api.query(ContainersDocument, {}));
    this.following = merge(
      changes.pipe(
        map(({ containerChanges }) => {
          this.merge([containerChanges]);
        }),
      ),
      all.pipe(
        tap(({ containers }) => {
          this.replace(containers);
        }),
        ignoreElements(),
      ),
    )
      .pipe(retry({ delay: (cause: unknown, attempt) => this.again(cause, attempt), resetOnSuccess: true }))
      .subscribe({
        error: (cause: unknown) => {
          this.problem.set(requestFailed(cause));
        },
      });
  }

  /** Forgets everything: the next to sign in may be somebody else. */
  stop(): void {
    this.following?.unsubscribe();
    this.known.set(null);
    this.problem.set(null);
  }

  private again(cause: unknown, attempt: number) {
    const failure = requestFailed(cause);
    this.problem.set(failure);
    if (failure.kind !== 'offline') return throwError(() => failure);
    return timer(Math.min(10_000, 500 * 2 ** Math.min(attempt, 5)));
  }

  private replace(containers: readonly ContainerCardFragment[]): void {
    this.problem.set(null);
    this.known.update((known) => {
      const next = new Map(containers.map((container) => [container.id, container]));
      for (const [id, older] of known ?? []) {
        const listed = next.get(id);
        if (listed && listed.updatedAt < older.updatedAt) next.set(id, older);
      }
      return next;
    });
  }

  private merge(changed: readonly ContainerCardFragment[]): void {
    this.known.update((known) => {
      const next = new Map(known ?? []);
      for (const container of changed) {
        if (container.state === 'DESTROYED') next.delete(container.id);
        else next.set(container.id, container);
      }
      return next;
    });
  }
}

function newestFirst(known: Known | null): readonly ContainerCardFragment[] | null {
  return known && [...known.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

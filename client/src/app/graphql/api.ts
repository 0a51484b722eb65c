import { inject, Injectable, signal } from '@angular/core';
import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { Apollo } from 'apollo-angular';
import type { Observable } from 'rxjs';
import { catchError, firstValueFrom, map, throwError } from 'rxjs';
import { RequestFailed, requestFailed } from './request-failed.js';

/** The server. Every failure comes out as `RequestFailed`. */
@Injectable({ providedIn: 'root' })
export class Api {
  private readonly apollo = inject(Apollo);
  private readonly ended = signal(0);

  /** Grows each time that the server says that the session is over. */
  readonly sessionEnded = this.ended.asReadonly();

  async query<T, V extends OperationVariables>(query: TypedDocumentNode<T, V>, variables: V): Promise<T> {
    return this.once(this.apollo.query<T, V>({ query, variables }));
  }

  async mutate<T, V extends OperationVariables>(mutation: TypedDocumentNode<T, V>, variables: V): Promise<T> {
    return this.once(this.apollo.mutate<T, V>({ mutation, variables }));
  }

  subscribe<T, V extends OperationVariables>(query: TypedDocumentNode<T, V>, variables: V): Observable<T> {
    const options = { query, variables, fetchPolicy: 'no-cache' } as Apollo.SubscribeOptions<T, V>;
    return this.apollo.subscribe<T, V>(options).pipe(
      map((result) => dataOf(result)),
      catchError((cause: unknown) => throwError(() => this.failed(cause))),
    );
  }

  private async once<T>(answer: Observable<{ data?: T | null; error?: unknown }>): Promise<T> {
    try {
      return dataOf(await firstValueFrom(answer));
    } catch (cause) {
      throw this.failed(cause);
    }
  }

  private failed(cause: unknown): RequestFailed {
    const failure = requestFailed(cause);
    if (failure.kind === 'signed-out') this.ended.update((times) => times + 1);
    return failure;
  }
}

/** Apollo Client 4 hands a subscription's failure over as a value. */
function dataOf<T>(result: { data?: T | null; error?: unknown }): T {
  if (result.error) throw requestFailed(result.error);
  if (result.data === undefined || result.data === null) {
    throw new RequestFailed('The server sent an empty answer. Try again.', 'refused');
  }
  return result.data;
}

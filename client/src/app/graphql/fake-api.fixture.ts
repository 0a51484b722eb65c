import { signal } from '@angular/core';
import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import type { DocumentNode } from 'graphql';
import { Kind } from 'graphql';
import { Subject } from 'rxjs';
import type { Observable } from 'rxjs';
import { Api } from './api.js';

type Answer = (variables: OperationVariables) => unknown;

/** A server for tests of components: answers by the operation's name and remembers what it was asked. */
export class FakeApi implements Pick<Api, 'query' | 'mutate' | 'subscribe' | 'sessionEnded'> {
  readonly sessionEnded = signal(0);
  readonly asked: { readonly name: string; readonly variables: OperationVariables }[] = [];
  readonly live = new Map<string, Subject<unknown>>();

  constructor(private readonly answers: Record<string, Answer> = {}) {}

  /** For the providers of a test. */
  get provider() {
    return { provide: Api, useValue: this };
  }

  query<T, V extends OperationVariables>(document: TypedDocumentNode<T, V>, variables: V): Promise<T> {
    const name = nameOf(document);
    this.asked.push({ name, variables });
    const answer = this.answers[name];
    return answer
      ? Promise.resolve().then(() => answer(variables) as T)
      : Promise.reject(new Error(`No answer is prepared for ${name}.`));
  }

  mutate<T, V extends OperationVariables>(document: TypedDocumentNode<T, V>, variables: V): Promise<T> {
    return this.query(document, variables);
  }

  subscribe<T, V extends OperationVariables>(document: TypedDocumentNode<T, V>, variables: V): Observable<T> {
    const name = nameOf(document);
    this.asked.push({ name, variables });
    const subject = new Subject<unknown>();
    this.live.set(name, subject);
    return subject as Observable<T>;
  }

  /** Sends something to whoever has subscribed to an operation. */
  push(name: string, data: unknown): void {
    this.live.get(name)?.next(data);
  }

  variablesOf(name: string): OperationVariables | undefined {
    return this.asked.findLast((request) => request.name === name)?.variables;
  }
}

function nameOf(document: DocumentNode): string {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION && definition.name) return definition.name.value;
  }
  return '';
}

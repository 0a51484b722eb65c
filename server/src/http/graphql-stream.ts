import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { RequestHandler, Response } from 'express';
import type { GraphQLError } from 'graphql';
import type { ExecutionResult, OperationArgs, RequestParams, ResponseInit } from 'graphql-sse';
import { createHandler } from 'graphql-sse/lib/use/express';
import type { Actor } from '../accounts/actor.js';
import type { GraphqlContext } from '../accounts/graphql-context.js';
import { actorIn } from '../accounts/request-actor.js';
import { publicErrors } from './graphql-errors.js';
import { LiveConnections } from './live-connections.js';
import { checkedDocument } from './operation-limits.js';
import { contextOf } from './request-context.js';

/** The context in the form in which graphql-sse takes it: not an interface. */
type StreamContext = Pick<GraphqlContext, keyof GraphqlContext>;

/** GraphQL over server-sent events (graphql-sse, distinct connections mode), so that curl can follow a run. */
@Injectable()
export class GraphqlStream {
  private readonly open = new Set<Response>();

  constructor(
    private readonly schemas: GraphQLSchemaHost,
    private readonly connections: LiveConnections,
  ) {}

  handler(): RequestHandler {
    const handle = createHandler<StreamContext>({
      // No stream tokens: every operation has a connection of its own, which is authenticated itself.
      authenticate: () => null,
      onSubscribe: (request, params) => this.prepare(params, request.context.res),
      onNext: async (_context, request, result) => {
        await drained(request.context.res);
        return visible(result as ExecutionResult);
      },
    });
    return (request, response, next) => {
      if (this.admit(actorIn(response), response)) handle(request, response).catch(next);
    };
  }

  close(): void {
    for (const response of this.open) response.end();
  }

  /** Whether the stream may begin; if not, it has been answered. */
  private admit(actor: Actor | null, response: Response): boolean {
    if (!actor) {
      response.status(401).json({ errors: [{ message: 'Sign in first.' }] });
      return false;
    }
    const forget = this.connections.add({ actor, revoke: () => response.end() });
    if (!forget) {
      response.status(429).json({ errors: [{ message: 'Too many connections of this account.' }] });
      return false;
    }
    this.open.add(response);
    response.once('close', () => {
      this.open.delete(response);
      forget();
    });
    return true;
  }

  private prepare(
    { query, operationName, variables }: RequestParams,
    response: Response,
  ): OperationArgs<StreamContext> | Refusal {
    const { schema } = this.schemas;
    const checked = checkedDocument(schema, query);
    if ('errors' in checked) return refusal(checked.errors);
    return {
      schema,
      document: checked.document,
      contextValue: contextOf(response.req, response),
      operationName: operationName ?? null,
      variableValues: variables ?? null,
    };
  }
}

/** An answer in the form of graphql-sse. */
type Refusal = [body: string, init: ResponseInit];

function refusal(errors: readonly GraphQLError[]): Refusal {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return [
    JSON.stringify({ errors: publicErrors(errors) }),
    { status: 400, statusText: 'Bad Request', headers },
  ];
}

function visible(result: ExecutionResult): ExecutionResult {
  if (!result.errors) return result;
  return { ...result, errors: publicErrors(result.errors) } as unknown as ExecutionResult;
}

/** Waits until a slow reader has taken what was sent to it: otherwise its frames would pile up in memory. */
async function drained(response: Response): Promise<void> {
  if (!response.writableNeedDrain) return;
  const closed = new AbortController();
  const { signal } = closed;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).finally(
    () => {
      closed.abort();
    },
  );
}

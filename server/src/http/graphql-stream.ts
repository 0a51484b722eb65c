import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { RequestHandler, Response } from 'express';
import type { ExecutionArgs } from 'graphql';
import type { ExecutionResult } from 'graphql-sse';
import { createHandler } from 'graphql-sse/lib/use/express';
import type { Actor } from '../accounts/actor.js';
import { publicErrors } from './graphql-errors.js';
import { LiveConnections } from './live-connections.js';
import { checkedDocument } from './operation-limits.js';
import { actorIn, contextOf } from './request-context.js';

/** GraphQL over server-sent events (graphql-sse, distinct connections mode), so that curl can follow a run. */
@Injectable()
export class GraphqlStream {
  private readonly open = new Set<Response>();

  constructor(
    private readonly schemas: GraphQLSchemaHost,
    private readonly connections: LiveConnections,
  ) {}

  handler(): RequestHandler {
    const handle = createHandler<never>({
      // No stream tokens: every operation has a connection of its own, which is authenticated itself.
      authenticate: () => null,
      onSubscribe: (request, params) => this.prepare(params, request.context.res),
      onNext: async (_context, request, result) => {
        await drained(request.context.res);
        return visible(result as ExecutionResult);
      },
    });
    return async (request, response, next) => {
      const forget = this.admit(actorIn(response), response);
      if (!forget) return;
      try {
        await handle(request, response);
      } catch (error) {
        next(error);
      } finally {
        forget();
      }
    };
  }

  close(): void {
    for (const response of this.open) response.destroy();
  }

  private admit(actor: Actor | null, response: Response): (() => void) | null {
    if (!actor) {
      response.status(401).json({ errors: [{ message: 'Sign in first.' }] });
      return null;
    }
    const forget = this.connections.add({ actor, revoke: () => response.destroy() });
    if (!forget) {
      response.status(429).json({ errors: [{ message: 'Too many connections of this account.' }] });
      return null;
    }
    this.open.add(response);
    return () => {
      this.open.delete(response);
      forget();
    };
  }

  private prepare(
    params: { query: string; operationName?: unknown; variables?: unknown },
    response: Response,
  ): never {
    const { schema } = this.schemas;
    const checked = checkedDocument(schema, params.query);
    if ('errors' in checked) return { errors: checked.errors } as never;
    const args = {
      schema,
      document: checked.document,
      contextValue: contextOf(response.req, response),
      operationName: params.operationName,
      variableValues: params.variables,
    };
    return args as ExecutionArgs as never;
  }
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

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloDriver } from '@nestjs/apollo';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { Request, Response } from 'express';
import { GraphQLError } from 'graphql';
import type { GraphqlContext } from '../accounts/graphql-context.js';
import { AccessGuard } from './access.guard.js';
import { CursorScalar } from './cursor.scalar.js';
import { DateTimeScalar } from './date-time.scalar.js';
import { publicError } from './graphql-errors.js';
import { GraphqlSockets } from './graphql-sockets.js';
import { GraphqlStream } from './graphql-stream.js';
import { Health } from './health.js';
import type { HttpOptions, Readiness } from './http-options.js';
import { HTTP_OPTIONS } from './http-options.js';
import { LiveConnections } from './live-connections.js';
import { MAX_TOKENS, OPERATION_LIMITS, asksForSchema } from './operation-limits.js';
import { Playground } from './playground.js';
import { contextOf } from './request-context.js';
import { RequestIdentity } from './request-identity.js';
import { WebServer } from './web-server.js';

/** The schema is for those who are known; what is in it is public anyway, but probing tools get nothing to work with. */
const introspectionForTheKnown: ApolloServerPlugin<GraphqlContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ contextValue, document }) => {
        if (contextValue.actor || !asksForSchema(document)) return Promise.resolve();
        throw new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } });
      },
    }),
};

/** Schema first: the SDL files are found from the sources and from `dist` alike. */
function schemaFiles(): string {
  const here = fileURLToPath(import.meta.url);
  const root = here.slice(0, here.lastIndexOf(join('server', 'src', 'http'))).replace(/dist[\\/]$/, '');
  return join(root, 'schema', '*.graphql').replaceAll('\\', '/');
}

const graphql: ApolloDriverConfig = {
  driver: ApolloDriver,
  typePaths: [schemaFiles()],
  path: '/graphql',
  context: ({ req, res }: { req: Request; res: Response }): GraphqlContext => contextOf(req, res),
  formatError: publicError,
  autoTransformHttpErrors: false,
  graphiql: false,
  introspection: true,
  csrfPrevention: true,
  persistedQueries: false,
  includeStacktraceInErrorResponses: false,
  hideSchemaDetailsFromClientErrors: true,
  validationRules: [...OPERATION_LIMITS],
  parseOptions: { maxTokens: MAX_TOKENS },
  plugins: [introspectionForTheKnown as ApolloServerPlugin],
};

/** GraphQL over HTTP, WebSocket and server-sent events, the playground and the client's files. */
@Module({})
export class HttpModule {
  /** `readiness` provides `Readiness`. */
  static forRoot(
    options: HttpOptions,
    readiness: Provider<Readiness>,
    accounts: DynamicModule,
  ): DynamicModule {
    return {
      module: HttpModule,
      imports: [accounts, GraphQLModule.forRoot<ApolloDriverConfig>(graphql)],
      providers: [
        { provide: HTTP_OPTIONS, useValue: options },
        readiness,
        { provide: APP_GUARD, useClass: AccessGuard },
        CursorScalar,
        DateTimeScalar,
        GraphqlSockets,
        GraphqlStream,
        Health,
        LiveConnections,
        Playground,
        RequestIdentity,
        WebServer,
      ],
      exports: [WebServer],
    };
  }
}

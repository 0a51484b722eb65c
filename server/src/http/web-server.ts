import type { Server } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { rememberActor } from '../accounts/request-actor.js';
import { clientFiles } from './client-files.js';
import { GraphqlSockets } from './graphql-sockets.js';
import { GraphqlStream } from './graphql-stream.js';
import { Health } from './health.js';
import { isOurHost } from './host.js';
import type { HttpOptions } from './http-options.js';
import { HTTP_OPTIONS } from './http-options.js';
import { MAX_BYTES } from './operation-limits.js';
import { PLAYGROUND_ASSETS, Playground } from './playground.js';
import { RequestIdentity } from './request-identity.js';
import { securityHeaders } from './security-headers.js';

/** How long answers that are being sent may take when the server stops. */
const LAST_ANSWERS_MS = 2_000;

/** Puts everything that people and programs reach over HTTP behind the checks that all of it needs. */
@Injectable()
export class WebServer {
  private server: Server | null = null;

  constructor(
    @Inject(HTTP_OPTIONS) private readonly options: HttpOptions,
    private readonly identity: RequestIdentity,
    private readonly stream: GraphqlStream,
    private readonly sockets: GraphqlSockets,
    private readonly playground: Playground,
    private readonly health: Health,
    private readonly schemas: GraphQLSchemaHost,
  ) {}

  /** Before Nest initialises, so that nothing is in front of the checks. */
  prepare(app: NestExpressApplication): void {
    app.set('trust proxy', this.options.trustedProxies.length > 0 ? [...this.options.trustedProxies] : false);
    app.disable('x-powered-by');
    app.use(this.checkHost(), securityHeaders(this.options));
    app.use('/healthz', this.health.handler());
    const json = express.json({ limit: MAX_BYTES });
    app.use('/graphql/stream', onlyJsonPosts, json, this.identify(), this.stream.handler());
    app.use('/graphql', onlyJsonPosts, json, this.identify());
    app.use('/imports', this.identify());
    app.use(PLAYGROUND_ASSETS, this.playground.assets());
    app.use('/playground', this.playground.page());
    if (this.options.clientDirectory !== null) app.use(clientFiles(this.options.clientDirectory));
    app.use(readableErrors);
  }

  /** After Nest has initialised and the schema is built. */
  attach(server: Server): void {
    this.server = server;
    this.sockets.attach(server, this.schemas.schema);
  }

  /** Ends what would otherwise keep the server open: WebSockets with 1001, event streams by closing them. */
  async closeConnections(): Promise<void> {
    this.stream.close();
    // A reader who does not read must not hold up the end.
    setTimeout(() => this.server?.closeAllConnections(), LAST_ANSWERS_MS).unref();
    await this.sockets.close();
  }

  private checkHost(): RequestHandler {
    return (request, response, next) => {
      if (isOurHost(request.headers.host, this.options)) next();
      else response.status(421).type('text').send('This server does not serve that host name.\n');
    };
  }

  private identify(): RequestHandler {
    return async (request, response, next) => {
      const identity = await this.identity.of(request.headers);
      if (identity.kind === 'refused') {
        const code = identity.status === 401 ? 'UNAUTHENTICATED' : 'FORBIDDEN';
        const { message } = identity;
        response.status(identity.status).json({ errors: [{ message, extensions: { code } }] });
        return;
      }
      rememberActor(response, identity.kind === 'known' ? identity.actor : null);
      next();
    };
  }
}

/** GraphQL over GET would be a way around the check of the Origin, and forms can post other types than JSON. */
const onlyJsonPosts: RequestHandler = (request, response, next) => {
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST');
    response.status(405).json({ errors: [{ message: 'Use POST.' }] });
  } else if (!request.is('application/json')) {
    response.status(415).json({ errors: [{ message: 'Send application/json.' }] });
  } else next();
};

/** Bodies that are too large or no JSON; everything unexpected goes on to Nest, which hides it. */
const readableErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const { status, expose } = error as { status?: unknown; expose?: unknown };
  if (response.headersSent || expose !== true || typeof status !== 'number') {
    next(error);
    return;
  }
  const message = status === 413 ? 'The request is larger than 1 MiB.' : 'The request is not valid JSON.';
  response.status(status).json({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
};

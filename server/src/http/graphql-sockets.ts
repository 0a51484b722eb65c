import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import type { Context, SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import type { Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Actor } from '../accounts/actor.js';
import { Authenticator } from '../accounts/authenticator.js';
import type { GraphqlContext } from '../accounts/graphql-context.js';
import { publicErrors } from './graphql-errors.js';
import { isOurHost } from './host.js';
import type { HttpOptions } from './http-options.js';
import { HTTP_OPTIONS } from './http-options.js';
import { LiveConnections } from './live-connections.js';
import { MAX_BYTES, checkedDocument } from './operation-limits.js';
import { RequestIdentity } from './request-identity.js';
import { subscribeSharing } from './shared-results.js';

const PATH = '/graphql';
const KEEP_ALIVE_MS = 12_000;
const MAX_OPERATIONS = 16;

/** Close codes after which a graphql-ws client does not try again. */
const UNAUTHORIZED = 4401;
const TOO_MANY = 4429;

type Params = Record<string, unknown> | undefined;
type SocketContext = Context<Params, Extra & { actor?: Actor }>;

/** GraphQL over WebSocket (graphql-ws): only for known callers, within limits. */
@Injectable()
export class GraphqlSockets {
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BYTES });
  private readonly logger = new Logger(GraphqlSockets.name);
  private disposal: ReturnType<typeof useServer> | null = null;

  constructor(
    private readonly identity: RequestIdentity,
    private readonly authenticator: Authenticator,
    private readonly connections: LiveConnections,
    @Inject(HTTP_OPTIONS) private readonly options: HttpOptions,
  ) {}

  attach(server: Server, schema: GraphQLSchema): void {
    this.disposal = useServer<Params, { actor?: Actor }>(
      {
        isProd: true,
        connectionInitWaitTimeout: 5_000,
        onConnect: (context) => this.connect(context),
        onSubscribe: (context, _id, payload) => this.subscribe(schema, context, payload),
        subscribe: subscribeSharing,
        onNext: (_context, _id, _payload, _args, result) =>
          result.errors ? { ...result, errors: publicErrors(result.errors) } : undefined,
        onError: (_context, _id, _payload, errors) => publicErrors(errors),
      },
      this.sockets,
      KEEP_ALIVE_MS,
    );
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.upgrade(request, socket, head);
    });
  }

  /** Closes every socket with 1001: clients try again elsewhere or later. */
  async close(): Promise<void> {
    await this.disposal?.dispose();
    for (const socket of this.sockets.clients) socket.terminate();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = request.url?.split('?')[0];
    if (path !== PATH || !isOurHost(request.headers.host, this.options)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (accepted) => {
      this.sockets.emit('connection', accepted, request);
      // A frame that is too large or malformed closes the socket with its code; strangers do not get to fill the log.
      accepted.removeAllListeners('error');
      accepted.on('error', (error) => {
        this.logger.debug(error.message);
      });
    });
  }

  private async connect(context: SocketContext): Promise<boolean> {
    const { socket } = context.extra;
    const actor = await this.actorOf(context);
    if (!actor) {
      socket.close(UNAUTHORIZED, 'Unauthorized');
      return false;
    }
    if (socket.readyState !== socket.OPEN) return false;
    const revoke = () => {
      socket.close(UNAUTHORIZED, 'Unauthorized');
    };
    const forget = this.connections.add({ actor, revoke });
    if (!forget) {
      socket.close(TOO_MANY, 'Too many connections of this account');
      return false;
    }
    socket.once('close', forget);
    context.extra.actor = actor;
    return true;
  }

  private async actorOf({ connectionParams, extra }: SocketContext): Promise<Actor | null> {
    const authorization = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
    const identity =
      typeof authorization === 'string'
        ? await this.identity.ofAuthorization(authorization)
        : await this.identity.of(extra.request.headers);
    return identity.kind === 'known' ? identity.actor : null;
  }

  private async subscribe(
    schema: GraphQLSchema,
    { extra, subscriptions }: SocketContext,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> {
    const { actor, socket } = extra;
    // Counted before anything is waited for: those that come together must not all be counted in the end.
    if (Object.keys(subscriptions).length > MAX_OPERATIONS) {
      const message = `At most ${String(MAX_OPERATIONS)} operations at a time on one connection.`;
      return [new GraphQLError(message, { extensions: { code: 'TOO_MANY_OPERATIONS' } })];
    }
    if (!actor || !(await this.authenticator.isStillValid(actor))) {
      socket.close(UNAUTHORIZED, 'Unauthorized');
      return [new GraphQLError('Sign in again.', { extensions: { code: 'UNAUTHENTICATED' } })];
    }
    const checked = checkedDocument(schema, payload.query);
    if ('errors' in checked) return checked.errors;
    const contextValue: GraphqlContext = {
      actor,
      address: extra.request.socket.remoteAddress ?? '',
      http: null,
    };
    return {
      schema,
      document: checked.document,
      contextValue,
      operationName: payload.operationName ?? null,
      variableValues: payload.variables ?? null,
    };
  }
}

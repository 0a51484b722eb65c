import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';

const FOLDER = join(import.meta.dirname, '../../client/browser');
const TYPES = new Map([
  ['.js', 'text/javascript'],
  ['.css', 'text/css'],
  ['.html', 'text/html'],
  ['.svg', 'image/svg+xml'],
]);

type Variables = Record<string, unknown>;

/** What the recorded server answers, by the operation's name. */
export interface Recording {
  readonly queries: Readonly<Record<string, (variables: Variables) => unknown>>;
  readonly subscriptions: Readonly<Record<string, (variables: Variables) => AsyncIterable<unknown>>>;
}

/** The built client, served as the product serves it, before an API that plays a recording: so only the client is measured. */
export class RecordedServer {
  private constructor(
    private readonly http: ReturnType<typeof createServer>,
    private readonly sockets: WebSocketServer,
    readonly url: string,
  ) {}

  static async start(recording: Recording): Promise<RecordedServer> {
    const http = createServer((request, response) => {
      if (request.method === 'POST') void answer(request, response, recording);
      else serveFile(request, response);
    });
    const sockets = new WebSocketServer({ server: http, path: '/graphql' });
    sockets.on('connection', (socket) => {
      speak(socket, recording);
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    return new RecordedServer(
      http,
      sockets,
      `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`,
    );
  }

  stop(): void {
    for (const socket of this.sockets.clients) socket.terminate();
    this.sockets.close();
    this.http.close();
    this.http.closeAllConnections();
  }
}

function serveFile(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const asked = join(FOLDER, pathname);
  const file =
    extname(pathname) !== '' && asked.startsWith(FOLDER) && existsSync(asked)
      ? asked
      : join(FOLDER, 'index.html');
  const type = TYPES.get(extname(file)) ?? 'application/octet-stream';
  const compressed = existsSync(`${file}.br`) && /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
  response.writeHead(200, { 'content-type': type, ...(compressed && { 'content-encoding': 'br' }) });
  createReadStream(compressed ? `${file}.br` : file).pipe(response);
}

interface Operation {
  readonly operationName: string;
  readonly variables?: Variables;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { queries }: Recording,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { operationName, variables } = JSON.parse(Buffer.concat(chunks).toString()) as Operation;
  const data = queries[operationName]?.(variables ?? {});
  const body =
    data === undefined ? { errors: [{ message: `Nothing recorded for ${operationName}.` }] } : { data };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The graphql-transport-ws protocol, as far as a well-behaved client needs it. */
function speak(socket: WebSocket, { subscriptions }: Recording): void {
  const say = (message: object) => {
    socket.send(JSON.stringify(message));
  };
  const follow = async (id: string, { operationName, variables }: Operation) => {
    for await (const data of subscriptions[operationName]?.(variables ?? {}) ?? []) {
      if (socket.readyState !== socket.OPEN) return;
      say({ id, type: 'next', payload: { data } });
    }
    say({ id, type: 'complete' });
  };
  socket.on('message', (raw: Buffer) => {
    const message = JSON.parse(raw.toString()) as { type: string; id: string; payload: Operation };
    if (message.type === 'connection_init') say({ type: 'connection_ack' });
    else if (message.type === 'ping') say({ type: 'pong' });
    else if (message.type === 'subscribe') void follow(message.id, message.payload);
  });
}

import { once } from 'node:events';
import { Query, Resolver, Subscription } from '@nestjs/graphql';
import { WebSocket } from 'ws';
import { LiveConnections } from '../../src/http/live-connections.js';
import { TestServer } from './test-server.js';

/** Subscriptions that say hello and then wait. */
@Resolver()
class FeatureResolver {
  static waiting = 0;

  @Query()
  nodes(): unknown[] {
    throw new Error('a secret detail of the inside');
  }

  @Subscription()
  containerProgress(): AsyncIterable<unknown> {
    FeatureResolver.waiting += 1;
    let done: (() => void) | null = null;
    let sent = false;
    const frame = { cursor: 'c1', events: [], caughtUp: true, terminal: false };
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          if (!sent) {
            sent = true;
            return Promise.resolve({ done: false, value: { containerProgress: frame } });
          }
          return new Promise((resolve) => {
            done = () => {
              resolve({ done: true, value: undefined });
            };
          });
        },
        return: () => {
          FeatureResolver.waiting -= 1;
          done?.();
          return Promise.resolve({ done: true as const, value: undefined });
        },
      }),
    };
  }
}

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A client that knows the protocol's messages and nothing else. */
class Socket {
  private readonly messages: Message[] = [];
  readonly closed: Promise<number>;

  private constructor(readonly ws: WebSocket) {
    ws.on('message', (data: Buffer) => this.messages.push(JSON.parse(String(data)) as Message));
    ws.on('error', () => undefined);
    this.closed = new Promise((resolve) => ws.once('close', resolve));
  }

  static open(server: TestServer, headers: Record<string, string> = {}, path = '/graphql'): Socket {
    return new Socket(
      new WebSocket(`${server.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', { headers }),
    );
  }

  send(message: object): void {
    this.ws.send(JSON.stringify(message));
  }

  async init(payload: object = {}): Promise<void> {
    if (this.ws.readyState === WebSocket.CONNECTING) await once(this.ws, 'open');
    this.send({ type: 'connection_init', payload });
  }

  async next(): Promise<Message> {
    while (this.messages.length === 0) await once(this.ws, 'message');
    return this.messages.shift()!;
  }
}

const HOUR_MS = 3_600_000;
const FOLLOW = 'subscription { containerProgress(containerId: "c") { cursor } }';

describe('GraphQL over WebSocket', () => {
  let server: TestServer;
  const sockets: Socket[] = [];
  const { now } = Date;
  beforeAll(async () => {
    server = await TestServer.start({ maxSocketsPerAccount: 3 }, { providers: [FeatureResolver] });
  });
  afterEach(async () => {
    Date.now = now;
    for (const { ws } of sockets.splice(0)) ws.terminate();
    while (server.app.get(LiveConnections).size > 0) await new Promise((resolve) => setImmediate(resolve));
  });
  afterAll(() => server.stop());

  const open = (headers?: Record<string, string>, path?: string) => {
    const socket = Socket.open(server, headers, path);
    sockets.push(socket);
    return socket;
  };
  const openWithToken = async () => {
    const socket = open();
    await socket.init({ authorization: `Bearer ${await server.token()}` });
    expect(await socket.next()).toEqual({ type: 'connection_ack' });
    return socket;
  };

  test('a token in the connection parameters lets one follow', async () => {
    const socket = await openWithToken();
    socket.send({ type: 'subscribe', id: '1', payload: { query: FOLLOW } });
    expect(await socket.next()).toMatchObject({
      id: '1',
      payload: { data: { containerProgress: { cursor: 'c1' } } },
    });
    socket.ws.terminate();
    while (FeatureResolver.waiting > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  test('a session cookie lets one in together with our own Origin only', async () => {
    const cookie = await server.signIn();
    const own = open({ cookie, origin: server.url });
    await own.init();
    expect(await own.next()).toEqual({ type: 'connection_ack' });
    const foreign = open({ cookie, origin: 'https://evil.example' });
    await foreign.init();
    expect(await foreign.closed).toBe(4401);
    const none = open({ cookie });
    await none.init();
    expect(await none.closed).toBe(4401);
  });

  test.each([
    ['nothing', {}],
    ['a token that is none', { authorization: 'Bearer ih_x' }],
    ['something else than a text', { authorization: { bearer: 1 } }],
  ])('with %s the socket closes for good', async (_what, payload) => {
    const socket = open({ origin: server.url });
    await socket.init(payload);
    expect(await socket.closed).toBe(4401);
  });

  test('an operation before the connection is acknowledged closes the socket', async () => {
    const socket = open();
    await once(socket.ws, 'open');
    socket.send({ type: 'subscribe', id: '1', payload: { query: FOLLOW } });
    expect(await socket.closed).toBe(4401);
  });

  test('a foreign Host and another path are refused', async () => {
    for (const socket of [open({ host: 'evil.example' }), open({}, '/elsewhere')]) {
      expect(await socket.closed).toBe(1006);
    }
  });

  test('a revoked session closes its sockets at once', async () => {
    const cookie = await server.signIn();
    const headers = { cookie, origin: server.url };
    const socket = open(headers);
    await socket.init();
    await socket.next();
    await server.graphql('mutation { signOut }', headers);
    expect(await socket.closed).toBe(4401);
  });

  test('a token that expires closes its sockets when they are checked again, and starts nothing new', async () => {
    const authorization = `Bearer ${await server.token({ expiresAt: Date.now() + HOUR_MS })}`;
    const [checked, asking] = [open(), open()];
    for (const socket of [checked, asking]) {
      await socket.init({ authorization });
      expect(await socket.next()).toEqual({ type: 'connection_ack' });
    }
    const later = Date.now() + HOUR_MS;
    Date.now = () => later;
    expect((await server.post({}, { authorization })).status).toBe(401);
    asking.send({ type: 'subscribe', id: '1', payload: { query: FOLLOW } });
    expect(await asking.closed).toBe(4401);
    await server.app.get(LiveConnections).recheck();
    expect(await checked.closed).toBe(4401);
  });

  test('an account has no more sockets than it may have, and gets one back for each that closes', async () => {
    const [first] = [await openWithToken(), await openWithToken(), await openWithToken()];
    const fourth = open();
    await fourth.init({ authorization: `Bearer ${await server.token()}` });
    expect(await fourth.closed).toBe(4429);
    first.ws.terminate();
    while (server.app.get(LiveConnections).size > 2) await new Promise((resolve) => setImmediate(resolve));
    await openWithToken();
  });

  test('a socket has at most sixteen operations at a time', async () => {
    const socket = await openWithToken();
    for (let id = 1; id <= 17; id += 1) {
      socket.send({ type: 'subscribe', id: String(id), payload: { query: FOLLOW } });
    }
    const answers = [];
    for (let id = 1; id <= 17; id += 1) answers.push(await socket.next());
    expect(answers.filter(({ type }) => type === 'next')).toHaveLength(16);
    expect(answers.find(({ type }) => type === 'error')).toMatchObject({
      payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS' } }],
    });
  });

  test('a frame of more than 1 MiB closes the socket', async () => {
    const socket = await openWithToken();
    socket.ws.send('x'.repeat(1024 * 1024 + 1));
    expect(await socket.closed).toBe(1009);
  });

  test('operations that are too deep are refused here too', async () => {
    const socket = await openWithToken();
    const deep = `{ __type(name: "Query") ${'{ fields { type '.repeat(8)} { name } ${'} }'.repeat(8)} }`;
    socket.send({ type: 'subscribe', id: '1', payload: { query: deep } });
    expect(JSON.stringify(await socket.next())).toContain('depth limit of 12 exceeded');
  });

  test('an unexpected error is masked', async () => {
    const socket = await openWithToken();
    socket.send({ type: 'subscribe', id: '1', payload: { query: '{ nodes { id } }' } });
    const answer = JSON.stringify(await socket.next());
    expect(answer).toContain('INTERNAL_SERVER_ERROR');
    expect(answer).not.toContain('secret detail');
  });

  test('when the server stops, sockets close with "going away"', async () => {
    const stopping = await TestServer.start({}, { providers: [FeatureResolver] });
    const socket = Socket.open(stopping);
    await socket.init({ authorization: `Bearer ${await stopping.token()}` });
    await socket.next();
    socket.send({ type: 'subscribe', id: '1', payload: { query: FOLLOW } });
    await socket.next();
    await stopping.stop();
    expect(await socket.closed).toBe(1001);
  });
});

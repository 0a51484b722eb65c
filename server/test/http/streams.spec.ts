import { Resolver, Subscription } from '@nestjs/graphql';
import { LiveConnections } from '../../src/http/live-connections.js';
import { TestServer } from './test-server.js';

@Resolver()
class FeatureResolver {
  static waiting = 0;

  @Subscription()
  async *containerProgress(): AsyncIterable<unknown> {
    for (let n = 1; n <= 3; n += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      const frame = { cursor: `c${String(n)}`, events: [], caughtUp: true, terminal: n === 3 };
      yield { containerProgress: frame };
    }
  }

  @Subscription()
  containerChanges(): AsyncIterable<unknown> {
    FeatureResolver.waiting += 1;
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: () => {
          FeatureResolver.waiting -= 1;
          return Promise.resolve({ done: true as const, value: undefined });
        },
      }),
    };
  }
}

const FOLLOW = 'subscription { containerProgress(containerId: "c") { cursor } }';
const WAIT = 'subscription { containerChanges { id } }';

describe('GraphQL over server-sent events', () => {
  let server: TestServer;
  let headers: Record<string, string>;
  beforeAll(async () => {
    server = await TestServer.start({ maxSocketsPerAccount: 2 }, { providers: [FeatureResolver] });
    headers = { authorization: `Bearer ${await server.token()}`, accept: 'text/event-stream' };
  });
  afterAll(() => server.stop());

  const stream = (query: string, more: Record<string, string> = headers) =>
    server.post({ query }, more, '/graphql/stream');
  const waitForOpen = async (count: number) => {
    while (server.app.get(LiveConnections).size !== count)
      await new Promise((resolve) => setImmediate(resolve));
  };

  test('a run is followed to its end', async () => {
    const response = await stream(FOLLOW);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const text = await response.text();
    const cursors = [...text.matchAll(/"cursor":"(c\d)"/g)].map((match) => match[1]);
    expect(cursors).toEqual(['c1', 'c2', 'c3']);
    expect(text.trimEnd()).toMatch(/event: complete\ndata:$/);
    await waitForOpen(0);
  });

  test('nobody unknown follows anything', async () => {
    const anonymous = await stream(FOLLOW, { origin: server.url });
    expect(anonymous.status).toBe(401);
    expect((await stream(FOLLOW, {})).status).toBe(403);
    expect((await fetch(`${server.url}/graphql/stream`, { headers })).status).toBe(405);
  });

  test('operations that are too large are refused here too', async () => {
    const query = `{ ${Array.from({ length: 31 }, (_, n) => `a${String(n)}: viewer { id }`).join(' ')} }`;
    expect(await (await stream(query)).text()).toContain('limit of 30 exceeded');
  });

  test('a reader that vanishes leaves nothing behind, and streams count as connections', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const open = ({ signal }: AbortController) =>
      fetch(`${server.url}/graphql/stream`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ query: WAIT }),
        signal,
      });
    await Promise.all([open(first), open(second)]);
    expect((await stream(WAIT)).status).toBe(429);
    first.abort();
    second.abort();
    await waitForOpen(0);
    while (FeatureResolver.waiting > 0) await new Promise((resolve) => setImmediate(resolve));
  });
});

import { MemoryEventStore } from '../http/memory-event-store.js';
import { TestServer } from '../http/test-server.js';

describe('signing in', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start(new MemoryEventStore());
  });
  afterAll(() => server.stop());

  test('a redeemed code opens a session', async () => {
    const cookie = await server.signIn();
    const answer = await server.graphql('{ viewer { name } sessions { id current } }', {
      cookie,
      origin: server.url,
    });
    expect(answer).toMatchObject({ data: { viewer: { name: 'admin' }, sessions: [{ current: true }] } });
  });
});

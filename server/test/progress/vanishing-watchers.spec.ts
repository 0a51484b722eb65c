import { once } from 'node:events';
import { Global, Module } from '@nestjs/common';
import { WebSocket } from 'ws';
import { ProgressResolver } from '../../src/containers/graphql/progress.resolver.js';
import { EventStore } from '../../src/event-store/event-store.js';
import { LiveConnections } from '../../src/http/live-connections.js';
import { ReadStore } from '../../src/read-store/read-store.js';
import { ProgressModule } from '../../src/provisioning/progress/progress.module.js';
import { Tail } from '../../src/provisioning/progress/tail.js';
import { TestServer } from '../http/test-server.js';
import { ToldRun } from './told-run.js';

const WATCHERS = 1_000;
const AT_A_TIME = 50;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Timers and sockets that keep this process busy. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = { Timeout: 0, TCPSocketWrap: 0 };
  for (const name of process.getActiveResourcesInfo()) {
    if (name in counts) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The read models of the whole product are not in this test. */
@Global()
@Module({
  providers: [{ provide: ReadStore, useValue: { waitFor: () => Promise.resolve(true) } }],
  exports: [ReadStore],
})
class NoReadModels {}

describe('a thousand watchers', () => {
  let server: TestServer;
  beforeAll(async () => {
    const options = { maxSocketsPerAccount: WATCHERS };
    server = await TestServer.start(options, {
      imports: [NoReadModels, ProgressModule],
      providers: [ProgressResolver],
    });
  });
  afterAll(() => server.stop());

  /** A watcher that has received the first frame and waits for the next. */
  async function watch(container: string, authorization: string): Promise<WebSocket> {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
    await once(socket, 'message');
    const query = `subscription { containerProgress(containerId: "${container}") { cursor } }`;
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
    await once(socket, 'message');
    return socket;
  }

  it('should leave no iterator, timer or socket behind when they vanish without a word', async () => {
    const told = new ToldRun(server.app.get(EventStore));
    await told.begin();
    const tail = server.app.get(Tail);
    const authorization = `Bearer ${await server.token()}`;
    (await watch(told.container, authorization)).terminate();
    while (tail.watched.length > 0 || server.app.get(LiveConnections).size > 0) await turn();
    const before = resources();

    const sockets: WebSocket[] = [];
    for (let count = 0; count < WATCHERS; count += AT_A_TIME) {
      const some = Array.from({ length: AT_A_TIME }, () => watch(told.container, authorization));
      sockets.push(...(await Promise.all(some)));
    }
    const [channel] = tail.watched;
    while (channel?.waiting !== WATCHERS) await turn();
    expect(channel.watchers).toBe(WATCHERS);
    expect(server.app.get(LiveConnections).size).toBe(WATCHERS);

    for (const socket of sockets) socket.terminate();
    while (server.app.get(LiveConnections).size > 0 || tail.watched.length > 0) await turn();
    expect(channel.waiting).toBe(0);
    // Sockets are closed a moment after their owners have forgotten them.
    while (Object.entries(resources()).some(([name, count]) => count > (before[name] ?? 0))) await turn();
  });
});

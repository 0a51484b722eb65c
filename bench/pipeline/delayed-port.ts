import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { Transform } from 'node:stream';

/** A port on this machine behind which another one is so far away that everything takes its time, in either direction. */
export class DelayedPort {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async open(target: number, delayMs: number): Promise<DelayedPort> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const opened = new DelayedPort(server, (server.address() as AddressInfo).port);
    server.on('connection', (client) => {
      opened.join(client, connect({ host: '127.0.0.1', port: target }), delayMs);
    });
    return opened;
  }

  private join(client: Socket, upstream: Socket, delayMs: number): void {
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(later(delayMs)).pipe(other);
    }
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** What goes in comes out later, without holding up what comes behind it. */
function later(delayMs: number): Transform {
  let onTheWay = 0;
  let ended: (() => void) | null = null;
  return new Transform({
    transform(this: Transform, chunk: Buffer, _encoding, done) {
      onTheWay++;
      setTimeout(() => {
        this.push(chunk);
        if (--onTheWay === 0) ended?.();
      }, delayMs);
      done();
    },
    flush(done) {
      if (onTheWay === 0) done();
      else ended = done;
    },
  });
}

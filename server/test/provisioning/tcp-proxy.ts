import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { Transform } from 'node:stream';

/** A wire between a client and a server that a test can cut and mend. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private whole = true;
  private delayMs = 0;

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (client) => {
      this.join(client);
    });
  }

  static async start(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, target);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private join(client: Socket): void {
    if (!this.whole) {
      client.destroy();
      return;
    }
    const upstream = connect(this.target);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(this.delaying()).pipe(other);
    }
  }

  private delaying(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        setTimeout(done, this.delayMs, null, chunk);
      },
    });
  }

  /** From now on everything takes this much longer in either direction. */
  slowDown(delayMs: number): void {
    this.delayMs = delayMs;
  }

  /** Breaks every connection and refuses new ones. */
  cut(): void {
    this.whole = false;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.whole = true;
  }

  async stop(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }
}

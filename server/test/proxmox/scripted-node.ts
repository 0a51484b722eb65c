import { X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

/** One answer, or none: the connection is dropped, or left open without a word. */
export type Answer =
  | { readonly status: number; readonly reason?: string; readonly body?: unknown; readonly headers?: object }
  | 'drop'
  | 'silence';
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An HTTPS server that answers just what a test tells it to, in the form in which Proxmox VE answers. */
export class ScriptedNode {
  readonly received: Received[] = [];
  /** How many connections were made. */
  connections = 0;
  answer: (request: Received) => Answer = () => ({ status: 200, body: { data: null } });

  private constructor(
    private readonly server: Server,
    readonly tlsFingerprint: string,
  ) {}

  static async start(): Promise<ScriptedNode> {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'scripted' }], {
      keyType: 'ec',
    });
    const server = createServer({ key, cert, keepAliveTimeout: 0 });
    const node = new ScriptedNode(server, new X509Certificate(cert).fingerprint256);
    server.on('secureConnection', () => (node.connections += 1));
    server.on('request', (request, response) => void node.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return node;
  }

  get address() {
    const { port } = this.server.address() as AddressInfo;
    return { host: '127.0.0.1', port, tlsFingerprint: this.tlsFingerprint };
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method = '', url = '', headers } = request;
    const received = { method, path: url.replace('/api2/json', ''), headers, body };
    this.received.push(received);
    const answer = this.answer(received);
    if (answer === 'drop') request.socket.destroy();
    else if (answer !== 'silence') {
      response.writeHead(answer.status, answer.reason ?? 'OK', { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body ?? { data: null }));
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { readUpload } from './upload-body.js';

/** What becomes of a body that is sent in these parts, the connection staying open behind them. */
async function uploaded(head: string, parts: readonly string[], limits: { bytes: number; silenceMs: number }) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n`);
  const [request] = (await once(server, 'request')) as Parameters<typeof readUpload>;
  for (const part of parts) socket.write(part);
  const outcome = await readUpload(request, limits).then(
    (body) => body.toString(),
    (error: unknown) => String(error),
  );
  socket.destroy();
  server.closeAllConnections();
  server.close();
  return outcome;
}

describe('the body of an upload', () => {
  const HOUR_MS = 3_600_000;

  it('should be read to its end', async () => {
    const limits = { bytes: 10, silenceMs: HOUR_MS };
    expect(await uploaded('Content-Length: 10', ['01234', '56789'], limits)).toBe('0123456789');
  });

  it.each([
    ['that says so', 'Content-Length: 11', []],
    ['that does not', 'Transfer-Encoding: chunked', ['6\r\n012345\r\n', '5\r\n67890\r\n']],
  ])('should be refused if it is too large: one %s', async (_, head, parts) => {
    const outcome = await uploaded(head, parts, { bytes: 10, silenceMs: HOUR_MS });
    expect(outcome).toMatch(/^PayloadTooLargeException/);
  });

  it('should be given up if nothing more comes of it', async () => {
    const outcome = await uploaded('Content-Length: 10', ['01234'], { bytes: 10, silenceMs: 20 });
    expect(outcome).toMatch(/^RequestTimeoutException: The upload did not go on/);
  });
});

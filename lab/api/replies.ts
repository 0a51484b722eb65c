import type { ServerResponse } from 'node:http';
import type { PveVersion } from '../cluster/pve-version.js';
import { PveError } from './pve-error.js';

export function sendError(response: ServerResponse, error: unknown, { tellsErrorsInBody }: PveVersion): void {
  const known = error instanceof PveError ? error : new PveError(500, messageOf(error));
  const body = {
    data: null,
    ...(tellsErrorsInBody ? { message: `${known.message}\n` } : {}),
    ...(known.errors ? { errors: known.errors } : {}),
  };
  send(response, known.status, known.message, body);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Sends the whole answer, or breaks the connection after so many bytes of its body. */
export function send(
  response: ServerResponse,
  status: number,
  reason: string,
  body: unknown,
  cutAfter: number | null = null,
): void {
  if (response.headersSent || response.destroyed) return;
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, reasonPhrase(reason), {
    'content-type': 'application/json;charset=UTF-8',
    'content-length': text.length,
    'cache-control': 'max-age=0',
    server: 'pve-api-daemon/3.0',
  });
  if (cutAfter === null) {
    response.end(text);
    return;
  }
  response.write(text.subarray(0, cutAfter), () => response.destroy());
}

/** A reason phrase is one line of visible ASCII. */
function reasonPhrase(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/g, ' ').trim();
}

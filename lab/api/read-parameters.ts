import type { IncomingMessage } from 'node:http';
import { PveError } from './pve-error.js';
import type { Match } from './router.js';

const BODY_LIMIT = 512 * 1024;

/** Everything that a request says: query, body (form or JSON) and path, the later over the earlier. */
export async function readParameters(
  request: IncomingMessage,
  url: URL,
  match: Match,
): Promise<Map<string, unknown>> {
  const given = new Map<string, unknown>(url.searchParams);
  const body = await readBody(request);
  if (body.length > 0) {
    if (request.method === 'GET' || request.method === 'DELETE') {
      throw new PveError(501, `Unexpected content for method '${request.method}'`);
    }
    for (const [key, value] of parseBody(body, request.headers['content-type'])) given.set(key, value);
  }
  for (const [key, value] of match.pathValues) given.set(key, value);
  return given;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new PveError(501, 'for data too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(body: string, type = ''): [string, unknown][] {
  if (!type.startsWith('application/json')) return [...new URLSearchParams(body)];
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  } catch {
    // Said below, together with JSON that is not an object.
  }
  throw new PveError(400, 'unable to parse JSON body');
}

import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { checkParameters } from './parameters.js';
import { PveError } from './pve-error.js';
import { Page } from './router.js';
import type { Match, Router } from './router.js';

export interface ApiServerOptions {
  readonly key: string;
  readonly certificate: string;
  readonly tokenId: string;
  readonly tokenSecret: string;
  /** Every 401 comes this late, in milliseconds. */
  readonly unauthorizedDelayMs: number;
  /** Called with every authorised request. */
  readonly onActivity: () => void;
}

const PREFIX = '/api2/json';
const BODY_LIMIT = 512 * 1024;

/** Speaks HTTPS as pveproxy does. */
export function createApiServer(router: Router, options: ApiServerOptions): Server {
  return createServer({ key: options.key, cert: options.certificate }, (request, response) => {
    void answer(router, options, request, response);
  });
}

async function answer(
  router: Router,
  options: ApiServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const user = authenticate(options, request.headers.authorization);
    options.onActivity();
    const url = new URL(request.url ?? '/', 'https://lab');
    const match = find(router, request.method ?? 'GET', url.pathname);
    const given = await parametersOf(request, url, match);
    const args = checkParameters(match.route.parameters, given);
    const result = await match.route.answer({ args, user });
    if (result instanceof Page) send(response, 200, 'OK', { data: result.data, total: result.total });
    else send(response, 200, 'OK', { data: result ?? null });
  } catch (error) {
    if (error instanceof PveError && error.status === 401) await delay(options.unauthorizedDelayMs);
    sendError(response, error);
  }
}

function authenticate(options: ApiServerOptions, header: string | undefined): string {
  if (header === undefined) throw new PveError(401, 'No ticket');
  const match = /^PVEAPIToken[= ]([^=\s]+)=(\S+)$/.exec(header);
  const expected = Buffer.from(`${options.tokenId}=${options.tokenSecret}`);
  const given = Buffer.from(match ? `${match[1] ?? ''}=${match[2] ?? ''}` : '');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new PveError(401, match?.[1] === options.tokenId ? 'invalid token value!' : 'no such token');
  }
  return options.tokenId;
}

function find(router: Router, method: string, pathname: string): Match {
  const path = pathname.startsWith(`${PREFIX}/`) ? decodePath(pathname.slice(PREFIX.length)) : null;
  const match = path === null ? null : router.find(method, path);
  if (!match) throw new PveError(501, `Method '${method} ${pathname.replace(PREFIX, '')}' not implemented`);
  return match;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new PveError(400, 'invalid path encoding');
  }
}

async function parametersOf(request: IncomingMessage, url: URL, match: Match): Promise<Map<string, unknown>> {
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

function sendError(response: ServerResponse, error: unknown): void {
  const known = error instanceof PveError ? error : new PveError(500, messageOf(error));
  const body = {
    data: null,
    message: `${known.message}\n`,
    ...(known.errors ? { errors: known.errors } : {}),
  };
  send(response, known.status, known.message, body);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function send(response: ServerResponse, status: number, reason: string, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, reasonPhrase(reason), {
    'content-type': 'application/json;charset=UTF-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'max-age=0',
    server: 'pve-api-daemon/3.0',
  });
  response.end(text);
}

/** A reason phrase is one line of visible ASCII. */
function reasonPhrase(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/g, ' ').trim();
}

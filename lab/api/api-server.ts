import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultBoard } from '../faults/fault-board.js';
import { ApiFaults } from './api-faults.js';
import { checkParameters } from './parameters.js';
import { PveError } from './pve-error.js';
import { readParameters } from './read-parameters.js';
import { send, sendError } from './replies.js';
import { Page } from './router.js';
import type { Match, Router } from './router.js';

export interface ApiServerOptions {
  /** The node that this API belongs to. */
  readonly node: string;
  readonly key: string;
  readonly certificate: string;
  readonly tokenId: string;
  readonly tokenSecret: string;
  /** Every 401 comes this late, in milliseconds. */
  readonly unauthorizedDelayMs: number;
  readonly faults: FaultBoard;
  /** Whether this node reaches another one, to which it would pass a call on. */
  readonly reaches: (node: string) => boolean;
  /** Called with every authorised request. */
  readonly onActivity: () => void;
}

const PREFIX = '/api2/json';

/** Speaks HTTPS as pveproxy does. */
export function createApiServer(router: Router, options: ApiServerOptions): Server {
  return createServer({ key: options.key, cert: options.certificate }, (request, response) => {
    void serve(router, options, request, response);
  });
}

async function serve(
  router: Router,
  options: ApiServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://lab');
  const method = request.method ?? 'GET';
  const faults = new ApiFaults(
    options.faults.api(options.node, method, url.pathname.replace(PREFIX, '')),
    response,
  );
  try {
    if (!(await faults.before())) return;
    const result = await answer(router, options, request, url);
    if (!faults.after(result)) send(response, 200, 'OK', result);
  } catch (error) {
    if (error instanceof PveError && error.status === 401) await delay(options.unauthorizedDelayMs);
    sendError(response, error);
  }
}

async function answer(
  router: Router,
  options: ApiServerOptions,
  request: IncomingMessage,
  url: URL,
): Promise<object> {
  const user = authenticate(options, request.headers.authorization);
  options.onActivity();
  const match = find(router, request.method ?? 'GET', url.pathname);
  const given = await readParameters(request, url, match);
  requireReachable(options, match.pathValues.get('node'));
  const args = checkParameters(match.route.parameters, given);
  const result = await match.route.answer({ args, user });
  return result instanceof Page ? { data: result.data, total: result.total } : { data: result ?? null };
}

/** A call for another node is passed on to it; the status is pveproxy's own, see PVE::APIServer::AnyEvent. */
function requireReachable(options: ApiServerOptions, node: string | undefined): void {
  if (node === undefined || node === options.node || options.reaches(node)) return;
  throw new PveError(595, 'No route to host');
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

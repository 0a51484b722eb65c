import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { AccessControl } from '../access/access-control.js';
import { Caller } from '../access/caller.js';
import type { PveVersion } from '../cluster/pve-version.js';
import type { FaultBoard } from '../faults/fault-board.js';
import { ApiFaults } from './api-faults.js';
import { checkParameters } from './parameters.js';
import { PveError } from './pve-error.js';
import { readParameters } from './read-parameters.js';
import { send, sendError } from './replies.js';
import { requestedUrl } from './requested-url.js';
import { Page } from './router.js';
import type { Match, Router } from './router.js';

export interface ApiServerOptions {
  /** The node that this API belongs to. */
  readonly node: string;
  readonly key: string;
  readonly certificate: string;
  readonly access: AccessControl;
  readonly version: PveVersion;
  /** Every 401 comes this late, in milliseconds. */
  readonly unauthorizedDelayMs: number;
  readonly faults: FaultBoard;
  /** Whether this node reaches another one, to which it would pass a call on. */
  readonly reaches: (node: string) => boolean;
  /** Called with every authorised request. */
  readonly onActivity: () => void;
}

const PREFIX = '/api2/json';
const NOBODY = new Caller('', {}, false);

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
  const url = requestedUrl(request);
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
    sendError(response, error, options.version);
  }
}

async function answer(
  router: Router,
  options: ApiServerOptions,
  request: IncomingMessage,
  url: URL,
): Promise<object> {
  const method = request.method ?? 'GET';
  const match = route(router, method, url.pathname);
  // Who asks comes before what is asked: a stranger does not even learn which methods there are.
  const caller = match?.route.open ? NOBODY : options.access.identify(method, request.headers);
  options.onActivity();
  if (!match)
    throw new PveError(501, `Method '${method} ${url.pathname.replace(PREFIX, '')}' not implemented`);
  const given = await readParameters(request, url, match);
  requireReachable(options, match.pathValues.get('node'));
  const call = { args: checkParameters(match.route.parameters, given), caller, user: caller.name };
  match.route.permit?.(call);
  const result = await match.route.answer(call);
  return result instanceof Page ? { data: result.data, total: result.total } : { data: result ?? null };
}

/** A call for another node is passed on to it; the status is pveproxy's own, see PVE::APIServer::AnyEvent. */
function requireReachable(options: ApiServerOptions, node: string | undefined): void {
  if (node === undefined || node === options.node || options.reaches(node)) return;
  throw new PveError(595, 'No route to host');
}

function route(router: Router, method: string, pathname: string): Match | null {
  const inside = pathname === PREFIX || pathname.startsWith(`${PREFIX}/`);
  return inside ? router.find(method, decodePath(pathname.slice(PREFIX.length))) : null;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new PveError(400, 'invalid path encoding');
  }
}

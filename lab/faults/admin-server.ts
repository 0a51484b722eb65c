import { timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AccessControl } from '../access/access-control.js';
import { parseTokenRequest } from '../access/parse-token-request.js';
import { requestedUrl } from '../api/requested-url.js';
import { labFile } from '../lab-file.js';
import type { FaultBoard } from './fault-board.js';
import { BadFault, parseFaults } from './parse-fault.js';
import type { Scenario } from './scenarios.js';

export interface AdminOptions {
  readonly secret: string;
  readonly faults: FaultBoard;
  readonly access: AccessControl;
  readonly scenarios: readonly Scenario[];
  /** Resolves when the nodes are as the fault board says. */
  readonly settled: () => Promise<unknown>;
  readonly onActivity: () => void;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const BODY_LIMIT = 256 * 1024;
const PAGE_POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'";

/**
 * The lab's own controls, beside what a Proxmox VE has: a page with buttons, and the same as JSON. It has a port and a
 * secret of its own; nothing that a node's client is given opens it.
 */
export function createAdminServer(options: AdminOptions): Server {
  return createServer((request, response) => {
    void serve(options, request, response);
  });
}

async function serve(
  options: AdminOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = requestedUrl(request).pathname;
  if (request.method === 'GET' && path === '/') {
    response.setHeader('content-security-policy', PAGE_POLICY);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(readFileSync(labFile('faults/admin-page.html')));
    return;
  }
  const { status, body } = isAdmitted(options, request)
    ? await answer(options, request, path).catch(problem)
    : { status: 401, body: { message: 'The secret of lab.json is needed.' } };
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function isAdmitted({ secret }: AdminOptions, request: IncomingMessage): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${secret}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function answer(options: AdminOptions, request: IncomingMessage, path: string): Promise<Reply> {
  options.onActivity();
  const { faults, scenarios } = options;
  const [, what = '', which] = path.split('/');
  switch (`${request.method ?? ''} ${what}`) {
    case 'GET faults':
      return { status: 200, body: faults.list() };
    case 'GET scenarios':
      return { status: 200, body: scenarios };
    case 'POST faults': {
      const ids = parseFaults(await json(request)).map((fault) => faults.add(fault));
      return settled(options, { ids });
    }
    case 'POST scenarios': {
      const scenario = scenarios.find(({ name }) => name === which);
      if (!scenario) return notThere();
      return settled(options, { ids: scenario.faults.map((fault) => faults.add(fault)) });
    }
    case 'POST tokens': {
      const { tokenId, grants } = parseTokenRequest(await json(request), options.access.privileges);
      return { status: 200, body: options.access.issueToken(tokenId, grants) };
    }
    case 'DELETE tokens':
      return options.access.revokeToken(decodeURIComponent(which ?? ''))
        ? { status: 200, body: {} }
        : notThere();
    case 'DELETE faults':
      if (which === undefined) faults.clear();
      else if (!faults.remove(Number(which))) return notThere();
      return settled(options, {});
    default:
      return notThere();
  }
}

async function settled(options: AdminOptions, body: unknown): Promise<Reply> {
  await options.settled();
  return { status: 200, body };
}

const notThere = (): Reply => ({ status: 404, body: { message: 'There is no such thing.' } });

function problem(error: unknown): Reply {
  const message = error instanceof Error ? error.message : String(error);
  return { status: error instanceof BadFault ? 400 : 500, body: { message } };
}

async function json(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new BadFault('That is too much.');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new BadFault('That is no JSON.');
  }
}

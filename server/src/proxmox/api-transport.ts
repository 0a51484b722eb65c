import type { Authentication, ProxmoxLogin } from './authentication.js';
import { authenticationFor } from './authentication.js';
import { PinnedHttps } from './pinned-https.js';
import { errorOf, ProxmoxError } from './proxmox-error.js';
import { traceRequest } from './request-trace.js';
import type { ProxmoxRequest } from './requests.js';
import { requests } from './requests.js';
import type { Row } from './values.js';
import { asRow, text } from './values.js';

export type ProxmoxAddress = ProxmoxLogin & {
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the certificate, as pairs of hex digits with colons. */
  readonly tlsFingerprint: string;
};

/** How long a node has for an answer, in milliseconds. */
export interface ProxmoxTimeouts {
  readonly readMs: number;
  readonly changeMs: number;
}
export const DEFAULT_TIMEOUTS: ProxmoxTimeouts = { readMs: 15_000, changeMs: 60_000 };

/** Sends requests to the API of one node, as somebody, over one pinned connection. Rejects with a `ProxmoxError`. */
export class ApiTransport {
  private readonly https: PinnedHttps;
  private readonly authentication: Authentication;
  readonly user: string;

  /** @param now the monotonic clock by which a ticket grows old, in milliseconds */
  constructor(
    address: ProxmoxAddress,
    private readonly node: string,
    private readonly timeouts: ProxmoxTimeouts,
    now?: () => number,
  ) {
    this.https = new PinnedHttps(address, address.tlsFingerprint);
    this.authentication = authenticationFor(address, (parameters) => this.requestTicket(parameters), now);
    this.user = this.authentication.user;
  }

  close(): void {
    this.https.close();
  }

  async get(path: string, signal?: AbortSignal): Promise<unknown> {
    return this.send('GET', path, null, this.timeouts.readMs, signal);
  }

  async change({ method, path, parameters }: ProxmoxRequest): Promise<string> {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters))
      if (value !== undefined) form.set(name, String(value));
    // Proxmox VE answers 501 to a DELETE with a body: its options go into the query.
    const inQuery = method === 'DELETE';
    const query = inQuery && form.size > 0 ? `?${form.toString()}` : '';
    const body = inQuery ? null : form.toString();
    return String(await this.send(method, path + query, body, this.timeouts.changeMs));
  }

  /** A 401 says that nothing was done, so after one a ticket is renewed and the request sent once more. */
  private async send(
    method: string,
    path: string,
    body: string | null,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const request = { method, path, body, timeoutMs, signal };
    try {
      return await this.sendAs(await this.authentication.headers(method !== 'GET'), request);
    } catch (error) {
      const refused = error instanceof ProxmoxError && error.code === 'PROXMOX.UNAUTHORIZED';
      if (!refused || !this.authentication.refused()) throw error;
      return this.sendAs(await this.authentication.headers(method !== 'GET'), request);
    }
  }

  private async requestTicket(parameters: Readonly<Record<string, string>>): Promise<Row> {
    const { method, path } = requests.login;
    const body = new URLSearchParams(parameters).toString();
    const { readMs: timeoutMs } = this.timeouts;
    return asRow(await this.sendAs({}, { method, path, body, timeoutMs, signal: undefined }));
  }

  private async sendAs(
    identity: Readonly<Record<string, string>>,
    request: {
      readonly method: string;
      readonly path: string;
      readonly body: string | null;
      readonly timeoutMs: number;
      readonly signal: AbortSignal | undefined;
    },
  ): Promise<unknown> {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const headers = { ...identity, ...(request.body === null ? {} : form) };
    const began = performance.now();
    const trace = (status: number) => {
      traceRequest(this.node, request, status, performance.now() - began);
    };
    const answer = await this.https
      .send({ ...request, path: `/api2/json${request.path}`, headers })
      .catch((error: unknown) => {
        trace(0);
        throw error;
      });
    trace(answer.status);
    const content = parse(answer.body);
    if (answer.status >= 200 && answer.status < 300) return content['data'];
    throw this.errorOf(answer.status, answer.reason, content);
  }

  private errorOf(status: number, reason: string, content: Row): ProxmoxError {
    const fields = Object.entries(asRow(content['errors'])).map(([name, value]) => [name, String(value)]);
    return errorOf(
      status,
      text(content, 'message') ?? reason,
      Object.fromEntries(fields) as Record<string, string>,
    );
  }
}

function parse(body: string): Row {
  try {
    return asRow(JSON.parse(body));
  } catch {
    return {};
  }
}

import type { AgentOptions } from 'node:https';
import { Agent, request } from 'node:https';
import type { Duplex } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import { connect } from 'node:tls';
import { ProxmoxError } from './proxmox-error.js';

const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const PROBE_MS = 8_000;

export interface Answer {
  readonly status: number;
  /** Proxmox VE puts its error message into the reason phrase. */
  readonly reason: string;
  readonly body: string;
}

/**
 * HTTPS to one address whose certificate is known by its SHA-256. Proxmox VE signs its own certificates, so no
 * authority could vouch for them; nothing is sent before the fingerprint was compared.
 */
export class PinnedHttps {
  private readonly agent: Agent;

  constructor(
    private readonly address: { readonly host: string; readonly port: number },
    fingerprint: string,
  ) {
    this.agent = new PinnedAgent(fingerprint);
  }

  /** Rejects with a `ProxmoxError` when no whole answer came. */
  send(options: {
    method: string;
    path: string;
    headers: Readonly<Record<string, string>>;
    body: string | null;
    timeoutMs: number;
    signal: AbortSignal | undefined;
  }): Promise<Answer> {
    const { method, path, headers, body, timeoutMs, signal } = options;
    const changes = method !== 'GET';
    return new Promise((resolve, reject) => {
      const limit = AbortSignal.timeout(timeoutMs);
      const either = signal ? AbortSignal.any([signal, limit]) : limit;
      const fail = (error: unknown) => {
        reject(signal?.aborted ? asError(signal.reason) : connectionError(error, limit.aborted, changes));
      };
      const sent = request(
        { ...this.address, method, path, headers, agent: this.agent, signal: either },
        (response) => {
          const chunks: Buffer[] = [];
          let bytes = 0;
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
            if (bytes > MAX_ANSWER_BYTES) sent.destroy(new Error('The answer is too long.'));
            else chunks.push(chunk);
          });
          response.on('error', fail);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({ status: response.statusCode ?? 0, reason: response.statusMessage ?? '', body: text });
          });
        },
      );
      sent.on('error', fail);
      sent.end(body ?? undefined);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** Hands a connection to HTTP only after the handshake, when its certificate was compared: then nothing was sent yet. */
class PinnedAgent extends Agent {
  constructor(private readonly fingerprint: string) {
    super({ keepAlive: true, maxSockets: 8 });
  }

  override createConnection(
    options: AgentOptions,
    callback?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const socket = connect({ ...(options as ConnectionOptions), rejectUnauthorized: false });
    const fail = (error: Error) => {
      callback?.(error, socket);
    };
    socket.once('error', fail);
    socket.once('secureConnect', () => {
      socket.off('error', fail);
      if (socket.getPeerCertificate().fingerprint256 === this.fingerprint) {
        callback?.(null, socket);
        return;
      }
      socket.destroy();
      fail(fingerprintChanged());
    });
  }
}

function fingerprintChanged(): ProxmoxError {
  const text =
    'The node presents another TLS certificate than the one that was confirmed. Nothing was sent to it.';
  return new ProxmoxError('PROXMOX.FINGERPRINT_CHANGED', text, false, false);
}

function connectionError(error: unknown, timedOut: boolean, changes: boolean): ProxmoxError {
  if (error instanceof ProxmoxError) return error;
  if (timedOut) return new ProxmoxError('PROXMOX.TIMEOUT', 'The node did not answer in time.', true, changes);
  const { message, code } = asError(error) as Error & { code?: string };
  const refused = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH';
  return new ProxmoxError(
    'PROXMOX.UNREACHABLE',
    `The node cannot be reached: ${message}`,
    true,
    changes && !refused,
  );
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

/** The SHA-256 of the certificate that an address presents, as pairs of hex digits with colons. Sends nothing. */
export function probeCertificate(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: PROBE_MS });
    const settle = (then: () => void) => {
      socket.destroy();
      then();
    };
    socket.once('secureConnect', () => {
      const { fingerprint256 } = socket.getPeerCertificate();
      settle(() => {
        resolve(fingerprint256);
      });
    });
    socket.once('timeout', () => {
      settle(() => {
        reject(new ProxmoxError('PROXMOX.TIMEOUT', 'The node did not answer in time.', true, false));
      });
    });
    socket.once('error', (error) => {
      settle(() => {
        reject(connectionError(error, false, false));
      });
    });
  });
}

import { createHash, timingSafeEqual } from 'node:crypto';
import type { ClientChannel, ConnectConfig } from 'ssh2';
import { Client } from 'ssh2';
import { SshError } from './container-shell.js';

export interface SshAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** As OpenSSH prints it: `SHA256:…`. */
  readonly hostKeyFingerprint: string;
  readonly credential: { readonly kind: 'password' | 'private-key'; readonly value: string };
}

const CONNECT_MS = 15_000;

/** How long a node's SSH server has for an answer, in milliseconds. */
export interface SshTimeouts {
  readonly connectMs: number;
  /** Two missed answers to as many questions and the connection counts as lost: also a half-open one is found out. */
  readonly keepaliveMs: number;
}
const DEFAULT_TIMEOUTS: SshTimeouts = { connectMs: CONNECT_MS, keepaliveMs: 10_000 };

export function fingerprintOf(hostKey: Buffer): string {
  return `SHA256:${createHash('sha256').update(hostKey).digest('base64').replace(/=+$/, '')}`;
}

/** One SSH connection to a node, opened at the first use and again at the next use after it was lost. */
export class SshConnection {
  private client: Promise<Client> | null = null;

  constructor(
    private readonly address: SshAddress,
    private readonly timeouts: SshTimeouts = DEFAULT_TIMEOUTS,
  ) {}

  /**
   * Opens a channel that runs a command line and hands it over at once: a channel whose exit code comes in the same
   * packet would otherwise be over before anybody listens.
   */
  async exec<Result>(commandLine: string, use: (channel: ClientChannel) => Promise<Result>): Promise<Result> {
    const client = await (this.client ??= this.connect());
    return new Promise((resolve, reject) => {
      const lost = ({ message }: Error) => {
        reject(new SshError('SSH.CONNECTION_LOST', `The SSH connection failed: ${message}`, true));
      };
      try {
        client.exec(commandLine, (error, channel) => {
          if (error) lost(error);
          else use(channel).then(resolve, reject);
        });
      } catch (error) {
        // The other side has just ended it, which is only told a moment later.
        lost(error as Error);
      }
    });
  }

  private connect(): Promise<Client> {
    const client = new Client();
    let changed = false;
    const opened = new Promise<Client>((resolve, reject) => {
      client.once('ready', () => {
        client.setNoDelay(true);
        resolve(client);
      });
      client.on('error', (error: Error & { level?: string }) => {
        this.client = null;
        reject(changed ? hostKeyChanged() : failureOf(error));
      });
      client.once('close', () => {
        this.client = null;
        reject(new SshError('SSH.CONNECTION_LOST', 'The SSH connection was closed.', true));
      });
    });
    client.connect({
      ...loginOf(this.address),
      ...{ keepaliveInterval: this.timeouts.keepaliveMs, keepaliveCountMax: 2 },
      readyTimeout: this.timeouts.connectMs,
      hostVerifier: (key: Buffer) => {
        changed = !sameText(fingerprintOf(key), this.address.hostKeyFingerprint);
        return !changed;
      },
    });
    return opened;
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = null;
    await client?.then(
      (open) => {
        open.end();
      },
      () => undefined,
    );
  }
}

function loginOf({ host, port, user, credential }: SshAddress): ConnectConfig {
  const secret =
    credential.kind === 'password' ? { password: credential.value } : { privateKey: credential.value };
  return { host, port, username: user, ...secret };
}

function hostKeyChanged(): SshError {
  const text =
    'The node presents another SSH host key than the one that was confirmed. Nothing was sent to it.';
  return new SshError('SSH.HOST_KEY_CHANGED', text, false);
}

function failureOf(error: Error & { level?: string }): SshError {
  if (error.level === 'client-authentication') {
    return new SshError('SSH.AUTH_FAILED', 'The node refuses the SSH user or its key or password.', false);
  }
  return new SshError('SSH.UNREACHABLE', `The node's SSH server cannot be reached: ${error.message}`, true);
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** The fingerprint of the host key that an address presents. Sends no credentials. */
export function probeHostKey(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    client.on('error', (error) => {
      reject(failureOf(error));
    });
    client.connect({
      host,
      port,
      username: 'probe',
      readyTimeout: CONNECT_MS,
      hostVerifier: (key: Buffer) => {
        resolve(fingerprintOf(key));
        client.end();
        return false;
      },
    });
  });
}

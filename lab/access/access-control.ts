import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { PveError } from '../api/pve-error.js';
import { Caller } from './caller.js';
import type { Grants } from './caller.js';
import { Tickets } from './tickets.js';

const ROOT = 'root@pam';

export interface IssuedToken {
  readonly tokenId: string;
  readonly tokenSecret: string;
}

interface Token {
  readonly secret: string;
  readonly grants: Grants;
}

/** Where tokens are kept that were given to somebody. */
export interface TokenBook {
  token(id: string): Token | null;
  putToken(id: string, token: Token): void;
  deleteToken(id: string): boolean;
  poolOf(vmid: number): string | null;
}

/** The cluster's user database: root, whose password is each node's own, and API tokens with the rights they were given. */
export class AccessControl {
  readonly tickets: Tickets;

  constructor(
    ticketKey: string,
    /** May do everything, and cannot be revoked. */
    private readonly first: IssuedToken,
    private readonly book: TokenBook,
    /** All that there are. */
    readonly privileges: readonly string[],
    nowSeconds?: () => number,
  ) {
    this.tickets = new Tickets(ticketKey, nowSeconds);
  }

  /** A token that may do what is granted, and nothing else. */
  issueToken(tokenId: string, grants: Grants): IssuedToken {
    const tokenSecret = randomUUID();
    this.book.putToken(tokenId, { secret: tokenSecret, grants });
    return { tokenId, tokenSecret };
  }

  revokeToken(tokenId: string): boolean {
    return this.book.deleteToken(tokenId);
  }

  /** Throws the 401 of Proxmox VE. */
  identify(method: string, headers: IncomingHttpHeaders): Caller {
    if (headers.authorization?.startsWith('PVEAPIToken')) return this.byToken(headers.authorization);
    const ticket = ticketIn(headers);
    if (ticket === null) throw new PveError(401, 'No ticket');
    const user = this.tickets.userOf(ticket);
    if (user === null) throw new PveError(401, 'permission denied - invalid PVE ticket');
    const csrfToken = headers['csrfpreventiontoken'];
    const proved = typeof csrfToken === 'string' && this.tickets.isCsrfTokenOf(user, csrfToken);
    if (method !== 'GET' && !proved) throw new PveError(401, 'Permission denied - invalid csrf token');
    return new Caller(user, {}, user === ROOT);
  }

  /** A ticket for the right password, or for a valid ticket in the password's place. */
  logIn(user: string, password: string, rootPassword: string): { ticket: string; csrfToken: string } {
    const renews = this.tickets.userOf(password) === user;
    if (!renews && (user !== ROOT || !sameText(password, rootPassword))) {
      throw new PveError(401, 'authentication failure');
    }
    return this.tickets.issue(user);
  }

  private tokenOf(id: string): Token | null {
    const { tokenId, tokenSecret: secret } = this.first;
    return id === tokenId ? { secret, grants: { '/': this.privileges } } : this.book.token(id);
  }

  private byToken(header: string): Caller {
    const [, id = '', secret = ''] = /^PVEAPIToken[= ]([^=\s]+)=(\S+)$/.exec(header) ?? [];
    const token = this.tokenOf(id);
    if (!token) throw new PveError(401, 'no such token');
    if (!sameText(secret, token.secret)) throw new PveError(401, 'invalid token value!');
    return new Caller(id, token.grants, false, (vmid) => this.book.poolOf(vmid));
  }
}

function ticketIn({ cookie = '' }: IncomingHttpHeaders): string | null {
  const pair = cookie.split(/;\s*/).find((part) => part.startsWith('PVEAuthCookie='));
  if (pair === undefined) return null;
  const value = pair.slice(pair.indexOf('=') + 1);
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Of digests, so that lengths do not matter. */
function sameText(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

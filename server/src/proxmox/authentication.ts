import { ProxmoxError } from './proxmox-error.js';
import { flag, text } from './values.js';
import type { Row } from './values.js';

/** As whom a client speaks: an API token, or a user with a password. */
export type ProxmoxLogin =
  | {
      /** `user@realm!name` */
      readonly tokenId: string;
      readonly tokenSecret: string;
    }
  | {
      /** `user@realm` */
      readonly user: string;
      readonly password: string;
    };

/** `POST /access/ticket` without any authentication; answers its data. */
export type RequestTicket = (parameters: { username: string; password: string }) => Promise<Row>;

/** Makes the headers that let a request in. */
export interface Authentication {
  /** As whom the node records what is done. */
  readonly user: string;
  headers(changes: boolean): Promise<Readonly<Record<string, string>>>;
  /** Called after a 401: whether fresh headers are worth one more try. The refused request had no effect. */
  refused(): boolean;
}

/** @param now the monotonic clock, in milliseconds */
export function authenticationFor(
  login: ProxmoxLogin,
  request: RequestTicket,
  now?: () => number,
): Authentication {
  return 'tokenId' in login ? tokenAuthentication(login) : new TicketAuthentication(login, request, now);
}

function tokenAuthentication({
  tokenId,
  tokenSecret,
}: {
  tokenId: string;
  tokenSecret: string;
}): Authentication {
  const headers = { authorization: `PVEAPIToken=${tokenId}=${tokenSecret}` };
  return { user: tokenId, headers: () => Promise.resolve(headers), refused: () => false };
}

interface Ticket {
  readonly ticket: string;
  readonly csrfToken: string;
  /** By the monotonic clock. */
  readonly issuedAt: number;
}

/** A ticket lives for two hours; Proxmox VE's own interface renews it this often. */
const RENEW_AFTER_MS = 15 * 60_000;

/** Logs in with a password and keeps the ticket fresh. All requests that need one wait for the same login. */
export class TicketAuthentication implements Authentication {
  readonly user: string;
  private readonly password: string;
  private current: Promise<Ticket> | null = null;

  constructor(
    login: { readonly user: string; readonly password: string },
    private readonly request: RequestTicket,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.user = login.user;
    this.password = login.password;
  }

  async headers(changes: boolean): Promise<Readonly<Record<string, string>>> {
    const { ticket, csrfToken } = await this.fresh();
    const cookie = `PVEAuthCookie=${encodeURIComponent(ticket)}`;
    return changes ? { cookie, csrfpreventiontoken: csrfToken } : { cookie };
  }

  refused(): boolean {
    this.current = null;
    return true;
  }

  private async fresh(): Promise<Ticket> {
    const before = this.current;
    const known = before && (await before.catch(() => null));
    if (known && this.now() - known.issuedAt < RENEW_AFTER_MS) return known;
    // Somebody else may have begun to renew it meanwhile.
    if (this.current === null || this.current === before) this.current = this.renew(known);
    return this.current;
  }

  /** The old ticket counts as a password; when it is too old, the password itself does. */
  private async renew(known: Ticket | null): Promise<Ticket> {
    if (!known) return this.login(this.password);
    return this.login(known.ticket).catch((error: unknown) => {
      if (error instanceof ProxmoxError && error.code === 'PROXMOX.UNAUTHORIZED')
        return this.login(this.password);
      throw error;
    });
  }

  private async login(password: string): Promise<Ticket> {
    const row = await this.request({ username: this.user, password });
    const [ticket, csrfToken] = [text(row, 'ticket'), text(row, 'CSRFPreventionToken')];
    if (flag(row, 'NeedTFA')) {
      const hint = `${this.user} logs in with a second factor. Use an API token.`;
      throw new ProxmoxError('PROXMOX.UNAUTHORIZED', hint, false, false);
    }
    if (ticket === null || csrfToken === null) {
      throw new ProxmoxError('PROXMOX.FAILED', 'The node answered a login without a ticket.', false, false);
    }
    return { ticket, csrfToken, issuedAt: this.now() };
  }
}

import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds for which a ticket is valid. */
const LIFETIME_S = 7200;
/** Clocks of a cluster's nodes may differ so much. */
const EARLY_S = 300;

/** Makes and checks tickets and the tokens against request forgery, in Proxmox VE's form. All nodes know the key. */
export class Tickets {
  constructor(
    private readonly key: string,
    private readonly nowSeconds = (): number => Math.floor(Date.now() / 1000),
  ) {}

  /** `PVE:user@realm:TIME::SIGNATURE`. */
  issue(user: string): { readonly ticket: string; readonly csrfToken: string } {
    const time = hex(this.nowSeconds());
    const plain = `PVE:${user}:${time}`;
    return { ticket: `${plain}::${this.sign(plain)}`, csrfToken: `${time}:${this.sign(`${time}:${user}`)}` };
  }

  /** The user whose ticket it is, or null if it is none or is too old. */
  userOf(ticket: string): string | null {
    const [, plain = '', user = '', time = '', signature = ''] =
      /^(PVE:([^:\s]+@[^:\s]+):([0-9A-F]{8}))::([\w+/=]+)$/.exec(ticket) ?? [];
    return user !== '' && same(signature, this.sign(plain)) && this.isValid(time) ? user : null;
  }

  isCsrfTokenOf(user: string, token: string): boolean {
    const [, time = '', signature = ''] = /^([0-9A-F]{8}):([\w+/=]+)$/.exec(token) ?? [];
    return same(signature, this.sign(`${time}:${user}`)) && this.isValid(time);
  }

  private isValid(time: string): boolean {
    const age = this.nowSeconds() - Number.parseInt(time, 16);
    return age >= -EARLY_S && age <= LIFETIME_S;
  }

  private sign(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64');
  }
}

const hex = (seconds: number): string => seconds.toString(16).toUpperCase().padStart(8, '0');

function same(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

import { authenticationFor, TicketAuthentication } from './authentication.js';
import { ProxmoxError } from './proxmox-error.js';

const LOGIN = { user: 'root@pam', password: 's3cret' };
const MINUTE = 60_000;

/** A node that issues tickets `t1`, `t2`, … and knows which of them it still takes. */
class TicketOffice {
  readonly asked: string[] = [];
  readonly expired = new Set<string>();
  now = 0;
  private count = 0;

  readonly authentication = new TicketAuthentication(
    LOGIN,
    async ({ username, password }) => {
      await Promise.resolve();
      this.asked.push(password);
      const known = password === LOGIN.password || /^t\d+$/.test(password);
      if (username !== LOGIN.user || !known || this.expired.has(password)) {
        throw new ProxmoxError('PROXMOX.UNAUTHORIZED', 'authentication failure', false, false);
      }
      const ticket = `t${String(++this.count)}`;
      return { ticket, CSRFPreventionToken: `csrf-${ticket}` };
    },
    () => this.now,
  );

  async cookie(): Promise<string | undefined> {
    return (await this.authentication.headers(false))['cookie'];
  }
}

describe('a login by ticket', () => {
  it('should ask once for many requests at once, and send the CSRF token with changes only', async () => {
    const office = new TicketOffice();
    const [read, change] = await Promise.all([
      office.authentication.headers(false),
      office.authentication.headers(true),
    ]);
    expect(read).toEqual({ cookie: 'PVEAuthCookie=t1' });
    expect(change).toEqual({ cookie: 'PVEAuthCookie=t1', csrfpreventiontoken: 'csrf-t1' });
    expect(office.asked).toEqual(['s3cret']);
  });

  it('should be renewed every fifteen minutes with the old ticket', async () => {
    const office = new TicketOffice();
    await office.cookie();
    office.now = 14 * MINUTE;
    expect(await office.cookie()).toBe('PVEAuthCookie=t1');
    office.now = 16 * MINUTE;
    expect(await Promise.all([office.cookie(), office.cookie()])).toEqual([
      ...['PVEAuthCookie=t2', 'PVEAuthCookie=t2'],
    ]);
    expect(office.asked).toEqual(['s3cret', 't1']);
  });

  it('should fall back to the password when the old ticket is too old, or was refused', async () => {
    const office = new TicketOffice();
    await office.cookie();
    office.expired.add('t1');
    office.now = 180 * MINUTE;
    expect(await office.cookie()).toBe('PVEAuthCookie=t2');
    expect(office.asked).toEqual(['s3cret', 't1', 's3cret']);
    expect(office.authentication.refused()).toBe(true);
    expect(await office.cookie()).toBe('PVEAuthCookie=t3');
    expect(office.asked.at(-1)).toBe('s3cret');
  });

  it('should not remember a failure', async () => {
    const office = new TicketOffice();
    office.expired.add('s3cret');
    await expect(office.cookie()).rejects.toMatchObject({ code: 'PROXMOX.UNAUTHORIZED' });
    office.expired.clear();
    expect(await office.cookie()).toBe('PVEAuthCookie=t1');
  });

  it('should say that a second factor needs a token', async () => {
    const half = () => Promise.resolve({ ticket: 'PVE:!tfa!', CSRFPreventionToken: 'c', NeedTFA: 1 });
    const authentication = new TicketAuthentication(LOGIN, half);
    await expect(authentication.headers(false)).rejects.toThrow(/second factor/);
  });
});

describe('a login by token', () => {
  it('should need no ticket and no CSRF token, and not try again when it is refused', async () => {
    const never = () => Promise.reject(new Error('Nobody asks for a ticket.'));
    const login = { tokenId: 'a@pve!b', tokenSecret: 'x' };
    const authentication = authenticationFor(login, never);
    expect(authentication.user).toBe('a@pve!b');
    expect(await authentication.headers(true)).toEqual({ authorization: 'PVEAPIToken=a@pve!b=x' });
    expect(authentication.refused()).toBe(false);
  });
});

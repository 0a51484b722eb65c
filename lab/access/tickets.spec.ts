import { Tickets } from './tickets.js';

describe('tickets', () => {
  let now = 1_800_000_000;
  const tickets = new Tickets('key of the cluster', () => now);

  it('name their user for two hours', () => {
    const { ticket, csrfToken } = tickets.issue('root@pam');
    expect(tickets.userOf(ticket)).toBe('root@pam');
    expect(tickets.isCsrfTokenOf('root@pam', csrfToken)).toBe(true);
    now += 7200;
    expect(tickets.userOf(ticket)).toBe('root@pam');
    now += 1;
    expect(tickets.userOf(ticket)).toBeNull();
    expect(tickets.isCsrfTokenOf('root@pam', csrfToken)).toBe(false);
  });

  it('cannot be made without the key, nor changed', () => {
    const { ticket, csrfToken } = new Tickets('another key', () => now).issue('root@pam');
    expect(tickets.userOf(ticket)).toBeNull();
    expect(tickets.isCsrfTokenOf('root@pam', csrfToken)).toBe(false);
    const own = tickets.issue('joe@pve').ticket;
    expect(tickets.userOf(own.replace('joe@pve', 'root@pam'))).toBeNull();
    expect(tickets.userOf('')).toBeNull();
  });
});

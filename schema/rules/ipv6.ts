import { parseIpv4 } from './network.js';
import type { Problem } from './problem.js';
import { problem } from './problem.js';

/** An IPv6 address (RFC 4291, section 2.2, without zone) as its 8 groups; null if it is none. */
export function parseIpv6(value: string): readonly number[] | null {
  const text = withoutIpv4(value);
  if (text === null || !/^[0-9a-f:]{2,39}$/i.test(text)) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map(groupsOf);
  if (!head || !tail || (head.length === 0 && halves.length === 1)) return null;
  const missing = 8 - head.length - tail.length;
  const complete = halves.length === 1 ? missing === 0 : missing >= 1;
  return complete ? [...head, ...Array.from({ length: missing }, () => 0), ...tail] : null;
}

/** The last 32 bits may be written as an IPv4 address. */
function withoutIpv4(value: string): string | null {
  if (!value.includes('.')) return value;
  const start = value.lastIndexOf(':') + 1;
  const address = parseIpv4(value.slice(start));
  if (address === null || start === 0) return null;
  const groups = [Math.floor(address / 65_536), address % 65_536].map((group) => group.toString(16));
  return value.slice(0, start) + groups.join(':');
}

function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  return parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))
    ? parts.map((part) => Number.parseInt(part, 16))
    : null;
}

/** `auto` (SLAAC), `dhcp`, `manual`, or an address with prefix length that a host can have. */
export function ipv6Problem(value: string): Problem | null {
  if (value === 'auto' || value === 'dhcp' || value === 'manual') return null;
  const range = parseRange(value);
  if (!range) {
    return problem(
      'IPV6.INVALID',
      'Use auto, dhcp, manual, or an address with prefix length such as 2001:db8::20/64.',
    );
  }
  const [first = 0] = range.groups;
  const unspecifiedOrLoopback = range.groups.slice(0, 7).every((group) => group === 0);
  if (unspecifiedOrLoopback || first >= 0xff00) {
    return problem('IPV6.NOT_A_HOST', 'This address cannot be given to a host.');
  }
  return null;
}

function parseRange(value: string): { groups: readonly number[]; prefix: number } | null {
  const [address = '', prefix = '', ...rest] = value.split('/');
  const groups = parseIpv6(address);
  if (!groups || rest.length > 0 || !/^\d{1,3}$/.test(prefix)) return null;
  return Number(prefix) >= 1 && Number(prefix) <= 128 ? { groups, prefix: Number(prefix) } : null;
}

/** A gateway goes with a static address and lies in its network, or is link-local (RFC 4861); null means none. */
export function gateway6Problem(ipv6: string, gateway: string | null): Problem | null {
  if (gateway === null || gateway === '') return null;
  const range = parseRange(ipv6);
  if (!range)
    return problem(
      'GATEWAY6.NOT_STATIC',
      'An IPv6 gateway can only be given together with a static address.',
    );
  const groups = parseIpv6(gateway);
  if (!groups) return problem('GATEWAY6.INVALID', 'Use an IPv6 address such as 2001:db8::1.');
  if (groups.join() === range.groups.join()) {
    return problem('GATEWAY6.SAME_AS_ADDRESS', 'The gateway cannot be the container itself.');
  }
  const linkLocal = ((groups[0] ?? 0) & 0xffc0) === 0xfe80;
  if (linkLocal || sharePrefix(groups, range.groups, range.prefix)) return null;
  return problem('GATEWAY6.OUTSIDE_NETWORK', 'The gateway must lie in the network of the address.');
}

function sharePrefix(a: readonly number[], b: readonly number[], prefix: number): boolean {
  return a.every((group, index) => {
    const bits = Math.min(16, Math.max(0, prefix - index * 16));
    return group >> (16 - bits) === (b[index] ?? 0) >> (16 - bits);
  });
}

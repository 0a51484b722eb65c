import type { Problem } from './problem.js';
import { problem, wholeNumberProblem } from './problem.js';

interface Ipv4Range {
  /** The address as an unsigned 32-bit number. */
  readonly address: number;
  readonly prefix: number;
}

/** An IPv4 address in dotted decimal, without leading zeros, as an unsigned number; null if it is none. */
export function parseIpv4(value: string): number | null {
  const parts = value.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return null;
  const bytes = parts.map(Number);
  if (bytes.some((byte) => byte > 255)) return null;
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function parseCidr(value: string): Ipv4Range | null {
  const [text = '', prefixText = '', ...rest] = value.split('/');
  const address = parseIpv4(text);
  if (address === null || rest.length > 0 || !/^\d{1,2}$/.test(prefixText)) return null;
  const prefix = Number(prefixText);
  return prefix <= 32 ? { address, prefix } : null;
}

const networkOf = (address: number, prefix: number) => Math.floor(address / 2 ** (32 - prefix));

/** `dhcp`, `manual`, or an address with prefix length (RFC 4632) that a host can have. */
export function ipv4Problem(value: string): Problem | null {
  if (value === 'dhcp' || value === 'manual') return null;
  const range = parseCidr(value);
  if (!range || range.prefix < 1) {
    return problem(
      'IPV4.INVALID',
      'Use dhcp, manual, or an address with prefix length such as 192.168.1.20/24.',
    );
  }
  return hostAddressProblem(range);
}

function hostAddressProblem({ address, prefix }: Ipv4Range): Problem | null {
  const firstByte = Math.floor(address / 2 ** 24);
  if (firstByte === 0 || firstByte === 127 || firstByte >= 224) {
    return problem('IPV4.NOT_A_HOST', 'This address cannot be given to a host.');
  }
  if (prefix >= 31) return null; // RFC 3021: both addresses of a /31 are hosts
  const size = 2 ** (32 - prefix);
  const host = address % size;
  if (host === 0) return problem('IPV4.NETWORK_ADDRESS', 'This is the address of the network itself.');
  if (host === size - 1) return problem('IPV4.BROADCAST_ADDRESS', 'This is the network’s broadcast address.');
  return null;
}

/** A gateway goes with a static address and lies in its network; null means none is given. */
export function gatewayProblem(ipv4: string, gateway: string | null): Problem | null {
  if (gateway === null || gateway === '') return null;
  const range = parseCidr(ipv4);
  if (!range)
    return problem('GATEWAY.NOT_STATIC', 'A gateway can only be given together with a static address.');
  const address = parseIpv4(gateway);
  if (address === null) return problem('GATEWAY.INVALID', 'Use an IPv4 address such as 192.168.1.1.');
  if (address === range.address) {
    return problem('GATEWAY.SAME_AS_ADDRESS', 'The gateway cannot be the container itself.');
  }
  if (networkOf(address, range.prefix) !== networkOf(range.address, range.prefix)) {
    return problem('GATEWAY.OUTSIDE_NETWORK', 'The gateway must lie in the network of the address.');
  }
  return null;
}

/** An IEEE 802.1Q VLAN tag. */
export function vlanProblem(value: number): Problem | null {
  return wholeNumberProblem(value, { code: 'VLAN.RANGE', what: 'The VLAN tag', min: 1, max: 4094 });
}

/** A TCP port that a server can listen on. */
export function portProblem(value: number): Problem | null {
  return wholeNumberProblem(value, { code: 'PORT.RANGE', what: 'The port', min: 1, max: 65_535 });
}

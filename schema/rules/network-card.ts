import { gateway6Problem, ipv6Problem, parseIpv6 } from './ipv6.js';
import { bridgeProblem } from './names.js';
import { gatewayProblem, ipv4Problem, parseIpv4, vlanProblem } from './network.js';
import type { Problem } from './problem.js';
import { problem, wholeNumberProblem } from './problem.js';

type Optional<T> = T | null | undefined;

/** One network card of a request. */
export interface NetworkCard {
  readonly bridge: string;
  readonly ipv4: string;
  readonly gateway?: Optional<string>;
  readonly ipv6?: Optional<string>;
  readonly gateway6?: Optional<string>;
  readonly vlan?: Optional<number>;
  readonly mtu?: Optional<number>;
  readonly mac?: Optional<string>;
  readonly rateLimit?: Optional<number>;
}

/** What is wrong with a network card; fields are named below `field`. */
export function networkCardProblems(field: string, card: NetworkCard): [string, Problem | null][] {
  const ipv6 = card.ipv6 ?? 'manual';
  return [
    [`${field}.bridge`, bridgeProblem(card.bridge)],
    [`${field}.ipv4`, ipv4Problem(card.ipv4)],
    [`${field}.gateway`, gatewayProblem(card.ipv4, card.gateway ?? null)],
    [`${field}.ipv6`, ipv6Problem(ipv6)],
    [`${field}.gateway6`, gateway6Problem(ipv6, card.gateway6 ?? null)],
    [`${field}.vlan`, given(card.vlan, vlanProblem)],
    [`${field}.mtu`, given(card.mtu, mtuProblem)],
    [`${field}.mac`, given(card.mac, macProblem)],
    [`${field}.rateLimit`, given(card.rateLimit, rateLimitProblem)],
  ];
}

/** Bytes; the limits of Proxmox VE's `mtu` of a container's card. */
export function mtuProblem(value: number): Problem | null {
  return wholeNumberProblem(value, { code: 'MTU.RANGE', what: 'The MTU', min: 64, max: 65_535 });
}

/** An Ethernet address of one card: not a group's (IEEE 802, the lowest bit of the first byte) and not all zeros. */
export function macProblem(value: string): Problem | null {
  const wellFormed = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(value);
  const first = Number.parseInt(value.slice(0, 2), 16);
  if (wellFormed && first % 2 === 0 && !/^[0:]+$/.test(value)) return null;
  return problem('MAC.INVALID', 'Use an address of one card such as BC:24:11:00:00:01.');
}

/** Megabytes a second. */
export function rateLimitProblem(value: number): Problem | null {
  if (Number.isFinite(value) && value > 0 && value <= 100_000) return null;
  return problem('RATE_LIMIT.RANGE', 'The rate limit is more than 0 and at most 100000 megabytes a second.');
}

/** The address of a name server, IPv4 or IPv6. */
export function nameserverProblem(value: string): Problem | null {
  if (parseIpv4(value) !== null || parseIpv6(value) !== null) return null;
  return problem('NAMESERVER.INVALID', 'Use an IP address such as 192.168.1.1 or 2001:db8::53.');
}

function given<T>(value: Optional<T>, rule: (value: T) => Problem | null): Problem | null {
  return value === null || value === undefined ? null : rule(value);
}

import { isIPv4, isIPv6 } from 'node:net';
import { parsePropertyString } from './property-string.js';
import type { PveVersion } from './pve-version.js';

const NOT_DEFINED = 'property is not defined in schema and the schema does not allow additional properties';

const NET_KEYS = new Set([
  'bridge', 'firewall', 'gw', 'gw6', 'host-managed', 'hwaddr', 'ip', 'ip6', 'link_down', 'mtu', 'name', 'rate',
  'tag', 'trunks', 'type',
]); // prettier-ignore
const FEATURE_KEYS = new Set(['force_rw_sys', 'fuse', 'keyctl', 'mknod', 'mount', 'nesting']);
const VOLUME_KEYS = [
  'acl', 'idmap', 'mountoptions', 'quota', 'replicate', 'ro', 'shared', 'size', 'volume',
] as const; // prettier-ignore
const ROOT_KEYS = new Set<string>(VOLUME_KEYS);
const MOUNT_POINT_KEYS = new Set<string>([...VOLUME_KEYS, 'backup', 'keepattrs', 'mp']);

export const featuresProblem = (value: string): string | null =>
  keysProblem(parsePropertyString(value), FEATURE_KEYS);

/** What is wrong with a volume such as `local-lvm:8,mp=/srv`; `mp` is where it is mounted, and a root has none. */
export function volumeProblem(value: string, isRoot: boolean, version: PveVersion): string | null {
  const volume = parsePropertyString(value, 'volume');
  const keys = (isRoot ? ROOT_KEYS : MOUNT_POINT_KEYS).difference(version.unknownMountPointKeys);
  const unknown = keysProblem(volume, keys);
  if (unknown !== null) return unknown;
  const missing = ['volume', ...(isRoot ? [] : ['mp'])].find((key) => !volume.has(key));
  return missing === undefined ? null : problem(missing, 'property is missing and it is not optional');
}

const problem = (key: string, text: string): string => `invalid format - format error\n${key}: ${text}`;

function keysProblem(properties: ReadonlyMap<string, string>, known: ReadonlySet<string>): string | null {
  const unknown = [...properties.keys()].filter((key) => !known.has(key));
  return unknown.length === 0 ? null : problem(unknown.join(', '), NOT_DEFINED);
}

/** What is wrong with a network card such as `name=eth0,bridge=vmbr0`. */
export function netProblem(value: string, version: PveVersion): string | null {
  const net = parsePropertyString(value);
  const unknown = keysProblem(net, NET_KEYS.difference(version.unknownNetKeys));
  if (unknown !== null) return unknown;
  if (!net.has('name')) {
    return problem('name', 'property is missing and it is not optional');
  }
  return (
    addressProblem('ip', net.get('ip'), isIPv4, ['dhcp', 'manual']) ??
    addressProblem('ip6', net.get('ip6'), isIPv6, ['auto', 'dhcp', 'manual']) ??
    gatewayProblem('gw', net.get('gw'), isIPv4) ??
    gatewayProblem('gw6', net.get('gw6'), isIPv6) ??
    tagProblem(net.get('tag'))
  );
}

function addressProblem(
  key: string,
  value: string | undefined,
  isAddress: (text: string) => boolean,
  words: readonly string[],
): string | null {
  if (value === undefined || words.includes(value)) return null;
  const [address = '', prefix = '', more] = value.split('/');
  if (more === undefined && isAddress(address) && /^\d{1,3}$/.test(prefix)) return null;
  const family = key === 'ip' ? 'ipv4' : 'ipv6';
  return problem(key, `invalid format - value does not look like a valid ${family} network configuration`);
}

function gatewayProblem(key: string, value: string | undefined, isAddress: (text: string) => boolean) {
  if (value === undefined || isAddress(value)) return null;
  const family = key === 'gw' ? 'ipv4' : 'ipv6';
  return problem(key, `invalid format - value does not look like a valid ${family} address`);
}

function tagProblem(value: string | undefined): string | null {
  if (value === undefined || (/^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 4094))
    return null;
  return problem('tag', 'value must have a maximum value of 4094');
}

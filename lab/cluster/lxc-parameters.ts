import { isIP, isIPv4, isIPv6 } from 'node:net';
import type { Parameter, Parameters } from '../api/parameters.js';
import { parsePropertyString } from './property-string.js';

const bool: Parameter = { type: 'boolean', optional: true };
const text = (more: Partial<Parameter> = {}): Parameter => ({ type: 'string', optional: true, ...more });
const integer = (min: number, max?: number): Parameter =>
  max === undefined
    ? { type: 'integer', optional: true, min }
    : { type: 'integer', optional: true, min, max };
const matches =
  (pattern: RegExp, reason: string) =>
  (value: string): string | null =>
    pattern.test(value) ? null : reason;

export const NODE: Parameter = { type: 'string', format: matches(/^[a-zA-Z0-9-]+$/, 'invalid format') };
export const VMID: Parameter = { type: 'integer', min: 100, max: 999_999_999 };
export const STORAGE_ID: Parameter = {
  type: 'string',
  format: matches(/^[a-z][a-z0-9\-_.]*[a-z0-9]$/i, 'invalid format - storage ID contains illegal characters'),
};

const DNS_NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const TAG_LIST = /^[a-z0-9_][a-z0-9_\-+.]*(?:[;, ][a-z0-9_][a-z0-9_\-+.]*)*$/i;

const NET_KEYS = new Set([
  'bridge', 'firewall', 'gw', 'gw6', 'host-managed', 'hwaddr', 'ip', 'ip6', 'link_down', 'mtu', 'name', 'rate',
  'tag', 'trunks', 'type',
]); // prettier-ignore
const FEATURE_KEYS = new Set(['force_rw_sys', 'fuse', 'keyctl', 'mknod', 'mount', 'nesting']);

function keysProblem(properties: ReadonlyMap<string, string>, known: ReadonlySet<string>): string | null {
  const unknown = [...properties.keys()].filter((key) => !known.has(key));
  return unknown.length === 0
    ? null
    : `invalid format - format error\n${unknown.join(', ')}: property is not defined in schema and the schema does not allow additional properties`;
}

function netProblem(value: string): string | null {
  const net = parsePropertyString(value);
  const unknown = keysProblem(net, NET_KEYS);
  if (unknown !== null) return unknown;
  if (!net.has('name')) {
    return 'invalid format - format error\nname: property is missing and it is not optional';
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
  return `invalid format - format error\n${key}: invalid format - value does not look like a valid ${key === 'ip' ? 'ipv4' : 'ipv6'} network configuration`;
}

function gatewayProblem(key: string, value: string | undefined, isAddress: (text: string) => boolean) {
  if (value === undefined || isAddress(value)) return null;
  return `invalid format - format error\n${key}: invalid format - value does not look like a valid ${key === 'gw' ? 'ipv4' : 'ipv6'} address`;
}

function tagProblem(value: string | undefined): string | null {
  if (value === undefined || (/^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 4094))
    return null;
  return 'invalid format - format error\ntag: value must have a maximum value of 4094';
}

const addressList = (value: string): string | null =>
  value.split(/[ ,;]+/).every((part) => isIP(part) !== 0 || part === 'host')
    ? null
    : 'invalid format - value does not look like a valid address';

/** Parameters that a container's configuration keeps; POST and PUT share them. */
const CONFIG: Parameters = {
  arch: text({ oneOf: ['amd64', 'i386', 'arm64', 'armhf', 'riscv32', 'riscv64'] }),
  cmode: text({ oneOf: ['shell', 'console', 'tty'] }),
  console: bool,
  cores: integer(1, 8192),
  cpulimit: { type: 'number', optional: true, min: 0, max: 8192 },
  cpuunits: integer(0, 500_000),
  debug: bool,
  description: text({ maxLength: 8192 }),
  'dev[n]': text(),
  entrypoint: text(),
  env: text(),
  features: text({ format: (value) => keysProblem(parsePropertyString(value), FEATURE_KEYS) }),
  hookscript: text(),
  hostname: text({
    maxLength: 255,
    format: matches(DNS_NAME, 'invalid format - value does not look like a valid DNS name'),
  }),
  lock: text(),
  memory: integer(16),
  'mp[n]': text(),
  nameserver: text({ format: addressList }),
  'net[n]': text({ format: netProblem }),
  onboot: bool,
  ostype: text({ oneOf: ['debian', 'devuan', 'ubuntu', 'centos', 'fedora', 'opensuse', 'archlinux', 'alpine', 'gentoo', 'nixos', 'unmanaged'] }), // prettier-ignore
  protection: bool,
  rootfs: text(),
  searchdomain: text({
    format: matches(DNS_NAME, 'invalid format - value does not look like a valid DNS name'),
  }),
  startup: text(),
  swap: integer(0),
  tags: text({ format: matches(TAG_LIST, 'invalid format - invalid characters in tag') }),
  template: bool,
  timezone: text(),
  tty: integer(0, 6),
  unprivileged: bool,
  'unused[n]': text(),
};

export const CREATE_PARAMETERS: Parameters = {
  ...CONFIG,
  node: NODE,
  vmid: VMID,
  ostemplate: { type: 'string', maxLength: 255 },
  bwlimit: { type: 'number', optional: true, min: 0 },
  force: bool,
  'ha-managed': bool,
  'ignore-unpack-errors': bool,
  password: text({ minLength: 5 }),
  pool: text(),
  restore: bool,
  'ssh-public-keys': text(),
  start: bool,
  storage: { ...STORAGE_ID, optional: true },
  unique: bool,
};

export const UPDATE_PARAMETERS: Parameters = {
  ...CONFIG,
  node: NODE,
  vmid: VMID,
  delete: text(),
  digest: text({ maxLength: 40 }),
  revert: text(),
};

/** Parameters of the create call that do not become part of the configuration. */
export const NOT_CONFIGURATION: ReadonlySet<string> = new Set([
  'node', 'vmid', 'ostemplate', 'bwlimit', 'force', 'ha-managed', 'ignore-unpack-errors', 'password', 'pool',
  'restore', 'ssh-public-keys', 'start', 'storage', 'unique', 'delete', 'digest', 'revert', 'lock',
]); // prettier-ignore

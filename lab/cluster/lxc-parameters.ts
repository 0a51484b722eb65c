import { isIP } from 'node:net';
import type { Parameter, Parameters } from '../api/parameters.js';
import { featuresProblem, netProblem, volumeProblem } from './property-formats.js';
import type { PveVersion } from './pve-version.js';

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

const addressList = (value: string): string | null =>
  value.split(/[ ,;]+/).every((part) => isIP(part) !== 0 || part === 'host')
    ? null
    : 'invalid format - value does not look like a valid address';

/** Parameters that a container's configuration keeps; POST and PUT share them. */
const config = (version: PveVersion): Parameters => ({
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
  features: text({ format: featuresProblem }),
  hookscript: text(),
  hostname: text({
    maxLength: 255,
    format: matches(DNS_NAME, 'invalid format - value does not look like a valid DNS name'),
  }),
  lock: text(),
  memory: integer(16),
  'mp[n]': text({ format: (value) => volumeProblem(value, false, version) }),
  nameserver: text({ format: addressList }),
  'net[n]': text({ format: (value) => netProblem(value, version) }),
  onboot: bool,
  ostype: text({ oneOf: ['debian', 'devuan', 'ubuntu', 'centos', 'fedora', 'opensuse', 'archlinux', 'alpine', 'gentoo', 'nixos', 'unmanaged'] }), // prettier-ignore
  protection: bool,
  rootfs: text({ format: (value) => volumeProblem(value, true, version) }),
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
});

const ONLY_CREATE: Parameters = {
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

const ONLY_UPDATE: Parameters = { delete: text(), digest: text({ maxLength: 40 }), revert: text() };

export const createParameters = (version: PveVersion): Parameters => parametersOf(version, ONLY_CREATE);
export const updateParameters = (version: PveVersion): Parameters => parametersOf(version, ONLY_UPDATE);

function parametersOf(version: PveVersion, more: Parameters): Parameters {
  const all = Object.entries({ ...config(version), ...more, node: NODE, vmid: VMID });
  return Object.fromEntries(all.filter(([name]) => !version.unknownParameters.has(name)));
}

/** Parameters of the create call that do not become part of the configuration. */
export const NOT_CONFIGURATION: ReadonlySet<string> = new Set([
  'node', 'vmid', 'ostemplate', 'bwlimit', 'force', 'ha-managed', 'ignore-unpack-errors', 'password', 'pool',
  'restore', 'ssh-public-keys', 'start', 'storage', 'unique', 'delete', 'digest', 'revert', 'lock',
]); // prettier-ignore

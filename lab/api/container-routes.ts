import type { Cluster } from '../cluster/cluster.js';
import { digestOf } from '../cluster/cluster.js';
import {
  NODE,
  NOT_CONFIGURATION,
  VMID,
  createParameters,
  updateParameters,
} from '../cluster/lxc-parameters.js';
import { permitCreate, permitUpdate } from '../cluster/permissions.js';
import { networkOf } from '../cluster/network.js';
import type { PveVersion } from '../cluster/pve-version.js';
import type { StoredContainer } from '../store.js';
import { knownNode } from './node-routes.js';
import type { Arguments, Parameter, Parameters } from './parameters.js';
import { PveError, parameterError } from './pve-error.js';
import type { Call, Route } from './router.js';
import { containerSummary } from './summaries.js';

const FLAG: Parameter = { type: 'boolean', optional: true };
const INTEGER: Parameter = { type: 'integer', optional: true, min: 0 };
const ONE: Parameters = { node: NODE, vmid: VMID };
const LXC = '/nodes/{node}/lxc';
const CT = `${LXC}/{vmid}`;
/** Milliseconds until a container that has just started has an address, as with DHCP. */
const ADDRESS_AFTER_MS = 250;
/** Values that the API returns as numbers. */
const NUMERIC = new Set(['cores', 'memory', 'swap', 'cpulimit', 'cpuunits', 'tty', 'unprivileged', 'onboot', 'protection', 'template', 'console', 'debug']); // prettier-ignore

export function containerRoutes(cluster: Cluster): Route[] {
  return [...collection(cluster), ...configuration(cluster), ...power(cluster)];
}

function collection(cluster: Cluster): Route[] {
  return [
    {
      method: 'GET',
      path: LXC,
      parameters: { node: NODE },
      answer: ({ args, caller }) => {
        const node = knownNode(cluster, args);
        const mine = cluster.store
          .containers()
          .filter((container) => container.node === node && caller.can(`/vms/${container.vmid}`, 'VM.Audit'));
        return mine.map((container) => containerSummary(cluster, container));
      },
    },
    {
      method: 'POST',
      path: LXC,
      parameters: createParameters(cluster.version),
      permit: ({ args, caller }) => {
        permitCreate(args, caller);
      },
      answer: ({ args, caller }) => cluster.create(knownNode(cluster, args), args, caller),
    },
    {
      method: 'DELETE',
      path: CT,
      parameters: { ...ONE, force: FLAG, purge: FLAG, 'destroy-unreferenced-disks': FLAG },
      permit: onContainer('VM.Allocate'),
      answer: ({ args, user }) =>
        cluster.destroy(knownNode(cluster, args), args.integer('vmid'), args.flag('force'), user),
    },
    {
      method: 'GET',
      path: CT,
      parameters: ONE,
      permit: onContainer('VM.Audit'),
      answer: ({ args }) => {
        owned(cluster, args);
        return ['config', 'status', 'interfaces'].map((subdir) => ({ subdir }));
      },
    },
  ];
}

function configuration(cluster: Cluster): Route[] {
  return [
    {
      method: 'GET',
      path: `${CT}/config`,
      parameters: { ...ONE, current: FLAG, snapshot: { type: 'string', optional: true, maxLength: 40 } },
      permit: onContainer('VM.Audit'),
      answer: ({ args }) => shownConfig(owned(cluster, args)),
    },
    {
      method: 'PUT',
      path: `${CT}/config`,
      parameters: updateParameters(cluster.version),
      permit: ({ args, caller }) => {
        permitUpdate(args, caller);
      },
      answer: ({ args }) => {
        update(cluster, args);
        return null;
      },
    },
    {
      method: 'GET',
      path: `${CT}/interfaces`,
      parameters: ONE,
      permit: onContainer('VM.Audit'),
      answer: ({ args }) => interfaces(cluster, owned(cluster, args)),
    },
    {
      method: 'GET',
      path: `${CT}/status/current`,
      parameters: ONE,
      permit: onContainer('VM.Audit'),
      answer: ({ args }) => ({
        ...containerSummary(cluster, owned(cluster, args)),
        ha: { managed: 0 },
      }),
    },
  ];
}

function power(cluster: Cluster): Route[] {
  const action = (
    name: string,
    more: Parameters,
    act: (node: string, vmid: number, call: Call) => string,
  ): Route => ({
    method: 'POST',
    path: `${CT}/status/${name}`,
    parameters: { ...ONE, ...more },
    permit: onContainer('VM.PowerMgmt'),
    answer: (call) => {
      if (call.args.flag('skiplock') && !call.caller.isRoot)
        throw new PveError(403, 'Only root may use this option.');
      return act(knownNode(cluster, call.args), call.args.integer('vmid'), call);
    },
  });
  return [
    action('start', { debug: FLAG, skiplock: FLAG }, (node, vmid, { user }) =>
      cluster.start(node, vmid, user),
    ),
    action('stop', { 'overrule-shutdown': FLAG, skiplock: FLAG }, (node, vmid, { user }) =>
      cluster.stop(node, vmid, user),
    ),
    action('shutdown', { forceStop: FLAG, timeout: INTEGER }, (node, vmid, { user }) =>
      cluster.shutdown(node, vmid, user),
    ),
    action('reboot', { timeout: INTEGER }, (node, vmid, { user }) => cluster.reboot(node, vmid, user)),
  ];
}

function onContainer(...privileges: readonly string[]) {
  return ({ args, caller }: Call): void => {
    caller.requireAll(`/vms/${args.text('vmid')}`, ...privileges);
  };
}

function owned(cluster: Cluster, args: Arguments): StoredContainer {
  return cluster.container(knownNode(cluster, args), args.integer('vmid'));
}

function shownConfig({ config }: StoredContainer): object {
  const shown = Object.entries(config).map(([key, value]) => [key, NUMERIC.has(key) ? Number(value) : value]);
  return { ...Object.fromEntries(shown), digest: digestOf(config) } as object;
}

function update(cluster: Cluster, args: Arguments): void {
  const { node, vmid, config } = owned(cluster, args);
  const digest = args.optional('digest');
  if (digest !== null && digest !== digestOf(config)) {
    throw new PveError(500, 'detected modified configuration - file changed by other user? Try again.');
  }
  const lock = config['lock'];
  if (lock !== undefined) throw new PveError(500, `CT is locked (${lock})`);
  if (args.has('rootfs')) throw parameterError({ rootfs: 'unable to change the root disk in the lab' });
  const changes = new Map<string, string | null>();
  for (const [key, value] of args.entries()) if (!NOT_CONFIGURATION.has(key)) changes.set(key, value);
  for (const key of args
    .text('delete')
    .split(/[ ,;]+/)
    .filter(Boolean))
    changes.set(key, null);
  cluster.configure(node, vmid, changes);
}

interface Address {
  readonly 'ip-address': string;
  readonly 'ip-address-type': 'inet' | 'inet6';
  readonly prefix: number;
}

function interfaces(cluster: Cluster, container: StoredContainer): object[] {
  const { vmid, config } = container;
  if (!cluster.runtime.isRunning(vmid)) return [];
  const loopback: Address[] = [
    { 'ip-address': '127.0.0.1', 'ip-address-type': 'inet', prefix: 8 },
    { 'ip-address': '::1', 'ip-address-type': 'inet6', prefix: 128 },
  ];
  const described = (name: string, mac: string, addresses: readonly Address[]): object =>
    describe(name, mac, addresses, cluster.version);
  const lo = described('lo', '00:00:00:00:00:00', loopback);
  if (config['net0'] === undefined) return [lo];
  const { mac, address } = networkOf(container);
  const [ip = '', prefix = '16'] = (address ?? '').split('/');
  const there = address !== null && cluster.runtime.upSinceMs(vmid) >= ADDRESS_AFTER_MS;
  const inet: Address[] = there
    ? [{ 'ip-address': ip, 'ip-address-type': 'inet', prefix: Number(prefix) }]
    : [];
  const local: Address = { 'ip-address': linkLocal(mac), 'ip-address-type': 'inet6', prefix: 64 };
  return [lo, described('eth0', mac, [...inet, local])];
}

function describe(
  name: string,
  mac: string,
  addresses: readonly Address[],
  { listsAddresses }: PveVersion,
): object {
  const first = (type: string) => {
    const found = addresses.find((address) => address['ip-address-type'] === type);
    return found ? { [type]: `${found['ip-address']}/${found.prefix}` } : {};
  };
  const listed = listsAddresses ? { 'hardware-address': mac, 'ip-addresses': addresses } : {};
  return { name, hwaddr: mac, ...first('inet'), ...first('inet6'), ...listed };
}

/** The link-local address that a network card gives itself (EUI-64, RFC 4291). */
function linkLocal(mac: string): string {
  const bytes = mac.split(':').map((part) => Number.parseInt(part, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const words = [((a ^ 2) << 8) | b, (c << 8) | 0xff, 0xfe00 | d, (e << 8) | f];
  return `fe80::${words.map((word) => word.toString(16)).join(':')}`;
}

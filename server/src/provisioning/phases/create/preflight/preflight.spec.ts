import type { ContainerSpec } from '../../../../containers/domain/container-spec.js';
import { completeSpec, NETWORK_DEFAULTS } from '../../../../containers/domain/container-spec.js';
import type { Seen } from './seen.js';
import { configured } from './neighbours.js';
import { checksOf } from './preflight.js';
import type { World } from './world.js';

const GIB = 1024 ** 3;
const seen = <Value>(value: Value): Seen<Value> => ({ kind: 'seen', value });
const unseen = (message: string, code = 'PROXMOX.FORBIDDEN'): Seen<never> => ({
  kind: 'unseen',
  error: Object.assign(new Error(message), { code }),
});
const ALL = Object.fromEntries(
  `VM.Allocate VM.Audit VM.PowerMgmt VM.Config.CPU VM.Config.Memory VM.Config.Disk VM.Config.Network VM.Config.Options
   Datastore.AllocateSpace Datastore.Audit Datastore.AllocateTemplate SDN.Use Sys.Audit`
    .split(/\s+/)
    .map((name) => [name, 1]),
);
const without = (privilege: string) =>
  Object.fromEntries(Object.entries(ALL).filter(([name]) => name !== privilege));
const storage = (name: string, free: number) => ({
  ...{ name, type: 'dir', holdsContainers: true, holdsTemplates: true, free: free * GIB, total: 100 * GIB },
});
const WORLD: World = {
  node: 'pve',
  version: seen({ version: '9.2.3' }),
  nodes: seen([{ name: 'pve', online: true, tlsFingerprint: null }]),
  status: seen({ cpuLoad: 0, cpus: 4, memoryUsed: 2 * GIB, memoryTotal: 8 * GIB }),
  permissions: seen({ '/': ALL }),
  guests: seen([{ vmid: 100, name: 'db', node: 'pve', kind: 'container', running: true }]),
  nextVmid: seen(101),
  pools: seen([]),
  storages: seen([storage('local', 50)]),
  volumes: seen([{ volid: 'local:vztmpl/debian-12-standard_12.12-1_amd64.tar.zst', size: 1 }]),
  catalogue: seen([{ template: 'alpine-3.22-default_1.tar.xz', headline: '' }]),
  bridges: seen([{ name: 'vmbr0', address: '10.0.0.1/24' }]),
  host: seen({ hostname: 'pve', pct: 'restricted', complaint: '', noise: null }),
  neighbours: seen({
    known: [{ vmid: 100, name: 'db', addresses: ['10.0.0.7', '2001:db8::7'] }],
    notAsked: 0,
  }),
};
const SPEC: ContainerSpec = completeSpec({
  ...{ hostname: 'web-1', nodeId: 'n1', vmid: null, osTemplate: 'debian-12-standard' },
  ...{ cores: 2, memory: 1024, swap: 0, disk: 8, storage: 'local', unprivileged: true, nesting: true },
  ...{ network: { bridge: 'vmbr0', ipv4: 'dhcp', gateway: null, vlan: null }, startOnBoot: true },
  ...{ tags: [], sshKeys: [], rootPasswordSecret: null, template: null },
  ...{ packageGroups: [], scripts: [], files: [] },
});
const card = (change: object) => ({ ...NETWORK_DEFAULTS, ...SPEC.network, ...change });
const problems = (world: Partial<World>, spec: Partial<ContainerSpec> = {}, own: number | null = null) =>
  checksOf({ ...WORLD, ...world }, { ...SPEC, ...spec }, own)
    .filter(({ state }) => state !== 'pass')
    .map(({ state, code, field }) => [state, code, field]);

describe('the preflight', () => {
  it('should find nothing where all is well, and say what it saw', () => {
    const checks = checksOf(WORLD, SPEC, null);
    expect(checks.map(({ key, state }) => [key, state])).toEqual(
      ['node', 'privileges', 'vmid', 'os-template', 'storage:local', 'bridge:vmbr0', 'memory', 'ssh'].map(
        (key) => [...[key, 'pass']],
      ),
    );
    expect(checks.every(({ detail, remedy }) => detail !== '' && remedy === null)).toBe(true);
  });

  it('should give every problem a remedy', () => {
    const world = { ...WORLD, storages: seen([]), bridges: seen([]), host: unseen('no', 'SSH.AUTH_FAILED') };
    const wrong = checksOf(world, { ...SPEC, vmid: 100 }, null).filter(({ state }) => state !== 'pass');
    expect(wrong.length).toBeGreaterThan(3);
    expect(wrong.filter(({ remedy, code }) => !remedy || !code)).toEqual([]);
  });

  it('should say once that the node does not answer, and still look at SSH', () => {
    const down = {
      version: unseen('no route', 'PROXMOX.UNREACHABLE'),
      host: unseen('no', 'SSH.UNREACHABLE'),
    };
    expect(problems(down)).toEqual([
      ['fail', 'PROXMOX.UNREACHABLE', 'nodeId'],
      ['fail', 'SSH.UNREACHABLE', null],
    ]);
    const offline = { nodes: seen([{ name: 'pve', online: false, tlsFingerprint: null }]) };
    expect(problems(offline)).toEqual([['fail', 'PREFLIGHT.NODE_OFFLINE', 'nodeId']]);
  });

  it('should name each privilege that is missing, on its path', () => {
    const some = without('SDN.Use');
    const permissions = seen({ '/': some, '/storage': { 'Datastore.Audit': 1 } });
    const [check] = checksOf({ ...WORLD, permissions }, SPEC, null).filter(({ key }) => key === 'privileges');
    expect(check?.detail).toBe(
      'Missing: Datastore.AllocateSpace on /storage/local; SDN.Use on /sdn/zones/localnetwork/vmbr0.',
    );
    // A privilege that is not passed on counts only where it was given.
    const notPassedOn = seen({ '/': Object.fromEntries(Object.keys(ALL).map((name) => [name, 0])) });
    expect(problems({ permissions: notPassedOn })).toEqual([['fail', 'PREFLIGHT.PRIVILEGES_MISSING', null]]);
  });

  it('should ask for Sys.Modify only for a privileged container, and take the pool for its machines', () => {
    expect(problems({}, { unprivileged: false })).toEqual([['fail', 'PREFLIGHT.PRIVILEGES_MISSING', null]]);
    const permissions = seen({ '/': without('VM.Allocate'), '/pool/web': { 'VM.Allocate': 1 } });
    expect(problems({ permissions })).toHaveLength(1);
    expect(problems({ permissions, pools: seen(['web']) }, { pool: 'web' })).toEqual([]);
  });

  it('should tell a pool that is not there from one that the token may not see', () => {
    const pool = { pool: 'web' };
    const permissions = seen({ '/': { ...ALL, 'Pool.Audit': 1 } });
    expect(problems({ permissions, pools: seen(['web']) }, pool)).toEqual([]);
    expect(problems({ permissions }, pool)).toEqual([['fail', 'CREATE.POOL_UNKNOWN', 'pool']]);
    expect(problems({}, pool)).toEqual([['warn', 'PREFLIGHT.POOL_UNSEEN', 'pool']]);
    expect(problems({ pools: unseen('no') }, pool)).toEqual([['warn', 'PREFLIGHT.NOT_CHECKED', 'pool']]);
  });

  it('should refuse a VMID that somebody has, but not the one that this container has reserved', () => {
    expect(problems({}, { vmid: 100 })).toEqual([['fail', 'CREATE.VMID_TAKEN', 'vmid']]);
    expect(problems({}, { vmid: 100 }, 100)).toEqual([]);
    expect(problems({}, { vmid: 102 })).toEqual([]);
  });

  it('should know whether the template is there, can be downloaded, or neither', () => {
    expect(problems({}, { osTemplate: 'alpine-3.22-default' })).toEqual([]);
    expect(problems({}, { osTemplate: 'plan9' })).toEqual([
      ['fail', 'CREATE.TEMPLATE_MISSING', 'osTemplate'],
    ]);
    expect(problems({ volumes: unseen('no') })).toEqual([['warn', 'PREFLIGHT.NOT_CHECKED', 'osTemplate']]);
  });

  it('should count everything that goes onto one storage', () => {
    const volume = { path: '/srv', storage: 'local', size: 40, backup: true, readOnly: false };
    expect(problems({}, { mountPoints: [volume] })).toEqual([['warn', 'PREFLIGHT.STORAGE_TIGHT', 'storage']]);
    expect(problems({}, { mountPoints: [volume, volume] })).toEqual([
      ['fail', 'CREATE.STORAGE_FULL', 'storage'],
    ]);
    expect(problems({}, { mountPoints: [{ ...volume, storage: 'tank' }] })).toContainEqual(
      ...[['fail', 'CREATE.STORAGE_UNSUITABLE', 'mountPoints.0.storage']],
    );
  });

  it('should find an address in use, however it is written, and a missing gateway', () => {
    const taken = (change: object) => problems({}, { network: card({ gateway: '10.0.0.1', ...change }) });
    expect(taken({ ipv4: '10.0.0.7/24' })).toEqual([['fail', 'PREFLIGHT.ADDRESS_IN_USE', 'network.ipv4']]);
    expect(taken({ ipv4: '10.0.0.8/24', ipv6: '2001:DB8:0::7/64' })).toHaveLength(1);
    expect(taken({ ipv4: '10.0.0.8/24' })).toEqual([]);
    expect(problems({}, { network: card({ ipv4: '10.0.0.1/24' }) })).toHaveLength(2);
    expect(problems({}, { network: card({ ipv4: '10.0.0.8/24' }) })).toEqual([
      ['warn', 'PREFLIGHT.NO_GATEWAY', 'network.gateway'],
    ]);
    const many = { neighbours: seen({ known: [], notAsked: 3 }) };
    expect(problems(many, { network: card({ ipv4: '10.0.0.8/24', gateway: '10.0.0.1' }) })).toEqual([
      ['warn', 'PREFLIGHT.NOT_ALL_ASKED', 'network.ipv4'],
    ]);
  });

  it('should see each bridge once, at the card that names it', () => {
    const moreNetworks = [card({}), card({ bridge: 'vmbr9' }), card({ bridge: 'vmbr9' })];
    const found = problems({ permissions: seen({ '/': ALL }) }, { moreNetworks });
    expect(found).toEqual([['fail', 'CREATE.BRIDGE_UNKNOWN', 'moreNetworks.1.bridge']]);
  });

  it('should warn of too little memory and too few processors', () => {
    expect(problems({}, { memory: 7_000 })).toEqual([['warn', 'PREFLIGHT.MEMORY_SHORT', 'memory']]);
    expect(problems({}, { cores: 5 })).toEqual([['warn', 'PREFLIGHT.CORES', 'cores']]);
  });

  it('should see that SSH leads to another host, to no pct, or to a shell that greets', () => {
    const host = (change: object) => ({
      host: seen({ hostname: 'pve', pct: 'whole' as const, complaint: '', noise: null, ...change }),
    });
    expect(problems(host({ hostname: 'pve2' }))).toEqual([['fail', 'PREFLIGHT.OTHER_HOST', null]]);
    expect(problems(host({ pct: 'missing' }))).toEqual([['fail', 'PREFLIGHT.PCT_MISSING', null]]);
    expect(problems(host({ hostname: null }))).toEqual([]);
    expect(problems(host({ noise: 'Welcome!' }))).toEqual([['fail', 'PREFLIGHT.NOISE', null]]);
  });
});

describe('the addresses in a configuration', () => {
  it('should be the static ones of every card', () => {
    const config = {
      net0: 'name=eth0,bridge=vmbr0,ip=10.0.0.7/24,ip6=2001:db8::7/64,gw=10.0.0.1',
      net1: 'name=eth1,ip=dhcp,ip6=auto',
      net12: 'ip=10.1.0.7/16',
      description: 'ip=1.2.3.4/8',
    };
    expect(configured(config)).toEqual(['10.0.0.7', '2001:db8::7', '10.1.0.7']);
  });
});

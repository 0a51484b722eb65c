import type { ProxmoxClient } from '../proxmox/proxmox-client.js';
import type { Permissions } from '../proxmox/privileges.js';
import { ProxmoxError } from '../proxmox/proxmox-error.js';
import { SshError } from '../ssh/container-shell.js';
import type { HostReport } from '../ssh/node-host.js';
import { NEEDED_PRIVILEGES } from './node-privileges.js';
import { reportOn } from './node-report.js';

const ALL = Object.fromEntries(NEEDED_PRIVILEGES.map(({ name }) => [name, 1]));
const without = (...names: string[]): Permissions => ({
  '/': Object.fromEntries(Object.entries(ALL).filter(([name]) => !names.includes(name))),
});

interface Found {
  readonly version?: string | Error;
  readonly name?: string | Error;
  readonly permissions?: Permissions;
  readonly host?: Partial<HostReport> | Error;
  readonly login?: 'token' | 'password';
}

const told = <Value>(value: Value | Error): Promise<Value> =>
  value instanceof Error ? Promise.reject(value) : Promise.resolve(value);

/** The report on a node in order, but for what is given. */
function report({ version = '9.2.3', name = 'pve', permissions, host = {}, login = 'token' }: Found) {
  const api = {
    user: 'infrahaus@pve!app',
    version: async () => ({ version: await told(version), repoid: '' }),
    clusterStatus: async () => ({ cluster: null, node: await told(name) }),
    permissions: () => told(permissions ?? { '/': ALL }),
  };
  const probe = async (): Promise<HostReport> => ({
    ...{ hostname: 'pve', pct: 'restricted', complaint: '', noise: null },
    ...(await told(host)),
  });
  const node = { host: 'pve.example.org', sshUser: 'root', name: 'pve', login: { kind: login } };
  return reportOn(node, {
    api: api as unknown as ProxmoxClient,
    host: { probe, set: () => Promise.reject(new Error('nothing is set')) },
  });
}
const problems = async (found: Found) =>
  (await report(found))
    .filter(({ state }) => state !== 'pass')
    .map(({ key, state, code }) => [key, state, code]);

describe('the report on a node', () => {
  it('should have each thing by itself, and nothing to complain about where all is well', async () => {
    expect((await report({})).map(({ key, state }) => `${key} ${state}`)).toEqual(
      [
        ...['reachable', 'certificate', 'login', 'version', 'name', 'privileges'],
        ...['host-key', 'ssh', 'answers', 'pct', 'rights'],
      ].map((key) => `${key} pass`),
    );
  });

  it('should give every problem a remedy', async () => {
    const found = await report({
      ...{ version: '7.4', name: 'other', permissions: without('VM.Audit'), login: 'password' },
      host: { pct: 'missing', noise: 'Hello' },
    });
    const wrong = found.filter(({ state }) => state !== 'pass');
    expect(wrong.map(({ key }) => key)).toEqual([
      ...['version', 'name', 'privilege:VM.Audit', 'answers', 'pct', 'rights'],
    ]);
    expect(wrong.filter(({ remedy, detail }) => !remedy || !detail)).toEqual([]);
  });

  it('should name each privilege that is missing, also the one without which the node tells no name', async () => {
    expect(await problems({ permissions: without('VM.Allocate', 'SDN.Use') })).toEqual([
      ['privilege:VM.Allocate', 'fail', 'NODE.PRIVILEGE_MISSING'],
      ['privilege:SDN.Use', 'fail', 'NODE.PRIVILEGE_MISSING'],
    ]);
    const text = 'Permission check failed (/, Sys.Audit)';
    const name = new ProxmoxError('PROXMOX.FORBIDDEN', text, false, false);
    expect(await problems({ name, permissions: without('Sys.Audit') })).toEqual([
      ['name', 'warn', 'NODE.NAME_UNKNOWN'],
      ['privilege:Sys.Audit', 'fail', 'NODE.PRIVILEGE_MISSING'],
    ]);
  });

  it('should tell a version that is too old or was not tried, and another node at the address', async () => {
    expect(await problems({ version: '7.4-3' })).toEqual([['version', 'warn', 'NODE.OLD_VERSION']]);
    expect(await problems({ version: '11.0' })).toEqual([['version', 'warn', 'NODE.UNTRIED_VERSION']]);
    expect(await problems({ name: 'pve2' })).toEqual([['name', 'fail', 'NODE.ANOTHER']]);
  });

  it('should tell how far the API was reached, and report on SSH all the same', async () => {
    const stopped = async (code: ProxmoxError['code']) => {
      const checks = await report({ version: new ProxmoxError(code, 'no', false, false) });
      return checks.map(({ key, state }) => `${key} ${state}`).slice(0, -4);
    };
    expect(await stopped('PROXMOX.TIMEOUT')).toEqual(['reachable fail']);
    expect(await stopped('PROXMOX.FINGERPRINT_CHANGED')).toEqual(['reachable pass', 'certificate fail']);
    expect(await stopped('PROXMOX.UNAUTHORIZED')).toEqual([
      ...['reachable pass', 'certificate pass', 'login fail'],
    ]);
  });

  it('should tell how far SSH came', async () => {
    const refused = (code: SshError['code']) => problems({ host: new SshError(code, 'no', false) });
    expect(await refused('SSH.AUTH_FAILED')).toEqual([['ssh', 'fail', 'SSH.AUTH_FAILED']]);
    expect(await refused('SSH.HOST_KEY_CHANGED')).toEqual([['host-key', 'fail', 'SSH.HOST_KEY_CHANGED']]);
    expect(await problems({ host: { pct: 'missing' } })).toEqual([['pct', 'fail', 'NODE.PCT_MISSING']]);
    expect(await problems({ host: { hostname: 'pve2' } })).toEqual([['pct', 'fail', 'NODE.OTHER_HOST']]);
    expect(await problems({ host: { noise: 'Hello' } })).toEqual([['answers', 'fail', 'NODE.NOISE']]);
  });

  it('should call rights broad that are not needed, wherever they come from', async () => {
    const broad = [['rights', 'warn', 'NODE.BROAD_RIGHTS']];
    expect(await problems({ host: { pct: 'whole' } })).toEqual(broad);
    expect(await problems({ login: 'password' })).toEqual(broad);
    expect(await problems({ permissions: { '/': ALL, '/access': { 'User.Modify': 1 } } })).toEqual(broad);
  });
});

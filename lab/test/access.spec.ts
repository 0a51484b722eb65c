import { LabFaults } from '../faults/faults-client.js';
import { startLab } from '../lab.js';
import type { Lab, LabNode } from '../lab.js';
import { DEBIAN, TemporaryDirectories, call, createContainer, finish } from './lab-client.js';

const directories = new TemporaryDirectories();
let lab: Lab;
let node: LabNode;
let faults: LabFaults;

beforeAll(async () => {
  lab = await startLab({ dataDir: directories.make(), taskMs: 10, unauthorizedDelayMs: 0, simulated: true });
  [node] = lab.description.nodes as [LabNode];
  faults = new LabFaults(lab.description.admin);
  await createContainer(node, 101);
});
afterAll(async () => {
  await lab.stop();
  directories.removeAll();
});

/** The same node, asked with a token that may do only this. */
async function withGrants(grants: Record<string, string[]>, name = 'few'): Promise<LabNode> {
  return { ...node, ...(await faults.giveToken(`someone@pve!${name}`, grants)) };
}

const EVERYTHING = {
  '/vms': [
    'VM.Allocate',
    'VM.Audit',
    'VM.Config.CPU',
    'VM.Config.Disk',
    'VM.Config.Memory',
    'VM.Config.Network',
    'VM.Config.Options',
    'VM.PowerMgmt',
  ],
  '/storage': ['Datastore.AllocateSpace', 'Datastore.Audit'],
  '/sdn/zones/localnetwork': ['SDN.Use'],
};
const lxc = () => `/nodes/${node.name}/lxc`;
const form = (vmid: number) => ({
  vmid,
  ostemplate: DEBIAN,
  rootfs: 'local-lvm:4',
  net0: 'name=eth0,bridge=vmbr0,ip=dhcp',
  hostname: 'web',
  memory: 256,
  cores: 1,
});

describe('a token', () => {
  it('with the documented privileges creates, starts and removes a container', async () => {
    const able = await withGrants(EVERYTHING);
    expect(await finish(able, await call(able, 'POST', lxc(), { form: form(110) }))).toBe('OK');
    expect(await finish(able, await call(able, 'POST', `${lxc()}/110/status/start`))).toBe('OK');
    expect(await finish(able, await call(able, 'DELETE', `${lxc()}/110?force=1`))).toBe('OK');
  });

  it.each([
    ['/vms', 'VM.Allocate', '/vms/111, VM.Allocate'],
    ['/vms', 'VM.Config.CPU', '/vms/111, VM.Config.CPU'],
    ['/vms', 'VM.Config.Memory', '/vms/111, VM.Config.Memory'],
    ['/vms', 'VM.Config.Disk', '/vms/111, VM.Config.Disk'],
    ['/vms', 'VM.Config.Network', '/vms/111, VM.Config.Network'],
    ['/storage', 'Datastore.AllocateSpace', '/storage/local-lvm, Datastore.AllocateSpace'],
    ['/sdn/zones/localnetwork', 'SDN.Use', '/sdn/zones/localnetwork/vmbr0, SDN.Use'],
  ] as const)('without %s %s is refused with those words', async (path, privilege, words) => {
    const grants = { ...EVERYTHING, [path]: EVERYTHING[path].filter((name) => name !== privilege) };
    const unable = await withGrants(grants, 'lacks');
    const answer = await call(unable, 'POST', lxc(), { form: form(111) });
    expect(answer).toMatchObject({ status: 403, reason: `Permission check failed (${words})` });
  });

  it('makes and keeps a container in a pool on which alone it has its privileges', async () => {
    const { '/vms': onGuests, ...rest } = EVERYTHING;
    const able = await withGrants({ ...rest, '/pool/web': [...onGuests, 'Pool.Audit'] }, 'pool');
    const create = (vmid: number, more: object) =>
      call(able, 'POST', lxc(), { form: { ...form(vmid), ...more } });
    expect((await create(130, {})).reason).toBe('Permission check failed (/vms/130, VM.Allocate)');
    expect((await create(130, { pool: 'nowhere' })).reason).toBe(
      "Permission check failed (pool 'nowhere' does not exist)",
    );
    expect(await finish(able, await create(130, { pool: 'web' }))).toBe('OK');
    expect((await call(able, 'GET', '/pools')).data).toEqual([
      { poolid: 'web', comment: 'Web servers' },
      { poolid: 'web/blog', comment: '' },
    ]);
    expect((await call(able, 'GET', '/pools?poolid=web')).data).toMatchObject([{ members: [{ vmid: 130 }] }]);
    expect((await call(able, 'GET', '/cluster/resources?type=vm')).data).toMatchObject([
      { vmid: 130, pool: 'web' },
    ]);
    expect(await finish(able, await call(able, 'POST', `${lxc()}/130/status/start`))).toBe('OK');
    expect(await finish(able, await call(able, 'DELETE', `${lxc()}/130?force=1`))).toBe('OK');
    expect((await call(able, 'GET', '/pools?poolid=web')).data).toMatchObject([{ members: [] }]);
  });

  it('is told what it may, and sees only that', async () => {
    const few = await withGrants({ '/vms/102': ['VM.Audit'] });
    const permissions = await call(few, 'GET', '/access/permissions');
    expect(permissions.data).toEqual({ '/vms/102': { 'VM.Audit': 1 } });
    expect((await call(few, 'GET', lxc())).data).toEqual([]);
    expect((await call(few, 'GET', `/nodes/${node.name}/storage`)).data).toEqual([]);
    expect((await call(few, 'GET', `/nodes/${node.name}/status`)).status).toBe(403);
    expect((await call(few, 'GET', `${lxc()}/101/config`)).reason).toBe(
      'Permission check failed (/vms/101, VM.Audit)',
    );
  });

  it('sees no tasks of others, unless it has Sys.Audit', async () => {
    const { data: all } = await call(node, 'GET', `/nodes/${node.name}/tasks?source=all&vmid=101`);
    const { upid } = (all as { upid: string }[])[0]!;
    const few = await withGrants(EVERYTHING);
    expect((await call(few, 'GET', `/nodes/${node.name}/tasks?source=all`)).data).not.toContainEqual(
      expect.objectContaining({ upid }),
    );
    const path = `/nodes/${node.name}/tasks/${encodeURIComponent(upid)}`;
    expect((await call(few, 'GET', `${path}/log`)).reason).toContain('Sys.Audit');
    expect((await call(few, 'DELETE', path)).reason).toContain('Sys.Modify');
    const auditor = await withGrants({ '/nodes': ['Sys.Audit'] });
    expect((await call(auditor, 'GET', `${path}/log`)).status).toBe(200);
  });

  it('that is revoked is unknown at once', async () => {
    const gone = await withGrants(EVERYTHING, 'gone');
    expect((await call(gone, 'GET', '/version')).status).toBe(200);
    await faults.revokeToken(gone.tokenId);
    expect(await call(gone, 'GET', '/version')).toMatchObject({ status: 401, reason: 'no such token' });
  });
});

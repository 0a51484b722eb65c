import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabFaults } from '../../../lab/faults/faults-client.js';
import type { Lab, LabNode } from '../../../lab/lab.js';
import { startLab } from '../../../lab/lab.js';
import { ProxmoxClient } from '../../src/proxmox/proxmox-client.js';
import { followTask } from '../../src/proxmox/task-follower.js';

const VMID = 610;
const signal = new AbortController().signal;

/** Methods that ask nothing of a node; TypeScript's `private` leaves no trace. */
const LOCAL = ['constructor', 'close', 'path'];

/**
 * Every method of the client, in an order in which it makes sense. A method that is added to the client without a line
 * here fails the first test; one that the lab does not serve, the others.
 */
async function useAll(api: ProxmoxClient, storage = 'local'): Promise<string[]> {
  const used: string[] = [];
  const use = <Name extends keyof ProxmoxClient>(name: Name): ProxmoxClient[Name] => {
    used.push(name);
    const method = api[name];
    return (typeof method === 'function' ? method.bind(api) : method) as ProxmoxClient[Name];
  };
  const done = async (upid: string) => {
    await use('taskStatus')(upid);
    await use('taskLog')(upid, 0);
    return followTask(api, upid, { from: 0, onLine: () => undefined, signal });
  };
  for (const name of ['version', 'clusterStatus', 'members', 'nodes', 'permissions', 'nextId'] as const)
    await use(name)();
  for (const name of ['takenVmids', 'guests', 'pools', 'nodeStatus', 'storages', 'bridges'] as const)
    await use(name)();
  const [template] = await use('templateVolumes')(storage);
  const [entry] = await use('catalogue')();
  expect(await done(await use('downloadTemplate')(storage, entry!.template))).toBe('OK');
  const wanted = { rootfs: 'local-lvm:1', mp0: 'local-lvm:2,mp=/srv,backup=1', hostname: 'all' };
  const create = {
    vmid: VMID,
    ostemplate: template!.volid,
    ...wanted,
    net0: 'name=eth0,bridge=vmbr0,ip=dhcp',
  };
  const created = await use('createContainer')(create);
  expect(await done(created)).toBe('OK');
  expect(await use('containerConfig')(VMID)).toMatchObject({
    ...{ rootfs: `local-lvm:vm-${String(VMID)}-disk-0,size=1G` },
    ...{ mp0: `local-lvm:vm-${String(VMID)}-disk-1,mp=/srv,backup=1,size=2G` },
  });
  expect(await use('tasksOf')(VMID, 'vzcreate')).toContain(created);
  await use('stopTask')(created);
  expect(await done(await use('startContainer')(VMID))).toBe('OK');
  expect(await use('isRunning')(VMID)).toBe(true);
  await use('interfaces')(VMID);
  expect(await done(await use('shutdownContainer')(VMID, 5))).toBe('OK');
  await done(await api.startContainer(VMID));
  expect(await done(await use('stopContainer')(VMID))).toBe('OK');
  expect(await done(await use('destroyContainer')(VMID))).toBe('OK');
  return [...new Set(used)].sort();
}

describe('a cluster of three lab nodes', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lab-routes-'));
  let lab: Lab;
  let faults: LabFaults;
  let nodes: readonly LabNode[];

  beforeAll(async () => {
    lab = await startLab({ dataDir, nodes: 3, taskMs: 5, unauthorizedDelayMs: 0, simulated: true });
    faults = new LabFaults(lab.description.admin);
    nodes = lab.description.nodes;
  });
  afterAll(async () => {
    await lab.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Speaks to one node about another one, to which that passes the calls on. */
  const client = (through: number, about: number, login: object = {}) => {
    const { host, apiPort: port, tlsFingerprint, tokenId, tokenSecret } = nodes[through]!;
    const as = { tokenId, tokenSecret, ...login };
    return new ProxmoxClient({ host, port, tlsFingerprint, ...as }, nodes[about]!.name);
  };

  it.each([
    ['a node itself, by a token', 0, 0, false],
    ['another node that passes on, by a token', 0, 1, false],
    ['another node that passes on, by a ticket', 2, 1, true],
  ])('should serve every call of the client: %s', async (_how, through, about, byTicket) => {
    const password = nodes[through]!.sshPassword;
    const { host, apiPort: port, tlsFingerprint } = nodes[through]!;
    const api = byTicket
      ? new ProxmoxClient({ host, port, tlsFingerprint, user: 'root@pam', password }, nodes[about]!.name)
      : client(through, about);
    const methods = Object.getOwnPropertyNames(ProxmoxClient.prototype);
    const asks = methods.filter((name) => !LOCAL.includes(name));
    try {
      expect(await useAll(api)).toEqual(asks.sort());
    } finally {
      api.close();
    }
  });

  it('should tell each node by the same list, and refuse what a node that is down would have to answer', async () => {
    await faults.set({ on: 'node', node: nodes[1]!.name, effect: { kind: 'down' } });
    const api = client(0, 1);
    try {
      expect((await api.members()).map(({ online }) => online)).toEqual([true, false, true]);
      await expect(api.nodeStatus()).rejects.toMatchObject({ code: 'PROXMOX.PROXY_FAILED', retryable: true });
      await expect(api.startContainer(100)).rejects.toMatchObject({ outcomeUnknown: true });
    } finally {
      api.close();
      await faults.reset();
    }
  });

  it('should let a token without any privilege do nothing, and see next to nothing', async () => {
    const [owner, nobody] = [client(0, 0), client(0, 0, await faults.giveToken('a@pve!none', {}))];
    try {
      const [template] = await owner.templateVolumes('local');
      const create = { vmid: VMID, ostemplate: template!.volid, rootfs: 'local-lvm:1' };
      const upid = await owner.createContainer(create);
      await followTask(owner, upid, { from: 0, onLine: () => undefined, signal });
      const refused: readonly (() => Promise<unknown>)[] = [
        () => nobody.clusterStatus(),
        () => nobody.nodeStatus(),
        () => nobody.templateVolumes('local'),
        () => nobody.downloadTemplate('local', 'x'),
        () => nobody.createContainer({ ...create, vmid: VMID + 1 }),
        () => nobody.containerConfig(VMID),
        () => nobody.isRunning(VMID),
        () => nobody.interfaces(VMID),
        () => nobody.startContainer(VMID),
        () => nobody.stopContainer(VMID),
        () => nobody.shutdownContainer(VMID, 1),
        () => nobody.destroyContainer(VMID),
        () => nobody.taskStatus(upid),
        () => nobody.taskLog(upid, 0),
        () => nobody.stopTask(upid),
      ];
      for (const call of refused) {
        expect([call.toString(), await call().catch((error: unknown) => error)]).toEqual([
          call.toString(),
          expect.objectContaining({
            code: 'PROXMOX.FORBIDDEN',
            message: expect.stringMatching(/^Permission check failed \(\/.*, \w+\.\w+.*\)$/) as string,
          }),
        ]);
      }
      expect(await nobody.guests()).toEqual([]);
      expect(await nobody.pools()).toEqual([]);
      expect(await nobody.storages()).toEqual([]);
      expect(await nobody.bridges()).toEqual([]);
      expect(await nobody.tasksOf(VMID, 'vzcreate')).toEqual([]);
      expect(await nobody.permissions()).toEqual({});
    } finally {
      owner.close();
      nobody.close();
    }
  });
});

import { createHash, X509Certificate } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { startLab } from '../lab.js';
import type { Lab, LabNode } from '../lab.js';
import { DEBIAN, TemporaryDirectories, act, call, createContainer, finish, until } from './lab-client.js';
import type { ApiAnswer } from './lab-client.js';

const directories = new TemporaryDirectories();
let lab: Lab;
let node: LabNode;
let other: LabNode;

beforeAll(async () => {
  lab = await startLab({ dataDir: directories.make(), taskMs: 40, unauthorizedDelayMs: 0, simulated: true });
  [node, other] = lab.description.nodes as [LabNode, LabNode];
});
afterAll(async () => {
  await lab.stop();
  directories.removeAll();
});

const lxc = (rest = ''): string => `/nodes/${node.name}/lxc${rest}`;

/** Sends a request just as it stands there, and resolves with the answer. */
const raw = (head: string) =>
  new Promise<string>((resolve, reject) => {
    const { host, apiPort: port } = node;
    const socket = connect({ host, port, rejectUnauthorized: false }, () => {
      socket.write(`${head}\r\nConnection: close\r\n\r\n`);
    });
    buffer(socket).then((answer) => {
      resolve(answer.toString());
    }, reject);
  });

describe('transport and authorisation', () => {
  it('presents the certificate whose fingerprint lab.json and /nodes tell', async () => {
    const fingerprint = await new Promise<string>((resolve) => {
      const socket = connect({ host: node.host, port: node.apiPort, rejectUnauthorized: false }, () => {
        resolve(new X509Certificate(socket.getPeerCertificate().raw).fingerprint256);
        socket.destroy();
      });
    });
    expect(fingerprint).toBe(node.tlsFingerprint);
    const { data } = await call(other, 'GET', '/nodes');
    expect(data).toContainEqual(expect.objectContaining({ node: node.name, ssl_fingerprint: fingerprint }));
  });

  it('refuses calls without a token and with a wrong one', async () => {
    const none = await call(node, 'GET', '/version', { authorization: null });
    expect(none).toMatchObject({ status: 401, reason: 'No ticket' });
    const wrong = `PVEAPIToken=${node.tokenId}=${createHash('md5').update('x').digest('hex')}`;
    expect((await call(node, 'GET', '/version', { authorization: wrong })).status).toBe(401);
  });

  it('names itself a lab of version 9.2', async () => {
    const { data } = await call(node, 'GET', '/version');
    expect(data).toEqual({ version: '9.2.3', release: '9.2', repoid: 'infrahaus-lab' });
  });

  it('takes a target that is no address for a path of its own, and goes on', async () => {
    const answers = await Promise.all(
      ['//', '/\\', '//[', '*'].map((target) => raw(`GET ${target} HTTP/1.1\r\nHost: lab`)),
    );
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 [45]\d\d /);
    expect((await call(node, 'GET', '/version')).status).toBe(200);
  });

  it('answers 501 for unknown paths and for a body on GET and DELETE', async () => {
    expect((await call(node, 'GET', '/nodes/x/unknown')).status).toBe(501);
    expect((await call(node, 'GET', '/version', { form: { a: 1 } })).status).toBe(501);
    expect((await call(node, 'DELETE', lxc('/100'), { form: { force: 1 } })).status).toBe(501);
  });

  it('names every wrong parameter, in the reason phrase and the body', async () => {
    const form = { vmid: 99, ostemplate: DEBIAN, memory: 8, onboot: 'true', foo: 1, net0: 'bridge=vmbr0' };
    const answer = await call(node, 'POST', lxc(), { form });
    expect(answer).toMatchObject({ status: 400, reason: 'Parameter verification failed.' });
    expect(answer.message).toBe('Parameter verification failed.\n');
    expect(Object.keys(answer.errors ?? {}).sort()).toEqual(['foo', 'memory', 'net0', 'onboot', 'vmid']);
  });

  it('takes JSON with real booleans as well', async () => {
    const json = { vmid: 190, ostemplate: DEBIAN, rootfs: 'local-lvm:4', onboot: true, memory: 256 };
    expect(await finish(node, await call(node, 'POST', lxc(), { json }))).toBe('OK');
    expect((await call(node, 'GET', lxc('/190/config'))).data).toMatchObject({ onboot: 1, memory: 256 });
  });
});

describe('what a node has', () => {
  it('lists storages by content, bridges and the rights of the token', async () => {
    const storages = await call(node, 'GET', `/nodes/${node.name}/storage?content=rootdir&enabled=1`);
    expect(storages.data).toEqual([expect.objectContaining({ storage: 'local-lvm', active: 1 })]);
    const bridges = await call(node, 'GET', `/nodes/${node.name}/network?type=any_bridge`);
    expect(bridges.data).toContainEqual(expect.objectContaining({ iface: 'vmbr0', type: 'bridge' }));
    const rights = (await call(node, 'GET', '/access/permissions')).data as Record<string, object>;
    expect(rights['/']).toMatchObject({ 'VM.Allocate': 1, 'Datastore.AllocateTemplate': 1, 'Sys.Audit': 1 });
  });

  it('downloads a template of the catalogue, and does not do it twice', async () => {
    const path = `/nodes/${node.name}/aplinfo`;
    const catalogue = (await call(node, 'GET', path)).data as { template: string; package: string }[];
    expect(catalogue.map((entry) => entry.package)).toContain('debian-13-standard');
    const template = catalogue.find((entry) => entry.package === 'debian-13-standard')!.template;
    const download = () => call(node, 'POST', path, { form: { storage: 'local', template } });
    expect(await finish(node, await download())).toBe('OK');
    const again = await download();
    expect(await finish(node, again)).toBe('OK');
    const log = await call(
      node,
      'GET',
      `/nodes/${node.name}/tasks/${encodeURIComponent(again.data as string)}/log`,
    );
    expect(log.data).toContainEqual({
      n: 1,
      t: '[simulated] OK, got correct file already, no need to download',
    });
    const content = await call(node, 'GET', `/nodes/${node.name}/storage/local/content?content=vztmpl`);
    expect((content.data as { volid: string }[]).map((volume) => volume.volid)).toEqual([
      DEBIAN,
      `local:vztmpl/${template}`,
    ]);
  });
});

/** Of a lab whose tasks never end by themselves: what is so meanwhile is so however slow the machine is. */
async function whileItIsCreated(
  vmid: number,
  then: (node: LabNode, other: LabNode, created: ApiAnswer) => Promise<void>,
): Promise<void> {
  const slow = await startLab({ dataDir: directories.make(), taskMs: 3_600_000, simulated: true });
  const [first, second] = slow.description.nodes as [LabNode, LabNode];
  const form = { vmid, ostemplate: DEBIAN, rootfs: 'local-lvm:4' };
  await then(first, second, await call(first, 'POST', `/nodes/${first.name}/lxc`, { form }));
  await slow.stop();
}

describe('creating a container', () => {
  it('answers with a UPID whose task says what happens, line by line', async () => {
    const form = { vmid: 110, ostemplate: DEBIAN, rootfs: 'local-lvm:4', password: 'wichtig-geheim' };
    const answer = await call(node, 'POST', lxc(), { form });
    expect(answer.data).toMatch(
      /^UPID:lab-simulated-1:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:vzcreate:110:infrahaus@pve!lab:$/,
    );
    expect(await finish(other, answer)).toBe('OK');
    const log = `/nodes/${node.name}/tasks/${encodeURIComponent(answer.data as string)}/log`;
    const first = await call(node, 'GET', `${log}?limit=3`);
    const lines = first.data as { n: number; t: string }[];
    expect(lines.map((line) => line.n)).toEqual([1, 2, 3]);
    const rest = await call(node, 'GET', `${log}?limit=0&start=${lines.at(-1)!.n}`);
    expect((rest.data as { t: string }[]).at(-1)!.t).toBe('TASK OK');
    expect(first.total).toBe(3 + (rest.data as unknown[]).length);
    const config = await call(node, 'GET', lxc('/110/config'));
    expect(JSON.stringify([config, first, rest])).not.toContain('wichtig-geheim');
  });

  it('locks it meanwhile, and refuses a second one with the real words', async () => {
    await whileItIsCreated(111, async (owner, neighbour) => {
      const ct = `/nodes/${owner.name}/lxc/111`;
      expect((await call(owner, 'GET', `${ct}/config`)).data).toMatchObject({ lock: 'create' });
      expect((await call(owner, 'POST', `${ct}/status/start`)).reason).toBe('CT is locked (create)');
      const form = { vmid: 111, ostemplate: DEBIAN, rootfs: 'local-lvm:4' };
      const again = await call(neighbour, 'POST', `/nodes/${neighbour.name}/lxc`, { form });
      expect(again).toMatchObject({
        status: 500,
        reason: "unable to create CT 111 - CT 111 already exists on node 'lab-simulated-1'",
      });
      expect((await call(owner, 'GET', '/cluster/nextid?vmid=111')).errors).toEqual({
        vmid: 'VM 111 already exists',
      });
    });
  });

  it.each([
    ['a template that is not there', { ostemplate: 'local:vztmpl/debian-9.tar.zst' }, 'does not exist'],
    ['an unknown storage', { rootfs: 'nowhere:4' }, "storage 'nowhere' does not exist"],
    ['a storage for other things', { rootfs: 'local:4' }, 'does not support container directories'],
    ['an unknown bridge', { net0: 'name=eth0,bridge=vmbr9' }, "bridge 'vmbr9' does not exist"],
    ['features that need root@pam', { features: 'nesting=1,keyctl=1' }, 'only allowed for root@pam'],
  ])('refuses %s', async (_what, more, text) => {
    const form = { vmid: 112, ostemplate: DEBIAN, rootfs: 'local-lvm:4', ...more };
    const answer = await call(node, 'POST', lxc(), { form });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.reason).toContain(text);
    expect((await call(node, 'GET', lxc('/112/config'))).status).toBe(500);
  });

  it('leaves nothing behind when the task is cancelled', async () => {
    await whileItIsCreated(113, async (owner, _, created) => {
      await call(owner, 'DELETE', `/nodes/${owner.name}/tasks/${encodeURIComponent(String(created.data))}`);
      expect(await finish(owner, created)).toBe('received interrupt');
      expect((await call(owner, 'GET', `/nodes/${owner.name}/lxc/113/config`)).reason).toBe(
        "Configuration file 'nodes/lab-simulated-1/lxc/113.conf' does not exist",
      );
    });
  });
});

describe('a container', () => {
  beforeAll(async () => {
    await createContainer(node, 120, { tags: 'infrahaus', description: 'infrahaus:a:b' });
  });

  it('starts once, gets an address, stops, and says so in real words', async () => {
    expect((await call(node, 'GET', lxc('/120/interfaces'))).data).toEqual([]);
    expect(await act(node, 120, 'start')).toBe('OK');
    expect((await call(node, 'POST', lxc('/120/status/start'))).reason).toBe('CT 120 already running');
    const { data: config } = await call(node, 'GET', lxc('/120/config'));
    const mac = /hwaddr=([^,]+)/.exec((config as { net0: string }).net0)![1]!.toLowerCase();
    await until('it has an address', async () => {
      const { data } = await call(node, 'GET', lxc('/120/interfaces'));
      const eth0 = (data as { hwaddr: string; 'ip-addresses': { 'ip-address': string }[] }[]).find(
        (card) => card.hwaddr === mac,
      );
      return eth0!['ip-addresses'].some((address) => address['ip-address'].startsWith('10.99.'));
    });
    expect(await act(node, 120, 'stop')).toBe('OK');
    expect((await call(node, 'POST', lxc('/120/status/stop'))).reason).toBe('CT 120 not running');
  });

  it('belongs to one node, which the other does not answer for', async () => {
    const answer = await call(other, 'GET', `/nodes/${other.name}/lxc/120/status/current`);
    expect(answer.reason).toBe("Configuration file 'nodes/lab-simulated-2/lxc/120.conf' does not exist");
    expect((await call(other, 'GET', lxc('/120/status/current'))).data).toMatchObject({ status: 'stopped' });
  });

  it('changes its configuration unless somebody else did', async () => {
    const { data } = await call(node, 'GET', lxc('/120/config'));
    const { digest } = data as { digest: string };
    const put = (form: Record<string, string>) => call(node, 'PUT', lxc('/120/config'), { form });
    expect((await put({ description: 'new', delete: 'tags', digest })).status).toBe(200);
    expect((await put({ description: 'newer', digest })).reason).toContain('detected modified configuration');
    const after = (await call(node, 'GET', lxc('/120/config'))).data;
    expect(after).toMatchObject({ description: 'new' });
    expect(after).not.toHaveProperty('tags');
  });

  it('is found by its tasks and is destroyed when stopped', async () => {
    await createContainer(node, 121);
    await act(node, 121, 'start');
    expect((await call(node, 'DELETE', lxc('/121?purge=1'))).reason).toContain('is running');
    const destroyed = await call(node, 'DELETE', lxc('/121?purge=1&force=1'));
    expect(await finish(node, destroyed)).toBe('OK');
    const tasks = await call(
      node,
      'GET',
      `/nodes/${node.name}/tasks?vmid=121&source=all&typefilter=vzcreate`,
    );
    expect(tasks.data).toEqual([expect.objectContaining({ type: 'vzcreate', id: '121', status: 'OK' })]);
    expect((await call(node, 'GET', lxc())).data).not.toContainEqual(expect.objectContaining({ vmid: 121 }));
  });
});

describe('tasks', () => {
  it('are unknown or malformed with 400', async () => {
    const unknown = 'UPID:lab-simulated-1:00000001:00000001:00000001:vzcreate:1:root@pam:';
    const path = (upid: string) => `/nodes/${node.name}/tasks/${encodeURIComponent(upid)}/status`;
    expect((await call(node, 'GET', path(unknown))).errors).toEqual({ upid: 'no such task' });
    expect((await call(node, 'GET', path('nonsense'))).status).toBe(400);
  });
});

import { LabFaults } from '../faults/faults-client.js';
import { startLab } from '../lab.js';
import type { Lab, LabNode } from '../lab.js';
import { pveVersion } from '../cluster/pve-version.js';
import { parseCommandLine } from '../options.js';
import { TemporaryDirectories, act, call, createContainer, DEBIAN, SshClient, until } from './lab-client.js';

const directories = new TemporaryDirectories();
afterAll(() => {
  directories.removeAll();
});

describe.each(['9.2', '8.4'])('Proxmox VE %s', (release) => {
  const newer = release === '9.2';
  let lab: Lab;
  let node: LabNode;

  beforeAll(async () => {
    const { version } = pveVersion(release)!;
    lab = await startLab({
      ...{ dataDir: directories.make(), taskMs: 10, unauthorizedDelayMs: 0, simulated: true, version },
    });
    [node] = lab.description.nodes as [LabNode];
  });
  afterAll(async () => {
    await lab.stop();
  });

  it('says which it is, by the API and on the host', async () => {
    expect((await call(node, 'GET', '/version')).data).toMatchObject({ release, repoid: 'infrahaus-lab' });
    const ssh = await SshClient.connect(node);
    expect((await ssh.run('pveversion')).stdout).toMatch(new RegExp(`^pve-manager/${release}\\.`));
    ssh.close();
  });

  it.each(['env', 'entrypoint', 'ha-managed'])('knows the parameter %s only from 9 on', async (name) => {
    const form = { vmid: 700, ostemplate: DEBIAN, rootfs: 'local-lvm:0x', [name]: '1' };
    const { errors } = await call(node, 'POST', `/nodes/${node.name}/lxc`, { form });
    expect(errors?.[name] === undefined).toBe(newer);
  });

  it('knows host-managed cards and kept attributes only from 9 on, devices in both', async () => {
    const form = {
      ...{ vmid: 700, ostemplate: DEBIAN, memory: 1, dev0: '/dev/null' },
      ...{ net0: 'name=eth0,bridge=vmbr0,host-managed=1', mp0: 'local-lvm:1,mp=/srv,keepattrs=1' },
    };
    const { errors } = await call(node, 'POST', `/nodes/${node.name}/lxc`, { form });
    expect(Object.keys(errors ?? {}).sort()).toEqual(newer ? ['memory'] : ['memory', 'mp0', 'net0']);
  });

  it('tells an error in the reason phrase, from 9 on also in the body', async () => {
    const answer = await call(node, 'GET', `/nodes/${node.name}/lxc/999/config`);
    const text = `Configuration file 'nodes/${node.name}/lxc/999.conf' does not exist`;
    expect(answer).toMatchObject({ status: 500, reason: text });
    expect(answer.message).toBe(newer ? `${text}\n` : undefined);
  });

  it('lists all addresses of an interface only from 9 on', async () => {
    await createContainer(node, 701);
    await act(node, 701, 'start');
    const path = `/nodes/${node.name}/lxc/701/interfaces`;
    const card = async () =>
      ((await call(node, 'GET', path)).data as Record<string, unknown>[]).find(({ name }) => name === 'eth0');
    await until('it has an address', async () => (await card())?.['inet'] !== undefined);
    expect('ip-addresses' in (await card())!).toBe(newer);
  });

  it('has the privileges of its time', async () => {
    const faults = new LabFaults(lab.description.admin);
    const give = (privilege: string) => faults.giveToken('a@pve!b', { '/': [privilege] });
    const [there, gone] = newer
      ? ['VM.GuestAgent.Audit', 'VM.Monitor']
      : ['VM.Monitor', 'VM.GuestAgent.Audit'];
    await give(there);
    await expect(give(gone)).rejects.toThrow(`there is no privilege ${gone}`);
  });
});

describe('the wanted release', () => {
  const options = (...argv: string[]) => parseCommandLine(argv, {});

  it('is the newest one, or what is asked for', () => {
    expect(options()).toMatchObject({ version: { release: '9.2' }, versionWarning: null });
    expect(options('--version', '8.4')).toMatchObject({ version: { release: '8.4' }, versionWarning: null });
    expect(parseCommandLine([], { LAB_VERSION: '8.4' })?.version.release).toBe('8.4');
  });

  it('is warned of if it is not known, and refused if it is none', () => {
    expect(options('--version', '9.0')).toMatchObject({
      version: { release: '9.0', version: '9.0.0', tellsErrorsInBody: true },
      versionWarning: expect.stringContaining('the lab behaves as 9.2 does') as string,
    });
    expect(options('--version', '8.1')?.versionWarning).toContain('as 8.4 does');
    for (const wrong of ['nine', '9', '9.2.3', ''])
      expect(() => options('--version', wrong)).toThrow('--version');
  });
});

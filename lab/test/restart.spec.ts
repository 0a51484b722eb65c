import { readFileSync, statSync } from 'node:fs';
import { LabFaults } from '../faults/faults-client.js';
import { startLab } from '../lab.js';
import type { LabNode } from '../lab.js';
import { DEBIAN, SshClient, TemporaryDirectories, act, call, createContainer } from './lab-client.js';
import { describeWithNamespaces } from './needs-namespaces.js';

const directories = new TemporaryDirectories();
afterAll(() => {
  directories.removeAll();
});

describe('the data directory', () => {
  it('keeps ports, tokens, passwords and fingerprints, in files for its owner alone', async () => {
    const dataDir = directories.make();
    const first = await startLab({ dataDir, simulated: true });
    const written = JSON.parse(readFileSync(first.file, 'utf8')) as unknown;
    expect(written).toEqual(first.description);
    expect(statSync(first.file).mode & 0o777).toBe(0o600);
    await first.stop();
    const second = await startLab({ dataDir, simulated: true });
    expect(second.description).toEqual(first.description);
    await second.stop();
    const other = await startLab({ dataDir: directories.make(), simulated: true });
    const secrets = (nodes: readonly LabNode[]) => nodes.map((node) => [node.sshPassword, node.tokenSecret]);
    expect(secrets(other.description.nodes)).not.toEqual(secrets(first.description.nodes));
    await other.stop();
  });

  it('keeps the tokens that were given, and forgets those that were revoked', async () => {
    const dataDir = directories.make();
    const options = { dataDir, simulated: true, unauthorizedDelayMs: 0 };
    const first = await startLab(options);
    const faults = new LabFaults(first.description.admin);
    const kept = await faults.giveToken('a@pve!kept', { '/nodes': ['Sys.Audit'] });
    const gone = await faults.giveToken('a@pve!gone', { '/nodes': ['Sys.Audit'] });
    await faults.revokeToken(gone.tokenId);
    await first.stop();
    const second = await startLab(options);
    const [node] = second.description.nodes as [LabNode];
    const status = `/nodes/${node.name}/status`;
    expect((await call({ ...node, ...kept }, 'GET', status)).status).toBe(200);
    expect((await call({ ...node, ...kept }, 'GET', '/cluster/status')).status).toBe(403);
    expect((await call({ ...node, ...gone }, 'GET', status)).reason).toBe('no such token');
    await second.stop();
  });

  it('belongs to one lab at a time', async () => {
    const dataDir = directories.make();
    const lab = await startLab({ dataDir, simulated: true });
    await expect(startLab({ dataDir, simulated: true })).rejects.toThrow('Another lab is running');
    await lab.stop();
    await (await startLab({ dataDir, simulated: true })).stop();
  });

  it('remembers a task that the lab did not survive: unexpected status, and a container that stays locked', async () => {
    const dataDir = directories.make();
    const first = await startLab({ dataDir, simulated: true, taskMs: 60_000 });
    const [node] = first.description.nodes as [LabNode];
    const form = { vmid: 101, ostemplate: DEBIAN, rootfs: 'local-lvm:4' };
    const { data: upid } = await call(node, 'POST', `/nodes/${node.name}/lxc`, { form });
    await first.stop();
    const second = await startLab({ dataDir, simulated: true });
    const path = `/nodes/${node.name}/tasks/${encodeURIComponent(upid as string)}/status`;
    expect((await call(node, 'GET', path)).data).toMatchObject({
      status: 'stopped',
      exitstatus: 'unexpected status',
    });
    const ct = `/nodes/${node.name}/lxc/101`;
    expect((await call(node, 'POST', `${ct}/status/start`)).reason).toBe('CT is locked (create)');
    expect((await call(node, 'DELETE', ct)).reason).toBe('CT is locked (create)');
    const ssh = await SshClient.connect(node);
    await ssh.run('pct unlock 101');
    ssh.close();
    expect((await call(node, 'DELETE', ct)).status).toBe(200);
    await second.stop();
  });
});

describeWithNamespaces('containers', () => {
  it('keep their files over a restart of the lab, and are stopped after it', async () => {
    const dataDir = directories.make();
    const first = await startLab({ dataDir, taskMs: 10 });
    const [node] = first.description.nodes as [LabNode];
    await createContainer(node, 101);
    await act(node, 101, 'start');
    const ssh = await SshClient.connect(node);
    await ssh.bash(101, 'echo kept >/root/file; useradd app; setsid sleep 600 </dev/null >/dev/null 2>&1 &');
    ssh.close();
    await first.stop();
    const second = await startLab({ dataDir, taskMs: 10 });
    const current = `/nodes/${node.name}/lxc/101/status/current`;
    expect((await call(node, 'GET', current)).data).toMatchObject({ status: 'stopped', uptime: 0 });
    await act(node, 101, 'start');
    const again = await SshClient.connect(node);
    expect(await again.bash(101, 'cat /root/file; id -u app; pgrep -cf "^sleep 600"')).toBe('kept\n1000\n0');
    again.close();
    await second.stop();
  });

  it('run as soon as the task that starts them has ended', async () => {
    const lab = await startLab({ dataDir: directories.make(), taskMs: 0 });
    const [node] = lab.description.nodes as [LabNode];
    await createContainer(node, 101);
    await act(node, 101, 'start');
    const { data } = await call(node, 'GET', `/nodes/${node.name}/lxc/101/status/current`);
    expect(data).toMatchObject({ status: 'running' });
    await lab.stop();
  });
});

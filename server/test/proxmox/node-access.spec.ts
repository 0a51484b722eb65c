import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'ssh2';
import type { Lab, LabNode } from '../../../lab/lab.js';
import { startLab } from '../../../lab/lab.js';
import { probeCertificate } from '../../src/proxmox/pinned-https.js';
import { ProxmoxClient } from '../../src/proxmox/proxmox-client.js';
import { followTask, isSuccess } from '../../src/proxmox/task-follower.js';
import { PctContainerShell } from '../../src/ssh/pct-container-shell.js';
import { probeHostKey, SshConnection } from '../../src/ssh/ssh-connection.js';

describe('a node, over its API and SSH', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'node-access-'));
  const signal = new AbortController().signal;
  let lab: Lab;
  let node: LabNode;
  let api: ProxmoxClient;
  let ssh: SshConnection;

  const clientOf = (change: object = {}) =>
    new ProxmoxClient({ ...node, port: node.apiPort, ...change }, node.name);
  const connectionTo = (change: object = {}) =>
    new SshConnection({
      ...{ host: node.host, port: node.sshPort, user: node.sshUser, hostKeyFingerprint: node.sshFingerprint },
      credential: { kind: 'password', value: node.sshPassword },
      ...change,
    });

  beforeAll(async () => {
    lab = await startLab({ dataDir, taskMs: 50, unauthorizedDelayMs: 10 });
    node = lab.description.nodes[0]!;
    api = clientOf();
    ssh = connectionTo();
  });

  afterAll(async () => {
    api.close();
    await ssh.close();
    await lab.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function createContainer(vmid: number): Promise<string> {
    const [volume] = await api.templateVolumes('local');
    const upid = await api.createContainer({
      ...{ vmid, ostemplate: volume!.volid, hostname: `ct-${String(vmid)}`, memory: 256 },
      ...{ rootfs: 'local-lvm:4', net0: 'name=eth0,bridge=vmbr0,ip=dhcp', unprivileged: 1 },
    });
    return followTask(api, upid, { from: 0, onLine: () => undefined, signal });
  }

  it('should tell its version, storages, bridges, templates and next VMID', async () => {
    expect(await api.version()).toMatchObject({ repoid: 'infrahaus-lab' });
    expect((await api.clusterStatus()).node).toBe(node.name);
    expect((await api.storages()).some(({ holdsContainers, free }) => holdsContainers && free > 0)).toBe(
      true,
    );
    expect((await api.bridges()).map(({ name }) => name)).toContain('vmbr0');
    expect((await api.catalogue()).some(({ template }) => template.startsWith('debian-12-standard'))).toBe(
      true,
    );
    expect(await api.nextId()).toBeGreaterThanOrEqual(100);
    expect((await api.nodeStatus()).memoryTotal).toBeGreaterThan(0);
  });

  it('should present the fingerprints that are to be confirmed, to somebody without credentials', async () => {
    expect(await probeCertificate(node.host, node.apiPort)).toBe(node.tlsFingerprint);
    expect(await probeHostKey(node.host, node.sshPort)).toBe(node.sshFingerprint);
  });

  it('should be sent nothing when its certificate or host key is another one', async () => {
    const other = clientOf({ tlsFingerprint: node.tlsFingerprint.replace(/^../, 'zz') });
    await expect(other.version()).rejects.toMatchObject({
      code: 'PROXMOX.FINGERPRINT_CHANGED',
      retryable: false,
    });
    const connection = connectionTo({ hostKeyFingerprint: 'SHA256:other' });
    await expect(connection.exec('true', () => Promise.resolve())).rejects.toMatchObject({
      code: 'SSH.HOST_KEY_CHANGED',
      retryable: false,
    });
  });

  it('should refuse a wrong token, password and address in a way that tells them apart', async () => {
    await expect(clientOf({ tokenSecret: 'wrong' }).version()).rejects.toMatchObject({
      code: 'PROXMOX.UNAUTHORIZED',
    });
    await expect(clientOf({ port: 1 }).version()).rejects.toMatchObject({
      code: 'PROXMOX.UNREACHABLE',
      retryable: true,
    });
    const wrong = connectionTo({ credential: { kind: 'password', value: 'wrong' } });
    await expect(wrong.exec('true', () => Promise.resolve())).rejects.toMatchObject({
      code: 'SSH.AUTH_FAILED',
    });
    await expect(connectionTo({ port: 1 }).exec('true', () => Promise.resolve())).rejects.toMatchObject({
      code: 'SSH.UNREACHABLE',
    });
  });

  it('should tell a connection that is just ending from one that refuses, and open another', async () => {
    const connection = connectionTo();
    const work = () =>
      connection.exec('true', (channel) => {
        channel.close();
        return Promise.resolve();
      });
    await work();
    const client = await (Reflect.get(connection, 'client') as Promise<Client>);
    const closed = once(client, 'close');
    client.end();
    await expect(work()).rejects.toMatchObject({ code: 'SSH.CONNECTION_LOST', retryable: true });
    await closed;
    await work();
    await connection.close();
  });

  it('should create a container, whose task is followed line by line, and refuse the same VMID again', async () => {
    const [volume] = await api.templateVolumes('local');
    const parameters = { vmid: 150, ostemplate: volume!.volid, hostname: 'web-1', rootfs: 'local-lvm:4' };
    const upid = await api.createContainer(parameters);
    const lines: [string, number][] = [];
    const onLine = (line: string, offset: number) => lines.push([line, offset]);
    expect(isSuccess(await followTask(api, upid, { from: 0, onLine, signal }))).toBe(true);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.map(([, offset]) => offset)).toEqual(lines.map((_line, index) => index + 1));
    expect(await api.tasksOf(150, 'vzcreate')).toContain(upid);
    const again = api.createContainer(parameters);
    await expect(again).rejects.toMatchObject({ code: 'PROXMOX.ALREADY_EXISTS' });
  });

  it('should run programs in a running container: arguments as they are, output, input and exit code', async () => {
    expect(isSuccess(await createContainer(151))).toBe(true);
    const shell = new PctContainerShell(ssh, 151);
    await expect(shell.exec(['true'])).rejects.toMatchObject({ code: 'SSH.CONTAINER_NOT_RUNNING' });
    const start = await api.startContainer(151);
    expect(isSuccess(await followTask(api, start, { from: 0, onLine: () => undefined, signal }))).toBe(true);
    if (lab.description.simulated) return;
    const hostile = ["it's", '$(id)', '; reboot', 'a\nb'];
    expect(await shell.exec(['printf', '%s|', ...hostile])).toMatchObject({
      stdout: `${hostile.join('|')}|`,
    });
    expect(await shell.exec(['sh', '-s'], { stdin: 'cat /etc/hostname; echo bad >&2; exit 3' })).toEqual({
      ...{ exitCode: 3, stdout: 'ct-151\n', stderr: 'bad\n' },
    });
    const slow = shell.exec(['sleep', '60'], { timeoutMs: 200 });
    await expect(slow).rejects.toMatchObject({ code: 'SSH.TIMEOUT' });
    const refused = shell.exec(['sh', '-c', 'echo noise; sleep 600'], {
      onStdout: () => Promise.reject(new Error('That is no answer.')),
    });
    await expect(refused).rejects.toThrow('That is no answer.');
    expect(await shell.exec(['echo', 'next'])).toMatchObject({ stdout: 'next\n' });
  });
});

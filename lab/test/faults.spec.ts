import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { startLab } from '../lab.js';
import type { Lab, LabNode } from '../lab.js';
import { LabFaults } from '../faults/faults-client.js';
import {
  DEBIAN,
  SshClient,
  TemporaryDirectories,
  act,
  call,
  createContainer,
  finish,
  until,
} from './lab-client.js';

const directories = new TemporaryDirectories();
let lab: Lab;
let node: LabNode;
let other: LabNode;
let faults: LabFaults;

beforeAll(async () => {
  lab = await startLab({ dataDir: directories.make(), taskMs: 20, unauthorizedDelayMs: 0, simulated: true });
  [node, other] = lab.description.nodes as [LabNode, LabNode];
  faults = new LabFaults(lab.description.admin);
  await createContainer(node, 101);
  await act(node, 101, 'start');
});
afterEach(async () => {
  await faults.reset();
});
afterAll(async () => {
  await lab.stop();
  directories.removeAll();
});

const lxc = (rest = ''): string => `/nodes/${node.name}/lxc${rest}`;
const create = (vmid: number) =>
  call(node, 'POST', lxc(), { form: { vmid, ostemplate: DEBIAN, rootfs: 'local-lvm:4' } });
const config = (vmid: number) => call(node, 'GET', lxc(`/${vmid}/config`));
const version = () => call(node, 'GET', '/version');

describe('the controls of the lab', () => {
  it('open with their own secret and with nothing that a node gives', async () => {
    const { url, secret } = lab.description.admin;
    const ask = (authorization: string) =>
      fetch(`${url}/faults`, { headers: { authorization } }).then((response) => response.status);
    expect(await ask(`Bearer ${secret}`)).toBe(200);
    expect(await ask(`Bearer ${node.tokenSecret}`)).toBe(401);
    expect(await ask(`PVEAPIToken=${node.tokenId}=${node.tokenSecret}`)).toBe(401);
    expect((await call(node, 'GET', '/faults')).status).toBe(501);
  });

  it('take a target that is no address for a path, and go on', async () => {
    const { host, port } = new URL(lab.description.admin.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(`GET // HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      });
      buffer(socket).then((all) => {
        resolve(all.toString());
      }, reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect((await fetch(lab.description.admin.url)).status).toBe(200);
  });

  it('show a page that carries no secret', async () => {
    const page = await fetch(lab.description.admin.url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).toContain('Lab: faults');
    expect(text).not.toContain(lab.description.admin.secret);
  });

  it('refuse what they do not understand, in a sentence', async () => {
    const wrong = { on: 'api', effect: { kind: 'delay' } } as never;
    await expect(faults.set(wrong)).rejects.toThrow('the effect delay needs \\"ms\\"');
    await expect(faults.play('nonsense')).rejects.toThrow('no such thing');
  });
});

describe('the API', () => {
  it.each([
    [401, 'permission denied - invalid PVE ticket'],
    [403, 'Permission check failed (/vms/101, VM.Audit)'],
    [500, "can't lock file '/run/lock/lxc/pve-config-101.lock' - got timeout"],
    [595, 'No route to host'],
    [596, 'Connection timed out'],
    [599, 'Too many redirections'],
  ])('answers %i to the second call, once', async (status, message) => {
    await faults.set({ on: 'api', path: '/version', nth: 2, effect: { kind: 'answer', status, message } });
    const answers = [await version(), await version(), await version()];
    expect(answers.map((answer) => answer.status)).toEqual([200, status, 200]);
    expect(answers[1]!.reason).toBe(message);
  });

  it('breaks the connection before anything happens, or after, or in the middle of the answer', async () => {
    await faults.set({ on: 'api', method: 'POST', path: '/nodes/*/lxc', effect: { kind: 'reset' } });
    await expect(create(110)).rejects.toThrow();
    expect((await config(110)).status).toBe(500);
    await faults.set({ on: 'api', method: 'POST', path: '/nodes/*/lxc', effect: { kind: 'lose-reply' } });
    await expect(create(111)).rejects.toThrow();
    await until('it is there all the same', async () => (await config(111)).status === 200);
    await faults.set({ on: 'api', path: '/version', effect: { kind: 'cut', bytes: 5 } });
    await expect(version()).rejects.toThrow();
  });

  it('is late, or silent for ever', async () => {
    const late = await faults.set({ on: 'api', path: '/version', effect: { kind: 'delay', ms: 60 } });
    expect((await version()).status).toBe(200);
    expect(await faults.struck(late)).toBe(1);
    await faults.set({ on: 'api', path: '/version', effect: { kind: 'delay', ms: 3_600_000 } });
    const never = version().then(
      () => 'the delayed call was answered first',
      () => 'broken',
    );
    expect(await Promise.race([never, version().then(() => 'the next call')])).toBe('the next call');
    const silent = await faults.set({ on: 'api', path: '/version', effect: { kind: 'hang' } });
    const pending = version().then(
      () => 'answered',
      () => 'broken',
    );
    await until('the call has come in', async () => (await faults.struck(silent)) === 1);
    expect(await Promise.race([pending, version().then(() => 'the next call was answered')])).toBe(
      'the next call was answered',
    );
    await faults.set({ on: 'node', node: '1', effect: { kind: 'refuse', service: 'api' } });
    expect(await pending).toBe('broken');
  });
});

describe('tasks', () => {
  it('end in any status, and clean up after an error as after any other', async () => {
    const set = (status: string, afterWork = false) =>
      faults.set({ on: 'task', type: 'vzcreate', effect: { kind: 'end', status, afterWork } });
    await set('WARNINGS: 2');
    expect(await finish(node, await create(120))).toBe('WARNINGS: 2');
    expect((await config(120)).data).not.toHaveProperty('lock');
    await set('unable to create CT 121 - something broke');
    expect(await finish(node, await create(121))).toBe('unable to create CT 121 - something broke');
    expect((await config(121)).status).toBe(500);
    await set('it was done, and yet', true);
    expect(await finish(node, await create(122))).toBe('it was done, and yet');
    expect((await config(122)).status).toBe(200);
  });

  it('leave a lock when they are killed, until somebody unlocks', async () => {
    await faults.play('killed-create');
    const upid = await create(123);
    expect(await finish(node, upid)).toBe('unexpected status');
    expect((await config(123)).data).toMatchObject({ lock: 'create' });
    const log = `/nodes/${node.name}/tasks/${encodeURIComponent(String(upid.data))}/log`;
    expect(((await call(node, 'GET', log)).data as unknown[]).length).toBe(4);
    expect((await call(node, 'POST', lxc('/123/status/start'))).reason).toBe('CT is locked (create)');
    const ssh = await SshClient.connect(node);
    await ssh.run('pct unlock 123');
    ssh.close();
    expect(await finish(node, await call(node, 'DELETE', lxc('/123')))).toBe('OK');
  });

  it('fail while a storage is full, which its status says too', async () => {
    await faults.play('storage-full');
    expect(await finish(node, await create(124))).toContain('free space in thin pool');
    const path = `/nodes/${node.name}/storage/local-lvm/status`;
    expect((await call(node, 'GET', path)).data).toMatchObject({ avail: 0 });
    await faults.reset();
    expect(await finish(node, await create(124))).toBe('OK');
  });
});

describe('a node', () => {
  const refuses = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('connect', () => {
        socket.destroy();
        resolve(false);
      });
      socket.once('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code === 'ECONNREFUSED');
      });
    });

  it('that is down refuses connections, has lost its containers, and is offline to the other', async () => {
    const slow = await faults.set({ on: 'task', type: 'vzcreate', effect: { kind: 'delay', ms: 60_000 } });
    const upid = await create(130);
    expect(await faults.struck(slow)).toBe(1);
    await faults.play('node-down');
    expect([await refuses(node.apiPort), await refuses(node.sshPort)]).toEqual([true, true]);
    expect(await call(other, 'GET', lxc('/101/status/current'))).toMatchObject({ status: 595 });
    const nodes = (await call(other, 'GET', '/nodes')).data;
    expect(nodes).toContainEqual(expect.objectContaining({ node: node.name, status: 'offline' }));
    await faults.reset();
    expect(await finish(node, upid)).toBe('unexpected status');
    expect((await call(node, 'GET', lxc('/101/status/current'))).data).toMatchObject({ status: 'stopped' });
    await act(node, 101, 'start');
  });

  it('that reboots comes back by itself, with the containers that start on boot', async () => {
    await call(node, 'PUT', lxc('/101/config'), { form: { onboot: 1 } });
    const reboots = (ms: number) => faults.set({ on: 'node', node: '1', effect: { kind: 'reboot', ms } });
    await reboots(3_600_000);
    expect(await refuses(node.apiPort)).toBe(true);
    await faults.reset();
    await reboots(1);
    await until('it answers', async () => !(await refuses(node.apiPort)));
    await until('the container runs', async () => {
      const { data } = await call(node, 'GET', lxc('/101/status/current'));
      return (data as { status: string }).status === 'running';
    });
  });

  it('whose one port refuses goes on with the other', async () => {
    await faults.set({ on: 'node', node: '1', effect: { kind: 'refuse', service: 'ssh' } });
    expect([await refuses(node.apiPort), await refuses(node.sshPort)]).toEqual([false, true]);
    expect((await call(node, 'GET', lxc('/101/status/current'))).data).toMatchObject({ status: 'running' });
  });
});

describe('SSH', () => {
  const sha256Of = (): Promise<string> => {
    const seen = Promise.withResolvers<string>();
    const login = {
      hostHash: 'sha256' as const,
      hostVerifier: (hash: string) => {
        seen.resolve(`SHA256:${Buffer.from(hash, 'hex').toString('base64').replace(/=+$/, '')}`);
        return false;
      },
    };
    SshClient.connect(node, login).catch(seen.reject);
    return seen.promise;
  };

  it('refuses the log-in, shows another key, or says nothing at all', async () => {
    await faults.set({ on: 'ssh', effect: { kind: 'reject' } });
    await expect(SshClient.connect(node)).rejects.toThrow('authentication');
    await faults.set({ on: 'ssh', effect: { kind: 'other-host-key' } });
    expect(await sha256Of()).not.toBe(node.sshFingerprint);
    expect(await sha256Of()).toBe(node.sshFingerprint);
    await faults.set({ on: 'ssh', effect: { kind: 'half-open' } });
    await expect(SshClient.connect(node, { readyTimeout: 100 })).rejects.toThrow('Timed out');
  });

  it('breaks after so many bytes of the connection, or of a command’s output', async () => {
    await faults.set({ on: 'ssh', effect: { kind: 'cut', bytes: 300 } });
    await expect(SshClient.connect(node)).rejects.toThrow();
    await faults.set({ on: 'command', command: 'hostname', effect: { kind: 'cut', bytes: 4 } });
    const ssh = await SshClient.connect(node);
    expect(await ssh.run('hostname')).toMatchObject({ code: -1, stdout: 'lab-' });
  });

  it('ends a command in any way, floods, throttles and freezes its output', async () => {
    const ssh = await SshClient.connect(node);
    const on = (effect: Extract<Parameters<LabFaults['set']>[0], { on: 'command' }>['effect']) =>
      faults.set({ on: 'command', command: 'hostname', effect });
    await on({ kind: 'exit', code: 255, stderr: 'Connection to node lost' });
    expect(await ssh.run('hostname')).toEqual({ code: 255, stdout: '', stderr: 'Connection to node lost\n' });
    await on({ kind: 'flood', lines: 20_000 });
    const flooded = (await ssh.run('hostname')).stdout.split('\n');
    expect([flooded.length, flooded.at(-2)]).toEqual([20_002, node.name]);
    await on({ kind: 'throttle', bytesPerSecond: 100 });
    expect(await ssh.run('hostname')).toMatchObject({ code: 0, stdout: `${node.name}\n` });
    const frozen = await on({ kind: 'freeze', bytes: 3 });
    const channel = await ssh.open('hostname');
    let output = '';
    channel.setEncoding('utf8').on('data', (text: string) => (output += text));
    await until('it is frozen', async () => output.length >= 3 && (await faults.struck(frozen)) === 1);
    expect(await ssh.run('true')).toMatchObject({ code: 0 });
    expect(output).toBe('lab');
    ssh.close();
  });
});

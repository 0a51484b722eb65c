import { newSshKey } from '../identity.js';
import { startLab } from '../lab.js';
import type { Lab, LabNode } from '../lab.js';
import { SshClient, TemporaryDirectories, act, createContainer, until } from './lab-client.js';
import { describeWithNamespaces } from './needs-namespaces.js';

const directories = new TemporaryDirectories();

describeWithNamespaces('the SSH host of a node', () => {
  let lab: Lab;
  let node: LabNode;
  let other: LabNode;
  let ssh: SshClient;

  beforeAll(async () => {
    lab = await startLab({ dataDir: directories.make(), taskMs: 10, unauthorizedDelayMs: 0 });
    [node, other] = lab.description.nodes as [LabNode, LabNode];
    await createContainer(node, 101);
    await act(node, 101, 'start');
    await createContainer(node, 102);
    ssh = await SshClient.connect(node);
  });
  afterAll(async () => {
    ssh.close();
    await lab.stop();
    directories.removeAll();
  });

  it('lets root in by password or key, and nobody else', async () => {
    const byKey = await SshClient.connect(node, { privateKey: node.sshPrivateKey });
    expect((await byKey.run('hostname')).stdout).toBe('lab-1\n');
    byKey.close();
    const foreign = newSshKey();
    await expect(SshClient.connect(node, { privateKey: foreign })).rejects.toThrow('authentication');
    await expect(SshClient.connect(node, { password: 'wrong' })).rejects.toThrow('authentication');
    await expect(SshClient.connect(node, { username: 'admin' })).rejects.toThrow('authentication');
  });

  it('shows the host key whose fingerprint lab.json tells', async () => {
    let seen = '';
    const client = await SshClient.connect(node, {
      hostHash: 'sha256',
      hostVerifier: (hash: string) => {
        seen = `SHA256:${Buffer.from(hash, 'hex').toString('base64').replace(/=+$/, '')}`;
        return true;
      },
    });
    client.close();
    expect(seen).toBe(node.sshFingerprint);
  });

  it('runs a program in a container: input, output, errors and exit code pass through', async () => {
    const script = 'cat /etc/hostname; id -u; echo trouble >&2; exit 7';
    expect(await ssh.run('pct exec 101 -- bash -s', script)).toEqual({
      code: 7,
      stdout: 'ct-101\n0\n',
      stderr: 'trouble\n',
    });
    expect((await ssh.run('pct exec 101 -- cat', 'x'.repeat(300_000))).stdout).toHaveLength(300_000);
    expect((await ssh.run('pct exec 101 -- no-such-program')).code).toBe(127);
  });

  it('passes arguments on as they are', async () => {
    const line = `pct exec 101 -- printf '%s|' 'a b' "c'd" e\\ f '$(id)' '; id' '' "\\$HOME"`;
    expect((await ssh.run(line)).stdout).toBe("a b|c'd|e f|$(id)|; id||$HOME|");
  });

  it.each([
    'pct list; id',
    'pct list && id',
    'pct list | cat',
    'pct exec 101 -- echo $(id)',
    'pct exec 101 -- echo `id`',
    'pct exec 101 -- echo "$(id)"',
    'pct exec 101 -- echo $HOME',
    'pct list > /tmp/lab-was-here',
    'pct list\nid',
    'pct list &',
    "pct exec 101 -- echo 'unterminated",
    '/bin/sh -c id',
    'ls /',
  ])('refuses what only a shell on the host could do: %j', async (line) => {
    const { code, stdout, stderr } = await ssh.run(line);
    expect({ code, stdout }).toEqual({ code: 127, stdout: '' });
    expect(stderr).not.toBe('');
  });

  it('knows which containers run, are stopped, or belong to the other node', async () => {
    expect(await ssh.run('pct exec 102 -- true')).toMatchObject({
      code: 255,
      stderr: "container '102' not running!\n",
    });
    const elsewhere = await SshClient.connect(other);
    expect(await elsewhere.run('pct exec 101 -- true')).toMatchObject({
      code: 2,
      stderr: "Configuration file 'nodes/lab-2/lxc/101.conf' does not exist\n",
    });
    elsewhere.close();
    expect((await ssh.run('pct status 101')).stdout).toBe('status: running\n');
    expect((await ssh.run('pct list')).stdout).toMatch(/^VMID +Status .*\n101 +running .*\n102 +stopped /);
  });

  it('pushes a file with its mode, and sets what the API refuses to tokens', async () => {
    await ssh.run('pct push 101 /dev/stdin /root/pushed --perms 600', 'content');
    expect(await ssh.bash(101, 'stat -c %a /root/pushed; cat /root/pushed')).toBe('600\ncontent');
    expect((await ssh.run('pct set 102 --features nesting=1,keyctl=1')).code).toBe(0);
    expect((await ssh.run('pct config 102')).stdout).toContain('features: nesting=1,keyctl=1\n');
    expect((await ssh.run('pct set 102 --memory 1')).stderr).toContain('minimum value of 16');
  });

  it('passes signals on to the program', async () => {
    const channel = await ssh.open(
      `pct exec 101 -- bash -c 'trap "echo caught; exit 9" TERM; echo ready; while :; do sleep 0.01; done'`,
    );
    let [output, code] = ['', -1];
    channel.setEncoding('utf8').on('data', (text: string) => (output += text));
    channel.on('exit', (exit: number) => (code = exit));
    const closed = new Promise((resolve) => channel.once('close', resolve));
    await until('the program runs', () => output.includes('ready'));
    channel.signal('TERM');
    await closed;
    expect({ output, code }).toEqual({ output: 'ready\ncaught\n', code: 9 });
  });

  it('leaves detached processes running when the client vanishes', async () => {
    const client = await SshClient.connect(node);
    await client.bash(
      101,
      'setsid nohup sh -c "echo \\$\\$ >/root/detached; exec sleep 600" </dev/null >/dev/null 2>&1 &',
    );
    client.close();
    await until('it runs', async () => /^\d+$/.test(await ssh.bash(101, 'cat /root/detached 2>/dev/null')));
    expect(await ssh.bash(101, 'kill -0 "$(cat /root/detached)" && echo alive')).toBe('alive');
  });

  it('ends every process when the container stops', async () => {
    const marker = `lab-marker-${process.pid}`;
    await ssh.bash(101, `setsid bash -c 'exec -a ${marker} sleep 600' </dev/null >/dev/null 2>&1 &`);
    await act(node, 101, 'stop');
    await act(node, 101, 'start');
    expect(await ssh.bash(101, 'ps aux')).not.toContain(marker);
    expect(await ssh.bash(101, 'cat /root/pushed')).toBe('content');
  });
});

import { startLab } from '../lab.js';
import type { Lab, LabNode } from '../lab.js';
import { SshClient, TemporaryDirectories, act, call, createContainer } from './lab-client.js';

const directories = new TemporaryDirectories();
let lab: Lab;
let node: LabNode;
let ssh: SshClient;

beforeAll(async () => {
  lab = await startLab({ dataDir: directories.make(), taskMs: 10, simulated: true });
  [node] = lab.description.nodes as [LabNode];
  await createContainer(node, 101);
  await act(node, 101, 'start');
  ssh = await SshClient.connect(node);
});
afterAll(async () => {
  ssh.close();
  await lab.stop();
  directories.removeAll();
});

describe('a simulated lab', () => {
  it('says so by the names of its nodes and in its description', async () => {
    expect(lab.description).toMatchObject({ simulated: true, simulatedBecause: 'it was asked for' });
    const { data } = await call(node, 'GET', '/cluster/status');
    expect(data).toContainEqual(expect.objectContaining({ name: 'lab-simulated-1', local: 1 }));
  });

  it('marks every line, and executes nothing', async () => {
    const marker = `/tmp/lab-simulated-${process.pid}`;
    const { stdout } = await ssh.run(
      'pct exec 101 -- bash -s',
      `touch ${marker}\necho hello\nsystemctl is-system-running\n`,
    );
    const lines = stdout.trimEnd().split('\n');
    expect(lines.every((line) => line.startsWith('[simulated] '))).toBe(true);
    expect(lines).toEqual(expect.arrayContaining(['[simulated] hello', '[simulated] running']));
    expect((await ssh.run(`pct exec 101 -- cat ${marker}`)).code).toBe(1);
  });

  it('remembers what was installed', async () => {
    expect((await ssh.run('pct exec 101 -- dpkg-query -W nginx')).code).toBe(1);
    await ssh.run("pct exec 101 -- env -i PATH=/usr/bin apt-get install -y 'nginx=1.*'");
    expect((await ssh.run('pct exec 101 -- dpkg-query -W nginx')).stdout).toContain('[simulated] nginx');
    expect((await ssh.run('pct exec 101 -- ss -tulpnH')).stdout).toContain('0.0.0.0:80');
  });
});

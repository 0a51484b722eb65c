import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { LabFile, LabNode } from '../lab.js';
import { SshClient, TemporaryDirectories, act, call, createContainer, until } from './lab-client.js';
import { describeWithNamespaces } from './needs-namespaces.js';

const MAIN = join(import.meta.dirname, '../../dist/lab/main.js');
const directories = new TemporaryDirectories();
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
afterAll(() => {
  directories.removeAll();
});

interface Output {
  text: string;
}

function run(args: readonly string[]): { readonly child: ChildProcess; readonly output: Output } {
  const child = fork(MAIN, [...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, LAB_TASK_MS: '20', NODE_OPTIONS: '' },
  });
  started.push(child);
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream!.setEncoding('utf8').on('data', (text: string) => (output.text += text));
  }
  return { child, output };
}

async function ready(child: ChildProcess): Promise<LabFile> {
  const [message] = (await once(child, 'message')) as [{ type: string; file: string }];
  expect(message.type).toBe('ready');
  return JSON.parse(readFileSync(message.file, 'utf8')) as LabFile;
}

/** Whether a process of this command line is still there. */
function running(marker: string): boolean {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.some((name) => {
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').startsWith(`${marker}\0`);
    } catch {
      return false;
    }
  });
}

describe('the lab as a process', () => {
  it('explains its options, and refuses unknown ones in a sentence', async () => {
    const help = run(['--help']);
    await once(help.child, 'close');
    expect(help.output.text).toContain('--linger-minutes');
    expect(help.child.exitCode).toBe(0);
    const wrong = run(['--data', directories.make(), '--nonsense']);
    await once(wrong.child, 'close');
    expect(wrong.child.exitCode).toBe(2);
    expect(wrong.output.text).toContain("Unknown option '--nonsense'");
  });

  it('tells its launcher when it is ready and others how to reach it, keeps a second one out, and ends on SIGTERM', async () => {
    const dataDir = directories.make();
    const first = run(['--data', dataDir, '--simulated']);
    const file = await ready(first.child);
    expect(file.pid).toBe(first.child.pid);
    const second = run(['--data', dataDir, '--simulated']);
    await once(second.child, 'close');
    expect(second.child.exitCode).toBe(1);
    expect(second.output.text.trim().split('\n')).toEqual([
      expect.stringContaining('Another lab is running'),
    ]);
    expect(first.output.text).not.toContain('http');
    const shown = run(['--data', dataDir, '--show']);
    await once(shown.child, 'close');
    expect(shown.output.text).toContain(file.admin.url);
    expect(shown.output.text).not.toContain(file.admin.secret);
    first.child.kill('SIGTERM');
    await once(first.child, 'exit');
    expect(first.child.exitCode).toBe(0);
    expect(existsSync(join(dataDir, 'lab.json'))).toBe(false);
  });

  it('outlives its launcher, and ends by itself when nobody uses it', async () => {
    const { child } = run(['--data', directories.make(), '--simulated', '--linger-minutes', '0.005']);
    const [node] = (await ready(child)).nodes as [LabNode];
    const exited = once(child, 'exit');
    // Whoever is connected uses it, however long everything takes here.
    const ssh = await SshClient.connect(node);
    child.disconnect();
    expect((await call(node, 'GET', '/version')).status).toBe(200);
    ssh.close();
    await exited;
    expect(child.exitCode).toBe(0);
  });
});

/** What `npm run lab` prints of one node, by the words in front. */
function printed(output: string, name: string): (label: string) => string {
  const lines = output.slice(output.indexOf(`\n${name}\n`)).split('\n');
  return (label) =>
    lines
      .find((line) => line.startsWith(`  ${label} `))
      ?.slice(label.length + 2)
      .trim() ?? '';
}

describe('the lab alone', () => {
  it.each([
    [['--simulated'], '9.2'],
    [['--simulated', '--version', '8.4'], '8.4'],
  ])('prints what lets somebody in: npm run lab -- %j', async (args, release) => {
    const child = spawn(process.execPath, [MAIN, '--data', directories.make(), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    });
    started.push(child);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    await until('it is all there', () => (output.match(/SSH host key +SHA256:/g) ?? []).length === 2);
    const value = printed(output, 'lab-simulated-1');
    const { hostname: host, port } = new URL(value('address'));
    const [tokenId = '', tokenSecret = ''] = value('API token').split('=');
    const [, password = ''] = /^root@pam, password (\S+)$/.exec(value('user')) ?? [];
    const [, sshUser = '', sshPort = '', sshPassword = ''] =
      /^(\w+)@[\d.]+, port (\d+), password (\S+)$/.exec(value('SSH')) ?? [];
    const node = { name: 'lab-simulated-1', host, apiPort: Number(port), tokenId, tokenSecret } as LabNode;

    expect((await call(node, 'GET', '/version')).data).toMatchObject({ release });
    const login = { authorization: null, form: { username: 'root@pam', password } };
    expect((await call(node, 'POST', '/access/ticket', login)).status).toBe(200);
    expect(`SHA-256 ${await certificateOf(host, Number(port))}`).toBe(value('certificate'));
    let hostKey = '';
    const ssh = await SshClient.connect(
      { ...node, sshPort: Number(sshPort), sshUser: 'root', sshPassword },
      {
        hostVerifier: (key: Buffer) => {
          hostKey = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
          return true;
        },
      },
    );
    expect(sshUser).toBe('root');
    expect((await ssh.run('hostname')).stdout).toBe('lab-simulated-1\n');
    expect(hostKey).toBe(value('SSH host key'));
    ssh.close();
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(child.exitCode).toBe(0);
  });
});

async function certificateOf(host: string, port: number): Promise<string> {
  const socket = connect({ host, port, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

describeWithNamespaces('the containers of a lab process', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('end with it on %s', async (signal) => {
    const { child } = run(['--data', directories.make()]);
    const [node] = (await ready(child)).nodes as [LabNode];
    await createContainer(node, 101);
    await act(node, 101, 'start');
    const marker = `lab-process-${process.pid}-${signal}`;
    const ssh = await SshClient.connect(node);
    await ssh.bash(101, `setsid bash -c 'exec -a ${marker} sleep 600' </dev/null >/dev/null 2>&1 &`);
    await until('it runs', () => running(marker));
    const exited = once(child, 'exit');
    ssh.close();
    child.kill(signal);
    await exited;
    await until('it is gone', () => !running(marker));
  });
});

import { fork, execFileSync, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { limitLines } from '../containers/lxc/limits.js';
import type { LabFile, LabNode } from '../lab.js';
import { SshClient, TemporaryDirectories, act, call, finish } from './lab-client.js';

const MAIN = join(import.meta.dirname, '../../dist/lab/main.js');
const STATE = '/var/lib/infrahaus-lab';
/** The OS templates may have to be made first. */
const START_MS = 400_000;
const FORWARDING = '/proc/sys/net/ipv4/ip_forward';
const directories = new TemporaryDirectories();
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
afterAll(() => {
  directories.removeAll();
});

async function start(): Promise<{ child: ChildProcess; node: LabNode }> {
  const child = fork(MAIN, ['--data', directories.make(), '--runtime', 'lxc'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, LAB_TASK_MS: '20', NODE_OPTIONS: '' },
  });
  started.push(child);
  const [message] = (await once(child, 'message')) as [{ file: string }];
  const { nodes } = JSON.parse(readFileSync(message.file, 'utf8')) as LabFile;
  return { child, node: nodes[0]! };
}

async function createAndStart(node: LabNode, vmid: number): Promise<SshClient> {
  const { data } = await call(node, 'GET', `/nodes/${node.name}/storage/local/content?content=vztmpl`);
  const ostemplate = (data as { volid: string }[]).find(({ volid }) => volid.includes('-standard_'))!.volid;
  const form = {
    vmid,
    ostemplate,
    rootfs: 'local-lvm:4',
    net0: 'name=eth0,bridge=vmbr0,ip=dhcp',
    hostname: 'real',
    memory: 256,
    cores: 1,
  };
  const created = await call(node, 'POST', `/nodes/${node.name}/lxc`, {
    form: { ...form, password: 'geheim-1' },
  });
  expect(await finish(node, created)).toBe('OK');
  expect(await act(node, vmid, 'start')).toBe('OK');
  return SshClient.connect(node);
}

/** Where control groups cannot be written the lab says so, and sets none. */
const memoryCanBeLimited = limitLines({ memoryMiB: 256, cores: null }).lines.length > 0;
const cpuCanBeLimited = limitLines({ memoryMiB: 256, cores: 1 }).lines.some((line) => line.includes('cpu'));

/** As the host sees it: where `cpu` and `cpuacct` are mounted apart, systemd in the container shows neither. */
function cpuShares(vmid: number): string[] {
  const file = `.*/lxc\\.payload\\.${vmid}[^/]*/cpu\\.\\(max\\|cfs_quota_us\\)`;
  // It complains of groups that vanish while it looks, as those of services that have ended do.
  const { stdout } = spawnSync('find', ['/sys/fs/cgroup', '-regex', file], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((path) => readFileSync(path, 'utf8').trim());
}

/** All that a lab puts onto the machine. */
function traces() {
  return {
    bridges: Object.keys(networkInterfaces()).filter((name) => /^lab[0-9a-f]{8}[01]$/.test(name)),
    rules: execFileSync('nft', ['list', 'tables'], { encoding: 'utf8' }).match(/lab[0-9a-f]{8}/g) ?? [],
    files: existsSync(STATE) ? readdirSync(STATE) : [],
    mounts: readFileSync('/proc/self/mountinfo', 'utf8').split(STATE).length - 1,
    containers: processes(`-P ${STATE}`),
    forwarding: readFileSync(FORWARDING, 'utf8').trim(),
  };
}

function processes(words: string): string[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        .replaceAll('\0', ' ')
        .includes(`lxc-start -F ${words}`);
    } catch {
      return false;
    }
  });
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const limit = performance.now() + 120_000;
  while (!isSo()) {
    if (performance.now() > limit) throw new Error(`still not so: ${what}: ${JSON.stringify(traces())}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a lab with real containers', () => {
  const before = traces();
  mkdirSync(STATE, { recursive: true });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'runs systemd as an unprivileged user of the host, and leaves nothing behind after %s',
    async (signal) => {
      const { child, node } = await start();
      const ssh = await createAndStart(node, 901);
      const facts = "cat /proc/1/comm; id -u; hostname; awk '{ print $1, $2, $3 }' /proc/self/uid_map";
      expect(await ssh.bash(901, facts)).toBe('systemd\n0\nreal\n0 100000 65536');
      expect(await ssh.bash(901, 'awk -F: \'$1 == "root" { print $2 }\' /etc/shadow')).toMatch(/^\$/);
      expect((await ssh.run('pct exec 901 -- sh -c "exit 7"')).code).toBe(7);
      expect(await ssh.bash(901, `ls ${STATE} 2>/dev/null; echo 1 >/proc/sys/kernel/core_pattern`)).toContain(
        'Read-only file system',
      );
      const limit = 'cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null';
      if (memoryCanBeLimited) expect(await ssh.bash(901, limit)).toBe(String(256 * 1024 ** 2));
      if (cpuCanBeLimited) expect(cpuShares(901)).toContainEqual(expect.stringMatching(/^100000\b/));
      ssh.close();
      expect(traces().bridges).toHaveLength(2);
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      await until(
        'everything is as before',
        () => JSON.stringify(traces()) === JSON.stringify({ ...before, files: [] }),
      );
    },
    START_MS,
  );
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startLab } from '../lab.js';
import type { Lab, LabNode } from '../lab.js';
import { SshClient, TemporaryDirectories, act, createContainer } from './lab-client.js';
import { describeWithNamespaces } from './needs-namespaces.js';

const directories = new TemporaryDirectories();

describeWithNamespaces('a lab container reaches nothing of the host', () => {
  let lab: Lab;
  let node: LabNode;
  let ssh: SshClient;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = directories.make();
    lab = await startLab({ dataDir, taskMs: 10 });
    [node] = lab.description.nodes as [LabNode];
    for (const vmid of [101, 102]) {
      await createContainer(node, vmid, { password: 'root-password' });
      await act(node, vmid, 'start');
    }
    ssh = await SshClient.connect(node);
  });
  afterAll(async () => {
    ssh.close();
    await lab.stop();
    directories.removeAll();
  });

  it('sees none of its files', async () => {
    writeFileSync(join(directories.make(), 'secret'), 'of the host');
    const paths = [dataDir, import.meta.dirname, join(dataDir, 'lab.json'), join(dataDir, 'identity.json')];
    for (const path of paths) {
      expect(await ssh.bash(101, `ls -la '${path}' 2>&1`)).toContain('No such file or directory');
    }
    expect(await ssh.bash(101, 'cat /etc/hostname /etc/machine-id')).not.toContain(
      readFileSync('/etc/hostname', 'utf8').trim(),
    );
    expect(await ssh.bash(101, 'cat /etc/shadow')).not.toContain('root-password');
    expect(await ssh.bash(101, 'ls /proc/1/root/ /proc/1/cwd/')).not.toContain('work');
  });

  it('writes nothing into the programs that it shares', async () => {
    const output = await ssh.bash(
      101,
      `touch /usr/bin/planted; echo x >>/usr/bin/env; mount -o remount,rw,bind /usr; umount -l /usr; touch /usr/planted;
       rm -f /usr/local/lab/runtime/node; echo x >>/usr/local/lab/runtime/node; echo done`,
    );
    expect(output).toContain('done');
    for (const path of ['/usr/bin/planted', '/usr/planted']) {
      expect(() => readFileSync(path)).toThrow('ENOENT');
    }
    expect(readFileSync(process.execPath).subarray(1, 4).toString()).toBe('ELF');
  });

  it('sees and ends none of its processes', async () => {
    const bystander = spawn('sleep', ['600']);
    await once(bystander, 'spawn');
    const seen = await ssh.bash(101, 'ps -e -o args; ls -d /proc/[0-9]* | wc -l');
    expect(seen).not.toContain('sleep 600');
    expect(seen).not.toContain('jest');
    await ssh.bash(101, `kill -9 ${bystander.pid} ${process.pid}`);
    expect(bystander.exitCode).toBeNull();
    expect(bystander.signalCode).toBeNull();
    const ended = once(bystander, 'exit');
    bystander.kill();
    await ended;
  });

  it('sees no other container', async () => {
    await ssh.bash(
      102,
      'echo of-102 >/root/mine; setsid bash -c "exec -a of-102 sleep 600" </dev/null >/dev/null 2>&1 &',
    );
    expect(await ssh.bash(101, 'ps aux; ls /root; cat /root/mine')).not.toContain('of-102');
    expect(await ssh.bash(101, 'ls ../../102 /../102 2>&1')).toContain('No such file');
  });

  it('has no network but its own loopback', async () => {
    const server = createServer((socket) => socket.end('host')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const output = await ssh.bash(101, `exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3; echo end`);
    expect(output).toContain('Connection refused');
    expect(output).not.toContain('host\n');
    expect(await ssh.bash(101, 'exec 3<>/dev/tcp/192.0.2.1/80; echo end')).toContain('unreachable');
    expect(await ssh.bash(101, "tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '")).not.toContain('eth0');
    server.close();
  });

  it('changes no setting of the kernel', async () => {
    const before = readFileSync('/proc/sys/kernel/core_pattern', 'utf8');
    const output = await ssh.bash(
      101,
      `echo '|/tmp/evil' >/proc/sys/kernel/core_pattern; mount -o remount,rw /proc/sys; umount /proc/sys;
       echo '|/tmp/evil' >/proc/sys/kernel/core_pattern; echo b >/proc/sysrq-trigger; echo end`,
    );
    expect(output).toMatch(/Permission denied|Read-only file system/);
    expect(readFileSync('/proc/sys/kernel/core_pattern', 'utf8')).toBe(before);
  });

  it('mounts nothing, makes no devices, and a user namespace of its own does not help', async () => {
    const output = await ssh.bash(
      101,
      `mount -t tmpfs none /mnt && echo MOUNTED; mknod /tmp/disk b 254 0 && cat /tmp/disk && echo READ;
       unshare --user --map-root-user --mount sh -c 'umount /usr && echo UNMOUNTED; mount -o remount,rw,bind /usr && echo WRITABLE;
       umount -l /proc/sys && echo BARE' 2>&1; chroot /proc/1/root/../.. ls / ; echo end`,
    );
    expect(output).toContain('end');
    expect(output).not.toMatch(/MOUNTED|READ|UNMOUNTED|WRITABLE|BARE/);
    expect(output).not.toContain('work\n');
  });

  it('is an unprivileged user on the host when the lab runs as root', async () => {
    const idMap = await ssh.bash(101, 'tr -s " " </proc/self/uid_map');
    expect(idMap).toMatch(
      process.geteuid!() === 0 ? /^ ?0 100000 65536$/ : new RegExp(`^ ?0 ${process.geteuid!()} 1$`),
    );
  });
});

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, lchownSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { join } from 'node:path';
import type { ContainerImage, ContainerNetwork } from '../runtime.js';

/** First id of the unprivileged range that a container's users are on the host, as in Proxmox VE. */
const ID_BASE = 100_000;
const ID_COUNT = 65_536;

/** The root file system and the configuration of one real container. */
export class LxcFiles {
  readonly root: string;

  constructor(
    private readonly directory: string,
    private readonly vmid: number,
  ) {
    this.root = join(directory, String(vmid), 'rootfs');
  }

  async unpack(archive: string, image: ContainerImage): Promise<void> {
    mkdirSync(this.root, { recursive: true, mode: 0o755 });
    const words = ['--numeric-owner', '--zstd', '-C', this.root, '-xf', archive];
    const tar = spawn('tar', words, { stdio: ['ignore', 'ignore', 'pipe'] });
    const [code] = (await once(tar, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`the archive ${archive} could not be unpacked`);
    this.identify(image);
    shift(this.root);
  }

  /** Writes what changes from start to start. */
  configure(start: {
    readonly hostname: string;
    readonly network: ContainerNetwork;
    readonly bridge: string;
    readonly limits: readonly string[];
  }): void {
    const { hostname, network, bridge, limits } = start;
    const card = [
      'lxc.net.0.type = veth',
      `lxc.net.0.link = ${bridge}`,
      'lxc.net.0.name = eth0',
      'lxc.net.0.flags = up',
      `lxc.net.0.hwaddr = ${network.mac}`,
      ...(network.address === null ? [] : [`lxc.net.0.ipv4.address = ${network.address}`]),
      ...(network.gateway === null ? [] : [`lxc.net.0.ipv4.gateway = ${network.gateway}`]),
    ];
    const lines = [
      'lxc.include = /usr/share/lxc/config/common.conf',
      'lxc.include = /usr/share/lxc/config/userns.conf',
      'lxc.arch = linux64',
      `lxc.idmap = u 0 ${ID_BASE} ${ID_COUNT}`,
      `lxc.idmap = g 0 ${ID_BASE} ${ID_COUNT}`,
      `lxc.rootfs.path = dir:${this.root}`,
      `lxc.uts.name = ${hostname}`,
      'lxc.apparmor.profile = unconfined',
      'lxc.mount.auto = proc:mixed sys:mixed cgroup:mixed',
      ...limits,
      ...(network.mac === '' ? ['lxc.net.0.type = empty'] : card),
    ];
    writeFileSync(join(this.directory, String(this.vmid), 'config'), `${lines.join('\n')}\n`);
  }

  remove(): void {
    rmSync(join(this.directory, String(this.vmid)), { recursive: true, force: true, maxRetries: 3 });
  }

  /** What makes it a system of its own: names, the root password, keys, and how names are resolved. */
  private identify({ hostname, password, sshPublicKeys }: ContainerImage): void {
    const write = (path: string, text: string, mode = 0o644): void => {
      writeFileSync(join(this.root, path), text, { mode });
    };
    write('etc/hostname', `${hostname}\n`);
    write('etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${hostname}\n::1 localhost ip6-localhost\n`);
    rmSync(join(this.root, 'etc/resolv.conf'), { force: true });
    write('etc/resolv.conf', readFileSync('/etc/resolv.conf', 'utf8'));
    // By standard input: arguments are public.
    if (password !== null) execFileSync('chroot', [this.root, 'chpasswd'], { input: `root:${password}\n` });
    if (sshPublicKeys === null) return;
    mkdirSync(join(this.root, 'root/.ssh'), { recursive: true, mode: 0o700 });
    write('root/.ssh/authorized_keys', `${sshPublicKeys.trim()}\n`, 0o600);
  }
}

/** Gives all files to the container's range of ids. */
function shift(path: string): void {
  const type = lstatSync(path);
  const { uid, gid, mode } = type;
  // A file with several names comes by several times, and is given away once.
  if (uid >= ID_BASE) return;
  if (type.isSymbolicLink()) {
    lchownSync(path, uid + ID_BASE, gid + ID_BASE);
    return;
  }
  chownSync(path, uid + ID_BASE, gid + ID_BASE);
  // A change of the owner has taken the bits with which a program changes its user.
  chmodSync(path, mode & 0o7777);
  if (type.isDirectory()) for (const name of readdirSync(path)) shift(join(path, name));
}

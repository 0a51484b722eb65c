import {
  chmodSync, chownSync, copyFileSync, existsSync, lstatSync, lchownSync, mkdirSync, readFileSync, readdirSync, readlinkSync,
  rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs'; // prettier-ignore
import { join } from 'node:path';
import { labFile } from '../lab-file.js';
import { identityFiles } from './identity-files.js';
import type { ContainerImage, ContainerNetwork } from './runtime.js';

/** Directories that belong to the container alone and stay on disk. */
const PRIVATE = [
  'etc',
  'var',
  'root',
  'home',
  'tmp',
  'opt',
  'srv',
  'run',
  'mnt',
  'media',
  'sys',
  'proc',
  'dev',
  'usr',
];
const STATE = [
  'var/lib',
  'var/log',
  'var/cache',
  'var/spool',
  'var/tmp',
  'var/backups',
  'etc/systemd/system',
];
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
/** Parts of the host's system besides /usr: links into /usr on a merged system, directories on others. */
const SYSTEM = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];
/** Programs that come with a package; those of the host would want a registry. */
const PACKAGED = ['node', 'nodejs', 'npm', 'npx', 'pip', 'pip3', 'pipx', 'yarn', 'pnpm'];
/** Programs of the host's distribution that the container's own does not have. */
const NOT_ON_ALPINE = [
  'bash',
  'apt-get',
  'apt',
  'apt-cache',
  'dpkg',
  'dpkg-query',
  'systemctl',
  'journalctl',
];

/** With root alone these need a stand-in, which in turn needs the real one. */
const SINGLE_ID_PROGRAMS = ['chown', 'chgrp'];
const keepReal = (name: string): string => `usr/bin/${name} usr/local/lab/real/${name} none bind 0 0`;

/** Who owns the container's files on the host: root of the container. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
  /** Whether the container has a whole range of ids, or root alone. */
  readonly hasRange: boolean;
}

/** The files of one container on the host: its private root, its /usr/local, and the list of its mounts. */
export class RootFileSystem {
  constructor(
    readonly directory: string,
    private readonly owner: Owner,
  ) {}

  create(image: ContainerImage): void {
    rmSync(this.directory, { recursive: true, force: true });
    const root = join(this.directory, 'rootfs');
    for (const name of [...PRIVATE, ...STATE]) mkdirSync(join(root, name), { recursive: true });
    for (const name of DEVICES) writeFileSync(join(root, 'dev', name), '');
    for (const name of ['pts', 'shm']) mkdirSync(join(root, 'dev', name));
    this.linkDevices(root);
    this.linkSystem(root);
    this.linkAlternatives(root);
    this.writeIdentity(root, image);
    this.copyGuest(image);
    this.own(this.directory);
    chmodSync(this.directory, 0o700);
    chmodSync(join(root, 'root'), 0o700);
    chmodSync(join(root, 'tmp'), 0o1777);
    chmodSync(join(root, 'var/tmp'), 0o1777);
  }

  /** Writes what changes from start to start. */
  prepareStart(hostname: string, network: ContainerNetwork): void {
    writeFileSync(join(this.directory, 'fstab'), this.fstab());
    const lab = join(this.directory, 'local/lab');
    const lines = [hostname, network.mac, network.address ?? '', network.gateway ?? ''];
    writeFileSync(join(lab, 'network'), `${lines.join('\n')}\n`);
    chownSync(join(lab, 'network'), this.owner.uid, this.owner.gid);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }

  private linkDevices(root: string): void {
    symlinkSync('pts/ptmx', join(root, 'dev/ptmx'));
    symlinkSync('/proc/self/fd', join(root, 'dev/fd'));
    symlinkSync('/proc/self/fd/0', join(root, 'dev/stdin'));
    symlinkSync('/proc/self/fd/1', join(root, 'dev/stdout'));
    symlinkSync('/proc/self/fd/2', join(root, 'dev/stderr'));
  }

  private linkSystem(root: string): void {
    for (const name of SYSTEM.filter((entry) => existsSync(`/${entry}`))) {
      if (lstatSync(`/${name}`).isSymbolicLink()) symlinkSync(readlinkSync(`/${name}`), join(root, name));
      else mkdirSync(join(root, name));
    }
  }

  /** Debian reaches awk, editors and more through links in /etc/alternatives, and /etc is private. */
  private linkAlternatives(root: string): void {
    if (!existsSync('/etc/alternatives')) return;
    mkdirSync(join(root, 'etc/alternatives'));
    for (const entry of readdirSync('/etc/alternatives', { withFileTypes: true })) {
      if (!entry.isSymbolicLink()) continue;
      const target = readlinkSync(join('/etc/alternatives', entry.name));
      symlinkSync(target, join(root, 'etc/alternatives', entry.name));
    }
  }

  private writeIdentity(root: string, image: ContainerImage): void {
    for (const [path, file] of Object.entries(identityFiles(image))) {
      const target = join(root, path);
      mkdirSync(join(target, '..'), { recursive: true });
      writeFileSync(target, file.content, { mode: file.mode });
    }
    if (existsSync('/etc/ld.so.cache')) copyFileSync('/etc/ld.so.cache', join(root, 'etc/ld.so.cache'));
  }

  /** Puts the stand-ins first on the PATH, under the names that they answer to. */
  private copyGuest(image: ContainerImage): void {
    const local = join(this.directory, 'local');
    const lab = join(local, 'lab');
    for (const name of ['bin', 'sbin', 'lib', 'lib/systemd/system', 'share', 'etc']) {
      mkdirSync(join(local, name), { recursive: true });
    }
    copyPrograms(labFile('guest'), lab);
    // What is hidden must not look like a program.
    chmodSync(join(lab, 'absent'), 0o644);
    writeFileSync(join(lab, 'distribution'), `${image.distribution.id}\n${image.distribution.version}\n`);
    const catalogue = join(lab, 'packages.list');
    const node = `${process.versions.node}-1nodesource1`;
    writeFileSync(catalogue, readFileSync(catalogue, 'utf8').replace('@NODE@', node));
    for (const folder of this.standIns(image)) {
      copyPrograms(join(lab, folder), join(local, 'sbin'));
      rmSync(join(lab, folder), { recursive: true });
    }
    this.placeholders(lab);
  }

  private standIns(image: ContainerImage): string[] {
    const native = image.distribution.id === 'alpine' ? 'bin-alpine' : 'bin-debian';
    return ['bin', native, ...(this.owner.hasRange ? [] : ['bin-single'])];
  }

  /** Empty files over which boot.sh mounts programs of the host. */
  private placeholders(lab: string): void {
    mkdirSync(join(lab, 'runtime'));
    writeFileSync(join(lab, 'runtime/node'), '');
    mkdirSync(join(lab, 'real'));
    if (this.owner.hasRange) writeFileSync(join(lab, 'has-users'), '');
    else for (const name of SINGLE_ID_PROGRAMS) writeFileSync(join(lab, 'real', name), '');
  }

  /** chown of everything, without following links. */
  private own(path: string): void {
    lchownSync(path, this.owner.uid, this.owner.gid);
    if (!lstatSync(path).isDirectory()) return;
    for (const name of readdirSync(path)) this.own(join(path, name));
  }

  private fstab(): string {
    const lines = [
      ...this.systemMounts(),
      '../local usr/local none bind 0 0',
      '../../node usr/local/lab/runtime/node none bind,ro 0 0',
      ...(this.owner.hasRange ? [] : SINGLE_ID_PROGRAMS.map(keepReal)),
      ...this.overlaidPrograms(),
      'proc proc proc nosuid,nodev,noexec 0 0',
      'proc/sys proc/sys none bind,ro 0 0',
      'run run tmpfs mode=755,nosuid,nodev,size=64m 0 0',
      'shm dev/shm tmpfs mode=1777,nosuid,nodev,size=64m 0 0',
      'devpts dev/pts devpts newinstance,nosuid,noexec,mode=620,ptmxmode=666 0 0',
      ...DEVICES.map((name) => `/dev/${name} dev/${name} none bind 0 0`),
    ];
    return `${lines.join('\n')}\n`;
  }

  private systemMounts(): string[] {
    const directories = SYSTEM.filter(
      (name) => existsSync(`/${name}`) && lstatSync(`/${name}`).isDirectory(),
    );
    return ['usr', ...directories].flatMap((name) => [
      `/${name} ${name} none rbind,ro 0 0`,
      ...submounts(`/${name}`).map((path) => `none ${path.slice(1)} none remount,bind,ro 0 0`),
    ]);
  }

  /** A stand-in also takes the place of the host's program of that name, for callers that use a full path. */
  private overlaidPrograms(): string[] {
    const local = join(this.directory, 'local');
    const places = ['usr/bin', 'usr/sbin'];
    const replace = readdirSync(join(local, 'sbin')).flatMap((name) =>
      places
        .filter((place) => isPlainFile(`/${place}/${name}`))
        .map((place) => `../local/sbin/${name} ${place}/${name} none bind 0 0`),
    );
    return [...replace, ...this.hiddenPrograms(local)];
  }

  private hiddenPrograms(local: string): string[] {
    const alpine = readFileSync(join(local, 'lab/distribution'), 'utf8').startsWith('alpine');
    const foreign = alpine && !shellIsBash() ? NOT_ON_ALPINE : [];
    const hide = (by: string) => (name: string) => `../local/lab/${by} usr/bin/${name} none bind 0 0`;
    return [
      ...PACKAGED.filter(isReplaceable).map(hide('lib/not-installed')),
      ...foreign.filter((name) => isPlainFile(`/usr/bin/${name}`)).map(hide('absent')),
    ];
  }
}

/** Copies a folder of programs; a link becomes a copy of what it points to. */
function copyPrograms(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (statSync(source).isDirectory()) copyPrograms(source, target);
    else {
      copyFileSync(source, target);
      chmodSync(target, 0o755);
    }
  }
}

/** Not through an absolute link: that would lead out of the container's root while it is being built. */
function isReplaceable(name: string): boolean {
  const path = `/usr/bin/${name}`;
  return existsSync(path) && !(lstatSync(path).isSymbolicLink() && readlinkSync(path).startsWith('/'));
}

const isPlainFile = (path: string): boolean => existsSync(path) && lstatSync(path).isFile();

function shellIsBash(): boolean {
  const link = lstatSync('/bin/sh').isSymbolicLink() ? readlinkSync('/bin/sh') : '';
  return link.endsWith('bash');
}

/** Mount points below a directory, which a recursive bind brings along with their own flags. */
function submounts(directory: string): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((path) => path.startsWith(`${directory}/`) && !path.includes('\\'));
}

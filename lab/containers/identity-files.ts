import { createHash, randomBytes } from 'node:crypto';
import type { Distribution } from '../cluster/inventory.js';
import type { ContainerImage } from './runtime.js';

interface IdentityFile {
  readonly content: string;
  readonly mode: number;
}

/** The files under /etc that make the container a system of its own, instead of a look at the host's. */
export function identityFiles(image: ContainerImage): Readonly<Record<string, IdentityFile>> {
  const { hostname, distribution } = image;
  return {
    'etc/os-release': plain(osRelease(distribution)),
    'etc/hostname': plain(`${hostname}\n`),
    'etc/hosts': plain(`127.0.0.1 localhost\n127.0.1.1 ${hostname}\n::1 localhost ip6-localhost\n`),
    'etc/resolv.conf': plain('# --- BEGIN PVE ---\nnameserver 10.99.255.1\n# --- END PVE ---\n'),
    'etc/nsswitch.conf': plain('passwd: files\ngroup: files\nshadow: files\nhosts: files\n'),
    'etc/passwd': plain(passwd(distribution)),
    'etc/group': plain(GROUP),
    'etc/shadow': { content: shadow(image.password), mode: 0o640 },
    'etc/machine-id': plain(`${randomBytes(16).toString('hex')}\n`),
    'etc/profile': plain('export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n'),
    'etc/shells': plain('/bin/sh\n/bin/bash\n'),
    'etc/timezone': plain('Etc/UTC\n'),
    'etc/skel/.profile': plain('# ~/.profile\n'),
    'etc/skel/.bashrc': plain('# ~/.bashrc\n'),
    'root/.profile': plain('# ~/.profile\n'),
    ...versionFile(distribution),
    ...(image.sshPublicKeys === null
      ? {}
      : { 'root/.ssh/authorized_keys': { content: `${image.sshPublicKeys.trim()}\n`, mode: 0o600 } }),
  };
}

const plain = (content: string): IdentityFile => ({ content, mode: 0o644 });

const CODENAMES: Readonly<Record<string, string>> = {
  'debian-12': 'bookworm',
  'debian-13': 'trixie',
  'ubuntu-24.04': 'noble',
};
const CAPITAL = { debian: 'Debian GNU/Linux', ubuntu: 'Ubuntu', alpine: 'Alpine Linux' } as const;

function osRelease({ id, version }: Distribution): string {
  const codename = CODENAMES[`${id}-${version}`] ?? '';
  const shown = codename === '' ? version : `${version} (${codename})`;
  const lines = [
    `PRETTY_NAME="${CAPITAL[id]} ${shown}"`,
    `NAME="${CAPITAL[id]}"`,
    `VERSION_ID="${version}"`,
    `VERSION="${shown}"`,
    ...(codename === '' ? [] : [`VERSION_CODENAME=${codename}`]),
    `ID=${id}`,
    ...(id === 'ubuntu' ? ['ID_LIKE=debian'] : []),
    `HOME_URL="https://www.${id === 'alpine' ? 'alpinelinux' : id}.org/"`,
  ];
  return `${lines.join('\n')}\n`;
}

function versionFile({ id, version }: Distribution): Record<string, IdentityFile> {
  if (id === 'alpine') return { 'etc/alpine-release': plain(`${version}.0\n`) };
  return {
    'etc/debian_version': plain(
      id === 'debian' ? `${version}.${version === '12' ? 12 : 1}\n` : 'trixie/sid\n',
    ),
  };
}

const SYSTEM_USERS = `daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
backup:x:34:34:backup:/var/backups:/usr/sbin/nologin
_apt:x:42:65534::/nonexistent:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
systemd-network:x:998:998:systemd Network Management:/:/usr/sbin/nologin
messagebus:x:100:107::/nonexistent:/usr/sbin/nologin
sshd:x:101:65534::/run/sshd:/usr/sbin/nologin
`;

function passwd({ id }: Distribution): string {
  return `root:x:0:0:root:/root:${id === 'alpine' ? '/bin/sh' : '/bin/bash'}\n${SYSTEM_USERS}`;
}

const GROUP = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
mail:x:8:
sudo:x:27:
www-data:x:33:
backup:x:34:
shadow:x:42:
users:x:100:
messagebus:x:107:
nogroup:x:65534:
systemd-network:x:998:
`;

/** Nothing logs in with this entry; it only has to be one that is not the password. */
function shadow(password: string | null): string {
  const salt = randomBytes(12).toString('base64url');
  const hash =
    password === null
      ? '*'
      : `$lab$${salt}$${createHash('sha512')
          .update(salt + password)
          .digest('base64url')}`;
  const others = SYSTEM_USERS.trim()
    .split('\n')
    .map((line) => `${line.split(':')[0] ?? ''}:*:19700:0:99999:7:::`);
  return `root:${hash}:19700:0:99999:7:::\n${others.join('\n')}\n`;
}

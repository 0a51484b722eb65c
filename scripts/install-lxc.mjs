// Installs what real containers need, where it is missing: for `npm run test:lxc`, by root on Debian or Ubuntu. The product
// and the lab by itself install nothing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PACKAGES = {
  '/usr/bin/lxc-start': 'lxc',
  '/usr/sbin/debootstrap': 'debootstrap',
  '/usr/sbin/nft': 'nftables',
  '/usr/bin/zstd': 'zstd',
  '/usr/bin/ip': 'iproute2',
  '/usr/sbin/sshd': 'openssh-server',
  '/usr/bin/ssh': 'openssh-client',
};

if (process.geteuid?.() !== 0 || !existsSync('/etc/debian_version')) {
  console.error('Tests with real containers need root on Debian or Ubuntu.');
  process.exit(1);
}
const missing = Object.entries(PACKAGES).filter(([program]) => !existsSync(program));
const apt = (...words) => {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', ['-qq', ...words], { stdio: ['ignore', 'ignore', 'inherit'], env });
  if (status !== 0) {
    console.error(`apt-get ${words.join(' ')} ended with ${status}.`);
    process.exit(1);
  }
};
// The mirror's list is also what the root file systems are made from.
apt('update');
if (missing.length > 0) apt('install', '-y', '--no-install-recommends', ...missing.map(([, name]) => name));

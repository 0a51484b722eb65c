const GiB = 1024 ** 3;

export interface Storage {
  readonly storage: string;
  readonly type: string;
  readonly content: readonly string[];
  readonly total: number;
  readonly used: number;
}

/** Both nodes have the storages that the installer of Proxmox VE makes. */
export const STORAGES: readonly Storage[] = [
  { storage: 'local', type: 'dir', content: ['iso', 'vztmpl', 'backup'], total: 94 * GiB, used: 11 * GiB },
  {
    storage: 'local-lvm',
    type: 'lvmthin',
    content: ['rootdir', 'images'],
    total: 794 * GiB,
    used: 121 * GiB,
  },
];

export const BRIDGES = [
  { iface: 'vmbr0', address: '10.99.255.1', netmask: '16', cidr: '10.99.255.1/16', comments: 'LAN\n' },
  { iface: 'vmbr1', address: '10.98.255.1', netmask: '16', cidr: '10.98.255.1/16', comments: 'isolated\n' },
] as const;

/** Pools that an administrator has made; the second lies in the first. */
export const POOLS = [
  { poolid: 'web', comment: 'Web servers' },
  { poolid: 'web/blog', comment: '' },
] as const;

export interface Appliance {
  readonly template: string;
  readonly package: string;
  readonly version: string;
  readonly os: string;
  readonly headline: string;
  readonly section: string;
  readonly size: number;
}

/** The catalogue of OS templates that can be downloaded. */
export const CATALOGUE: readonly Appliance[] = [
  appliance(
    'debian-12-standard',
    '12.12-1',
    'debian-12',
    'Debian 12 Bookworm (standard)',
    'zst',
    126_515_062,
  ),
  appliance('debian-13-standard', '13.1-2', 'debian-13', 'Debian 13 Trixie (standard)', 'zst', 129_710_398),
  appliance(
    'ubuntu-24.04-standard',
    '24.04-2',
    'ubuntu-24.04',
    'Ubuntu 24.04 Noble (standard)',
    'zst',
    141_589_318,
  ),
  appliance(
    'alpine-3.22-default',
    '20250617',
    'alpine-3.22',
    'LXC default image for alpine 3.22',
    'xz',
    3_214_748,
  ),
];

/** The template that a fresh node already has: an older Debian 12, so that "newest" means something. */
export const PRESENT_TEMPLATE = {
  volid: 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst',
  size: 126_129_049,
} as const;

function appliance(
  name: string,
  version: string,
  os: string,
  headline: string,
  packed: string,
  size: number,
): Appliance {
  const section = name.includes('standard') || name.includes('default') ? 'system' : 'turnkeylinux';
  return {
    template: `${name}_${version}_amd64.tar.${packed}`,
    package: name,
    version,
    os,
    headline,
    section,
    size,
  };
}

/** Looks the distribution up in the name of an OS template; null for what the lab cannot run. */
export function distributionOf(volid: string): Distribution | null {
  const match = /\/(debian|ubuntu|alpine)-(\d+(?:\.\d+)?)-/.exec(volid);
  const id = match?.[1];
  if (id !== 'debian' && id !== 'ubuntu' && id !== 'alpine') return null;
  return { id, version: match?.[2] ?? '' };
}

export interface Distribution {
  readonly id: 'debian' | 'ubuntu' | 'alpine';
  readonly version: string;
}

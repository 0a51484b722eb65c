import type {
  ContainerSpec,
  MountPointSpec,
  NetworkSpec,
  StartupSpec,
} from '../../../containers/domain/container-spec.js';

/** How a container shows whose it is: in its description, as a line of its own. */
export function markerOf(installation: string, container: string): string {
  return `infrahaus:${installation}:${container}`;
}

export function carriesMarker(description: string | null, marker: string): boolean {
  return (description ?? '').split('\n').some((line) => line.trim() === marker);
}

/** The parameters of `POST lxc`. Never `start`: it would fork a second task whose id is not returned. */
export function createParameters(
  spec: ContainerSpec,
  chosen: { vmid: number | string; volid: string; marker: string; password: string | null },
): Readonly<Record<string, string | number | undefined>> {
  return {
    vmid: chosen.vmid,
    ostemplate: chosen.volid,
    hostname: spec.hostname,
    description: spec.description ? `${spec.description.trimEnd()}\n\n${chosen.marker}` : chosen.marker,
    cores: spec.cores,
    memory: spec.memory,
    swap: spec.swap,
    rootfs: `${spec.storage}:${String(spec.disk)}`,
    ...numbered('net', [spec.network, ...spec.moreNetworks].map(networkCard)),
    ...numbered('mp', spec.mountPoints.map(mountPoint)),
    unprivileged: spec.unprivileged ? 1 : 0,
    onboot: spec.startOnBoot ? 1 : 0,
    startup: startupOf(spec.startup),
    protection: spec.protection ? 1 : undefined,
    features: spec.nesting && rootOnlyFeatures(spec) === null ? 'nesting=1' : undefined,
    tags: textOf(spec.tags, ';'),
    pool: spec.pool ?? undefined,
    timezone: spec.timezone ?? undefined,
    nameserver: textOf(spec.nameservers, ' '),
    searchdomain: spec.searchDomain ?? undefined,
    'ssh-public-keys': textOf(spec.sshKeys, '\n'),
    password: chosen.password ?? undefined,
  };
}

/**
 * The value of `features` if it needs more than an API token may ask for, else null. Only root@pam with a ticket may
 * set features beside nesting, and any feature of a privileged container; `pct set` on the node may, too.
 */
export function rootOnlyFeatures({ nesting, features, unprivileged }: ContainerSpec): string | null {
  const { fuse, keyctl, mknod } = features;
  const wanted = Object.entries({ fuse, keyctl, mknod, nesting }).filter(([, on]) => on);
  const beyondToken = wanted.some(([name]) => name !== 'nesting') || (nesting && !unprivileged);
  return beyondToken ? wanted.map(([name]) => `${name}=1`).join(',') : null;
}

function networkCard(card: NetworkSpec, index: number): string {
  return propertyString({
    name: `eth${String(index)}`,
    bridge: card.bridge,
    hwaddr: card.mac,
    ip: card.ipv4,
    gw: card.gateway,
    ip6: card.ipv6 === 'manual' ? null : card.ipv6,
    gw6: card.gateway6,
    tag: card.vlan,
    mtu: card.mtu,
    firewall: card.firewall ? 1 : null,
    rate: card.rateLimit,
  });
}

function mountPoint({ path, storage, size, backup, readOnly }: MountPointSpec): string {
  const properties = { mp: path, backup: backup ? 1 : null, ro: readOnly ? 1 : null };
  return `${storage}:${String(size)},${propertyString(properties)}`;
}

function startupOf({ order, upDelay, downDelay }: StartupSpec): string | undefined {
  const text = propertyString({ order, up: upDelay, down: downDelay });
  return text === '' ? undefined : text;
}

/** As Proxmox VE writes several values in one parameter: `name=eth0,bridge=vmbr0`. */
function propertyString(properties: Readonly<Record<string, string | number | null>>): string {
  return Object.entries(properties)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(',');
}

function numbered(family: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${family}${String(index)}`, value]));
}

const textOf = (values: readonly string[], separator: string) =>
  values.length === 0 ? undefined : values.join(separator);

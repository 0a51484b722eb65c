import type { ContainerSpec, NetworkSpec } from '../../../containers/domain/container-spec.js';

/** How a container shows whose it is: in its description, as a line of its own. */
export function markerOf(installation: string, container: string): string {
  return `infrahaus:${installation}:${container}`;
}

export function carriesMarker(description: string | null, marker: string): boolean {
  return (description ?? '').split('\n').some((line) => line.trim() === marker);
}

/**
 * The parameters of `POST lxc`. Never `start`: it would fork a second task whose id is not returned. Features of a
 * privileged container are refused to every API token, so nesting is only asked for where it can be had.
 */
export function createParameters(
  spec: ContainerSpec,
  chosen: { vmid: number; volid: string; marker: string; password: string | null },
): Readonly<Record<string, string | number | undefined>> {
  return {
    vmid: chosen.vmid,
    ostemplate: chosen.volid,
    hostname: spec.hostname,
    description: chosen.marker,
    cores: spec.cores,
    memory: spec.memory,
    swap: spec.swap,
    rootfs: `${spec.storage}:${String(spec.disk)}`,
    net0: networkOf(spec.network),
    unprivileged: spec.unprivileged ? 1 : 0,
    onboot: spec.startOnBoot ? 1 : 0,
    features: spec.nesting && spec.unprivileged ? 'nesting=1' : undefined,
    tags: textOf(spec.tags, ';'),
    'ssh-public-keys': textOf(spec.sshKeys, '\n'),
    password: chosen.password ?? undefined,
  };
}

function networkOf({ bridge, ipv4, gateway, vlan }: NetworkSpec): string {
  const parts = ['name=eth0', `bridge=${bridge}`, `ip=${ipv4}`];
  if (gateway !== null) parts.push(`gw=${gateway}`);
  if (vlan !== null) parts.push(`tag=${String(vlan)}`);
  return parts.join(',');
}

const textOf = (values: readonly string[], separator: string) =>
  values.length === 0 ? undefined : values.join(separator);

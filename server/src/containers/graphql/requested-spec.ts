import type {
  CreateContainerInput,
  MountPointInput,
  NetworkInput,
} from '../../../../schema/generated/server.js';
import type { ResolvedTemplate } from '../../templates/domain/resolve-template.js';
import type { ContainerSpec, MountPointSpec, NetworkSpec } from '../domain/container-spec.js';

/** The specification that an input means together with its template. */
export function specOf(
  input: CreateContainerInput,
  resolved: ResolvedTemplate,
  osTemplate: string,
): Omit<ContainerSpec, 'rootPasswordSecret'> {
  const { hostname, nodeId, cores, memory, swap, disk, storage, unprivileged, nesting, tags } = input;
  const { template, packageGroups, scripts, files } = resolved;
  return {
    ...{ hostname, nodeId, cores, memory, swap, disk, storage, unprivileged, nesting, tags, osTemplate },
    ...{ template, packageGroups, scripts, files },
    vmid: input.vmid ?? null,
    network: networkOf(input.network),
    moreNetworks: input.moreNetworks.map(networkOf),
    mountPoints: input.mountPoints.map(mountPointOf),
    sshKeys: input.access.sshKeys,
    ...settingsOf(input),
  };
}

function settingsOf({ features, startup, dns, startOnBoot, protection, ...input }: CreateContainerInput) {
  const { keyctl, fuse, mknod } = features;
  const { order, upDelay, downDelay } = startup;
  return {
    ...{ startOnBoot, protection, features: { keyctl, fuse, mknod } },
    startup: { order: order ?? null, upDelay: upDelay ?? null, downDelay: downDelay ?? null },
    ...{ nameservers: dns.nameservers, searchDomain: dns.searchDomain ?? null },
    ...{ pool: input.pool ?? null, timezone: input.timezone ?? null, description: input.description ?? null },
  };
}

function networkOf({ bridge, ipv4, ipv6, firewall, ...card }: NetworkInput): NetworkSpec {
  return {
    ...{ bridge, ipv4, ipv6, firewall },
    ...{ gateway: card.gateway ?? null, gateway6: card.gateway6 ?? null, vlan: card.vlan ?? null },
    ...{ mtu: card.mtu ?? null, mac: card.mac ?? null, rateLimit: card.rateLimit ?? null },
  };
}

function mountPointOf({ path, storage, size, backup, readOnly }: MountPointInput): MountPointSpec {
  return { path, storage, size, backup, readOnly };
}

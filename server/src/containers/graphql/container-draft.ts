import type { ContainerDraft, CreateContainerInput } from '../../../../schema/generated/server.js';
import type { ContainerSpec, PackageManager } from '../domain/container-spec.js';
import { wasTyped } from '../domain/container-spec.js';

const MANAGERS = {
  apt: 'APT',
  apk: 'APK',
  dnf: 'DNF',
  npm: 'NPM',
  pip: 'PIP',
  custom: 'CUSTOM',
} as const satisfies Record<PackageManager, string>;

/** Whatever can be asked for can be asked for again: a field that is missing here does not compile. */
type Draft = ContainerDraft & Record<keyof CreateContainerInput, unknown>;

/** The request of a container as the input that would ask for the same. Only the root password stays out. */
export function draftOf(spec: ContainerSpec): Draft {
  const { nodeId, hostname, vmid, cores, memory, swap, disk, storage, osTemplate } = spec;
  const { unprivileged, nesting, startOnBoot, template, network } = spec;
  const typed = spec.packageGroups.filter(wasTyped);
  const groups = spec.packageGroups.filter((group) => !typed.includes(group));
  return {
    ...{ nodeId, hostname, vmid, cores, memory, swap, disk, storage, osTemplate },
    ...{ unprivileged, nesting, startOnBoot, templateId: template?.id ?? null },
    network: { ...network },
    moreNetworks: spec.moreNetworks.map((card) => ({ ...card })),
    mountPoints: spec.mountPoints.map((point) => ({ ...point })),
    ...{ features: { ...spec.features }, startup: { ...spec.startup } },
    dns: { nameservers: [...spec.nameservers], searchDomain: spec.searchDomain },
    ...{ pool: spec.pool, timezone: spec.timezone },
    ...{ protection: spec.protection, description: spec.description },
    access: { hadPassword: spec.rootPasswordSecret !== null, sshKeys: [...spec.sshKeys] },
    tags: [...spec.tags],
    packageGroups: template && groups.map(({ name }) => name),
    extraPackages: typed.flatMap(({ manager, packages }) =>
      packages.map((name) => ({ manager: MANAGERS[manager], name })),
    ),
    scripts: template && spec.scripts.map(({ name }) => name),
  };
}

import { accessProblem, rootPasswordProblem, sshKeyProblem } from './access.js';
import { hostnameProblem } from './hostname.js';
import {
  groupNameProblem,
  osTemplateProblem,
  scriptNameProblem,
  storageProblem,
  tagProblem,
} from './names.js';
import type { NetworkCard } from './network-card.js';
import { nameserverProblem, networkCardProblems } from './network-card.js';
import type { PackageManagerName } from './packages.js';
import { packageProblem } from './packages.js';
import type { FieldProblem, Problem } from './problem.js';
import { problem } from './problem.js';
import { coresProblem, diskProblem, memoryProblem, swapProblem } from './resources.js';
import {
  descriptionProblem,
  mountPathProblem,
  mountSizeProblem,
  poolProblem,
  searchDomainProblem,
  startupDelayProblem,
  startupOrderProblem,
  timezoneProblem,
} from './settings.js';
import { vmidProblem } from './vmid.js';

type Optional<T> = T | null | undefined;

/** The fields of GraphQL's `CreateContainerInput` that can be judged without asking anybody. */
export interface ContainerRequest {
  readonly templateId?: Optional<string>;
  readonly osTemplate?: Optional<string>;
  readonly hostname: string;
  readonly vmid?: Optional<number>;
  readonly cores: number;
  readonly memory: number;
  readonly swap: number;
  readonly disk: number;
  readonly storage: string;
  readonly network: NetworkCard;
  readonly moreNetworks?: Optional<readonly NetworkCard[]>;
  readonly mountPoints?: Optional<readonly MountPointRequest[]>;
  readonly startup?: Optional<{
    readonly order?: Optional<number>;
    readonly upDelay?: Optional<number>;
    readonly downDelay?: Optional<number>;
  }>;
  readonly dns?: Optional<{
    readonly nameservers?: Optional<readonly string[]>;
    readonly searchDomain?: Optional<string>;
  }>;
  readonly pool?: Optional<string>;
  readonly timezone?: Optional<string>;
  readonly description?: Optional<string>;
  readonly access: { readonly password?: Optional<string>; readonly sshKeys: readonly string[] };
  readonly tags: readonly string[];
  readonly packageGroups?: Optional<readonly string[]>;
  readonly extraPackages: readonly { readonly manager: PackageManagerName; readonly name: string }[];
  readonly scripts?: Optional<readonly string[]>;
}

export interface MountPointRequest {
  readonly path: string;
  readonly storage: string;
  readonly size: number;
}

/** Longest lists that are taken, so that a stranger cannot send a million entries. */
const LIMITS = {
  tags: 20,
  sshKeys: 20,
  extraPackages: 200,
  packageGroups: 200,
  scripts: 200,
  moreNetworks: 31,
  mountPoints: 32,
  nameservers: 3,
};

/** Every problem of a request that can be found without the node or the template, in the order of its fields. */
export function createContainerProblems(request: ContainerRequest): FieldProblem[] {
  const { access, startup, dns } = request;
  const found: [string, Problem | null][] = [
    ['osTemplate', osTemplateOf(request)],
    ['hostname', hostnameProblem(request.hostname)],
    ['vmid', given(request.vmid, vmidProblem)],
    ['cores', coresProblem(request.cores)],
    ['memory', memoryProblem(request.memory)],
    ['swap', swapProblem(request.swap)],
    ['disk', diskProblem(request.disk)],
    ['storage', storageProblem(request.storage)],
    ...networkCardProblems('network', request.network),
    ...moreNetworksProblems(request),
    ...mountPointProblems(request.mountPoints ?? []),
    ['startup.order', given(startup?.order, startupOrderProblem)],
    ['startup.upDelay', given(startup?.upDelay, startupDelayProblem)],
    ['startup.downDelay', given(startup?.downDelay, startupDelayProblem)],
    ...each('dns.nameservers', dns?.nameservers ?? [], LIMITS.nameservers, nameserverProblem),
    ['dns.searchDomain', given(dns?.searchDomain, searchDomainProblem)],
    ['pool', given(request.pool, poolProblem)],
    ['timezone', given(request.timezone, timezoneProblem)],
    ['description', given(request.description, descriptionProblem)],
    ['access', accessProblem(access)],
    ['access.password', access.password ? rootPasswordProblem(access.password) : null],
    ...each('access.sshKeys', access.sshKeys, LIMITS.sshKeys, sshKeyProblem),
    ...each('tags', request.tags, LIMITS.tags, tagProblem),
    ...each('packageGroups', request.packageGroups ?? [], LIMITS.packageGroups, groupNameProblem),
    ...each('extraPackages', request.extraPackages, LIMITS.extraPackages, ({ manager, name }) =>
      packageProblem(manager, name),
    ),
    ...each('scripts', request.scripts ?? [], LIMITS.scripts, scriptNameProblem),
  ];
  return found.flatMap(([field, reason]) => (reason ? [{ field, ...reason }] : []));
}

function moreNetworksProblems({ network, moreNetworks }: ContainerRequest): [string, Problem | null][] {
  const cards = moreNetworks ?? [];
  if (cards.length > LIMITS.moreNetworks) return [['moreNetworks', tooLong(LIMITS.moreNetworks)]];
  const macs = [network, ...cards].map(({ mac }) => mac?.toLowerCase());
  return cards.flatMap((card, index) => {
    const field = `moreNetworks.${String(index)}`;
    const mac = macs[index + 1];
    const twice = mac !== undefined && mac !== '' && macs.indexOf(mac) <= index;
    const taken = problem('MAC.TWICE', 'Another card of this container has the same address.');
    return [...networkCardProblems(field, card), [`${field}.mac`, twice ? taken : null]];
  });
}

function mountPointProblems(points: readonly MountPointRequest[]): [string, Problem | null][] {
  if (points.length > LIMITS.mountPoints) return [['mountPoints', tooLong(LIMITS.mountPoints)]];
  const paths = points.map(({ path }) => path.replace(/\/+$/, ''));
  const twice = problem('MOUNT_PATH.TWICE', 'Another volume is mounted at the same path.');
  return points.flatMap(({ path, storage, size }, index): [string, Problem | null][] => {
    const field = `mountPoints.${String(index)}`;
    const taken = paths.indexOf(paths[index] ?? '') < index;
    return [
      [`${field}.path`, mountPathProblem(path) ?? (taken ? twice : null)],
      [`${field}.storage`, storageProblem(storage)],
      [`${field}.size`, mountSizeProblem(size)],
    ];
  });
}

function osTemplateOf(request: ContainerRequest): Problem | null {
  if (request.osTemplate) return osTemplateProblem(request.osTemplate);
  if (request.templateId) return null;
  return problem('OS_TEMPLATE.MISSING', 'Choose an OS template, or a template that brings one.');
}

function given<T>(value: Optional<T>, rule: (value: T) => Problem | null): Problem | null {
  return value === null || value === undefined ? null : rule(value);
}

function each<T>(
  field: string,
  values: readonly T[],
  limit: number,
  rule: (value: T) => Problem | null,
): [string, Problem | null][] {
  if (values.length > limit) {
    return [[field, tooLong(limit)]];
  }
  return values.map((value, index) => [`${field}.${String(index)}`, rule(value)]);
}

const tooLong = (limit: number) => problem('LIST.TOO_LONG', `At most ${String(limit)} entries are taken.`);

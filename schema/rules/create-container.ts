import { accessProblem, rootPasswordProblem, sshKeyProblem } from './access.js';
import { hostnameProblem } from './hostname.js';
import {
  bridgeProblem,
  groupNameProblem,
  osTemplateProblem,
  scriptNameProblem,
  storageProblem,
  tagProblem,
} from './names.js';
import { gatewayProblem, ipv4Problem, vlanProblem } from './network.js';
import type { PackageManagerName } from './packages.js';
import { packageProblem } from './packages.js';
import type { FieldProblem, Problem } from './problem.js';
import { problem } from './problem.js';
import { coresProblem, diskProblem, memoryProblem, swapProblem } from './resources.js';
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
  readonly network: {
    readonly bridge: string;
    readonly ipv4: string;
    readonly gateway?: Optional<string>;
    readonly vlan?: Optional<number>;
  };
  readonly access: { readonly password?: Optional<string>; readonly sshKeys: readonly string[] };
  readonly tags: readonly string[];
  readonly packageGroups?: Optional<readonly string[]>;
  readonly extraPackages: readonly { readonly manager: PackageManagerName; readonly name: string }[];
  readonly scripts?: Optional<readonly string[]>;
}

/** Longest lists that are taken, so that a stranger cannot send a million entries. */
const LIMITS = { tags: 20, sshKeys: 20, extraPackages: 200, packageGroups: 200, scripts: 200 };

/** Every problem of a request that can be found without the node or the template, in the order of its fields. */
export function createContainerProblems(request: ContainerRequest): FieldProblem[] {
  const { network, access } = request;
  const found: [string, Problem | null][] = [
    ['osTemplate', osTemplateOf(request)],
    ['hostname', hostnameProblem(request.hostname)],
    ['vmid', given(request.vmid, vmidProblem)],
    ['cores', coresProblem(request.cores)],
    ['memory', memoryProblem(request.memory)],
    ['swap', swapProblem(request.swap)],
    ['disk', diskProblem(request.disk)],
    ['storage', storageProblem(request.storage)],
    ['network.bridge', bridgeProblem(network.bridge)],
    ['network.ipv4', ipv4Problem(network.ipv4)],
    ['network.gateway', gatewayProblem(network.ipv4, network.gateway ?? null)],
    ['network.vlan', given(network.vlan, vlanProblem)],
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
    return [[field, problem('LIST.TOO_LONG', `At most ${String(limit)} entries are taken.`)]];
  }
  return values.map((value, index) => [`${field}.${String(index)}`, rule(value)]);
}

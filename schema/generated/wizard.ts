/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** How people get in. At least one of the two. */
export type AccessInput = {
  /** The root password, 5 to 200 characters. */
  password?: string | null | undefined;
  /** OpenSSH public keys. */
  sshKeys?: Array<string>;
};

/** How a check ended. */
export type CheckState =
  /** It will not work. */
  | 'FAIL'
  /** Nothing speaks against it. */
  | 'PASS'
  /** It may work, and may be not what was meant. */
  | 'WARN';

/** A container to be made. */
export type CreateContainerInput = {
  /** How people get in. */
  access: AccessInput;
  /** 1 to 8192. */
  cores: number;
  /** Text for people, up to 7000 characters; our marker is added to it. */
  description?: string | null | undefined;
  /** GiB, 1 or more. */
  disk: number;
  /** How it resolves names; by default as the node does. */
  dns?: DnsInput;
  /** Packages beyond the template's. */
  extraPackages?: Array<ExtraPackageInput>;
  /** Features beside nesting. Proxmox VE lets only root@pam set them, so they are set by `pct set` over SSH. */
  features?: FeaturesInput;
  /** RFC 1123 host name. */
  hostname: string;
  /** MiB, 16 or more. */
  memory: number;
  /** Further network cards: net1 and so on, up to 31. */
  moreNetworks?: Array<NetworkInput>;
  /** Volumes beside the root disk, up to 32. */
  mountPoints?: Array<MountPointInput>;
  /** Whether it may run containers itself. */
  nesting?: boolean;
  /** How net0 is connected. */
  network: NetworkInput;
  /** The node to make it on. */
  nodeId: string | number;
  /** The OS template without version (`debian-12-standard`) or a volume id; null for the template's own. */
  osTemplate?: string | null | undefined;
  /** Names of the template's package groups to install; null for those that it switches on. */
  packageGroups?: Array<string> | null | undefined;
  /** The pool of Proxmox VE that it belongs to, or null. */
  pool?: string | null | undefined;
  /** Whether Proxmox VE refuses to destroy it. */
  protection?: boolean;
  /** Names of the template's scripts, in the order in which they run; null for those that it switches on, in its own. */
  scripts?: Array<string> | null | undefined;
  /** Whether it starts with the node. */
  startOnBoot?: boolean;
  /** When it starts and stops among the others of its node. */
  startup?: StartupInput;
  /** The storage of the root disk. */
  storage: string;
  /** MiB. */
  swap?: number;
  /** Up to 20 tags of letters, digits, `-`, `_`, `+` and `.`. */
  tags?: Array<string>;
  /** The template, or null to start from scratch. */
  templateId?: string | number | null | undefined;
  /** A name of the time zone database (`Europe/Berlin`), `host` for the node's, or null for the OS template's. */
  timezone?: string | null | undefined;
  /** Whether its root is an unprivileged user of the node. */
  unprivileged?: boolean;
  /** 100 to 999999999, or null for the next free one. */
  vmid?: number | null | undefined;
};

/** How a container resolves names. Empty: as its node does. */
export type DnsInput = {
  /** Up to 3 IP addresses. */
  nameservers?: Array<string>;
  /** Domain that is added to short names. */
  searchDomain?: string | null | undefined;
};

/** An OS template to be downloaded. */
export type DownloadOsTemplateInput = {
  /** The node. */
  nodeId: string | number;
  /** A storage for templates; null for the one with most free space. */
  storage?: string | null | undefined;
  /** The file's name, as `osTemplates` of the node tells it. */
  template: string;
};

/** A package beyond the template's. */
export type ExtraPackageInput = {
  /** Who installs it; not CUSTOM. */
  manager: PackageManager;
  /** Its name with an optional version pin in the manager's own syntax. */
  name: string;
};

/** Features of a container beside nesting. */
export type FeaturesInput = {
  /** File systems in user space (FUSE); freezing the container, as for backups, may hang then. */
  fuse?: boolean;
  /** Kernel keyrings: for containers in an unprivileged container (Docker); systemd-networkd may mind them. */
  keyctl?: boolean;
  /** Making device files in an unprivileged container; experimental. */
  mknod?: boolean;
};

/** How an existing target file is treated. */
export type FilePolicy =
  /** It is renamed with a time stamp first. */
  | 'BACKUP'
  /** It is left alone. */
  | 'DEFAULT'
  /** It is overwritten. */
  | 'REPLACE';

/** A volume beside the root disk. */
export type MountPointInput = {
  /** Whether backups of the container hold it. */
  backup?: boolean;
  /** Absolute path in the container. */
  path: string;
  /** Whether the container may only read it. */
  readOnly?: boolean;
  /** GiB, 1 or more. */
  size: number;
  /** The storage on which the volume is made. */
  storage: string;
};

/** How net0 is connected. */
export type NetworkInput = {
  /** The bridge. */
  bridge: string;
  /** Whether Proxmox VE's firewall filters this card. */
  firewall?: boolean;
  /** The IPv4 gateway; only with an address. */
  gateway?: string | null | undefined;
  /** The IPv6 gateway; only with an address. */
  gateway6?: string | null | undefined;
  /** `dhcp`, `manual`, or an address with prefix length. */
  ipv4?: string;
  /** `auto` (SLAAC), `dhcp`, `manual`, or an address with prefix length. */
  ipv6?: string;
  /** Ethernet address such as `BC:24:11:00:00:01`; null for one that Proxmox VE makes up. */
  mac?: string | null | undefined;
  /** Largest packet in bytes, 64 to 65535; null for the bridge's own. */
  mtu?: number | null | undefined;
  /** Megabytes a second at most; null for no limit. */
  rateLimit?: number | null | undefined;
  /** 1 to 4094. */
  vlan?: number | null | undefined;
};

/** How a task stands. */
export type NodeTaskState =
  /** It failed or was stopped. */
  | 'FAILED'
  /** It ended well. */
  | 'OK'
  /** It goes on. */
  | 'RUNNING'
  /** It ended well, with warnings. */
  | 'WARNINGS';

/** Who installs a package. */
export type PackageManager =
  /** Alpine. */
  | 'APK'
  /** Debian and Ubuntu. */
  | 'APT'
  /** A check and an install command of the template's author. */
  | 'CUSTOM'
  /** Fedora and its relatives. */
  | 'DNF'
  /** Node.js, global. */
  | 'NPM'
  /** Python, in a virtual environment of its own. */
  | 'PIP';

/** What an action of a plan is. */
export type PlanActionKind =
  /** A command on the node. */
  | 'COMMAND'
  /** A file in the container. */
  | 'FILE'
  /** A call of the Proxmox VE API. */
  | 'REQUEST';

/** When a container starts and stops among the others of its node. */
export type StartupInput = {
  /** Seconds to wait for its shutdown. */
  downDelay?: number | null | undefined;
  /** Lower ones start first and stop last. */
  order?: number | null | undefined;
  /** Seconds until the next one is started. */
  upDelay?: number | null | undefined;
};

export type ProvisioningPreflightQueryVariables = Exact<{
  input: CreateContainerInput;
}>;


export type ProvisioningPreflightQuery = { provisioningPreflight:
    | { __typename: 'InvalidInput', problems: Array<{ field: string, reason: string, code: string }> }
    | { __typename: 'Preflight', state: CheckState, checks: Array<{ key: string, title: string, state: CheckState, detail: string, remedy: string | null, code: string | null, field: string | null }> }
   };

export type ProvisioningPlanQueryVariables = Exact<{
  input: CreateContainerInput;
}>;


export type ProvisioningPlanQuery = { provisioningPlan:
    | { __typename: 'InvalidInput', problems: Array<{ field: string, reason: string, code: string }> }
    | { __typename: 'Plan', phases: Array<{ key: string, title: string, actions: Array<{ kind: PlanActionKind, title: string, text: string, note: string | null }> }> }
   };

export type TemplateCatalogueQueryVariables = Exact<{ [key: string]: never; }>;


export type TemplateCatalogueQuery = { templates: Array<{ id: string, revision: number, title: string, description: string, tags: Array<string>, osTemplate: string, defaults: { cores: number, memory: number, disk: number, unprivileged: boolean, nesting: boolean, keyctl: boolean, fuse: boolean }, packageGroups: Array<{ name: string, manager: PackageManager, packages: Array<string>, optional: boolean, enabled: boolean }>, scripts: Array<{ name: string, summary: string, body: string, enabled: boolean }>, files: Array<{ path: string, policy: FilePolicy, size: number }> }> };

export type PackageListsQueryVariables = Exact<{ [key: string]: never; }>;


export type PackageListsQuery = { packageBuckets: Array<{ id: string, title: string, packages: Array<{ manager: PackageManager, name: string }> }> };

export type NodeChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type NodeChoicesQuery = { nodes: Array<{ id: string, name: string, cluster: string, lab: boolean, simulated: boolean }> };

export type NodeCapacitiesQueryVariables = Exact<{
  memory: number;
  disk: number;
}>;


export type NodeCapacitiesQuery = { nodeCapacities: Array<{ cpuLoad: number | null, cpus: number | null, memoryFree: number | null, memoryTotal: number | null, storage: string | null, storageFree: number | null, suggested: boolean, node: { id: string, name: string } }> };

export type CardFragment = { bridge: string, ipv4: string, gateway: string | null, vlan: number | null, ipv6: string, gateway6: string | null, mtu: number | null, firewall: boolean, rateLimit: number | null };

export type ContainerDraftQueryVariables = Exact<{
  id: string | number;
}>;


export type ContainerDraftQuery = { containerDraft: { nodeId: string, templateId: string | null, osTemplate: string | null, hostname: string, vmid: number | null, cores: number, memory: number, swap: number, disk: number, storage: string, pool: string | null, timezone: string | null, protection: boolean, description: string | null, unprivileged: boolean, nesting: boolean, startOnBoot: boolean, tags: Array<string>, packageGroups: Array<string> | null, scripts: Array<string> | null, network: { bridge: string, ipv4: string, gateway: string | null, vlan: number | null, ipv6: string, gateway6: string | null, mtu: number | null, firewall: boolean, rateLimit: number | null }, moreNetworks: Array<{ bridge: string, ipv4: string, gateway: string | null, vlan: number | null, ipv6: string, gateway6: string | null, mtu: number | null, firewall: boolean, rateLimit: number | null }>, mountPoints: Array<{ path: string, storage: string, size: number, backup: boolean, readOnly: boolean }>, features: { keyctl: boolean, fuse: boolean, mknod: boolean }, startup: { order: number | null, upDelay: number | null, downDelay: number | null }, dns: { nameservers: Array<string>, searchDomain: string | null }, access: { hadPassword: boolean, sshKeys: Array<string> }, extraPackages: Array<{ manager: PackageManager, name: string }> } | null };

export type NodeInventoryQueryVariables = Exact<{
  id: string | number;
}>;


export type NodeInventoryQuery = { node: { id: string, inventory:
      | { __typename: 'NodeInventory', cpuLoad: number, cpus: number, memoryUsed: number, memoryTotal: number, nextVmid: number, storages: Array<{ name: string, type: string, holdsContainers: boolean, holdsTemplates: boolean, free: number, total: number }>, bridges: Array<{ name: string, address: string | null, comment: string | null }>, osTemplates: Array<{ name: string, volid: string | null, size: number | null, headline: string | null }> }
      | { __typename: 'NodeUnreachable', message: string, code: string }
     } | null };

export type CreateContainerMutationVariables = Exact<{
  input: CreateContainerInput;
  idempotencyKey: string;
}>;


export type CreateContainerMutation = { createContainer:
    | { __typename: 'ContainerAccepted', containerId: string, runId: string, version: string }
    | { __typename: 'IdempotencyConflict', containerId: string, message: string }
    | { __typename: 'InvalidInput', problems: Array<{ field: string, reason: string, code: string }> }
   };

export type DownloadOsTemplateMutationVariables = Exact<{
  input: DownloadOsTemplateInput;
}>;


export type DownloadOsTemplateMutation = { downloadOsTemplate:
    | { __typename: 'InvalidInput', problems: Array<{ reason: string }> }
    | { __typename: 'NodeNotFound', id: string }
    | { __typename: 'NodeTaskStarted', taskId: string, volid: string }
    | { __typename: 'NodeUnreachable', message: string }
   };

export type DownloadTaskQueryVariables = Exact<{
  nodeId: string | number;
  taskId: string;
  after: number;
}>;


export type DownloadTaskQuery = { nodeTask:
    | { __typename: 'InvalidInput', problems: Array<{ reason: string }> }
    | { __typename: 'NodeNotFound', id: string }
    | { __typename: 'NodeTask', state: NodeTaskState, exitStatus: string | null, percent: number | null, lines: Array<string>, nextLine: number, retryable: boolean }
    | { __typename: 'NodeUnreachable', message: string }
   };

export const CardFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Card"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NetworkDraft"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bridge"}},{"kind":"Field","name":{"kind":"Name","value":"ipv4"}},{"kind":"Field","name":{"kind":"Name","value":"gateway"}},{"kind":"Field","name":{"kind":"Name","value":"vlan"}},{"kind":"Field","name":{"kind":"Name","value":"ipv6"}},{"kind":"Field","name":{"kind":"Name","value":"gateway6"}},{"kind":"Field","name":{"kind":"Name","value":"mtu"}},{"kind":"Field","name":{"kind":"Name","value":"firewall"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"}}]}}]} as unknown as DocumentNode<CardFragment, unknown>;
export const ProvisioningPreflightDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ProvisioningPreflight"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateContainerInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"provisioningPreflight"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Preflight"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"checks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ProvisioningPreflightQuery, ProvisioningPreflightQueryVariables>;
export const ProvisioningPlanDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ProvisioningPlan"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateContainerInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"provisioningPlan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Plan"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phases"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"note"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ProvisioningPlanQuery, ProvisioningPlanQueryVariables>;
export const TemplateCatalogueDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TemplateCatalogue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"templates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"osTemplate"}},{"kind":"Field","name":{"kind":"Name","value":"defaults"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cores"}},{"kind":"Field","name":{"kind":"Name","value":"memory"}},{"kind":"Field","name":{"kind":"Name","value":"disk"}},{"kind":"Field","name":{"kind":"Name","value":"unprivileged"}},{"kind":"Field","name":{"kind":"Name","value":"nesting"}},{"kind":"Field","name":{"kind":"Name","value":"keyctl"}},{"kind":"Field","name":{"kind":"Name","value":"fuse"}}]}},{"kind":"Field","name":{"kind":"Name","value":"packageGroups"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"manager"}},{"kind":"Field","name":{"kind":"Name","value":"packages"}},{"kind":"Field","name":{"kind":"Name","value":"optional"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scripts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}},{"kind":"Field","name":{"kind":"Name","value":"body"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}}]}},{"kind":"Field","name":{"kind":"Name","value":"files"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"policy"}},{"kind":"Field","name":{"kind":"Name","value":"size"}}]}}]}}]}}]} as unknown as DocumentNode<TemplateCatalogueQuery, TemplateCatalogueQueryVariables>;
export const PackageListsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PackageLists"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"packageBuckets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"packages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"manager"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<PackageListsQuery, PackageListsQueryVariables>;
export const NodeChoicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NodeChoices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"cluster"}},{"kind":"Field","name":{"kind":"Name","value":"lab"}},{"kind":"Field","name":{"kind":"Name","value":"simulated"}}]}}]}}]} as unknown as DocumentNode<NodeChoicesQuery, NodeChoicesQueryVariables>;
export const NodeCapacitiesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NodeCapacities"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"memory"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"disk"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodeCapacities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"memory"},"value":{"kind":"Variable","name":{"kind":"Name","value":"memory"}}},{"kind":"Argument","name":{"kind":"Name","value":"disk"},"value":{"kind":"Variable","name":{"kind":"Name","value":"disk"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cpuLoad"}},{"kind":"Field","name":{"kind":"Name","value":"cpus"}},{"kind":"Field","name":{"kind":"Name","value":"memoryFree"}},{"kind":"Field","name":{"kind":"Name","value":"memoryTotal"}},{"kind":"Field","name":{"kind":"Name","value":"storage"}},{"kind":"Field","name":{"kind":"Name","value":"storageFree"}},{"kind":"Field","name":{"kind":"Name","value":"suggested"}}]}}]}}]} as unknown as DocumentNode<NodeCapacitiesQuery, NodeCapacitiesQueryVariables>;
export const ContainerDraftDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ContainerDraft"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"containerDraft"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodeId"}},{"kind":"Field","name":{"kind":"Name","value":"templateId"}},{"kind":"Field","name":{"kind":"Name","value":"osTemplate"}},{"kind":"Field","name":{"kind":"Name","value":"hostname"}},{"kind":"Field","name":{"kind":"Name","value":"vmid"}},{"kind":"Field","name":{"kind":"Name","value":"cores"}},{"kind":"Field","name":{"kind":"Name","value":"memory"}},{"kind":"Field","name":{"kind":"Name","value":"swap"}},{"kind":"Field","name":{"kind":"Name","value":"disk"}},{"kind":"Field","name":{"kind":"Name","value":"storage"}},{"kind":"Field","name":{"kind":"Name","value":"network"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Card"}}]}},{"kind":"Field","name":{"kind":"Name","value":"moreNetworks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Card"}}]}},{"kind":"Field","name":{"kind":"Name","value":"mountPoints"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"storage"}},{"kind":"Field","name":{"kind":"Name","value":"size"}},{"kind":"Field","name":{"kind":"Name","value":"backup"}},{"kind":"Field","name":{"kind":"Name","value":"readOnly"}}]}},{"kind":"Field","name":{"kind":"Name","value":"features"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"keyctl"}},{"kind":"Field","name":{"kind":"Name","value":"fuse"}},{"kind":"Field","name":{"kind":"Name","value":"mknod"}}]}},{"kind":"Field","name":{"kind":"Name","value":"startup"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"}},{"kind":"Field","name":{"kind":"Name","value":"upDelay"}},{"kind":"Field","name":{"kind":"Name","value":"downDelay"}}]}},{"kind":"Field","name":{"kind":"Name","value":"dns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nameservers"}},{"kind":"Field","name":{"kind":"Name","value":"searchDomain"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"timezone"}},{"kind":"Field","name":{"kind":"Name","value":"protection"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"access"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hadPassword"}},{"kind":"Field","name":{"kind":"Name","value":"sshKeys"}}]}},{"kind":"Field","name":{"kind":"Name","value":"unprivileged"}},{"kind":"Field","name":{"kind":"Name","value":"nesting"}},{"kind":"Field","name":{"kind":"Name","value":"startOnBoot"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"packageGroups"}},{"kind":"Field","name":{"kind":"Name","value":"extraPackages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"manager"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scripts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Card"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NetworkDraft"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bridge"}},{"kind":"Field","name":{"kind":"Name","value":"ipv4"}},{"kind":"Field","name":{"kind":"Name","value":"gateway"}},{"kind":"Field","name":{"kind":"Name","value":"vlan"}},{"kind":"Field","name":{"kind":"Name","value":"ipv6"}},{"kind":"Field","name":{"kind":"Name","value":"gateway6"}},{"kind":"Field","name":{"kind":"Name","value":"mtu"}},{"kind":"Field","name":{"kind":"Name","value":"firewall"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"}}]}}]} as unknown as DocumentNode<ContainerDraftQuery, ContainerDraftQueryVariables>;
export const NodeInventoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NodeInventory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"inventory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NodeInventory"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cpuLoad"}},{"kind":"Field","name":{"kind":"Name","value":"cpus"}},{"kind":"Field","name":{"kind":"Name","value":"memoryUsed"}},{"kind":"Field","name":{"kind":"Name","value":"memoryTotal"}},{"kind":"Field","name":{"kind":"Name","value":"storages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"holdsContainers"}},{"kind":"Field","name":{"kind":"Name","value":"holdsTemplates"}},{"kind":"Field","name":{"kind":"Name","value":"free"}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"Field","name":{"kind":"Name","value":"bridges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"comment"}}]}},{"kind":"Field","name":{"kind":"Name","value":"osTemplates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"volid"}},{"kind":"Field","name":{"kind":"Name","value":"size"}},{"kind":"Field","name":{"kind":"Name","value":"headline"}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextVmid"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NodeUnreachable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}}]}}]}}]} as unknown as DocumentNode<NodeInventoryQuery, NodeInventoryQueryVariables>;
export const CreateContainerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateContainer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateContainerInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"idempotencyKey"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createContainer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}},{"kind":"Argument","name":{"kind":"Name","value":"idempotencyKey"},"value":{"kind":"Variable","name":{"kind":"Name","value":"idempotencyKey"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ContainerAccepted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"containerId"}},{"kind":"Field","name":{"kind":"Name","value":"runId"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"code"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdempotencyConflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"containerId"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CreateContainerMutation, CreateContainerMutationVariables>;
export const DownloadOsTemplateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DownloadOsTemplate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DownloadOsTemplateInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"downloadOsTemplate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NodeTaskStarted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"taskId"}},{"kind":"Field","name":{"kind":"Name","value":"volid"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NodeUnreachable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NodeNotFound"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DownloadOsTemplateMutation, DownloadOsTemplateMutationVariables>;
export const DownloadTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DownloadTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"nodeId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"taskId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodeTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"nodeId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"nodeId"}}},{"kind":"Argument","name":{"kind":"Name","value":"taskId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"taskId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NodeTask"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"exitStatus"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"lines"}},{"kind":"Field","name":{"kind":"Name","value":"nextLine"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NodeUnreachable"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NodeNotFound"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DownloadTaskQuery, DownloadTaskQueryVariables>;
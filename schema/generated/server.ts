export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An opaque place in a run's events. Hand it back unchanged; it stays valid across reconnects, restarts and servers. */
  Cursor: { input: string; output: string; }
  /** A moment in ISO 8601 with milliseconds, in UTC: `2026-01-31T12:00:00.000Z`. */
  DateTime: { input: string; output: string; }
};

/** How people get in, as `AccessInput` takes it; a password has to be given again. */
export type AccessDraft = {
  __typename?: 'AccessDraft';
  /** Whether there was a root password. */
  hadPassword: Scalars['Boolean']['output'];
  /** OpenSSH public keys. */
  sshKeys: Array<Scalars['String']['output']>;
};

/** How people get in. At least one of the two. */
export type AccessInput = {
  /** The root password, 5 to 200 characters. */
  password?: InputMaybe<Scalars['String']['input']>;
  /** OpenSSH public keys. */
  sshKeys: Array<Scalars['String']['input']>;
};

/** A person who may sign in. */
export type Account = {
  __typename?: 'Account';
  /** The account's id. */
  id: Scalars['ID']['output'];
  /** The name to sign in with. */
  name: Scalars['String']['output'];
};

/** A node to be registered. */
export type AddNodeInput = {
  /** That user's password. */
  apiPassword?: InputMaybe<Scalars['String']['input']>;
  /** A user with realm, for example `root@pam`, if there is no token. */
  apiUser?: InputMaybe<Scalars['String']['input']>;
  /** Host name or IP address of the API. */
  host: Scalars['String']['input'];
  /** The API's port. */
  port: Scalars['Int']['input'];
  /** The confirmed SHA-256 of the SSH host key, as `probeNode` told it. */
  sshFingerprint: Scalars['String']['input'];
  /** Host name or IP address of the SSH server; the API's host if null. */
  sshHost?: InputMaybe<Scalars['String']['input']>;
  /** The SSH password; either this or a private key. */
  sshPassword?: InputMaybe<Scalars['String']['input']>;
  /** The SSH server's port. */
  sshPort: Scalars['Int']['input'];
  /** A private key in OpenSSH or PEM format without passphrase; either this or a password. */
  sshPrivateKey?: InputMaybe<Scalars['String']['input']>;
  /** The SSH user. */
  sshUser: Scalars['String']['input'];
  /** The confirmed SHA-256 of the TLS certificate, as `probeNode` told it. */
  tlsFingerprint: Scalars['String']['input'];
  /** The API token's id: `user@realm!name`. Either a token or a user with a password. */
  tokenId?: InputMaybe<Scalars['String']['input']>;
  /** The API token's secret. */
  tokenSecret?: InputMaybe<Scalars['String']['input']>;
};

/** How registering ended. */
export type AddNodeResult = InvalidInput | NodeAdded | NodeRefused;

/** What a token may do. */
export type ApiScope =
  /** Create and change containers. */
  | 'CONTAINERS'
  /** Register and remove nodes. */
  | 'NODES'
  /** Read everything but secrets, and follow runs. */
  | 'READ'
  /** Reveal discovered credentials. */
  | 'SECRETS'
  /** Make and change templates: what is in them runs as root in containers. */
  | 'TEMPLATES';

/** A bearer token of a third-party client, without its secret. */
export type ApiToken = {
  __typename?: 'ApiToken';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** When it stops working; null for never. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** The token's id. */
  id: Scalars['ID']['output'];
  /** What the person called it. */
  name: Scalars['String']['output'];
  /** What it may do. */
  scopes: Array<ApiScope>;
};

/** The token was made. */
export type ApiTokenCreated = {
  __typename?: 'ApiTokenCreated';
  /** The secret, shown this once: `Authorization: Bearer <secret>`. */
  secret: Scalars['String']['output'];
  /** The token, without its secret. */
  token: ApiToken;
};

/** A network bridge of a node. */
export type Bridge = {
  __typename?: 'Bridge';
  /** Its address with prefix length, if it has one. */
  address: Maybe<Scalars['String']['output']>;
  /** The administrator's comment, if there is one. */
  comment: Maybe<Scalars['String']['output']>;
  /** The bridge's name, for example `vmbr0`. */
  name: Scalars['String']['output'];
};

/** A package in a bucket. */
export type BucketPackage = {
  __typename?: 'BucketPackage';
  /** Who installs it. */
  manager: PackageManager;
  /** Its name with an optional version pin in the manager's own syntax. */
  name: Scalars['String']['output'];
};

/** One thing that was looked at. */
export type Check = {
  __typename?: 'Check';
  /** A stable code of what is wrong, for example `CREATE.STORAGE_FULL`, or null. */
  code: Maybe<Scalars['String']['output']>;
  /** What was found. */
  detail: Scalars['String']['output'];
  /** The field of the input that it is about, for example `network.bridge`, or null. */
  field: Maybe<Scalars['String']['output']>;
  /** Stable, for example `storage:local-lvm`. */
  key: Scalars['String']['output'];
  /** What to do about it, or null. */
  remedy: Maybe<Scalars['String']['output']>;
  /** How it ended. */
  state: CheckState;
  /** What was looked at, in words for a person. */
  title: Scalars['String']['output'];
};

/** How a check ended. */
export type CheckState =
  /** It will not work. */
  | 'FAIL'
  /** Nothing speaks against it. */
  | 'PASS'
  /** It may work, and may be not what was meant. */
  | 'WARN';

/** A node of a cluster. */
export type ClusterMember = {
  __typename?: 'ClusterMember';
  /** Its address in the cluster, if it is told: where to look at its fingerprints. */
  address: Maybe<Scalars['String']['output']>;
  /** Its name. */
  name: Scalars['String']['output'];
  /** Whether the cluster sees it. */
  online: Scalars['Boolean']['output'];
  /** The id under which it is registered, or null. */
  registeredAs: Maybe<Scalars['ID']['output']>;
};

/** The nodes of a cluster. */
export type ClusterMembers = {
  __typename?: 'ClusterMembers';
  /** The cluster's name. */
  cluster: Scalars['String']['output'];
  /** Its nodes, by name. */
  members: Array<ClusterMember>;
};

/** The nodes of a cluster, or why they could not be asked for. */
export type ClusterMembersResult = ClusterMembers | NodeNotFound | NodeUnreachable;

/** A container with all that is known about it. */
export type Container = {
  __typename?: 'Container';
  /** The latest run. */
  run: Run;
  /** Services that were found, those of the template's purpose first. */
  services: Array<Service>;
  /** What was asked for, secrets left out. */
  spec: ContainerSpec;
  /** What a list shows. */
  summary: ContainerSummary;
  /** The version of this answer; hand it to `minVersion`. */
  version: Scalars['String']['output'];
};

/** The request is recorded; provisioning goes on by itself. */
export type ContainerAccepted = {
  __typename?: 'ContainerAccepted';
  /** The container's id. */
  containerId: Scalars['ID']['output'];
  /** The run to follow with `containerProgress`. */
  runId: Scalars['ID']['output'];
  /** Hand it to `minVersion` to read your own write. */
  version: Scalars['String']['output'];
};

/** A request as `CreateContainerInput` takes it, without the root password. */
export type ContainerDraft = {
  __typename?: 'ContainerDraft';
  /** How people get in. */
  access: AccessDraft;
  /** Processor cores. */
  cores: Scalars['Int']['output'];
  /** Text for people, or null. */
  description: Maybe<Scalars['String']['output']>;
  /** GiB. */
  disk: Scalars['Int']['output'];
  /** How it resolves names. */
  dns: DnsDraft;
  /** Packages beyond the template's. */
  extraPackages: Array<ExtraPackageDraft>;
  /** Features beside nesting. */
  features: FeaturesDraft;
  /** The host name. */
  hostname: Scalars['String']['output'];
  /** MiB. */
  memory: Scalars['Int']['output'];
  /** Further network cards. */
  moreNetworks: Array<NetworkDraft>;
  /** Volumes beside the root disk. */
  mountPoints: Array<MountPoint>;
  /** Whether it may run containers itself. */
  nesting: Scalars['Boolean']['output'];
  /** How net0 is connected. */
  network: NetworkDraft;
  /** The node. */
  nodeId: Scalars['ID']['output'];
  /** The OS template. */
  osTemplate: Maybe<Scalars['String']['output']>;
  /** Names of the template's package groups to install. */
  packageGroups: Maybe<Array<Scalars['String']['output']>>;
  /** The pool of Proxmox VE, or null. */
  pool: Maybe<Scalars['String']['output']>;
  /** Whether Proxmox VE refuses to destroy it. */
  protection: Scalars['Boolean']['output'];
  /** Names of the template's scripts to run. */
  scripts: Maybe<Array<Scalars['String']['output']>>;
  /** Whether it starts with the node. */
  startOnBoot: Scalars['Boolean']['output'];
  /** When it starts and stops among the others of its node. */
  startup: StartupDraft;
  /** The storage of the root disk. */
  storage: Scalars['String']['output'];
  /** MiB. */
  swap: Scalars['Int']['output'];
  /** Tags. */
  tags: Array<Scalars['String']['output']>;
  /** The template, or null when started from scratch. */
  templateId: Maybe<Scalars['ID']['output']>;
  /** The time zone, or null. */
  timezone: Maybe<Scalars['String']['output']>;
  /** Whether its root is an unprivileged user of the node. */
  unprivileged: Scalars['Boolean']['output'];
  /** The VMID that was asked for, or null for the next free one. */
  vmid: Maybe<Scalars['Int']['output']>;
};

/** A page of what happened to a container. */
export type ContainerHistory = {
  __typename?: 'ContainerHistory';
  /** In the order in which it was recorded. */
  entries: Array<HistoryEntry>;
  /** Hand it to `after` for the next page; null at the end. */
  next: Maybe<Scalars['Int']['output']>;
};

/** Everything that the runs of a container have made, as recorded; empty once it was destroyed. */
export type ContainerReceipt = {
  __typename?: 'ContainerReceipt';
  /** Files that were put into it. */
  files: Array<ReceiptFile>;
  /** All of it as JSON. */
  json: Scalars['String']['output'];
  /** Packages that were installed for it, without what those brought along. */
  packages: Array<ReceiptPackage>;
  /** Scripts that were run in it. */
  scripts: Array<ReceiptScript>;
  /** Volumes on the node. */
  volumes: Array<ReceiptVolume>;
  /** All of it as YAML. */
  yaml: Scalars['String']['output'];
};

/** What was asked for, secrets left out. */
export type ContainerSpec = {
  __typename?: 'ContainerSpec';
  /** The bridge of net0. */
  bridge: Scalars['String']['output'];
  /** Processor cores. */
  cores: Scalars['Int']['output'];
  /** What people wrote about it. */
  description: Maybe<Scalars['String']['output']>;
  /** Root disk in GiB. */
  disk: Scalars['Int']['output'];
  /** Packages beyond the template's, with version pins. */
  extraPackages: Array<Scalars['String']['output']>;
  /** Names of the features that are switched on, for example `nesting`. */
  features: Array<Scalars['String']['output']>;
  /** The IPv4 gateway, if one was given. */
  gateway: Maybe<Scalars['String']['output']>;
  /** IPv4: `dhcp`, `manual`, or an address with prefix length. */
  ipv4: Scalars['String']['output'];
  /** Memory in MiB. */
  memory: Scalars['Int']['output'];
  /** Volumes beside the root disk. */
  mountPoints: Array<MountPoint>;
  /** Name servers; none for the node's. */
  nameservers: Array<Scalars['String']['output']>;
  /** Whether it may run containers itself. */
  nesting: Scalars['Boolean']['output'];
  /** Every network card, net0 first. */
  networks: Array<NetworkCard>;
  /** The OS template without version and architecture. */
  osTemplate: Scalars['String']['output'];
  /** Names of the package groups that are switched on. */
  packageGroups: Array<Scalars['String']['output']>;
  /** The pool of Proxmox VE, if one was given. */
  pool: Maybe<Scalars['String']['output']>;
  /** Whether Proxmox VE refuses to destroy it. */
  protection: Scalars['Boolean']['output'];
  /** Names of the scripts that are switched on. */
  scripts: Array<Scalars['String']['output']>;
  /** The search domain, if one was given. */
  searchDomain: Maybe<Scalars['String']['output']>;
  /** OpenSSH public keys that may log in as root. */
  sshKeys: Array<Scalars['String']['output']>;
  /** Whether it starts with the node. */
  startOnBoot: Scalars['Boolean']['output'];
  /** Seconds to wait for its shutdown, if given. */
  startupDownDelay: Maybe<Scalars['Int']['output']>;
  /** Its place in the order in which the node starts containers, if one was given. */
  startupOrder: Maybe<Scalars['Int']['output']>;
  /** Seconds until the next container is started, if given. */
  startupUpDelay: Maybe<Scalars['Int']['output']>;
  /** The storage of the root disk. */
  storage: Scalars['String']['output'];
  /** Swap in MiB. */
  swap: Scalars['Int']['output'];
  /** The time zone, if one was given. */
  timezone: Maybe<Scalars['String']['output']>;
  /** Whether its root is an unprivileged user of the node. */
  unprivileged: Scalars['Boolean']['output'];
  /** The VLAN tag, if one was given. */
  vlan: Maybe<Scalars['Int']['output']>;
};

/** Where a container is in its life. */
export type ContainerState =
  /** The last run was cancelled. */
  | 'CANCELLED'
  /** Gone. */
  | 'DESTROYED'
  /** The last run failed. */
  | 'FAILED'
  /** A run is going on. */
  | 'PROVISIONING'
  /** Everything was done. */
  | 'READY'
  /** Requested; no worker has begun. */
  | 'REQUESTED';

/** A container as a list shows it. */
export type ContainerSummary = {
  __typename?: 'ContainerSummary';
  /** Its address, once it is known. */
  address: Maybe<Scalars['String']['output']>;
  /** When it was requested. */
  createdAt: Scalars['DateTime']['output'];
  /** Its host name. */
  hostname: Scalars['String']['output'];
  /** Our id of the container. */
  id: Scalars['ID']['output'];
  /** True if it is on the lab, the pretend Proxmox. */
  lab: Scalars['Boolean']['output'];
  /** The id of the node that it is on. */
  nodeId: Scalars['ID']['output'];
  /** The name of the node that it is on. */
  nodeName: Scalars['String']['output'];
  /** Percent of the latest run, 0 to 100; it never falls within a run. */
  percent: Scalars['Float']['output'];
  /** The phase that is going on or has failed, or null. */
  phase: Maybe<Scalars['String']['output']>;
  /** Where it is in its life. */
  state: ContainerState;
  /** Whether it was stopped here and not started again since. */
  stopped: Scalars['Boolean']['output'];
  /** Tags, as given. */
  tags: Array<Scalars['String']['output']>;
  /** The title of the template that it was made from, or null when started from scratch. */
  templateTitle: Maybe<Scalars['String']['output']>;
  /** When it last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** Its VMID, once one was chosen. */
  vmid: Maybe<Scalars['Int']['output']>;
};

/** A token to be made. */
export type CreateApiTokenInput = {
  /** When it stops working; null for never. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** What to call it, 1 to 60 characters. */
  name: Scalars['String']['input'];
  /** What it may do; at least one. */
  scopes: Array<ApiScope>;
};

/** How making a token ended. */
export type CreateApiTokenResult = ApiTokenCreated | InvalidInput;

/** A container to be made. */
export type CreateContainerInput = {
  /** How people get in. */
  access: AccessInput;
  /** 1 to 8192. */
  cores: Scalars['Int']['input'];
  /** Text for people, up to 7000 characters; our marker is added to it. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** GiB, 1 or more. */
  disk: Scalars['Int']['input'];
  /** How it resolves names; by default as the node does. */
  dns: DnsInput;
  /** Packages beyond the template's. */
  extraPackages: Array<ExtraPackageInput>;
  /** Features beside nesting. Proxmox VE lets only root@pam set them, so they are set by `pct set` over SSH. */
  features: FeaturesInput;
  /** RFC 1123 host name. */
  hostname: Scalars['String']['input'];
  /** MiB, 16 or more. */
  memory: Scalars['Int']['input'];
  /** Further network cards: net1 and so on, up to 31. */
  moreNetworks: Array<NetworkInput>;
  /** Volumes beside the root disk, up to 32. */
  mountPoints: Array<MountPointInput>;
  /** Whether it may run containers itself. */
  nesting: Scalars['Boolean']['input'];
  /** How net0 is connected. */
  network: NetworkInput;
  /** The node to make it on. */
  nodeId: Scalars['ID']['input'];
  /** The OS template without version (`debian-12-standard`) or a volume id; null for the template's own. */
  osTemplate?: InputMaybe<Scalars['String']['input']>;
  /** Names of the template's package groups to install; null for those that it switches on. */
  packageGroups?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The pool of Proxmox VE that it belongs to, or null. */
  pool?: InputMaybe<Scalars['String']['input']>;
  /** Whether Proxmox VE refuses to destroy it. */
  protection: Scalars['Boolean']['input'];
  /** Names of the template's scripts, in the order in which they run; null for those that it switches on, in its own. */
  scripts?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Whether it starts with the node. */
  startOnBoot: Scalars['Boolean']['input'];
  /** When it starts and stops among the others of its node. */
  startup: StartupInput;
  /** The storage of the root disk. */
  storage: Scalars['String']['input'];
  /** MiB. */
  swap: Scalars['Int']['input'];
  /** Up to 20 tags of letters, digits, `-`, `_`, `+` and `.`. */
  tags: Array<Scalars['String']['input']>;
  /** The template, or null to start from scratch. */
  templateId?: InputMaybe<Scalars['ID']['input']>;
  /** A name of the time zone database (`Europe/Berlin`), `host` for the node's, or null for the OS template's. */
  timezone?: InputMaybe<Scalars['String']['input']>;
  /** Whether its root is an unprivileged user of the node. */
  unprivileged: Scalars['Boolean']['input'];
  /** 100 to 999999999, or null for the next free one. */
  vmid?: InputMaybe<Scalars['Int']['input']>;
};

/** How asking for a container ended. */
export type CreateContainerResult = ContainerAccepted | IdempotencyConflict | InvalidInput;

/** A credential that was found; its value is hidden. */
export type Credential = {
  __typename?: 'Credential';
  /** The credential's id. */
  id: Scalars['ID']['output'];
  /** Its name, for example `ADMIN_PASSWORD`. */
  key: Scalars['String']['output'];
};

/** There is no such credential, or it was deleted. */
export type CredentialNotFound = {
  __typename?: 'CredentialNotFound';
  /** What to tell the person. */
  message: Scalars['String']['output'];
};

/** How names are resolved, as `DnsInput` takes it. */
export type DnsDraft = {
  __typename?: 'DnsDraft';
  /** IP addresses. */
  nameservers: Array<Scalars['String']['output']>;
  /** Domain that is added to short names, or null. */
  searchDomain: Maybe<Scalars['String']['output']>;
};

/** How a container resolves names. Empty: as its node does. */
export type DnsInput = {
  /** Up to 3 IP addresses. */
  nameservers: Array<Scalars['String']['input']>;
  /** Domain that is added to short names. */
  searchDomain?: InputMaybe<Scalars['String']['input']>;
};

/** An OS template to be downloaded. */
export type DownloadOsTemplateInput = {
  /** The node. */
  nodeId: Scalars['ID']['input'];
  /** A storage for templates; null for the one with most free space. */
  storage?: InputMaybe<Scalars['String']['input']>;
  /** The file's name, as `osTemplates` of the node tells it. */
  template: Scalars['String']['input'];
};

/** How starting a download ended. */
export type DownloadOsTemplateResult = InvalidInput | NodeNotFound | NodeTaskStarted | NodeUnreachable;

/** A package beyond the template's, as `ExtraPackageInput` takes it. */
export type ExtraPackageDraft = {
  __typename?: 'ExtraPackageDraft';
  /** Who installs it. */
  manager: PackageManager;
  /** Its name with an optional version pin. */
  name: Scalars['String']['output'];
};

/** A package beyond the template's. */
export type ExtraPackageInput = {
  /** Who installs it; not CUSTOM. */
  manager: PackageManager;
  /** Its name with an optional version pin in the manager's own syntax. */
  name: Scalars['String']['input'];
};

/** The VMID or the address of the container became known. */
export type FactLearned = ProgressEvent & {
  __typename?: 'FactLearned';
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** What became known: `vmid` or `address`. */
  name: Scalars['String']['output'];
  /** Its value. */
  value: Scalars['String']['output'];
};

/** Why something failed, and what to do. */
export type Failure = {
  __typename?: 'Failure';
  /** A stable code, for example `CREATE.STORAGE_FULL`. */
  code: Scalars['String']['output'];
  /** The exit code of the command that failed, or null. */
  exitCode: Maybe<Scalars['Int']['output']>;
  /** What probably caused it and what to do about it. */
  likelyCause: Scalars['String']['output'];
  /** The real error. */
  message: Scalars['String']['output'];
  /** The phase's stable name. */
  phase: Scalars['String']['output'];
  /** Whether trying again makes sense without changing anything. */
  retryable: Scalars['Boolean']['output'];
  /** The step, for example a script's name, or null. */
  step: Maybe<Scalars['String']['output']>;
};

/** Features beside nesting, as `FeaturesInput` takes them. */
export type FeaturesDraft = {
  __typename?: 'FeaturesDraft';
  /** File systems in user space. */
  fuse: Scalars['Boolean']['output'];
  /** Kernel keyrings. */
  keyctl: Scalars['Boolean']['output'];
  /** Making device files. */
  mknod: Scalars['Boolean']['output'];
};

/** Features of a container beside nesting. */
export type FeaturesInput = {
  /** File systems in user space (FUSE); freezing the container, as for backups, may hang then. */
  fuse: Scalars['Boolean']['input'];
  /** Kernel keyrings: for containers in an unprivileged container (Docker); systemd-networkd may mind them. */
  keyctl: Scalars['Boolean']['input'];
  /** Making device files in an unprivileged container; experimental. */
  mknod: Scalars['Boolean']['input'];
};

/** Why one field of an input was refused. */
export type FieldProblem = {
  __typename?: 'FieldProblem';
  /** A stable code, for example `HOSTNAME.TOO_LONG`. */
  code: Scalars['String']['output'];
  /** The field's path in the input, for example `network.address` or `extraPackages.2.name`. */
  field: Scalars['String']['output'];
  /** What is wrong and what would be right, in words for a person. */
  reason: Scalars['String']['output'];
};

/** How an existing target file is treated. */
export type FilePolicy =
  /** It is renamed with a time stamp first. */
  | 'BACKUP'
  /** It is left alone. */
  | 'DEFAULT'
  /** It is overwritten. */
  | 'REPLACE';

/**
 * The node presents another fingerprint than the confirmed one: it was installed anew or got a new certificate, or somebody
 * else answers at its address. Nothing was sent to it and nothing changed. Compare what it presents with what the node
 * itself shows, and only then send the change again with the new fingerprints.
 */
export type FingerprintChanged = {
  __typename?: 'FingerprintChanged';
  /** What was confirmed. */
  confirmed: NodeFingerprints;
  /** What the address presents now. */
  presented: NodeFingerprints;
};

/** Something that happened to a container. */
export type HistoryEntry = {
  __typename?: 'HistoryEntry';
  /** Who: `account:` or `token:` with an id, or `worker:` with an id. */
  actor: Scalars['String']['output'];
  /** When. */
  at: Scalars['DateTime']['output'];
  /** The id of the command that caused it. */
  cause: Scalars['ID']['output'];
  /** Its place, from 0. */
  revision: Scalars['Int']['output'];
  /** The run that it belongs to, or null. */
  runId: Maybe<Scalars['ID']['output']>;
  /** What happened, in a sentence. */
  text: Scalars['String']['output'];
  /** The event's stable name. */
  type: Scalars['String']['output'];
};

/** The idempotency key was used before with other input. */
export type IdempotencyConflict = {
  __typename?: 'IdempotencyConflict';
  /** The container that the key belongs to. */
  containerId: Scalars['ID']['output'];
  /** What to tell the person. */
  message: Scalars['String']['output'];
};

/** What is wrong in one place of an imported file. */
export type ImportProblem = {
  __typename?: 'ImportProblem';
  /** The file in the archive, for example `container-configs/packages/base.apt`, or `template.yaml`. */
  file: Scalars['String']['output'];
  /** From 1; null if it concerns the whole file. */
  line: Maybe<Scalars['Int']['output']>;
  /** What is wrong and what would be right. */
  reason: Scalars['String']['output'];
};

/** The file cannot be taken as it is; nothing was recorded. */
export type ImportProblems = {
  __typename?: 'ImportProblems';
  /** Every problem that was found. */
  problems: Array<ImportProblem>;
};

/** A template's file: exactly one of the two. */
export type ImportTemplateInput = {
  /**
   * A folder as .tar, .tar.gz or .zip in base64: at most 700 KB, 500 entries and 8 MiB unpacked. Larger ones are taken by
   * `POST /imports/template`: the bytes as the body, an `Idempotency-Key` header, `?title=` in place of `title`; it answers
   * what `importTemplate` answers, as JSON.
   */
  archive?: InputMaybe<Scalars['String']['input']>;
  /** A title that replaces the file's own, for example when that is taken. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** Our own single-file format. */
  yaml?: InputMaybe<Scalars['String']['input']>;
};

/** How an import ended. */
export type ImportTemplateResult = ImportProblems | InvalidInput | TemplateRefused | TemplateSaved;

/** What an unauthenticated client may know about this installation. */
export type Installation = {
  __typename?: 'Installation';
  /** True until the administrator has set a password; the one-time code printed at the first start is then needed. */
  setupRequired: Scalars['Boolean']['output'];
  /** The version of the application. */
  version: Scalars['String']['output'];
};

/** The input was refused before anything was recorded. */
export type InvalidInput = {
  __typename?: 'InvalidInput';
  /** Every problem that was found, in the order of the input's fields. */
  problems: Array<FieldProblem>;
};

/** Some log lines of one source, in order. */
export type LogLines = ProgressEvent & {
  __typename?: 'LogLines';
  /** When the first of them was received. */
  at: Scalars['DateTime']['output'];
  /** The number of the first line in this run, from 0. */
  firstLine: Scalars['Int']['output'];
  /** The lines, without line ends; ANSI sequences are kept, secrets are masked. */
  lines: Array<Scalars['String']['output']>;
  /** The phase's stable name. */
  phase: Scalars['String']['output'];
  /** The step's stable name, or null. */
  step: Maybe<Scalars['String']['output']>;
  /** Where they came from. */
  stream: LogStream;
};

/** Where a log line came from. */
export type LogStream =
  /** Standard error. */
  | 'STDERR'
  /** Standard output. */
  | 'STDOUT'
  /** What the application itself has to say. */
  | 'SYSTEM'
  /** The log of a Proxmox task. */
  | 'TASK';

/** Lines are missing here: the run's limit was reached, or they were too old to be kept. */
export type LogTruncated = ProgressEvent & {
  __typename?: 'LogTruncated';
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** How many lines are missing; null if unknown. */
  dropped: Maybe<Scalars['Int']['output']>;
};

/** A volume beside the root disk, as asked for. */
export type MountPoint = {
  __typename?: 'MountPoint';
  /** Whether backups hold it. */
  backup: Scalars['Boolean']['output'];
  /** Absolute path in the container. */
  path: Scalars['String']['output'];
  /** Whether the container may only read it. */
  readOnly: Scalars['Boolean']['output'];
  /** GiB. */
  size: Scalars['Int']['output'];
  /** Its storage. */
  storage: Scalars['String']['output'];
};

/** A volume beside the root disk. */
export type MountPointInput = {
  /** Whether backups of the container hold it. */
  backup: Scalars['Boolean']['input'];
  /** Absolute path in the container. */
  path: Scalars['String']['input'];
  /** Whether the container may only read it. */
  readOnly: Scalars['Boolean']['input'];
  /** GiB, 1 or more. */
  size: Scalars['Int']['input'];
  /** The storage on which the volume is made. */
  storage: Scalars['String']['input'];
};

/** Everything that can be changed. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Registers a Proxmox VE node with both confirmed fingerprints pinned. Credentials go to the vault. */
  addNode: AddNodeResult;
  /** Takes a template out of the list. Containers keep the revision that they were made from; its title is free again. */
  archiveTemplate: TemplateResult;
  /**
   * Asks for the end of a run: accepted at once, then its Proxmox task and every process of its scripts are stopped, and the
   * run ends CANCELLED. What was made stays. Harmless twice and after the run's end.
   */
  cancelRun: RunResult;
  /** Makes a template of one's own from any other. */
  copyTemplate: TemplateResult;
  /** Makes a bearer token for a third-party client. Its secret is in this answer and nowhere else, ever. */
  createApiToken: CreateApiTokenResult;
  /** Records the request and begins to provision. The same key with the same input answers the same container again. */
  createContainer: CreateContainerResult;
  /** Makes a template. The same key with the same input answers the same template again. */
  createTemplate: TemplateResult;
  /**
   * Destroys a container and everything that was made for it, as a run to follow. Only what carries the mark of this
   * container is touched; while another run goes on it is refused. Afterwards its secrets are gone and its VMID is free.
   */
  destroyContainer: RunResult;
  /** Starts the download of a catalogue's OS template to a storage. Harmless if it is there already. */
  downloadOsTemplate: DownloadOsTemplateResult;
  /** Makes a template from a file. Every problem in it is named by file and line, and then nothing is recorded. */
  importTemplate: ImportTemplateResult;
  /** Connects to an address without credentials and tells the fingerprints to be confirmed. Nothing is recorded. */
  probeNode: ProbeNodeResult;
  /** Redeems the one-time code of the first start (or of `npm run admin -- reset`) and sets the administrator's password. */
  redeemSetupCode: SignInResult;
  /** Looks again which services run in a ready container and which credentials there are; changes nothing in it. */
  refreshServices: RunResult;
  /** Forgets a node and its credentials, unless runs go on there. Containers on it stay as they are. */
  removeNode: RemoveNodeResult;
  /** Removes a package bucket; false if there is none. What was made with it stays. */
  removePackageBucket: Scalars['Boolean']['output'];
  /** Puts an archived template back into the list. Another one that took its title meanwhile is TEMPLATE.TITLE_TAKEN. */
  restoreTemplate: TemplateResult;
  /** Brings a ready container back to the revision of the template that it was made from: files, packages, scripts. */
  resyncContainer: RunResult;
  /**
   * Starts a new run of a container whose last run failed or was cancelled; what is there already is adopted. `retry` of
   * the run tells what it will be for: a failed stop is stopped again, not provisioned anew.
   */
  retryProvisioning: RunResult;
  /** Shows the value of one discovered credential. Recorded for the audit trail. */
  revealCredential: RevealResult;
  /** Replaces a template's content by a new revision. Built-in and archived templates stay as they are: copy them. */
  reviseTemplate: TemplateResult;
  /** Makes a token useless at once. */
  revokeApiToken: Scalars['Boolean']['output'];
  /** Ends one of the caller's sessions. */
  revokeSession: Scalars['Boolean']['output'];
  /** Makes a template from what a container was asked to be: its resources, packages, scripts and files. */
  saveAsTemplate: TemplateResult;
  /** Makes a package bucket, or replaces the one with this id. */
  savePackageBucket: PackageBucketResult;
  /** Starts a session; its cookie is httpOnly. Attempts are limited per address and per name. */
  signIn: SignInResult;
  /** Ends the caller's session. Harmless without one. */
  signOut: Scalars['Boolean']['output'];
  /** Starts a container that is ready, as a run to follow. */
  startContainer: RunResult;
  /** Shuts a container down that is ready, as a run to follow. */
  stopContainer: RunResult;
  /** Changes a node's addresses or credentials, tried like a new one. A changed fingerprint is only taken when it is given. */
  updateNode: UpdateNodeResult;
};


/** Everything that can be changed. */
export type MutationAddNodeArgs = {
  input: AddNodeInput;
};


/** Everything that can be changed. */
export type MutationArchiveTemplateArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be changed. */
export type MutationCancelRunArgs = {
  containerId: Scalars['ID']['input'];
  runId: InputMaybe<Scalars['ID']['input']>;
};


/** Everything that can be changed. */
export type MutationCopyTemplateArgs = {
  id: Scalars['ID']['input'];
  idempotencyKey: Scalars['String']['input'];
  title: Scalars['String']['input'];
};


/** Everything that can be changed. */
export type MutationCreateApiTokenArgs = {
  input: CreateApiTokenInput;
};


/** Everything that can be changed. */
export type MutationCreateContainerArgs = {
  idempotencyKey: Scalars['String']['input'];
  input: CreateContainerInput;
};


/** Everything that can be changed. */
export type MutationCreateTemplateArgs = {
  idempotencyKey: Scalars['String']['input'];
  input: TemplateInput;
};


/** Everything that can be changed. */
export type MutationDestroyContainerArgs = {
  containerId: Scalars['ID']['input'];
  idempotencyKey: Scalars['String']['input'];
};


/** Everything that can be changed. */
export type MutationDownloadOsTemplateArgs = {
  input: DownloadOsTemplateInput;
};


/** Everything that can be changed. */
export type MutationImportTemplateArgs = {
  idempotencyKey: Scalars['String']['input'];
  input: ImportTemplateInput;
};


/** Everything that can be changed. */
export type MutationProbeNodeArgs = {
  input: ProbeNodeInput;
};


/** Everything that can be changed. */
export type MutationRedeemSetupCodeArgs = {
  input: RedeemSetupCodeInput;
};


/** Everything that can be changed. */
export type MutationRefreshServicesArgs = {
  containerId: Scalars['ID']['input'];
  idempotencyKey: Scalars['String']['input'];
};


/** Everything that can be changed. */
export type MutationRemoveNodeArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be changed. */
export type MutationRemovePackageBucketArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be changed. */
export type MutationRestoreTemplateArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be changed. */
export type MutationResyncContainerArgs = {
  containerId: Scalars['ID']['input'];
  idempotencyKey: Scalars['String']['input'];
};


/** Everything that can be changed. */
export type MutationRetryProvisioningArgs = {
  containerId: Scalars['ID']['input'];
  from?: RetryFrom;
  idempotencyKey: Scalars['String']['input'];
};


/** Everything that can be changed. */
export type MutationRevealCredentialArgs = {
  containerId: Scalars['ID']['input'];
  credentialId: Scalars['ID']['input'];
};


/** Everything that can be changed. */
export type MutationReviseTemplateArgs = {
  expectedRevision: Scalars['Int']['input'];
  id: Scalars['ID']['input'];
  input: TemplateInput;
};


/** Everything that can be changed. */
export type MutationRevokeApiTokenArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be changed. */
export type MutationRevokeSessionArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be changed. */
export type MutationSaveAsTemplateArgs = {
  containerId: Scalars['ID']['input'];
  idempotencyKey: Scalars['String']['input'];
  title: Scalars['String']['input'];
};


/** Everything that can be changed. */
export type MutationSavePackageBucketArgs = {
  id: InputMaybe<Scalars['ID']['input']>;
  input: PackageBucketInput;
};


/** Everything that can be changed. */
export type MutationSignInArgs = {
  input: SignInInput;
};


/** Everything that can be changed. */
export type MutationStartContainerArgs = {
  containerId: Scalars['ID']['input'];
  idempotencyKey: Scalars['String']['input'];
};


/** Everything that can be changed. */
export type MutationStopContainerArgs = {
  containerId: Scalars['ID']['input'];
  idempotencyKey: Scalars['String']['input'];
};


/** Everything that can be changed. */
export type MutationUpdateNodeArgs = {
  id: Scalars['ID']['input'];
  input: UpdateNodeInput;
};

/** A network card, as asked for. */
export type NetworkCard = {
  __typename?: 'NetworkCard';
  /** The bridge. */
  bridge: Scalars['String']['output'];
  /** Whether Proxmox VE's firewall filters it. */
  firewall: Scalars['Boolean']['output'];
  /** The IPv4 gateway, if one was given. */
  gateway: Maybe<Scalars['String']['output']>;
  /** The IPv6 gateway, if one was given. */
  gateway6: Maybe<Scalars['String']['output']>;
  /** IPv4: `dhcp`, `manual`, or an address with prefix length. */
  ipv4: Scalars['String']['output'];
  /** IPv6: `auto`, `dhcp`, `manual`, or an address with prefix length. */
  ipv6: Scalars['String']['output'];
  /** Ethernet address, if one was given. */
  mac: Maybe<Scalars['String']['output']>;
  /** Largest packet in bytes, if given. */
  mtu: Maybe<Scalars['Int']['output']>;
  /** Megabytes a second at most, if limited. */
  rateLimit: Maybe<Scalars['Float']['output']>;
  /** The VLAN tag, if one was given. */
  vlan: Maybe<Scalars['Int']['output']>;
};

/** How a card is connected, as `NetworkInput` takes it. */
export type NetworkDraft = {
  __typename?: 'NetworkDraft';
  /** The bridge. */
  bridge: Scalars['String']['output'];
  /** Whether Proxmox VE's firewall filters it. */
  firewall: Scalars['Boolean']['output'];
  /** The IPv4 gateway, or null. */
  gateway: Maybe<Scalars['String']['output']>;
  /** The IPv6 gateway, or null. */
  gateway6: Maybe<Scalars['String']['output']>;
  /** `dhcp`, `manual`, or an address with prefix length. */
  ipv4: Scalars['String']['output'];
  /** `auto`, `dhcp`, `manual`, or an address with prefix length. */
  ipv6: Scalars['String']['output'];
  /** Ethernet address, or null. */
  mac: Maybe<Scalars['String']['output']>;
  /** Largest packet in bytes, or null. */
  mtu: Maybe<Scalars['Int']['output']>;
  /** Megabytes a second at most, or null. */
  rateLimit: Maybe<Scalars['Float']['output']>;
  /** The VLAN tag, or null. */
  vlan: Maybe<Scalars['Int']['output']>;
};

/** How net0 is connected. */
export type NetworkInput = {
  /** The bridge. */
  bridge: Scalars['String']['input'];
  /** Whether Proxmox VE's firewall filters this card. */
  firewall: Scalars['Boolean']['input'];
  /** The IPv4 gateway; only with an address. */
  gateway?: InputMaybe<Scalars['String']['input']>;
  /** The IPv6 gateway; only with an address. */
  gateway6?: InputMaybe<Scalars['String']['input']>;
  /** `dhcp`, `manual`, or an address with prefix length. */
  ipv4: Scalars['String']['input'];
  /** `auto` (SLAAC), `dhcp`, `manual`, or an address with prefix length. */
  ipv6: Scalars['String']['input'];
  /** Ethernet address such as `BC:24:11:00:00:01`; null for one that Proxmox VE makes up. */
  mac?: InputMaybe<Scalars['String']['input']>;
  /** Largest packet in bytes, 64 to 65535; null for the bridge's own. */
  mtu?: InputMaybe<Scalars['Int']['input']>;
  /** Megabytes a second at most; null for no limit. */
  rateLimit?: InputMaybe<Scalars['Float']['input']>;
  /** 1 to 4094. */
  vlan?: InputMaybe<Scalars['Int']['input']>;
};

/** A registered Proxmox VE node. */
export type Node = {
  __typename?: 'Node';
  /** When the node was registered. */
  addedAt: Scalars['DateTime']['output'];
  /** The user whose password is used, for example `root@pam`, or null if a token is used. */
  apiUser: Maybe<Scalars['String']['output']>;
  /** The cluster's name; a node on its own has its own name here. */
  cluster: Scalars['String']['output'];
  /** The API's address. */
  host: Scalars['String']['output'];
  /** Our id of the node. */
  id: Scalars['ID']['output'];
  /** What is on the node right now, asked from it. */
  inventory: NodeInventoryResult;
  /** True for a node of the lab, the pretend Proxmox. */
  lab: Scalars['Boolean']['output'];
  /** The node's name in its Proxmox cluster. */
  name: Scalars['String']['output'];
  /** The API's port, 8006 by default. */
  port: Scalars['Int']['output'];
  /** True where the lab cannot isolate containers and only simulates them. */
  simulated: Scalars['Boolean']['output'];
  /** SHA-256 of the pinned SSH host key, as OpenSSH prints it: `SHA256:…`. */
  sshFingerprint: Scalars['String']['output'];
  /** Where its SSH server is. */
  sshHost: Scalars['String']['output'];
  /** How the SSH user logs in. */
  sshLogin: SshLogin;
  /** The SSH server's port. */
  sshPort: Scalars['Int']['output'];
  /** The SSH user. */
  sshUser: Scalars['String']['output'];
  /** SHA-256 of the pinned TLS certificate, as pairs of hex digits with colons. */
  tlsFingerprint: Scalars['String']['output'];
  /** The API token's id, or null if a user with a password is used. */
  tokenId: Maybe<Scalars['String']['output']>;
};

/** The node is registered. */
export type NodeAdded = {
  __typename?: 'NodeAdded';
  /** The node. */
  node: Node;
};

/** How much room a node has. */
export type NodeCapacity = {
  __typename?: 'NodeCapacity';
  /** Processor load, 0 to 1, or null. */
  cpuLoad: Maybe<Scalars['Float']['output']>;
  /** Number of processors, or null. */
  cpus: Maybe<Scalars['Int']['output']>;
  /** Free memory in bytes, or null. */
  memoryFree: Maybe<Scalars['Float']['output']>;
  /** Memory altogether in bytes, or null. */
  memoryTotal: Maybe<Scalars['Float']['output']>;
  /** The node. */
  node: Node;
  /** Why it could not be asked, or null. */
  problem: Maybe<Scalars['String']['output']>;
  /** The storage for containers with most free space, or null. */
  storage: Maybe<Scalars['String']['output']>;
  /** Its free space in bytes, or null. */
  storageFree: Maybe<Scalars['Float']['output']>;
  /** True for the node that suits the container best; for at most one. */
  suggested: Scalars['Boolean']['output'];
};

/** The fingerprints that an address presents. */
export type NodeFingerprints = {
  __typename?: 'NodeFingerprints';
  /** SHA-256 of the SSH host key, as OpenSSH prints it: `SHA256:…`. */
  sshFingerprint: Scalars['String']['output'];
  /** SHA-256 of the TLS certificate, as pairs of hex digits with colons. */
  tlsFingerprint: Scalars['String']['output'];
};

/** The node cannot be removed while runs are going on there. */
export type NodeInUse = {
  __typename?: 'NodeInUse';
  /** The containers whose runs are going on. */
  containers: Array<Scalars['ID']['output']>;
};

/** What is on a node right now. */
export type NodeInventory = {
  __typename?: 'NodeInventory';
  /** Bridges to connect a container to, by name. */
  bridges: Array<Bridge>;
  /** Processor load, 0 to 1. */
  cpuLoad: Scalars['Float']['output'];
  /** Number of processors. */
  cpus: Scalars['Int']['output'];
  /** Memory altogether, in bytes. */
  memoryTotal: Scalars['Float']['output'];
  /** Memory in use, in bytes. */
  memoryUsed: Scalars['Float']['output'];
  /** The lowest VMID that is free in the cluster. It is not reserved by asking. */
  nextVmid: Scalars['Int']['output'];
  /** OS templates on the node's storages and, not yet downloaded, in its catalogue. */
  osTemplates: Array<OsTemplate>;
  /** Storages that can hold a container's disks or OS templates, those with most free space first. */
  storages: Array<Storage>;
  /** The Proxmox VE version, for example `9.2.3`. */
  version: Scalars['String']['output'];
};

/** What is on a node, or why it could not be asked. */
export type NodeInventoryResult = NodeInventory | NodeUnreachable;

/** There is no such node. */
export type NodeNotFound = {
  __typename?: 'NodeNotFound';
  /** The id that was asked for. */
  id: Scalars['ID']['output'];
};

/** The node was not registered: a fingerprint differs, the token or SSH login is refused, or a privilege is missing. */
export type NodeRefused = {
  __typename?: 'NodeRefused';
  /** Each thing that has to be put right, in words for a person. */
  reasons: Array<Scalars['String']['output']>;
};

/** The node is forgotten. */
export type NodeRemoved = {
  __typename?: 'NodeRemoved';
  /** The id that it had. */
  id: Scalars['ID']['output'];
};

/** What a test of a node found, each thing by itself. */
export type NodeReport = {
  __typename?: 'NodeReport';
  /** Reachable, certificate, login, version, privileges (one each that is missing), SSH, pct, rights broader than needed. */
  checks: Array<Check>;
  /** The worst state among the checks. */
  state: CheckState;
};

/** Shell scripts for an administrator to read, and to run as root on a node. They hold no secret. */
export type NodeScripts = {
  __typename?: 'NodeScripts';
  /** `install-node.sh`: makes roles, a user, an API token and an SSH key that can only run a few `pct` commands. */
  install: Scalars['String']['output'];
  /** `uninstall-node.sh`: takes all of that back. */
  uninstall: Scalars['String']['output'];
};

/** A task of a node. */
export type NodeTask = {
  __typename?: 'NodeTask';
  /** The exit status in Proxmox VE's words, or null while it runs. */
  exitStatus: Maybe<Scalars['String']['output']>;
  /** Lines of its log behind the known ones, at most 500. */
  lines: Array<Scalars['String']['output']>;
  /** How many lines are known now: hand it to `after`. */
  nextLine: Scalars['Int']['output'];
  /** How far it is, 0 to 100, if its log tells. */
  percent: Maybe<Scalars['Float']['output']>;
  /** Whether the same task may go well when it is started again. */
  retryable: Scalars['Boolean']['output'];
  /** How it stands. */
  state: NodeTaskState;
};

/** How a task stands, or why it could not be asked for. */
export type NodeTaskResult = InvalidInput | NodeNotFound | NodeTask | NodeUnreachable;

/** A task was started on a node. */
export type NodeTaskStarted = {
  __typename?: 'NodeTaskStarted';
  /** The task's id (UPID), to follow it with `nodeTask`. */
  taskId: Scalars['String']['output'];
  /** The volume id that will be there when the task has ended well. */
  volid: Scalars['String']['output'];
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

/** Why a node could not be asked. */
export type NodeUnreachable = {
  __typename?: 'NodeUnreachable';
  /** A stable code, for example `PROXMOX.UNREACHABLE` or `PROXMOX.FINGERPRINT_CHANGED`. */
  code: Scalars['String']['output'];
  /** The real error, in words for a person. */
  message: Scalars['String']['output'];
};

/** The node is changed. */
export type NodeUpdated = {
  __typename?: 'NodeUpdated';
  /** The node as it is now. */
  node: Node;
};

/** An archive that containers are made from. */
export type OsTemplate = {
  __typename?: 'OsTemplate';
  /** What the catalogue says about it. */
  headline: Maybe<Scalars['String']['output']>;
  /** The file's name, for example `debian-12-standard_12.12-1_amd64.tar.zst`. */
  name: Scalars['String']['output'];
  /** Size in bytes, if known. */
  size: Maybe<Scalars['Float']['output']>;
  /** The volume id if the archive is on a storage, else null: it is then downloaded by the run. */
  volid: Maybe<Scalars['String']['output']>;
};

/** A list of packages to take into any container or template with one click. */
export type PackageBucket = {
  __typename?: 'PackageBucket';
  /** What it is good for. */
  description: Scalars['String']['output'];
  /** The bucket's id. */
  id: Scalars['ID']['output'];
  /** Its packages, in order. */
  packages: Array<BucketPackage>;
  /** The name to show, unique among the buckets. */
  title: Scalars['String']['output'];
};

/** What a bucket holds. */
export type PackageBucketInput = {
  /** What it is good for. */
  description: Scalars['String']['input'];
  /** 1 to 200 packages; none of CUSTOM. */
  packages: Array<ExtraPackageInput>;
  /** The name to show, unique among the buckets. */
  title: Scalars['String']['input'];
};

/** The change makes no sense now. */
export type PackageBucketRefused = {
  __typename?: 'PackageBucketRefused';
  /** A stable code: BUCKET.NOT_FOUND or BUCKET.TITLE_TAKEN. */
  code: Scalars['String']['output'];
  /** What to tell the person. */
  message: Scalars['String']['output'];
};

/** How saving a bucket ended. */
export type PackageBucketResult = InvalidInput | PackageBucketRefused | PackageBucketSaved;

/** The bucket is recorded. */
export type PackageBucketSaved = {
  __typename?: 'PackageBucketSaved';
  /** As it is now. */
  bucket: PackageBucket;
  /** Hand it to `minVersion` to read your own write. */
  version: Scalars['String']['output'];
};

/** Packages of one manager that are switched on or off together. */
export type PackageGroup = {
  __typename?: 'PackageGroup';
  /** Whether it is switched on when nobody chooses. */
  enabled: Scalars['Boolean']['output'];
  /** As `packages`, but for CUSTOM whole lines `name|check command|install command[|seconds]`: what an editor shows. */
  lines: Array<Scalars['String']['output']>;
  /** Who installs them. */
  manager: PackageManager;
  /** Unique in the template, for example `base.apt`. */
  name: Scalars['String']['output'];
  /** Whether a failure is reported but does not fail the phase. */
  optional: Scalars['Boolean']['output'];
  /** Names with version pins in the manager's own syntax; for CUSTOM the name of each tool. */
  packages: Array<Scalars['String']['output']>;
};

/** Packages of one manager that are switched on or off together. */
export type PackageGroupInput = {
  /** Whether it is switched on when nobody chooses. */
  enabled: Scalars['Boolean']['input'];
  /** Who installs them. */
  manager: PackageManager;
  /** Ends with its manager, for example `base.apt`. */
  name: Scalars['String']['input'];
  /** Whether a failure is reported but does not fail the phase. */
  optional: Scalars['Boolean']['input'];
  /** Names with version pins; for CUSTOM lines `name|check command|install command[|seconds]`. */
  packages: Array<Scalars['String']['input']>;
};

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

/** A phase began, went on or ended. */
export type PhaseProgress = ProgressEvent & {
  __typename?: 'PhaseProgress';
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** Milliseconds since the phase began, once it ended. */
  durationMs: Maybe<Scalars['Float']['output']>;
  /** Why it failed. */
  failure: Maybe<Failure>;
  /** A remark, for example the warnings of a task. */
  note: Maybe<Scalars['String']['output']>;
  /** Percent of the whole run; it never falls. */
  percent: Scalars['Float']['output'];
  /** The phase's stable name. */
  phase: Scalars['String']['output'];
  /** How it stands now. */
  state: PhaseState;
};

/** How a phase or step stands. */
export type PhaseState =
  /** Done. */
  | 'COMPLETED'
  /** Failed. */
  | 'FAILED'
  /** Not begun. */
  | 'PENDING'
  /** Going on. */
  | 'RUNNING'
  /** Not needed this time. */
  | 'SKIPPED';

/** What a run would do. */
export type Plan = {
  __typename?: 'Plan';
  /** Its phases, in order. */
  phases: Array<PlanPhase>;
};

/** One call, command or file of a run. */
export type PlanAction = {
  __typename?: 'PlanAction';
  /** What it is. */
  kind: PlanActionKind;
  /** What else is worth knowing, or null. */
  note: Maybe<Scalars['String']['output']>;
  /** To read and copy: a call as `pvesh` takes it, a command line, or a path. What only the run finds out is in angle brackets. */
  text: Scalars['String']['output'];
  /** What it is for, in words for a person. */
  title: Scalars['String']['output'];
};

/** What an action of a plan is. */
export type PlanActionKind =
  /** A command on the node. */
  | 'COMMAND'
  /** A file in the container. */
  | 'FILE'
  /** A call of the Proxmox VE API. */
  | 'REQUEST';

/** What one phase would do. */
export type PlanPhase = {
  __typename?: 'PlanPhase';
  /** Its calls, commands and files, in order. */
  actions: Array<PlanAction>;
  /** The phase's stable name, for example `create`. */
  key: Scalars['String']['output'];
  /** The name to show. */
  title: Scalars['String']['output'];
};

/** What a run would do, or what is wrong with the input itself. */
export type PlanResult = InvalidInput | Plan;

/** A phase of the plan. */
export type PlannedPhase = {
  __typename?: 'PlannedPhase';
  /** The phase's stable name. */
  key: Scalars['String']['output'];
  /** PENDING, or SKIPPED if an earlier attempt has done it. */
  state: PhaseState;
  /** The name to show. */
  title: Scalars['String']['output'];
};

/** What the preflight found. */
export type Preflight = {
  __typename?: 'Preflight';
  /** Every check, in the order in which they matter. */
  checks: Array<Check>;
  /** The worst state among the checks. With `FAIL` the run would end in its first phase. */
  state: CheckState;
};

/** What the preflight found, or what is wrong with the input itself. */
export type PreflightResult = InvalidInput | Preflight;

/** An address to be looked at. */
export type ProbeNodeInput = {
  /** Host name or IP address of the API. */
  host: Scalars['String']['input'];
  /** The API's port. */
  port: Scalars['Int']['input'];
  /** Host name or IP address of the SSH server; the API's host if null. */
  sshHost?: InputMaybe<Scalars['String']['input']>;
  /** The SSH server's port. */
  sshPort: Scalars['Int']['input'];
};

/** What was found at an address. */
export type ProbeNodeResult = InvalidInput | NodeFingerprints | NodeUnreachable;

/** Something that happened in a run. */
export type ProgressEvent = {
  /** When it happened. */
  at: Scalars['DateTime']['output'];
};

/** Some events of a run, in the order in which they were recorded. */
export type ProgressFrame = {
  __typename?: 'ProgressFrame';
  /** True once everything recorded before the subscription began has been sent. */
  caughtUp: Scalars['Boolean']['output'];
  /** Where to go on after this frame. */
  cursor: Scalars['Cursor']['output'];
  /** What happened; empty in a sign of life. */
  events: Array<ProgressEvent>;
  /** True on the last frame: the run has ended, queries know of it (unless they are 2 s behind), and the subscription completes. */
  terminal: Scalars['Boolean']['output'];
};

/** Everything that can be asked for. */
export type Query = {
  __typename?: 'Query';
  /** The API tokens of the caller's account, revoked ones left out. */
  apiTokens: Array<ApiToken>;
  /** The nodes of the cluster that a registered node belongs to, to register the others, too. */
  clusterMembers: ClusterMembersResult;
  /** One container, or null. */
  container: Maybe<Container>;
  /** What was asked for, to be edited and asked for again; null if there is no such container. */
  containerDraft: Maybe<ContainerDraft>;
  /** What happened to a container, in order: for the audit trail. */
  containerHistory: ContainerHistory;
  /** Everything that the runs of a container have made, or null if there is no such container. */
  containerReceipt: Maybe<ContainerReceipt>;
  /** All containers that were not destroyed, newest first. */
  containers: Array<ContainerSummary>;
  /** A template as a file for another installation, or null if there is no such template or revision. */
  exportTemplate: Maybe<TemplateExport>;
  /** What an unauthenticated client may know about this installation. */
  installation: Installation;
  /** One registered node, or null. */
  node: Maybe<Node>;
  /** How much room each registered node has now, with the one that suits a container of this size best. */
  nodeCapacities: Array<NodeCapacity>;
  /** Shell scripts that give this installation just the rights on a node that it needs, and take them back. */
  nodeScripts: NodeScripts;
  /** How a task of a node stands, for example a download, with its log from a line on. Ask again until it is not RUNNING. */
  nodeTask: NodeTaskResult;
  /** All registered nodes, by name. */
  nodes: Array<Node>;
  /** All package buckets, by title. */
  packageBuckets: Array<PackageBucket>;
  /** Each API call, command and file of each phase of a run, with secrets masked. The run is made by the same functions. */
  provisioningPlan: PlanResult;
  /** Everything that can be known to go wrong with a request, asked from its node now. Changes and records nothing. */
  provisioningPreflight: PreflightResult;
  /** The caller's live sessions. */
  sessions: Array<Session>;
  /**
   * What somebody needs who is asked why a run failed: its events, the end of its log, versions. Secrets, keys and who did
   * it are left out. Null if there is no such run.
   */
  supportBundle: Maybe<SupportBundle>;
  /** One template, archived or not, or null. */
  template: Maybe<Template>;
  /** All templates, by title. */
  templates: Array<Template>;
  /** Tries everything about a registered node by itself, asked from it now. Changes nothing. */
  testNode: TestNodeResult;
  /** The signed-in account, or null. */
  viewer: Maybe<Account>;
};


/** Everything that can be asked for. */
export type QueryClusterMembersArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be asked for. */
export type QueryContainerArgs = {
  id: Scalars['ID']['input'];
  minVersion: InputMaybe<Scalars['String']['input']>;
};


/** Everything that can be asked for. */
export type QueryContainerDraftArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be asked for. */
export type QueryContainerHistoryArgs = {
  after: InputMaybe<Scalars['Int']['input']>;
  first?: Scalars['Int']['input'];
  id: Scalars['ID']['input'];
};


/** Everything that can be asked for. */
export type QueryContainerReceiptArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be asked for. */
export type QueryContainersArgs = {
  minVersion: InputMaybe<Scalars['String']['input']>;
};


/** Everything that can be asked for. */
export type QueryExportTemplateArgs = {
  format?: TemplateFormat;
  id: Scalars['ID']['input'];
  revision: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be asked for. */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/** Everything that can be asked for. */
export type QueryNodeCapacitiesArgs = {
  disk?: Scalars['Int']['input'];
  memory?: Scalars['Int']['input'];
};


/** Everything that can be asked for. */
export type QueryNodeTaskArgs = {
  after?: Scalars['Int']['input'];
  nodeId: Scalars['ID']['input'];
  taskId: Scalars['String']['input'];
};


/** Everything that can be asked for. */
export type QueryPackageBucketsArgs = {
  minVersion: InputMaybe<Scalars['String']['input']>;
};


/** Everything that can be asked for. */
export type QueryProvisioningPlanArgs = {
  input: CreateContainerInput;
};


/** Everything that can be asked for. */
export type QueryProvisioningPreflightArgs = {
  input: CreateContainerInput;
};


/** Everything that can be asked for. */
export type QuerySupportBundleArgs = {
  containerId: Scalars['ID']['input'];
  runId: InputMaybe<Scalars['ID']['input']>;
};


/** Everything that can be asked for. */
export type QueryTemplateArgs = {
  id: Scalars['ID']['input'];
  revision: InputMaybe<Scalars['Int']['input']>;
};


/** Everything that can be asked for. */
export type QueryTemplatesArgs = {
  includeArchived?: Scalars['Boolean']['input'];
  minVersion: InputMaybe<Scalars['String']['input']>;
};


/** Everything that can be asked for. */
export type QueryTestNodeArgs = {
  id: Scalars['ID']['input'];
};

/** A file that was put into the container. */
export type ReceiptFile = {
  __typename?: 'ReceiptFile';
  /** What was done: `written`, `unchanged`, `kept` or `backed-up`. */
  action: Scalars['String']['output'];
  /** Its path. */
  path: Scalars['String']['output'];
  /** SHA-256 of its content as it was sent. */
  sha256: Scalars['String']['output'];
};

/** A package that was installed. */
export type ReceiptPackage = {
  __typename?: 'ReceiptPackage';
  /** The package group that asked for it. */
  group: Scalars['String']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** Its version, empty if unknown. */
  version: Scalars['String']['output'];
};

/** A script that was run. */
export type ReceiptScript = {
  __typename?: 'ReceiptScript';
  /** Its exit code, or null. */
  exitCode: Maybe<Scalars['Int']['output']>;
  /** Its name. */
  name: Scalars['String']['output'];
  /** SHA-256 of its body. */
  sha256: Scalars['String']['output'];
  /** `started`, `succeeded` or `failed`. */
  state: Scalars['String']['output'];
};

/** A volume on the node. */
export type ReceiptVolume = {
  __typename?: 'ReceiptVolume';
  /** Its size in GiB, rounded up. */
  gib: Scalars['Int']['output'];
  /** Its storage. */
  storage: Scalars['String']['output'];
  /** What it is used as, for example `rootfs`. */
  use: Scalars['String']['output'];
  /** Its id on the node, for example `local-lvm:vm-104-disk-0`; null if the version that made it did not record it. */
  volume: Maybe<Scalars['String']['output']>;
};

/** The one-time code and the password that it lets one set. */
export type RedeemSetupCodeInput = {
  /** The code behind `#setup=` in the printed address. */
  code: Scalars['String']['input'];
  /** The administrator's new password, 12 to 200 characters. */
  password: Scalars['String']['input'];
};

/** How removing a node ended. */
export type RemoveNodeResult = NodeInUse | NodeRemoved;

/** Where a retry begins. */
export type RetryFrom =
  /** At the phase that failed, and in it at the script that failed. */
  | 'FAILED'
  /** At the first phase; every package group and every script is done again. */
  | 'START';

/** How revealing ended. */
export type RevealResult = CredentialNotFound | RevealedCredential;

/** A credential with its value. */
export type RevealedCredential = {
  __typename?: 'RevealedCredential';
  /** The credential's id. */
  id: Scalars['ID']['output'];
  /** Its value. */
  value: Scalars['String']['output'];
};

/** One attempt at outside work for a container. */
export type Run = {
  __typename?: 'Run';
  /** 1 for the first attempt. */
  attempt: Scalars['Int']['output'];
  /** When somebody asked for its end before its time, or null. */
  cancelRequestedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it ended, or null. */
  endedAt: Maybe<Scalars['DateTime']['output']>;
  /** Why it failed, or null. */
  failure: Maybe<Failure>;
  /** The run's id. */
  id: Scalars['ID']['output'];
  /** What it is for. */
  kind: RunKind;
  /** Its phases, in order. */
  phases: Array<RunPhase>;
  /** While it is queued, its place among all runs that are, from 1; null once a worker has begun. */
  queuePlace: Maybe<Scalars['Int']['output']>;
  /** When it was asked for. */
  requestedAt: Scalars['DateTime']['output'];
  /**
   * What `retryProvisioning` would start now: RETRY provisions again, START, STOP and DESTROY repeat just that. Null while
   * there is nothing to try again.
   */
  retry: Maybe<RunKind>;
  /** While nothing is heard of it: since when, and what the last was. */
  silence: Maybe<Silence>;
  /** How it stands. */
  state: RunState;
};

/** The run is recorded. */
export type RunAccepted = {
  __typename?: 'RunAccepted';
  /** The run to follow. */
  runId: Scalars['ID']['output'];
  /** Hand it to `minVersion` to read your own write. */
  version: Scalars['String']['output'];
};

/** The run was asked for. Always the first event of a run. */
export type RunBegan = ProgressEvent & {
  __typename?: 'RunBegan';
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** 1 for the first attempt. */
  attempt: Scalars['Int']['output'];
  /** The phases that this run consists of, in order; those done in an earlier attempt are SKIPPED. */
  phases: Array<PlannedPhase>;
  /** The run's id. */
  runId: Scalars['ID']['output'];
};

/** Somebody asked for the end of the run; it ends CANCELLED once what it does outside was stopped. */
export type RunCancelRequested = ProgressEvent & {
  __typename?: 'RunCancelRequested';
  /** When it happened. */
  at: Scalars['DateTime']['output'];
};

/** A worker took the run over: at its beginning, or after another worker was lost. */
export type RunClaimedByWorker = ProgressEvent & {
  __typename?: 'RunClaimedByWorker';
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** 1 for the first worker; more after a takeover. */
  claim: Scalars['Int']['output'];
};

/** The run has ended. Always the last event of a run. */
export type RunEnded = ProgressEvent & {
  __typename?: 'RunEnded';
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** Why it failed, or null. */
  failure: Maybe<Failure>;
  /** READY, FAILED or CANCELLED. */
  outcome: RunState;
};

/** What a run is for. */
export type RunKind =
  /** Destroying it. */
  | 'DESTROY'
  /** The first provisioning. */
  | 'PROVISION'
  /** A new look at its services. */
  | 'REFRESH'
  /** Bringing it back to its template: files, packages and scripts once more. */
  | 'RESYNC'
  /** Provisioning, tried again. */
  | 'RETRY'
  /** Starting it. */
  | 'START'
  /** Stopping it. */
  | 'STOP';

/** A phase of a run. */
export type RunPhase = {
  __typename?: 'RunPhase';
  /** How long it took in milliseconds, or null while it has not ended. */
  durationMs: Maybe<Scalars['Float']['output']>;
  /** The phase's stable name, for example `create`. */
  key: Scalars['String']['output'];
  /** How long it may take in seconds, or null if that was not recorded. */
  limitSeconds: Maybe<Scalars['Int']['output']>;
  /** When it began, or null. */
  startedAt: Maybe<Scalars['DateTime']['output']>;
  /** How it stands. */
  state: PhaseState;
  /** The name to show. */
  title: Scalars['String']['output'];
};

/** The run makes no sense now. */
export type RunRefused = {
  __typename?: 'RunRefused';
  /** A stable code, for example `CONTAINER.NOT_FAILED`. */
  code: Scalars['String']['output'];
  /** What to tell the person. */
  message: Scalars['String']['output'];
};

/** How asking for a run ended. */
export type RunResult = RunAccepted | RunRefused;

/** Nothing was heard of the run for long: what it does may be stuck. It goes on until its phase's time is up. */
export type RunSilent = ProgressEvent & {
  __typename?: 'RunSilent';
  /** When it was noticed. */
  at: Scalars['DateTime']['output'];
  /** The last that was heard. */
  last: Scalars['String']['output'];
  /** The phase's stable name. */
  phase: Scalars['String']['output'];
  /** For how long. */
  silentSeconds: Scalars['Int']['output'];
};

/** After a silence something was heard of the run again. */
export type RunSpokeAgain = ProgressEvent & {
  __typename?: 'RunSpokeAgain';
  /** When it happened. */
  at: Scalars['DateTime']['output'];
};

/** How a run stands. */
export type RunState =
  /** It was cancelled. */
  | 'CANCELLED'
  /** It failed. */
  | 'FAILED'
  /** No worker has begun. */
  | 'QUEUED'
  /** It ended well. */
  | 'READY'
  /** It is going on. */
  | 'RUNNING';

/** A service that was found in a container. */
export type Service = {
  __typename?: 'Service';
  /** Its credentials; the values stay hidden until revealed. */
  credentials: Array<Credential>;
  /** The unit's name, for example `nginx`. */
  name: Scalars['String']['output'];
  /** Ports on which it listens, for example `80/tcp`. */
  ports: Array<Scalars['String']['output']>;
  /** Whether people can reach its addresses; false in the lab. */
  reachable: Scalars['Boolean']['output'];
  /** How it runs: `running`, `stopped`, `failed`. */
  status: Scalars['String']['output'];
  /** Whether it belongs to the operating system rather than to the container's purpose. */
  system: Scalars['Boolean']['output'];
  /** The title of the page at the first address that has one, as the page itself says it; null if none answered with one. */
  title: Maybe<Scalars['String']['output']>;
  /** Web addresses that it probably answers on. */
  urls: Array<Scalars['String']['output']>;
};

/** Services were found in the container. */
export type ServicesFound = ProgressEvent & {
  __typename?: 'ServicesFound';
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** All services, with hidden credentials. */
  services: Array<Service>;
};

/** A signed-in browser. */
export type Session = {
  __typename?: 'Session';
  /** When the person signed in. */
  createdAt: Scalars['DateTime']['output'];
  /** True for the session that asks. */
  current: Scalars['Boolean']['output'];
  /** When the session ends by itself. */
  expiresAt: Scalars['DateTime']['output'];
  /** The session's id. */
  id: Scalars['ID']['output'];
};

/** A name and password. */
export type SignInInput = {
  /** The account's name; the administrator's is `admin`. */
  name: Scalars['String']['input'];
  /** The password. */
  password: Scalars['String']['input'];
};

/** The sign-in was refused. */
export type SignInRefused = {
  __typename?: 'SignInRefused';
  /** What to tell the person. It does not say whether the name or the password was wrong. */
  message: Scalars['String']['output'];
  /** Seconds to wait before another attempt makes sense; 0 if none. */
  retryAfterSeconds: Scalars['Int']['output'];
};

/** How a sign-in ended. */
export type SignInResult = InvalidInput | SignInRefused | SignedIn;

/** The session has begun; its cookie came with this answer. */
export type SignedIn = {
  __typename?: 'SignedIn';
  /** Who signed in. */
  account: Account;
};

/** Nothing is heard of a run. */
export type Silence = {
  __typename?: 'Silence';
  /** The last that was heard. */
  last: Scalars['String']['output'];
  /** Since when. */
  since: Scalars['DateTime']['output'];
};

/** How an SSH user logs in. */
export type SshLogin =
  /** By a password. */
  | 'PASSWORD'
  /** By a private key. */
  | 'PRIVATE_KEY';

/** Start and stop among the others, as `StartupInput` takes it. */
export type StartupDraft = {
  __typename?: 'StartupDraft';
  /** Seconds to wait for its shutdown, or null. */
  downDelay: Maybe<Scalars['Int']['output']>;
  /** Lower ones start first, or null. */
  order: Maybe<Scalars['Int']['output']>;
  /** Seconds until the next one is started, or null. */
  upDelay: Maybe<Scalars['Int']['output']>;
};

/** When a container starts and stops among the others of its node. */
export type StartupInput = {
  /** Seconds to wait for its shutdown. */
  downDelay?: InputMaybe<Scalars['Int']['input']>;
  /** Lower ones start first and stop last. */
  order?: InputMaybe<Scalars['Int']['input']>;
  /** Seconds until the next one is started. */
  upDelay?: InputMaybe<Scalars['Int']['input']>;
};

/** A step inside a phase (a package group, a script, a wait) began or ended. */
export type StepProgress = ProgressEvent & {
  __typename?: 'StepProgress';
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** Milliseconds since the step began, once it ended. */
  durationMs: Maybe<Scalars['Float']['output']>;
  /** The exit code, where a command ran. */
  exitCode: Maybe<Scalars['Int']['output']>;
  /** A remark, for example what was already there. */
  note: Maybe<Scalars['String']['output']>;
  /** Percent of the whole run; it never falls. */
  percent: Scalars['Float']['output'];
  /** The phase's stable name. */
  phase: Scalars['String']['output'];
  /** How it stands now. */
  state: PhaseState;
  /** The step's stable name in its phase, for example `10-configure.sh`, as log lines and failures name it. */
  step: Scalars['String']['output'];
  /** The name to show. */
  title: Scalars['String']['output'];
};

/** A storage of a node. */
export type Storage = {
  __typename?: 'Storage';
  /** Free space in bytes. */
  free: Scalars['Float']['output'];
  /** True if containers' disks may lie here (content `rootdir`). */
  holdsContainers: Scalars['Boolean']['output'];
  /** True if OS templates may lie here (content `vztmpl`). */
  holdsTemplates: Scalars['Boolean']['output'];
  /** The storage's name, for example `local-lvm`. */
  name: Scalars['String']['output'];
  /** Space altogether in bytes. */
  total: Scalars['Float']['output'];
  /** The storage's type, for example `lvmthin`. */
  type: Scalars['String']['output'];
};

/** Everything that can be followed live. */
export type Subscription = {
  __typename?: 'Subscription';
  /** Each container whose summary changes from now on, as it changes. */
  containerChanges: ContainerSummary;
  /**
   * Follows one run of a container: first everything that happened since the run's start (or after the cursor), then live,
   * until the run's end. A finished run replays and completes. When nothing happens a frame without events comes within
   * 15 seconds.
   */
  containerProgress: ProgressFrame;
};


/** Everything that can be followed live. */
export type SubscriptionContainerProgressArgs = {
  after: InputMaybe<Scalars['Cursor']['input']>;
  containerId: Scalars['ID']['input'];
  run: InputMaybe<Scalars['ID']['input']>;
};

/** A file for those who are asked for help. */
export type SupportBundle = {
  __typename?: 'SupportBundle';
  /** The name to save it under. */
  fileName: Scalars['String']['output'];
  /** Its content. */
  json: Scalars['String']['output'];
};

/** A Proxmox task was started or adopted. */
export type TaskFollowed = ProgressEvent & {
  __typename?: 'TaskFollowed';
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** The phase's stable name. */
  phase: Scalars['String']['output'];
  /** Proxmox's id of the task. */
  upid: Scalars['String']['output'];
};

/** A recipe: an OS template with defaults, packages, scripts and files. */
export type Template = {
  __typename?: 'Template';
  /** Whether it was taken out of the list. */
  archived: Scalars['Boolean']['output'];
  /** Whether it comes with the application: such a template cannot be changed, but copied. */
  builtIn: Scalars['Boolean']['output'];
  /** What the wizard starts from. */
  defaults: TemplateDefaults;
  /** What one gets, in a sentence or two. */
  description: Scalars['String']['output'];
  /** Files that are put into the container. */
  files: Array<TemplateFile>;
  /** The template's id, for example `nginx` for a built-in one. */
  id: Scalars['ID']['output'];
  /** Where it came from, for example `copy of nginx`; null if it was written here. */
  origin: Maybe<Scalars['String']['output']>;
  /** The OS template without version and architecture, for example `debian-12-standard`. */
  osTemplate: Scalars['String']['output'];
  /** Packages in groups that can be switched off. */
  packageGroups: Array<PackageGroup>;
  /** Grows by one with each change; a container keeps the revision that it was made from. */
  revision: Scalars['Int']['output'];
  /** All revisions, oldest first. */
  revisions: Array<TemplateRevision>;
  /** Scripts in the order in which they run. */
  scripts: Array<TemplateScript>;
  /** Words to search for. */
  tags: Array<Scalars['String']['output']>;
  /** The name to show. */
  title: Scalars['String']['output'];
};

/** Resources and features that a template suggests. */
export type TemplateDefaults = {
  __typename?: 'TemplateDefaults';
  /** Processor cores. */
  cores: Scalars['Int']['output'];
  /** Root disk in GiB. */
  disk: Scalars['Int']['output'];
  /** Whether the container may mount FUSE file systems. */
  fuse: Scalars['Boolean']['output'];
  /** Whether the container may use the kernel's keyring; Docker in an unprivileged container needs it. */
  keyctl: Scalars['Boolean']['output'];
  /** Memory in MiB. */
  memory: Scalars['Int']['output'];
  /** Whether the container may run containers itself (and systemd runs better). */
  nesting: Scalars['Boolean']['output'];
  /** Whether the container's root is an unprivileged user of the node. */
  unprivileged: Scalars['Boolean']['output'];
};

/** Resources and features that a template suggests. */
export type TemplateDefaultsInput = {
  /** Processor cores. */
  cores: Scalars['Int']['input'];
  /** Root disk in GiB. */
  disk: Scalars['Int']['input'];
  /** Whether the container may mount FUSE file systems. */
  fuse: Scalars['Boolean']['input'];
  /** Whether the container may use the kernel's keyring. */
  keyctl: Scalars['Boolean']['input'];
  /** Memory in MiB. */
  memory: Scalars['Int']['input'];
  /** Whether the container may run containers itself. */
  nesting: Scalars['Boolean']['input'];
  /** Whether the container's root is an unprivileged user of the node. */
  unprivileged: Scalars['Boolean']['input'];
};

/** A template as a file. */
export type TemplateExport = {
  __typename?: 'TemplateExport';
  /** Its content in base64. */
  base64: Scalars['String']['output'];
  /** A name for the file, for example `nginx.yaml`. */
  fileName: Scalars['String']['output'];
  /** Its media type. */
  mediaType: Scalars['String']['output'];
};

/** A file that is put into the container. */
export type TemplateFile = {
  __typename?: 'TemplateFile';
  /** Its content in base64. */
  base64: Scalars['String']['output'];
  /** Octal permissions, for example `0640`; null for those of the file before, or 644. */
  mode: Maybe<Scalars['String']['output']>;
  /** Its owner as `user` or `user:group`, by name or number; null for the owner of the directory. */
  owner: Maybe<Scalars['String']['output']>;
  /** The absolute path in the container. */
  path: Scalars['String']['output'];
  /** What happens if it is there already. */
  policy: FilePolicy;
  /** Size in bytes. */
  size: Scalars['Int']['output'];
  /** Its content as text, or null if it is no text in UTF-8. */
  text: Maybe<Scalars['String']['output']>;
};

/** A file that is put into the container. Give its content either as text or in base64. */
export type TemplateFileInput = {
  /** Its content in base64. */
  base64?: InputMaybe<Scalars['String']['input']>;
  /** Octal permissions, for example `0640`; null for those of the file before, or 644. */
  mode?: InputMaybe<Scalars['String']['input']>;
  /** `user` or `user:group`, by name or number; null for the owner of the directory. */
  owner?: InputMaybe<Scalars['String']['input']>;
  /** The absolute path in the container. */
  path: Scalars['String']['input'];
  /** What happens if it is there already. */
  policy: FilePolicy;
  /** Its content as text. */
  text?: InputMaybe<Scalars['String']['input']>;
};

/** What kind of file a template is exported to. */
export type TemplateFormat =
  /** A folder in a compressed tar: `template.conf` and `container-configs/`. */
  | 'FOLDER'
  /** One YAML file: everything that a template holds. */
  | 'YAML';

/** What a template holds. */
export type TemplateInput = {
  /** What the wizard starts from. */
  defaults: TemplateDefaultsInput;
  /** What one gets, in a sentence or two. */
  description: Scalars['String']['input'];
  /** Up to 200 files with unique paths. */
  files: Array<TemplateFileInput>;
  /** The OS template without version and architecture, for example `debian-12-standard`. */
  osTemplate: Scalars['String']['input'];
  /** Up to 100 groups with unique names. */
  packageGroups: Array<PackageGroupInput>;
  /** Up to 100 scripts with unique names; they run in this order. */
  scripts: Array<TemplateScriptInput>;
  /** Up to 20 words to search for. */
  tags: Array<Scalars['String']['input']>;
  /** The name to show, unique among the templates that are not archived. */
  title: Scalars['String']['input'];
};

/** The change makes no sense now. */
export type TemplateRefused = {
  __typename?: 'TemplateRefused';
  /** A stable code: TEMPLATE.NOT_FOUND, READ_ONLY, ARCHIVED, CHANGED, TITLE_TAKEN or KEY_USED. */
  code: Scalars['String']['output'];
  /** What to tell the person. */
  message: Scalars['String']['output'];
};

/** How a change of a template ended. */
export type TemplateResult = InvalidInput | TemplateRefused | TemplateSaved;

/** When a revision was made. */
export type TemplateRevision = {
  __typename?: 'TemplateRevision';
  /** When it was recorded. */
  at: Scalars['DateTime']['output'];
  /** From 1. */
  revision: Scalars['Int']['output'];
};

/** The template is recorded. */
export type TemplateSaved = {
  __typename?: 'TemplateSaved';
  /** As it is now. */
  template: Template;
  /** Hand it to `minVersion` to read your own write. */
  version: Scalars['String']['output'];
};

/** A script of a template. */
export type TemplateScript = {
  __typename?: 'TemplateScript';
  /** Its text. */
  body: Scalars['String']['output'];
  /** Whether it is switched on when nobody chooses. */
  enabled: Scalars['Boolean']['output'];
  /** Whether it may simply run again after the container died under it. */
  idempotent: Scalars['Boolean']['output'];
  /** Its file name, for example `10-configure.sh`. */
  name: Scalars['String']['output'];
  /** Whether a failure is reported but does not fail the phase. */
  optional: Scalars['Boolean']['output'];
  /** What it does: its first comment line. */
  summary: Scalars['String']['output'];
  /** It is ended after so many seconds. */
  timeoutSeconds: Scalars['Int']['output'];
};

/** A script of a template. */
export type TemplateScriptInput = {
  /** Its text; `#!/bin/sh` in the first line asks for sh, else it runs in bash where there is one. */
  body: Scalars['String']['input'];
  /** Whether it is switched on when nobody chooses. */
  enabled: Scalars['Boolean']['input'];
  /** Whether it may simply run again after the container died under it. */
  idempotent: Scalars['Boolean']['input'];
  /** Its file name, for example `10-configure.sh`. */
  name: Scalars['String']['input'];
  /** Whether a failure is reported but does not fail the phase. */
  optional: Scalars['Boolean']['input'];
  /** 1 to 14400. */
  timeoutSeconds: Scalars['Int']['input'];
};

/** What a test of a node found. */
export type TestNodeResult = NodeNotFound | NodeReport;

/** What is to be changed about a node; what is null stays as it is. */
export type UpdateNodeInput = {
  /** That user's password; together with the user. */
  apiPassword?: InputMaybe<Scalars['String']['input']>;
  /** A user with realm; takes the place of a token. */
  apiUser?: InputMaybe<Scalars['String']['input']>;
  /** Host name or IP address of the API. */
  host?: InputMaybe<Scalars['String']['input']>;
  /** The API's port. */
  port?: InputMaybe<Scalars['Int']['input']>;
  /** The newly confirmed SHA-256 of the SSH host key. */
  sshFingerprint?: InputMaybe<Scalars['String']['input']>;
  /** Host name or IP address of the SSH server. */
  sshHost?: InputMaybe<Scalars['String']['input']>;
  /** The SSH password; either this or a private key, or neither. */
  sshPassword?: InputMaybe<Scalars['String']['input']>;
  /** The SSH server's port. */
  sshPort?: InputMaybe<Scalars['Int']['input']>;
  /** A private key in OpenSSH or PEM format without passphrase. */
  sshPrivateKey?: InputMaybe<Scalars['String']['input']>;
  /** The SSH user. */
  sshUser?: InputMaybe<Scalars['String']['input']>;
  /** The newly confirmed SHA-256 of the TLS certificate. */
  tlsFingerprint?: InputMaybe<Scalars['String']['input']>;
  /** The API token's id: `user@realm!name`; takes the place of a user with a password. */
  tokenId?: InputMaybe<Scalars['String']['input']>;
  /** The API token's secret; together with its id. */
  tokenSecret?: InputMaybe<Scalars['String']['input']>;
};

/** How changing a node ended. */
export type UpdateNodeResult = FingerprintChanged | InvalidInput | NodeNotFound | NodeRefused | NodeUpdated;

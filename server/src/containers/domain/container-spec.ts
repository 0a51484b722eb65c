/** What a container is asked to be: the resolved request, complete in itself, with secrets and bodies by reference. */
export interface ContainerSpec {
  readonly hostname: string;
  readonly nodeId: string;
  /** The wanted VMID, or null for the next free one. */
  readonly vmid: number | null;
  /** An OS template without version (`debian-12-standard`) or a volume id (`local:vztmpl/…`). */
  readonly osTemplate: string;
  readonly cores: number;
  /** MiB */
  readonly memory: number;
  /** MiB */
  readonly swap: number;
  /** GiB */
  readonly disk: number;
  readonly storage: string;
  /** The first network card, net0. */
  readonly network: NetworkSpec;
  /** net1 and further ones. */
  readonly moreNetworks: readonly NetworkSpec[];
  /** Volumes beside the root disk: mp0 and further ones. */
  readonly mountPoints: readonly MountPointSpec[];
  readonly unprivileged: boolean;
  readonly nesting: boolean;
  /** Features beside nesting, which no API token may set. */
  readonly features: FeatureSpec;
  readonly startOnBoot: boolean;
  readonly startup: StartupSpec;
  /** A pool of Proxmox VE, or null. */
  readonly pool: string | null;
  /** A name of the time zone database, `host`, or null for the template's own. */
  readonly timezone: string | null;
  /** IP addresses; with none and no search domain the node's own are taken. */
  readonly nameservers: readonly string[];
  readonly searchDomain: string | null;
  /** Whether Proxmox VE refuses to destroy it. */
  readonly protection: boolean;
  /** What people wrote about it; our marker is added to it. */
  readonly description: string | null;
  readonly tags: readonly string[];
  /** OpenSSH public keys. */
  readonly sshKeys: readonly string[];
  /** Id of the secret that holds the root password, or null. */
  readonly rootPasswordSecret: string | null;
  readonly template: TemplateReference | null;
  /** The groups that are switched on, in order; the extra packages of the wizard are groups named `extra.<manager>`. */
  readonly packageGroups: readonly PackageGroupSpec[];
  /** The scripts that are switched on, in the order in which they run. */
  readonly scripts: readonly ScriptSpec[];
  readonly files: readonly FileSpec[];
}

export interface NetworkSpec {
  readonly bridge: string;
  /** `dhcp`, `manual`, or an address with prefix length. */
  readonly ipv4: string;
  readonly gateway: string | null;
  /** `auto` (SLAAC), `dhcp`, `manual`, or an address with prefix length. */
  readonly ipv6: string;
  readonly gateway6: string | null;
  readonly vlan: number | null;
  /** Bytes; null for the bridge's own. */
  readonly mtu: number | null;
  /** Null for one that Proxmox VE makes up. */
  readonly mac: string | null;
  /** Whether Proxmox VE's firewall filters this card. */
  readonly firewall: boolean;
  /** Megabytes a second at most, or null. */
  readonly rateLimit: number | null;
}

export interface MountPointSpec {
  /** Absolute path in the container. */
  readonly path: string;
  readonly storage: string;
  /** GiB */
  readonly size: number;
  /** Whether backups of the container hold it. */
  readonly backup: boolean;
  readonly readOnly: boolean;
}

export interface FeatureSpec {
  readonly keyctl: boolean;
  readonly fuse: boolean;
  readonly mknod: boolean;
}

/** When the container starts and stops among the others of its node; null leaves it to Proxmox VE. */
export interface StartupSpec {
  readonly order: number | null;
  /** Seconds until the next one is started. */
  readonly upDelay: number | null;
  /** Seconds to wait for its shutdown. */
  readonly downDelay: number | null;
}

export interface TemplateReference {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
}

export type PackageManager = 'apt' | 'apk' | 'dnf' | 'npm' | 'pip' | 'custom';

export interface PackageGroupSpec {
  readonly name: string;
  readonly manager: PackageManager;
  /** Names with version pins; for `custom` the lines `name|check|install[|timeout_seconds]`. */
  readonly packages: readonly string[];
  readonly optional: boolean;
  /** Who asked for it. Absent in requests of the first version, where the name began with `extra.` for the wizard's. */
  readonly origin?: 'template' | 'wizard';
}

/** Whether a group holds what was typed in the wizard. */
export function wasTyped({ name, origin }: PackageGroupSpec): boolean {
  return origin === undefined ? name.startsWith('extra.') : origin === 'wizard';
}

export interface ScriptSpec {
  readonly name: string;
  /** SHA-256 of the body, which lies in the blob store. */
  readonly blob: string;
  readonly optional: boolean;
  /** Whether it may simply run again after the host died under it. */
  readonly idempotent: boolean;
  readonly timeoutSeconds: number;
}

export interface FileSpec {
  /** Absolute path in the container. */
  readonly path: string;
  readonly policy: 'replace' | 'default' | 'backup';
  /** SHA-256 of the body, which lies in the blob store. */
  readonly blob: string;
  /** Octal permissions, or null for those of a new file (644). */
  readonly mode: string | null;
  /** `user` or `user:group`; without it the owner of the directory. Absent in requests of the first version. */
  readonly owner?: string | null;
}

type Later =
  | 'moreNetworks'
  | 'mountPoints'
  | 'features'
  | 'startup'
  | 'pool'
  | 'timezone'
  | 'nameservers'
  | 'searchDomain'
  | 'protection'
  | 'description';
type LaterOfNetwork = 'ipv6' | 'gateway6' | 'mtu' | 'mac' | 'firewall' | 'rateLimit';
/** A specification as events of any version hold it. */
export type RecordedSpec = Omit<ContainerSpec, Later | 'network'> &
  Partial<Pick<ContainerSpec, Later>> & {
    readonly network: Omit<NetworkSpec, LaterOfNetwork> & Partial<Pick<NetworkSpec, LaterOfNetwork>>;
  };

/** What was not asked for. */
export const SPEC_DEFAULTS: Pick<ContainerSpec, Later> = {
  moreNetworks: [],
  mountPoints: [],
  features: { keyctl: false, fuse: false, mknod: false },
  startup: { order: null, upDelay: null, downDelay: null },
  ...{
    pool: null,
    timezone: null,
    nameservers: [],
    searchDomain: null,
    protection: false,
    description: null,
  },
};
export const NETWORK_DEFAULTS: Pick<NetworkSpec, LaterOfNetwork> = {
  ...{ ipv6: 'manual', gateway6: null, mtu: null, mac: null, firewall: false, rateLimit: null },
};

/** A specification of today from one that an older version recorded, which asked for nothing of what came later. */
export function completeSpec(recorded: RecordedSpec): ContainerSpec {
  return { ...SPEC_DEFAULTS, ...recorded, network: { ...NETWORK_DEFAULTS, ...recorded.network } };
}

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
  readonly network: NetworkSpec;
  readonly unprivileged: boolean;
  readonly nesting: boolean;
  readonly startOnBoot: boolean;
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
  readonly vlan: number | null;
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
}

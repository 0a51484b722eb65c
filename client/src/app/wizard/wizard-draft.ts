import type { PackageManager } from '../../../../schema/generated/client.js';

export type Addressing = 'dhcp' | 'static' | 'manual';

export interface ExtraPackage {
  readonly manager: PackageManager;
  readonly name: string;
}

/** Everything typed into the wizard, as typed. Empty number fields are null. The password is not part of it. */
export interface WizardDraft {
  /** Null while nothing was chosen, and when starting from scratch. */
  readonly templateId: string | null;
  readonly fromScratch: boolean;
  readonly hostname: string;
  readonly nodeId: string;
  readonly vmid: number | null;
  /** Empty for the template's own. */
  readonly osTemplate: string;
  readonly cores: number | null;
  readonly memory: number | null;
  readonly swap: number | null;
  readonly disk: number | null;
  readonly storage: string;
  readonly bridge: string;
  readonly addressing: Addressing;
  readonly address: string;
  readonly gateway: string;
  readonly vlan: number | null;
  /** One key per line. */
  readonly sshKeys: string;
  readonly unprivileged: boolean;
  readonly nesting: boolean;
  readonly startOnBoot: boolean;
  /** Separated by spaces or commas. */
  readonly tags: string;
  readonly skippedGroups: readonly string[];
  readonly extraPackages: readonly ExtraPackage[];
  readonly skippedScripts: readonly string[];
  /** Makes pressing Deploy twice harmless. */
  readonly idempotencyKey: string;
  /** The container that came of it. A new visit to the wizard then starts afresh. */
  readonly deployedAs: string | null;
}

export function emptyDraft(idempotencyKey: string): WizardDraft {
  return {
    templateId: null,
    fromScratch: false,
    hostname: '',
    nodeId: '',
    vmid: null,
    osTemplate: '',
    cores: 1,
    memory: 512,
    swap: 512,
    disk: 8,
    storage: '',
    bridge: '',
    addressing: 'dhcp',
    address: '',
    gateway: '',
    vlan: null,
    sshKeys: '',
    unprivileged: true,
    nesting: true,
    startOnBoot: false,
    tags: '',
    skippedGroups: [],
    extraPackages: [],
    skippedScripts: [],
    idempotencyKey,
    deployedAs: null,
  };
}

import type { PackageManager } from '../../../../schema/generated/wizard.js';

export type Addressing = 'dhcp' | 'static' | 'manual';
export type Addressing6 = Addressing | 'auto';

export interface ExtraPackage {
  readonly manager: PackageManager;
  readonly name: string;
}

/** A network card as it is typed. */
export interface Card {
  readonly bridge: string;
  readonly addressing: Addressing;
  readonly address: string;
  readonly gateway: string;
  readonly vlan: number | null;
  readonly addressing6: Addressing6;
  readonly address6: string;
  readonly gateway6: string;
  readonly mac: string;
  readonly mtu: number | null;
  /** Megabytes a second. */
  readonly rateLimit: number | null;
  readonly firewall: boolean;
}

export const EMPTY_CARD: Card = {
  bridge: '',
  addressing: 'dhcp',
  address: '',
  gateway: '',
  vlan: null,
  addressing6: 'manual',
  address6: '',
  gateway6: '',
  mac: '',
  mtu: null,
  rateLimit: null,
  firewall: false,
};

export interface MountPoint {
  readonly path: string;
  readonly storage: string;
  /** GiB. */
  readonly size: number | null;
  readonly backup: boolean;
  readonly readOnly: boolean;
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
  /** net0 first; never empty. */
  readonly networks: readonly [Card, ...Card[]];
  readonly mountPoints: readonly MountPoint[];
  /** One key per line. */
  readonly sshKeys: string;
  readonly unprivileged: boolean;
  readonly nesting: boolean;
  readonly keyctl: boolean;
  readonly fuse: boolean;
  readonly mknod: boolean;
  readonly startOnBoot: boolean;
  readonly startupOrder: number | null;
  /** Seconds. */
  readonly startupUpDelay: number | null;
  readonly startupDownDelay: number | null;
  /** Separated by spaces or commas. */
  readonly nameservers: string;
  readonly searchDomain: string;
  readonly timezone: string;
  readonly pool: string;
  readonly description: string;
  readonly protection: boolean;
  /** Separated by spaces or commas. */
  readonly tags: string;
  readonly skippedGroups: readonly string[];
  readonly extraPackages: readonly ExtraPackage[];
  /** A further package as it is being typed. */
  readonly packageManager: PackageManager;
  readonly packageName: string;
  readonly skippedScripts: readonly string[];
  /** Names in the order in which they run; empty for the template's own order. */
  readonly scriptOrder: readonly string[];
  /** Makes pressing Deploy twice harmless. */
  readonly idempotencyKey: string;
  /** The host name of the container whose request this one began as; empty for none. */
  readonly copiedFrom: string;
  /** Whether that request had a root password, which has to be given again. */
  readonly neededPassword: boolean;
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
    networks: [EMPTY_CARD],
    mountPoints: [],
    sshKeys: '',
    unprivileged: true,
    nesting: true,
    keyctl: false,
    fuse: false,
    mknod: false,
    startOnBoot: false,
    startupOrder: null,
    startupUpDelay: null,
    startupDownDelay: null,
    nameservers: '',
    searchDomain: '',
    timezone: '',
    pool: '',
    description: '',
    protection: false,
    tags: '',
    skippedGroups: [],
    extraPackages: [],
    packageManager: 'APT',
    packageName: '',
    skippedScripts: [],
    scriptOrder: [],
    idempotencyKey,
    copiedFrom: '',
    neededPassword: false,
    deployedAs: null,
  };
}

/** With the one that was typed and not added to the list: who goes on means it. */
export function extraPackagesOf(draft: WizardDraft): readonly ExtraPackage[] {
  const { extraPackages, packageManager: manager, packageName } = draft;
  const name = packageName.trim();
  const isListed = extraPackages.some((known) => known.manager === manager && known.name === name);
  return name === '' || isListed ? extraPackages : [...extraPackages, { manager, name }];
}

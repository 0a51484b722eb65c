import { PRIVILEGES_OF_8, PRIVILEGES_OF_9 } from '../access/privileges.js';

/** `repoid` is how a client recognises a lab; a real one is a hash. */
const REPOID = 'infrahaus-lab';

/** One release of Proxmox VE, by what a client that makes containers can see of it. */
export interface PveVersion {
  readonly version: string;
  readonly release: string;
  readonly repoid: string;
  readonly kernel: string;
  readonly privileges: readonly string[];
  /** What the release does not know yet: parameters of create and change, and keys of their property strings. */
  readonly unknownParameters: ReadonlySet<string>;
  readonly unknownNetKeys: ReadonlySet<string>;
  readonly unknownMountPointKeys: ReadonlySet<string>;
  /** Whether an error's text stands in the body too; it always is the reason phrase. */
  readonly tellsErrorsInBody: boolean;
  /** Whether an interface's addresses are listed all, beside the first of each kind. */
  readonly listsAddresses: boolean;
}

const none: ReadonlySet<string> = new Set();

const V9_2: PveVersion = {
  ...{ version: '9.2.3', release: '9.2', repoid: REPOID, kernel: '6.17.4-1-pve' },
  privileges: PRIVILEGES_OF_9,
  ...{ unknownParameters: none, unknownNetKeys: none, unknownMountPointKeys: none },
  ...{ tellsErrorsInBody: true, listsAddresses: true },
};

const V8_4: PveVersion = {
  ...{ version: '8.4.14', release: '8.4', repoid: REPOID, kernel: '6.8.12-15-pve' },
  privileges: PRIVILEGES_OF_8,
  unknownParameters: new Set(['entrypoint', 'env', 'ha-managed']),
  unknownNetKeys: new Set(['host-managed']),
  unknownMountPointKeys: new Set(['idmap', 'keepattrs']),
  ...{ tellsErrorsInBody: false, listsAddresses: false },
};

/** The releases whose behaviour is known. */
export const PVE_VERSIONS: ReadonlyMap<string, PveVersion> = new Map([
  ['9.2', V9_2],
  ['8.4', V8_4],
]);
export const NEWEST = V9_2;

/**
 * What the lab plays for a release such as `8.4` or `9.1`: one that is known, or else the known one of the same
 * generation under the wanted number, with a warning. Null for what is no release.
 */
export function pveVersion(
  release: string,
): { readonly version: PveVersion; readonly warning: string | null } | null {
  const known = PVE_VERSIONS.get(release);
  if (known) return { version: known, warning: null };
  const [, major = ''] = /^(\d{1,2})\.\d{1,2}$/.exec(release) ?? [];
  if (major === '') return null;
  const like = Number(major) >= 9 ? V9_2 : V8_4;
  const warning =
    `What Proxmox VE ${release} does differently is not known here: apart from the number ` +
    `the lab behaves as ${like.release} does.`;
  return { version: { ...like, version: `${release}.0`, release }, warning };
}

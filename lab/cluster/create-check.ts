import type { Arguments } from '../api/parameters.js';
import { PveError, parameterError } from '../api/pve-error.js';
import { BRIDGES, STORAGES, distributionOf } from './inventory.js';
import type { Distribution } from './inventory.js';
import { parsePropertyString } from './property-string.js';

export interface CreatePlan {
  readonly distribution: Distribution;
  readonly rootStorage: string;
  /** GiB */
  readonly rootSize: number;
}

/** What the schema alone cannot tell: whether the template, storage and bridge exist. */
export function checkCreate(args: Arguments, volumes: readonly string[]): CreatePlan {
  const ostemplate = args.text('ostemplate');
  const colon = ostemplate.indexOf(':');
  if (colon < 1) {
    throw parameterError({ ostemplate: `unable to parse volume ID '${ostemplate}'` });
  }
  requireStorage(ostemplate.slice(0, colon));
  const distribution = distributionOf(ostemplate);
  if (!volumes.includes(ostemplate) || !distribution) {
    throw new PveError(500, `volume '${ostemplate}' does not exist`);
  }
  for (const [key, value] of args.entries()) {
    if (/^net\d+$/.test(key)) checkBridge(value);
  }
  return { distribution, ...rootVolume(args) };
}

/** `rootfs=STORE:GiB`; a plain number uses `storage`, whose default is `local`; absent means 4 GiB. */
function rootVolume(args: Arguments): { rootStorage: string; rootSize: number } {
  const volume = parsePropertyString(args.text('rootfs'), 'volume').get('volume') ?? '4';
  const match = /^(?:([a-z][\w.-]*):)?(\d+(?:\.\d+)?)$/i.exec(volume);
  if (!match) throw parameterError({ rootfs: `invalid format - unable to parse volume '${volume}'` });
  const rootStorage = match[1] ?? args.optional('storage') ?? 'local';
  const rootSize = Number(match[2]);
  const storage = requireStorage(rootStorage);
  if (!storage.content.includes('rootdir')) {
    throw new PveError(500, `storage '${rootStorage}' does not support container directories`);
  }
  if (rootSize * 1024 ** 3 > storage.total - storage.used) {
    throw new PveError(
      500,
      `unable to create CT ${args.text('vmid')} - no space left on storage '${rootStorage}'`,
    );
  }
  return { rootStorage, rootSize };
}

function requireStorage(name: string) {
  const storage = STORAGES.find((candidate) => candidate.storage === name);
  if (!storage) throw new PveError(500, `storage '${name}' does not exist`);
  return storage;
}

function checkBridge(net: string): void {
  const bridge = parsePropertyString(net).get('bridge');
  if (bridge !== undefined && !BRIDGES.some((known) => known.iface === bridge)) {
    throw new PveError(500, `bridge '${bridge}' does not exist`);
  }
}

import type { Arguments } from '../api/parameters.js';
import { PveError, parameterError } from '../api/pve-error.js';
import { BRIDGES, STORAGES, distributionOf } from './inventory.js';
import type { Distribution } from './inventory.js';
import { formatPropertyString, parsePropertyString } from './property-string.js';

export interface CreatePlan {
  readonly distribution: Distribution;
  /** The root first. */
  readonly volumes: readonly NewVolume[];
}

interface NewVolume {
  readonly key: string;
  readonly storage: string;
  /** GiB */
  readonly size: number;
  /** As the configuration has it afterwards. */
  readonly config: string;
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
  return { distribution, volumes: newVolumes(args) };
}

/** `rootfs=STORE:GiB`, and mount points as well; a plain number uses `storage`, whose default is `local`. */
function newVolumes(args: Arguments): NewVolume[] {
  const mounts = args
    .entries()
    .filter(([key]) => /^mp\d+$/.test(key))
    .map(([key]) => key);
  const volumes = ['rootfs', ...mounts].flatMap((key, disk) => newVolume(args, key, disk) ?? []);
  for (const name of new Set(volumes.map(({ storage }) => storage))) {
    const { total, used } = requireStorage(name);
    const wanted = volumes.filter(({ storage }) => storage === name).reduce((sum, { size }) => sum + size, 0);
    if (wanted * 1024 ** 3 <= total - used) continue;
    const text = `unable to create CT ${args.text('vmid')} - no space left on storage '${name}'`;
    throw new PveError(500, text);
  }
  return volumes;
}

/** Null for a directory of the node that is only mounted. */
function newVolume(args: Arguments, key: string, disk: number): NewVolume | null {
  const { volume = key === 'rootfs' ? '4' : '', ...properties } = Object.fromEntries(
    parsePropertyString(args.text(key), 'volume'),
  );
  if (volume.startsWith('/')) return null;
  const match = /^(?:([a-z][\w.-]*):)?(\d+(?:\.\d+)?)$/i.exec(volume);
  if (!match) throw parameterError({ [key]: `invalid format - unable to parse volume '${volume}'` });
  const [storage, size] = [match[1] ?? args.optional('storage') ?? 'local', Number(match[2])];
  if (!requireStorage(storage).content.includes('rootdir')) {
    throw new PveError(500, `storage '${storage}' does not support container directories`);
  }
  return {
    key,
    storage,
    size,
    config: configOf(`${storage}:vm-${args.text('vmid')}-disk-${disk}`, properties, size),
  };
}

const configOf = (volume: string, properties: Readonly<Record<string, string>>, size: number): string =>
  [volume, formatPropertyString(new Map(Object.entries(properties))), `size=${size}G`]
    .filter(Boolean)
    .join(',');

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

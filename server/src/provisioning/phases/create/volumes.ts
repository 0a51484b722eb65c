import type { CreatedVolume } from '../../../containers/domain/events.js';
import type { Row } from '../../../proxmox/values.js';
import type { PhaseContext, PhaseOutcome } from '../phase.js';

const GIB_IN: Readonly<Record<string, number>> = { K: 1 / 1024 ** 2, M: 1 / 1024, G: 1, T: 1024 };

/** Records which volumes stand on the node once the container does; so the receipt tells what is, not what was asked for. */
export async function withVolumes(context: PhaseContext, created: PhaseOutcome): Promise<PhaseOutcome> {
  const { vmid } = context.facts();
  if (created.kind === 'failed' || vmid === null) return created;
  const volumes = volumesIn(await context.node.api.containerConfig(vmid));
  await context.report.fact({ type: 'VolumesCreated', data: { vmid, volumes } });
  return created;
}

/** The volumes of a container's configuration. Directories of the node that are only mounted are none. */
export function volumesIn(config: Row): CreatedVolume[] {
  return Object.entries(config)
    .filter(([key, value]) => /^(?:rootfs|mp\d+)$/.test(key) && typeof value === 'string')
    .sort(([a], [b]) => rank(a) - rank(b))
    .flatMap(([key, value]) => volumeOf(key, String(value)));
}

const rank = (key: string) => (key === 'rootfs' ? -1 : Number(key.slice('mp'.length)));

/** As Proxmox VE writes it: `local-lvm:vm-104-disk-0,mp=/data,size=8G`. */
function volumeOf(key: string, value: string): CreatedVolume[] {
  const [volume = '', ...properties] = value.split(',');
  const storage = volume.slice(0, Math.max(0, volume.indexOf(':')));
  if (storage === '' || volume.startsWith('/')) return [];
  const given = new Map(properties.map((property) => splitAt(property, property.indexOf('='))));
  const [, amount = '0', unit = 'G'] = /^(\d+(?:\.\d+)?)([KMGT])?$/.exec(given.get('size') ?? '') ?? [];
  const gib = Math.ceil(Number(amount) * (GIB_IN[unit] ?? 1));
  return [{ use: key === 'rootfs' ? key : (given.get('mp') ?? key), storage, volume, gib }];
}

const splitAt = (text: string, index: number): [string, string] => [
  text.slice(0, index),
  text.slice(index + 1),
];

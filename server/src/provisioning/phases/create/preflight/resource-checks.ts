import type { ContainerSpec } from '../../../../containers/domain/container-spec.js';
import { missingPrivileges } from '../../../../proxmox/privileges.js';
import type { FoundTemplate } from '../os-template.js';
import type { Check } from '../../../../../../schema/rules/check.js';
import { pass, wrong } from '../../../../../../schema/rules/check.js';
import { notChecked } from './seen.js';
import type { World } from './world.js';

const GIB = 1024 ** 3;
const gib = (bytes: number) => (bytes / GIB).toFixed(1);

/** @param own the VMID that this container has reserved already, or null */
export function vmidCheck({ guests, nextVmid }: World, { vmid }: ContainerSpec, own: number | null): Check {
  const subject = { key: 'vmid', title: 'VMID', field: 'vmid' };
  if (guests.kind === 'unseen') return notChecked(subject, guests.error);
  if (own !== null) return pass(subject, `${String(own)} is reserved for this container.`);
  const next = nextVmid.kind === 'seen' ? nextVmid.value : null;
  if (vmid === null) {
    return pass(
      subject,
      next === null ? 'The next free one is taken.' : `The next free one is ${String(next)}.`,
    );
  }
  const holder = guests.value.find((guest) => guest.vmid === vmid);
  if (!holder) return pass(subject, `${String(vmid)} is free.`);
  return wrong('fail', subject, {
    code: 'CREATE.VMID_TAKEN',
    detail: `${String(vmid)} belongs to ${holder.name || 'another guest'} on ${holder.node}.`,
    remedy:
      next === null ? 'Choose another one.' : `Choose another one; the next free one is ${String(next)}.`,
  });
}

/** Whether the pool is there. One that the token may not audit is not shown, so its absence proves nothing then. */
export function poolCheck({ pools, permissions }: World, { pool }: ContainerSpec): Check | null {
  if (pool === null) return null;
  const subject = { key: 'pool', title: 'Pool', field: 'pool' };
  if (pools.kind === 'unseen') return notChecked(subject, pools.error);
  if (pools.value.includes(pool)) return pass(subject, `${pool} is there.`);
  const audit = { path: `/pool/${pool}`, name: 'Pool.Audit' };
  const blind = permissions.kind === 'unseen' || missingPrivileges(permissions.value, [audit]).length > 0;
  if (blind) {
    return wrong('warn', subject, {
      code: 'PREFLIGHT.POOL_UNSEEN',
      detail: `The token may not look at the pool ${pool}, so nobody knows whether there is one.`,
      remedy: 'Look yourself, or run install-node.sh on the node again: it grants Pool.Audit.',
    });
  }
  return wrong('fail', subject, {
    code: 'CREATE.POOL_UNKNOWN',
    detail: `There is no pool ${pool}.`,
    remedy: 'Make it on the node (Datacenter, Permissions, Pools), or leave the field empty.',
  });
}

/** @param found null if the node did not tell what there is */
export function templateCheck(world: World, spec: ContainerSpec, found: FoundTemplate | null): Check {
  const subject = { key: 'os-template', title: 'OS template', field: 'osTemplate' };
  if (found === null) return notChecked(subject, errorIn(world.storages, world.volumes, world.catalogue));
  switch (found.kind) {
    case 'present':
      return pass(subject, `${found.volid} is there.`);
    case 'in-catalogue':
      return pass(subject, `${found.template} will be downloaded to ${found.storage}.`);
    case 'missing':
      return wrong('fail', subject, {
        code: 'CREATE.TEMPLATE_MISSING',
        detail: `There is no OS template ${spec.osTemplate} on the node or in its catalogue.`,
        remedy: 'The template was deleted, or the catalogue is old: run pveam update on the node.',
      });
  }
}

const errorIn = (...seen: { readonly kind: string; readonly error?: Error }[]): Error =>
  seen.find(({ error }) => error)?.error ?? new Error('The node did not tell.');

/** Each storage by itself: whether containers may lie there, and whether there is room for all that goes onto it. */
export function storageChecks({ storages }: World, spec: ContainerSpec): Check[] {
  return [...wantedSpace(spec)].map(([name, { field, size }]) => {
    const subject = { key: `storage:${name}`, title: `Storage ${name}`, field };
    if (storages.kind === 'unseen') return notChecked(subject, storages.error);
    const storage = storages.value.find((candidate) => candidate.name === name);
    if (!storage?.holdsContainers) {
      return wrong('fail', subject, {
        code: 'CREATE.STORAGE_UNSUITABLE',
        detail: `The node has no storage ${name} that holds containers.`,
        remedy: 'The storage was removed, disabled, or is not meant for containers (content rootdir).',
      });
    }
    const need = `${gib(storage.free)} GiB are free, and the container needs ${String(size)} GiB`;
    if (storage.free < size * GIB) {
      const remedy = 'Other containers, images or backups fill it: make room, or take a smaller disk.';
      return wrong('fail', subject, { code: 'CREATE.STORAGE_FULL', detail: `On ${name} ${need}.`, remedy });
    }
    if (storage.free - size * GIB < storage.total * 0.05) {
      const remedy = 'Plan for more room: a full storage stops every guest on it.';
      return wrong('warn', subject, {
        code: 'PREFLIGHT.STORAGE_TIGHT',
        detail: `On ${name} ${need}.`,
        remedy,
      });
    }
    return pass(subject, `${need}.`);
  });
}

/** GiB by storage, with the first field of the request that names it. */
function wantedSpace({
  storage,
  disk,
  mountPoints,
}: ContainerSpec): Map<string, { field: string; size: number }> {
  const wanted = new Map([[storage, { field: 'storage', size: disk }]]);
  for (const [index, point] of mountPoints.entries()) {
    const field = `mountPoints.${String(index)}.storage`;
    const before = wanted.get(point.storage) ?? { field, size: 0 };
    wanted.set(point.storage, { ...before, size: before.size + point.size });
  }
  return wanted;
}

import type { NodeStatus } from '../proxmox/answers.js';
import type { ProxmoxClient } from '../proxmox/proxmox-client.js';

/** How much room a node has; memory and storage in bytes. */
export interface Capacity {
  readonly cpuLoad: number;
  readonly cpus: number;
  readonly memoryFree: number;
  readonly memoryTotal: number;
  /** The storage for containers with most free space. */
  readonly storage: string | null;
  readonly storageFree: number | null;
}

/** Asks a node. Rejects with a `ProxmoxError`. */
export async function capacityOf(api: ProxmoxClient): Promise<Capacity> {
  const [status, storages] = await Promise.all([api.nodeStatus(), api.storages()]);
  const [roomiest] = storages
    .filter(({ holdsContainers }) => holdsContainers)
    .sort((a, b) => b.free - a.free);
  return { ...sizes(status), storage: roomiest?.name ?? null, storageFree: roomiest?.free ?? null };
}

const sizes = ({ cpuLoad, cpus, memoryTotal, memoryUsed }: NodeStatus) => ({
  ...{ cpuLoad, cpus, memoryTotal, memoryFree: memoryTotal - memoryUsed },
});

/**
 * Which node suits a container best: among those with room for it the one that has most left, counting what is
 * scarcest there (memory, storage, or processor time). Null if none has room.
 * @param memory bytes
 * @param disk bytes
 */
export function suggest(
  nodes: readonly { readonly id: string; readonly capacity: Capacity | null }[],
  { memory, disk }: { readonly memory: number; readonly disk: number },
): string | null {
  const ranked = nodes
    .flatMap(({ id, capacity }) => {
      if (!capacity || capacity.storageFree === null) return [];
      const memoryLeft = capacity.memoryFree - memory;
      const storageLeft = capacity.storageFree - disk;
      if (memoryLeft < 0 || storageLeft < 0) return [];
      const shares = [
        memoryLeft / capacity.memoryTotal,
        storageLeft / capacity.storageFree,
        1 - capacity.cpuLoad,
      ];
      return [{ id, left: Math.min(...shares) }];
    })
    .sort((a, b) => b.left - a.left);
  return ranked[0]?.id ?? null;
}

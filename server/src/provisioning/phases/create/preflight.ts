import { failed } from '../in-container/container-phase.js';
import type { PhaseContext, PhaseOutcome } from '../phase.js';

const GIB = 1024 ** 3;

/** What can be known to go wrong before anything is made; null if nothing. */
export async function preflight({ node: { api }, spec }: PhaseContext): Promise<PhaseOutcome | null> {
  const [storages, bridges] = await Promise.all([api.storages(), api.bridges()]);
  const storage = storages.find(({ name }) => name === spec.storage);
  if (!storage?.holdsContainers) {
    return refused(
      'CREATE.STORAGE_UNSUITABLE',
      `The node has no storage ${spec.storage} that holds containers.`,
      'The storage was removed, disabled, or is not meant for containers.',
    );
  }
  if (storage.free < spec.disk * GIB) {
    const free = (storage.free / GIB).toFixed(1);
    return refused(
      'CREATE.STORAGE_FULL',
      `Storage ${spec.storage} has ${free} GiB free, and the container's disk needs ${String(spec.disk)} GiB.`,
      'Other containers, images or backups fill it.',
    );
  }
  if (!bridges.some(({ name }) => name === spec.network.bridge)) {
    return refused(
      'CREATE.BRIDGE_UNKNOWN',
      `The node has no bridge ${spec.network.bridge}.`,
      'The bridge was removed, or the token lacks SDN.Use on it and so does not see it.',
    );
  }
  return null;
}

const refused = (code: string, message: string, likelyCause: string) =>
  failed({ code, message, likelyCause, retryable: true });

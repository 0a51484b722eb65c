import type { ReadStore } from '../../read-store/read-store.js';

const LONGEST_WAIT_MS = 2_000;

/** Versions are commit positions, for clients an opaque text. */
export const versionOf = (position: bigint) => String(position);

/** Waits until the read models include a version. When that takes too long the answer is simply an older one. */
export async function reach(readStore: ReadStore, minVersion: string | null): Promise<void> {
  if (minVersion === null || !/^\d{1,18}$/.test(minVersion)) return;
  await readStore.waitFor(BigInt(minVersion), LONGEST_WAIT_MS);
}

import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the data directory with what is missing above it, one folder after another: with `recursive`, Node 24 never
 * returns from some odd places (below /proc).
 * @param path absolute
 */
export function makeDataDirectory(path: string): void {
  const missing: string[] = [];
  for (let folder = path; !existsSync(folder) && folder !== dirname(folder); folder = dirname(folder)) {
    missing.unshift(folder);
  }
  try {
    for (const folder of missing) mkdirSync(folder, { mode: 0o700 });
  } catch {
    throw new Error(
      `The data directory ${path} cannot be made. Choose another with --data-dir, or change the owner of the folder above.`,
    );
  }
}

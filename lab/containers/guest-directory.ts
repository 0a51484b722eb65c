import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder with the files that run inside the containers: beside the sources, or up from the compiled program. */
export function guestDirectory(): string {
  const root = join(import.meta.dirname, '..');
  const candidates = [join(root, 'guest'), join(root, '../../lab/guest')];
  const found = candidates.find((path) => existsSync(join(path, 'boot.sh')));
  if (found === undefined)
    throw new Error(`The lab's guest files are missing (looked in ${candidates.join(', ')}).`);
  return found;
}

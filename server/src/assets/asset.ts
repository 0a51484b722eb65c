import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A shell file that goes into containers or onto nodes, from `server/assets`; the same from the sources and from `dist`. */
export function asset(name: string): Promise<string> {
  return readFile(join(packageRoot(import.meta.dirname), 'server/assets', name), 'utf8');
}

function packageRoot(directory: string): string {
  if (existsSync(join(directory, 'package.json'))) return directory;
  const parent = dirname(directory);
  if (parent === directory) throw new Error('The folder of the application cannot be found.');
  return packageRoot(parent);
}

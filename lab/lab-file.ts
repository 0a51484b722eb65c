import { basename, dirname, join } from 'node:path';

const here = import.meta.dirname;
const sources = basename(dirname(here)) === 'dist' ? join(here, '../../lab') : here;

/** A folder or file of the lab that is not code, such as `guest`; it stays with the sources when they are compiled. */
export function labFile(name: string): string {
  return join(sources, name);
}

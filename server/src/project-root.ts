import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Where package.json is, seen from the sources as well as from `dist`. */
export function projectRoot(): string {
  const root = join(import.meta.dirname, '..', '..');
  return basename(root) === 'dist' ? dirname(root) : root;
}

/** The application's version. */
export function applicationVersion(): string {
  const text = readFileSync(join(projectRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

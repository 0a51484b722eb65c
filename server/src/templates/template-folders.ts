import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { ParsedFolder } from './domain/template-folder.js';
import { parseTemplateFolder } from './domain/template-folder.js';

/** The folder with the templates that come with the application; the same from the sources and from `dist`. */
export function builtInTemplates(directory: string = import.meta.dirname): string {
  if (existsSync(join(directory, 'package.json'))) return join(directory, 'templates');
  const parent = dirname(directory);
  if (parent === directory) throw new Error('The folder of the application cannot be found.');
  return builtInTemplates(parent);
}

/** Every template in a folder, by the name of its own folder, which is its id. */
export async function readTemplateFolders(root: string): Promise<Map<string, ParsedFolder>> {
  const entries = await readdir(root, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const parsed = names
    .sort()
    .map(async (name): Promise<[string, ParsedFolder]> => [name, await readFolder(join(root, name))]);
  return new Map(await Promise.all(parsed));
}

async function readFolder(root: string): Promise<ParsedFolder> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = paths.map(async (path): Promise<[string, Buffer]> => [
    relative(root, path).split(sep).join('/'),
    await readFile(path),
  ]);
  return parseTemplateFolder(new Map(await Promise.all(files)));
}

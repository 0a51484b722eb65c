import type { CatalogueEntry, StorageStatus, TemplateVolume } from '../../../proxmox/answers.js';

export type FoundTemplate =
  | { readonly kind: 'present'; readonly volid: string }
  | { readonly kind: 'in-catalogue'; readonly template: string; readonly storage: string }
  | { readonly kind: 'missing' };

/**
 * What an OS template's name stands for: a volume by its id; else the newest file of that name, on a storage if
 * there is one, otherwise from the catalogue, onto the storage for templates that has the most space.
 */
export function findTemplate(
  wanted: string,
  volumes: readonly TemplateVolume[],
  catalogue: readonly CatalogueEntry[],
  storages: readonly StorageStatus[],
): FoundTemplate {
  if (wanted.includes(':')) {
    const present = volumes.some(({ volid }) => volid === wanted);
    return present ? { kind: 'present', volid: wanted } : { kind: 'missing' };
  }
  const matches = (file: string) => file === wanted || file.startsWith(`${wanted}_`);
  const volid = newest(
    volumes.map((volume) => volume.volid),
    matches,
  );
  if (volid !== undefined) return { kind: 'present', volid };
  const template = newest(
    catalogue.map((entry) => entry.template),
    matches,
  );
  const [storage] = storages.filter(({ holdsTemplates }) => holdsTemplates).sort((a, b) => b.free - a.free);
  if (template === undefined || !storage) return { kind: 'missing' };
  return { kind: 'in-catalogue', template, storage: storage.name };
}

function newest(names: readonly string[], matches: (file: string) => boolean): string | undefined {
  const fileOf = (name: string) => name.slice(name.indexOf('/') + 1);
  return names
    .filter((name) => matches(fileOf(name)))
    .sort((a, b) => fileOf(b).localeCompare(fileOf(a), 'en', { numeric: true }))[0];
}

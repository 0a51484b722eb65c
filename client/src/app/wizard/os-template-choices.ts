import { readableBytes } from '../ui/readable.js';
import type { Choice } from '../ui/select-field.js';
import type { Inventory } from './wizard-model.js';

type OsTemplate = Inventory['osTemplates'][number];

/** What can be chosen, the chosen one too while the node has not told of it yet. */
export function osTemplateChoices(all: readonly OsTemplate[], chosen: string): readonly Choice[] {
  const choices = all.map(osTemplateChoice);
  const isUnknown = chosen.includes(':') && !choices.some(({ value }) => value === chosen);
  const name = chosen.slice(chosen.lastIndexOf('/') + 1);
  return isUnknown ? [{ value: chosen, text: name }, ...choices] : choices;
}

/** One that is not there yet is named without its version: the run downloads the newest. */
function osTemplateChoice({ name, volid, size }: OsTemplate): Choice {
  const bytes = size === null ? '' : `, ${readableBytes(size)}`;
  if (volid !== null) return { value: volid, text: `${name} (on the node${bytes})` };
  return { value: withoutVersion(name), text: `${name} (not downloaded yet${bytes})` };
}

/** The newest archive of the catalogue for a template that no storage has; null where one has it, or nobody knows it. */
export function newestMissing(all: readonly OsTemplate[], wanted: string): OsTemplate | null {
  const fitting = all.filter(({ name, volid }) => [name, volid, withoutVersion(name)].includes(wanted));
  if (fitting.some(({ volid }) => volid !== null)) return null;
  const newestFirst = fitting.toSorted((one, other) =>
    other.name.localeCompare(one.name, 'en', { numeric: true }),
  );
  return newestFirst[0] ?? null;
}

function withoutVersion(name: string): string {
  return name.split('_')[0] ?? name;
}

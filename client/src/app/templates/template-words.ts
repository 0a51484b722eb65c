import type { FilePolicy, TemplateCardFragment } from '../../../../schema/generated/templates.js';
import { readableMebibytes } from '../ui/readable.js';

/** What is written on a template. */
type Described = Omit<TemplateCardFragment, 'builtIn' | 'archived'>;

/** Resources in one line: `2 cores, 1 GiB memory, 8 GiB disk`. */
export function sizeOf({ cores, memory, disk }: TemplateCardFragment['defaults']): string {
  return `${counted(cores, 'core')}, ${readableMebibytes(memory)} memory, ${disk} GiB disk`;
}

/** What is in a template, in one line; what it has none of is left out. */
export function contentsOf({ packageGroups, scripts, files }: Described): string {
  const parts = [
    packageGroups.length > 0 && counted(packageGroups.length, 'package group'),
    scripts.length > 0 && counted(scripts.length, 'script'),
    files.length > 0 && counted(files.length, 'file'),
  ];
  return parts.filter(Boolean).join(' · ') || 'An OS template only';
}

/** How a file that is there already is treated. */
export const POLICIES: readonly { value: FilePolicy; text: string }[] = [
  { value: 'DEFAULT', text: 'Leaves what is there' },
  { value: 'REPLACE', text: 'Replaces what is there' },
  { value: 'BACKUP', text: 'Keeps what is there under another name' },
];

export function policyText(policy: FilePolicy): string {
  return POLICIES.find(({ value }) => value === policy)?.text ?? policy;
}

/** Whether every word of a search is somewhere in the template's own words. */
export function matches(template: Described, query: string): boolean {
  const { title, description, tags, osTemplate } = template;
  const text = [title, description, osTemplate, ...tags].join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

import type { FilePolicy, TemplateCardFragment } from '../../../../schema/generated/client.js';

/** Resources in one line: `2 cores, 1024 MiB, 8 GiB`. */
export function sizeOf({ cores, memory, disk }: TemplateCardFragment['defaults']): string {
  return `${counted(cores, 'core')}, ${memory} MiB, ${disk} GiB`;
}

/** What is in a template, in one line; what it has none of is left out. */
export function contentsOf({ packageGroups, scripts, files }: TemplateCardFragment): string {
  const parts = [
    packageGroups.length > 0 && counted(packageGroups.length, 'package group'),
    scripts.length > 0 && counted(scripts.length, 'script'),
    files.length > 0 && counted(files.length, 'file'),
  ];
  return parts.filter(Boolean).join(' · ') || 'An OS template only';
}

export function policyText(policy: FilePolicy): string {
  switch (policy) {
    case 'REPLACE':
      return 'Replaces what is there';
    case 'DEFAULT':
      return 'Leaves what is there';
    case 'BACKUP':
      return 'Keeps what is there under another name';
  }
}

/** Whether every word of a search is somewhere in the template's own words. */
export function matches(template: TemplateCardFragment, query: string): boolean {
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

import type { PackageManager } from '../../../../schema/generated/templates.js';
import type { GroupForm } from './template-form.js';

interface Package {
  readonly manager: PackageManager;
  readonly name: string;
}

/** Packages as a group for each manager, named `stem.apt` and so on, under names that are free. */
export function groupsOf(
  stem: string,
  packages: readonly Package[],
  others: readonly { readonly name: string }[],
): GroupForm[] {
  const taken = new Set(others.map(({ name }) => name));
  const managers = [...new Set(packages.map(({ manager }) => manager))];
  return managers.map((manager) => ({
    name: freeName(stem, manager, taken),
    manager,
    lines: packages
      .filter((known) => known.manager === manager)
      .map(({ name }) => name)
      .join('\n'),
    optional: false,
    enabled: true,
  }));
}

/** A title as the beginning of a group's name. */
export function stemOf(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'list'
  );
}

function freeName(stem: string, manager: PackageManager, taken: ReadonlySet<string>): string {
  const ending = manager.toLowerCase();
  let name = `${stem}.${ending}`;
  for (let number = 2; taken.has(name); number += 1) name = `${stem}-${number}.${ending}`;
  return name;
}

import type { PackageManager } from '../../containers/domain/container-spec.js';
import { groupNameProblem } from '../../../../schema/rules/names.js';
import type { PackageManagerName } from '../../../../schema/rules/packages.js';
import { customLineProblem, packageProblem } from '../../../../schema/rules/packages.js';
import { directives } from './directives.js';
import type { PackageGroupContent, TemplateProblem } from './template.js';

const RULE_NAMES: Readonly<Record<PackageManager, PackageManagerName>> = {
  apt: 'APT',
  apk: 'APK',
  dnf: 'DNF',
  npm: 'NPM',
  pip: 'PIP',
  custom: 'CUSTOM',
};

/** Reads `packages/NAME.MANAGER`: a package a line, comments behind `#`. */
export function parsePackagesFile(
  name: string,
  text: string,
): { readonly group: PackageGroupContent | null; readonly problems: readonly TemplateProblem[] } {
  const file = `container-configs/packages/${name}`;
  const manager = managerOf(name);
  if (manager === null || groupNameProblem(name) !== null) {
    const reason = 'A package file is named NAME.apt, .apk, .dnf, .npm, .pip or .custom.';
    return { group: null, problems: [{ file, line: null, reason }] };
  }
  const packages: string[] = [];
  const problems: TemplateProblem[] = [];
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const entry = withoutComment(row, manager);
    if (entry === '') continue;
    const reason = entryProblem(manager, entry);
    if (reason === null) packages.push(entry);
    else problems.push({ file, line: index + 1, reason });
  }
  const { optional, enabled } = directives(text);
  return { group: { name, manager, packages, optional, enabled }, problems };
}

function managerOf(name: string): PackageManager | null {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return (Object.keys(RULE_NAMES) as PackageManager[]).find((manager) => manager === extension) ?? null;
}

/** A custom line may hold `#` in its commands, so there only whole lines are comments. */
function withoutComment(row: string, manager: PackageManager): string {
  const line = row.trim();
  if (line.startsWith('#')) return '';
  return manager === 'custom' ? line : line.replace(/\s+#.*$/, '');
}

function entryProblem(manager: PackageManager, entry: string): string | null {
  const found = manager === 'custom' ? customLineProblem(entry) : packageProblem(RULE_NAMES[manager], entry);
  return found?.reason ?? null;
}

import type { PackageManager } from '../../../../schema/generated/templates.js';

const MANAGERS: readonly Exclude<PackageManager, 'CUSTOM'>[] = ['APT', 'APK', 'DNF', 'NPM', 'PIP'];

interface Package {
  readonly manager: PackageManager;
  readonly name: string;
}

/** One package a line; those of apt without the manager's name. */
export function linesOfPackages(packages: readonly Package[]): string {
  return packages.map(({ manager, name }) => (manager === 'APT' ? name : `${manager.toLowerCase()} ${name}`)).join('\n');
}

/** A first word that is no manager belongs to the package's name, which the rules then judge. */
export function packagesOfLines(text: string): Package[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter(Boolean).map((line) => {
    const [first = '', ...rest] = line.split(/\s+/);
    const manager = rest.length > 0 ? MANAGERS.find((known) => known.toLowerCase() === first.toLowerCase()) : undefined;
    return manager ? { manager, name: rest.join(' ') } : { manager: 'APT', name: line };
  });
}

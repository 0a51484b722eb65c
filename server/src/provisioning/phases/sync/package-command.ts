import type { PackageGroupSpec, PackageManager } from '../../../containers/domain/container-spec.js';

export interface PackageCommand {
  /** The file in `server/assets/packages` that installs. */
  readonly script: string;
  readonly args: readonly string[];
  readonly timeoutSeconds: number;
}

const GROUP_LIMIT_SECONDS = 30 * 60;
const CUSTOM_LIMIT_SECONDS = 300;
const NATIVE: readonly PackageManager[] = ['apt', 'apk', 'dnf'];

/** How to install a group; `problem` if a name in it could mean anything but a package. */
export function packageCommand(group: PackageGroupSpec): PackageCommand | { readonly problem: string } {
  if (group.manager === 'custom') return customCommand(group.packages);
  const wrong = group.packages.find((name) => !isPlainPackage(name));
  if (wrong !== undefined) return { problem: `${JSON.stringify(wrong)} is no package name.` };
  const script = `packages/${group.manager}.sh`;
  return { script, args: group.packages, timeoutSeconds: GROUP_LIMIT_SECONDS };
}

/**
 * The request was checked by the rules of each manager; here the last look before the name becomes an argument: never an
 * option, and never `name-`, by which apt removes a package.
 */
function isPlainPackage(name: string): boolean {
  return (
    name.length <= 200 && /^[A-Za-z0-9@][A-Za-z0-9@/._+~^*=<>!,:[\]-]*$/.test(name) && !name.endsWith('-')
  );
}

/** `name|check|install[|seconds]`: the install command may hold pipes, so only a bare number at the end is a limit. */
export function parseCustomLine(
  line: string,
): { name: string; check: string; install: string; seconds: number } | null {
  const [name = '', check = '', ...rest] = line.split('|').map((part) => part.trim());
  const last = rest.at(-1) ?? '';
  const limited = rest.length > 1 && /^\d{1,5}$/.test(last);
  const seconds = limited ? Number(last) : CUSTOM_LIMIT_SECONDS;
  const install = (limited ? rest.slice(0, -1) : rest).join(' | ').trim();
  return name === '' || check === '' || install === '' ? null : { name, check, install, seconds };
}

function customCommand(lines: readonly string[]): PackageCommand | { readonly problem: string } {
  const args: string[] = [];
  let timeoutSeconds = 60;
  for (const line of lines) {
    const tool = parseCustomLine(line);
    if (!tool) return { problem: `${JSON.stringify(line)} is not name|check|install.` };
    args.push(tool.name, tool.check, tool.install, String(tool.seconds));
    timeoutSeconds += tool.seconds + 125;
  }
  return { script: 'packages/custom.sh', args, timeoutSeconds };
}

/** Why a group is not for this system, or null. */
export function skipReason(group: PackageGroupSpec, native: PackageManager | null): string | null {
  if (!NATIVE.includes(group.manager) || group.manager === native) return null;
  return `Skipped: this system does not use ${group.manager}.`;
}

import type { Problem } from './problem.js';
import { problem } from './problem.js';

export type PackageManagerName = 'APT' | 'APK' | 'DNF' | 'NPM' | 'PIP' | 'CUSTOM';

/**
 * What each manager's names look like, with an optional version pin. None can begin with a hyphen (it would be an
 * option) and none can hold a character that means something to a shell.
 * Sources: Debian policy 5.6.1 and apt-get(8) for `=version` and `/suite`; apk-world(5); the npm name rules; PEP 508.
 */
const PATTERNS: Readonly<Record<Exclude<PackageManagerName, 'CUSTOM'>, RegExp>> = {
  APT: /^[a-z0-9][a-z0-9+.-]*(:[a-z0-9]+)?(=[A-Za-z0-9.+:~*-]+|\/[a-z0-9-]+)?$/,
  APK: /^[a-z0-9][a-zA-Z0-9+._-]*((=|~|>=|<=|=~)[0-9][A-Za-z0-9._-]*)?$/,
  DNF: /^[A-Za-z0-9][A-Za-z0-9+._~^:-]*$/,
  NPM: /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*(@[\^~]?[A-Za-z0-9][A-Za-z0-9.+-]*)?$/,
  PIP: /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?(\[[A-Za-z0-9,._-]+\])?((==|>=|<=|~=|!=|>|<)[0-9][A-Za-z0-9.*+!_-]*(,(==|>=|<=|~=|!=|>|<)[0-9][A-Za-z0-9.*+!_-]*)*)?$/,
};

const EXAMPLES: Readonly<Record<Exclude<PackageManagerName, 'CUSTOM'>, string>> = {
  APT: 'nginx or nodejs=24.*',
  APK: 'nginx or nginx=1.26.2-r0',
  DNF: 'nginx or nginx-1.26.2',
  NPM: 'pm2 or pm2@^5',
  PIP: 'httpie or httpie==3.2.2',
};

/** A package as people type it, in the manager's own syntax. Commands of custom tools cannot be typed in a wizard. */
export function packageProblem(manager: PackageManagerName, name: string): Problem | null {
  if (manager === 'CUSTOM') {
    return problem('PACKAGE.CUSTOM', 'Custom tools can only be part of a template.');
  }
  if (name.length <= 200 && PATTERNS[manager].test(name)) return null;
  return problem(
    'PACKAGE.INVALID',
    `This is no ${manager.toLowerCase()} package; write for example ${EXAMPLES[manager]}.`,
  );
}

/** A tool of a template's author: `name|check command|install command[|timeout_seconds]`. */
export function customLineProblem(line: string): Problem | null {
  const [name = '', check = '', install = ''] = line.split('|').map((part) => part.trim());
  const named = /^[A-Za-z0-9][A-Za-z0-9 ._+@-]{0,99}$/.test(name);
  const fine = named && check !== '' && install !== '' && line.length <= 4000 && !/[\0\r\n]/.test(line);
  if (fine) return null;
  return problem('PACKAGE.CUSTOM', 'A custom line is name|check command|install command[|seconds].');
}

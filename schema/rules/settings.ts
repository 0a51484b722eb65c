import { hostnameProblem } from './hostname.js';
import type { Problem } from './problem.js';
import { problem, wholeNumberProblem } from './problem.js';

/** Directories that a mount would make unusable, or that Proxmox VE refuses. */
const SYSTEM_DIRECTORIES = new Set(
  ['bin', 'boot', 'dev', 'etc', 'lib', 'lib64', 'proc', 'root', 'run', 'sbin', 'sys', 'tmp', 'usr'].map(
    (name) => `/${name}`,
  ),
);

/** Where a volume is mounted: an absolute path below `/` that hides nothing of the system. */
export function mountPathProblem(value: string): Problem | null {
  const parts = value.split('/').slice(1);
  const plain =
    value.startsWith('/') &&
    value.length <= 255 &&
    parts.every((part) => /^[A-Za-z0-9._@+-]+$/.test(part) && part !== '.' && part !== '..');
  if (!plain) return problem('MOUNT_PATH.INVALID', 'Use an absolute path such as /srv/data.');
  if (!SYSTEM_DIRECTORIES.has(value)) return null;
  return problem('MOUNT_PATH.SYSTEM', 'A volume mounted here would hide a part of the system.');
}

/** GiB. */
export function mountSizeProblem(value: number): Problem | null {
  return wholeNumberProblem(value, {
    code: 'MOUNT_SIZE.RANGE',
    what: 'The size (GiB)',
    min: 1,
    max: 131_072,
  });
}

/** A pool as Proxmox VE names it (pve-poolid): up to three levels. */
export function poolProblem(value: string): Problem | null {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*){0,2}$/.test(value) && value.length <= 100)
    return null;
  return problem('POOL.INVALID', 'Use the name of a pool of Proxmox VE.');
}

/** `host` for the node's own, or a name of the time zone database. */
export function timezoneProblem(value: string): Problem | null {
  const fine = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z][A-Za-z0-9_+-]*){0,2}$/.test(value) && value.length <= 64;
  return fine ? null : problem('TIMEZONE.INVALID', 'Use host, UTC, or a name such as Europe/Berlin.');
}

/** One DNS domain, or several with spaces between them. */
export function searchDomainProblem(value: string): Problem | null {
  const fine = value.length <= 255 && value.split(' ').every((name) => hostnameProblem(name) === null);
  return fine ? null : problem('SEARCH_DOMAIN.INVALID', 'Use a DNS domain such as home.example.');
}

/** Text for people; line breaks are fine. Proxmox VE takes 8192 characters together with our marker. */
export function descriptionProblem(value: string): Problem | null {
  if (value.length > 7_000) return problem('DESCRIPTION.TOO_LONG', 'Use at most 7000 characters.');
  if (/[^\P{Cc}\n\t]/u.test(value)) {
    return problem('DESCRIPTION.CONTROL_CHARACTER', 'It must not hold control characters but line breaks.');
  }
  return /^\s*infrahaus:/m.test(value)
    ? problem('DESCRIPTION.MARKER', 'A line must not begin with infrahaus: as that is our own mark.')
    : null;
}

/** A place in the order in which a node starts its containers. */
export function startupOrderProblem(value: number): Problem | null {
  return wholeNumberProblem(value, { code: 'STARTUP.ORDER', what: 'The order', min: 0, max: 100_000 });
}

/** Seconds. */
export function startupDelayProblem(value: number): Problem | null {
  return wholeNumberProblem(value, { code: 'STARTUP.DELAY', what: 'The delay (s)', min: 0, max: 86_400 });
}

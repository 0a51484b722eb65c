import type { Problem } from './problem.js';
import { hasControlCharacter, problem } from './problem.js';
import { parseIpv4 } from './network.js';
import { hostnameProblem } from './hostname.js';

/** A storage id as Proxmox VE has it (pve-storage-id). */
export function storageProblem(value: string): Problem | null {
  if (/^[a-z][a-z0-9._-]*[a-z0-9]$/i.test(value) && value.length <= 100) return null;
  return problem('STORAGE.INVALID', 'Choose a storage of the node.');
}

/** A bridge or SDN vnet: a Linux interface name of at most 15 characters. */
export function bridgeProblem(value: string): Problem | null {
  if (/^[a-z][a-z0-9_.-]{0,14}$/i.test(value)) return null;
  return problem('BRIDGE.INVALID', 'Choose a bridge of the node.');
}

/** An OS template by name without version (`debian-12-standard`), file name, or volume id (`local:vztmpl/…`). */
export function osTemplateProblem(value: string): Problem | null {
  const name = /^([a-z][a-z0-9._-]*:vztmpl\/)?[a-z0-9][a-z0-9._+-]*$/i;
  if (value.length <= 255 && name.test(value) && !value.includes('..')) return null;
  return problem('OS_TEMPLATE.INVALID', 'Choose an OS template, for example debian-12-standard.');
}

/** A tag as Proxmox VE takes it (pve-tag). */
export function tagProblem(value: string): Problem | null {
  if (/^[a-z0-9_][a-z0-9_+.-]*$/i.test(value) && value.length <= 60) return null;
  return problem(
    'TAG.INVALID',
    'A tag begins with a letter, digit or underscore; then also -, + and . are allowed.',
  );
}

/** An absolute path of a file in a container, without `.`/`..` parts and shell metacharacters. */
export function filePathProblem(value: string): Problem | null {
  const parts = value.split('/').slice(1);
  const fine =
    value.startsWith('/') &&
    value.length <= 1024 &&
    parts.every((part) => /^[A-Za-z0-9._@+:~-]+$/.test(part) && part !== '.' && part !== '..');
  return fine ? null : problem('PATH.INVALID', 'Use an absolute path of letters, digits and . _ @ + : ~ -.');
}

/** A script's file name in a template. */
export function scriptNameProblem(value: string): Problem | null {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]*\.sh$/.test(value) && value.length <= 100) return null;
  return problem('SCRIPT.INVALID', 'A script is named like 10-configure.sh.');
}

/** A package group's name, for example `base.apt`. */
export function groupNameProblem(value: string): Problem | null {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(value) && value.length <= 100) return null;
  return problem('GROUP.INVALID', 'A package group is named like base.apt.');
}

/** Where a node answers: a host name, an IPv4 address or an IPv6 address without brackets. */
export function nodeAddressProblem(value: string): Problem | null {
  const isIpv6 = value.includes(':') && /^[0-9a-f:.]{2,45}$/i.test(value);
  if (parseIpv4(value) !== null || isIpv6 || hostnameProblem(value) === null) return null;
  return problem('ADDRESS.INVALID', 'Use a host name or an IP address, without https:// and port.');
}

/** An API token id as Proxmox VE has it: `user@realm!name`. */
export function tokenIdProblem(value: string): Problem | null {
  if (/^[^\s:/!@]{1,60}@[a-z][a-z0-9.-]{1,31}![a-z][a-z0-9._-]{1,60}$/i.test(value)) return null;
  return problem('TOKEN_ID.INVALID', 'A token id looks like infrahaus@pve!infrahaus.');
}

/** A name that a person gives to something, for people to read. */
export function titleProblem(value: string, maxLength: number): Problem | null {
  const fine = value.trim() !== '' && value.length <= maxLength && !hasControlCharacter(value);
  return fine ? null : problem('NAME.INVALID', `Give it a name of 1 to ${String(maxLength)} characters.`);
}

/** Chosen by a client so that sending a request twice is harmless. */
export function idempotencyKeyProblem(value: string): Problem | null {
  if (/^[\x21-\x7e]{8,100}$/.test(value)) return null;
  return problem('IDEMPOTENCY_KEY.INVALID', 'Use 8 to 100 printable ASCII characters without spaces.');
}

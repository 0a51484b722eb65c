import type { Problem } from './problem.js';
import { hasControlCharacter, problem } from './problem.js';

const KEY_TYPE =
  /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com)$/;

/** The root password; Proxmox VE asks for at least 5 characters. */
export function rootPasswordProblem(value: string): Problem | null {
  if (value.length < 5) return problem('PASSWORD.TOO_SHORT', 'The password needs at least 5 characters.');
  if (value.length > 200) return problem('PASSWORD.TOO_LONG', 'The password has at most 200 characters.');
  if (hasControlCharacter(value)) {
    return problem(
      'PASSWORD.CONTROL_CHARACTER',
      'The password must not hold line breaks or control characters.',
    );
  }
  return null;
}

/** The password of an account of this installation: longer, because it guards everything else. */
export function accountPasswordProblem(value: string): Problem | null {
  if (value.length < 12) return problem('PASSWORD.TOO_SHORT', 'The password needs at least 12 characters.');
  return rootPasswordProblem(value);
}

/** One OpenSSH public key: type, base64 body that names the same type, optional comment. No options in front. */
export function sshKeyProblem(value: string): Problem | null {
  const invalid = problem(
    'SSH_KEY.INVALID',
    'Paste one OpenSSH public key, for example ssh-ed25519 AAAA… name.',
  );
  if (value.length > 16_384 || hasControlCharacter(value)) return invalid;
  const [type = '', body = ''] = value.trim().split(/\s+/);
  if (!KEY_TYPE.test(type) || !/^[A-Za-z0-9+/]{40,}={0,2}$/.test(body)) return invalid;
  return embeddedType(body) === type ? null : invalid;
}

/** The type that a key's body states about itself (RFC 4253, section 6.6: a length of 4 bytes, then the name). */
function embeddedType(base64: string): string {
  let bytes: string;
  try {
    bytes = atob(base64);
  } catch {
    return '';
  }
  const length = [0, 1, 2, 3].reduce((sum, index) => sum * 256 + bytes.charCodeAt(index), 0);
  return length <= 64 ? bytes.slice(4, 4 + length) : '';
}

/** Somebody has to be able to get in: a password or at least one key. */
export function accessProblem(access: {
  password?: string | null;
  sshKeys: readonly string[];
}): Problem | null {
  if (access.password || access.sshKeys.length > 0) return null;
  return problem('ACCESS.NONE', 'Set a root password or add an SSH key, or nobody can get in.');
}

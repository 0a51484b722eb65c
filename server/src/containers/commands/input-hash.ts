import { createHash } from 'node:crypto';
import type { Vault } from '../../secrets/vault.js';

/** What a client asked for, as it asked for it, with the root password apart. */
export interface RequestedInput {
  /** Plain data without the password. */
  readonly fields: object;
  readonly rootPassword: string | null;
}

/**
 * Puts the password into the vault and tells whether two requests ask for the same. The vault gives the same value the
 * same id, so the hash can hold the id instead of the password.
 */
export async function keepInput(
  vault: Pick<Vault, 'store'>,
  container: string,
  { fields, rootPassword }: RequestedInput,
): Promise<{ inputHash: string; rootPasswordSecret: string | null }> {
  const subject = `container:${container}`;
  const secret = rootPassword
    ? await vault.store({ subject, name: 'root-password', value: rootPassword })
    : null;
  return { inputHash: inputHashOf(fields, secret), rootPasswordSecret: secret };
}

/** @param secret the id under which the vault keeps, or kept, the root password */
export function inputHashOf(fields: object, secret: string | null): string {
  return createHash('sha256').update(canonical({ fields, secret })).digest('hex');
}

/** JSON whose keys are in order and in which absent and null are the same. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`;
}

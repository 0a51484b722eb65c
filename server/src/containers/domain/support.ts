/** Names of fields that hold a secret, refer to one, or tell who somebody is; whatever they hold stays here. */
const WITHHELD = new Set(['secret', 'rootPasswordSecret', 'sshKeys', 'inputHash', 'password']);

/** A copy of plain data in which the withheld fields only say that there was something. */
export function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, WITHHELD.has(key) ? '(withheld)' : redacted(entry)]),
  );
}

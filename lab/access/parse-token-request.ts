import { BadFault } from '../faults/parse-fault.js';
import type { Grants } from './caller.js';

/** `{ "tokenId": "user@realm!name", "grants": { "/vms": ["VM.Audit"] } }`. Throws `BadFault`. */
export function parseTokenRequest(
  given: unknown,
  known: readonly string[],
): { readonly tokenId: string; readonly grants: Grants } {
  const request = typeof given === 'object' && given !== null ? given : {};
  const tokenId = 'tokenId' in request ? request.tokenId : null;
  if (typeof tokenId !== 'string' || !/^[\w.-]+@[\w.-]+![\w.-]+$/.test(tokenId)) {
    throw new BadFault('"tokenId" must look like user@realm!name');
  }
  const grants = 'grants' in request ? request.grants : null;
  if (typeof grants !== 'object' || grants === null)
    throw new BadFault('"grants" must name privileges by path');
  const entries = Object.entries(grants).map(([path, value]: [string, unknown]): [string, string[]] => {
    if (!path.startsWith('/') || !Array.isArray(value)) throw new BadFault(`"${path}" is not granted well`);
    const privileges = value.map(String);
    const unknown = privileges.find((privilege) => !known.includes(privilege));
    if (unknown !== undefined) throw new BadFault(`there is no privilege ${unknown}`);
    return [path, privileges];
  });
  return { tokenId, grants: Object.fromEntries(entries) };
}

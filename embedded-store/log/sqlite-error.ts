/** SQLite's primary result codes (https://www.sqlite.org/rescode.html) that are told apart here. */
export const SQLITE = { busy: 5, corrupt: 11, notADatabase: 26 } as const;

/** The result code of an error that `node:sqlite` threw, or null of any other. */
export function sqliteCode(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

export function sqliteMessage(error: unknown): string | null {
  if (sqliteCode(error) === null || typeof error !== 'object' || error === null) return null;
  return 'message' in error ? String(error.message) : null;
}

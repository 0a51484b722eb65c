/** SQLite's primary result codes (https://www.sqlite.org/rescode.html) that are told apart here. */
export const SQLITE = { busy: 5, readOnly: 8, ioError: 10, corrupt: 11, notADatabase: 26 } as const;

/** The result code of an error that `node:sqlite` threw, or null of any other. */
export function sqliteCode(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}

export function sqliteMessage(error: unknown): string | null {
  if (sqliteCode(error) === null || typeof error !== 'object' || error === null) return null;
  return 'message' in error ? String(error.message) : null;
}

/** What a failed write means, where SQLite's own words do not say it. */
export function explained(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code !== SQLITE.ioError && code !== SQLITE.readOnly) return error;
  const message = `the disk takes no writes (${sqliteMessage(error)}): it has become read-only, or fails`;
  return new Error(message, { cause: error });
}

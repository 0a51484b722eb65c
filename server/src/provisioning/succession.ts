import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Note {
  readonly worker: string;
  /** Which file the lock was: a copied directory has another one, and its original may be alive. */
  readonly lock: string;
}

/**
 * Notes who works in a data directory and tells who did before. The caller holds the directory's lock, so the one
 * before is dead and its runs can be taken at once, unless the directory is a copy.
 * @param lockFile the file that is locked while the directory is in use
 */
export function succeed(dataDir: string, lockFile: string, worker: string): string | null {
  const file = join(dataDir, 'worker.json');
  const { dev, ino } = statSync(join(dataDir, lockFile));
  const lock = `${String(dev)}:${String(ino)}`;
  const previous = read(file);
  writeFileSync(`${file}.new`, JSON.stringify({ worker, lock } satisfies Note), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return previous?.lock === lock ? previous.worker : null;
}

function read(file: string): Note | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Note;
  } catch {
    return null;
  }
}

import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { MASTER_KEY_BYTES, masterKey } from './master-key.js';
import type { MasterKey } from './master-key.js';

/** What is wrong with the master key, in a sentence for the person who starts the server. */
export class MasterKeyProblem extends Error {
  override readonly name = 'MasterKeyProblem';
}

/** The master key from its setting, else from its file in the data directory, which is made at the first start. */
export function loadMasterKey(options: { setting: string | null; dataDirectory: string }): MasterKey {
  if (options.setting !== null) return parse(options.setting, 'INFRAHAUS_MASTER_KEY');
  const file = join(options.dataDirectory, 'master.key');
  const text = readIfThere(file) ?? create(file);
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new MasterKeyProblem(`Other users may read ${file}. Run: chmod 600 ${file}`);
  }
  return parse(text, file);
}

/** The key before, left by whoever wants another one; see README. Null if there is none. */
export function previousMasterKey(dataDirectory: string): MasterKey | null {
  const file = join(dataDirectory, 'master.key.previous');
  const text = readIfThere(file);
  return text === null ? null : parse(text, file);
}

/** The old key opens nothing any more. */
export function forgetPreviousMasterKey(dataDirectory: string): void {
  rmSync(join(dataDirectory, 'master.key.previous'), { force: true });
}

function parse(text: string, source: string): MasterKey {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length === MASTER_KEY_BYTES) return masterKey(bytes);
  throw new MasterKeyProblem(
    `${source} must hold 32 random bytes in base64. Make one with: openssl rand -base64 32`,
  );
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new MasterKeyProblem(`The master key in ${file} cannot be read.`);
  }
}

/** Written whole under another name and then linked: two processes that start at once end up with the same key. */
function create(file: string): string {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeSync(descriptor, `${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`);
    fsyncSync(descriptor);
    chmodSync(draft, 0o600);
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(descriptor);
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
}

import { accessSync, constants, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartProblem } from './environment.js';

/** Locked while a process uses the directory. */
export const LOCK_FILE = 'process.lock';

/** The directory of one process, held for as long as it lives. */
export class DataDirectory {
  private constructor(
    readonly path: string,
    private readonly lock: DatabaseSync,
  ) {}

  /** Makes it if need be. Throws `StartProblem` if it cannot be used or another process uses it. */
  static open(path: string): DataDirectory {
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch {
      throw new StartProblem(
        `The data directory ${path} cannot be written. Choose another with --data-dir, or change its owner.`,
      );
    }
    return new DataDirectory(path, lockIn(path));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Writes a file that only this user may read. */
  writePrivate(name: string, content: string): string {
    const file = this.file(name);
    rmSync(file, { force: true });
    writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
    return file;
  }

  remove(name: string): void {
    rmSync(this.file(name), { force: true });
  }

  release(): void {
    this.lock.close();
  }
}

/** An open transaction is a lock that ends with the process, however that ends. */
function lockIn(path: string): DatabaseSync {
  const lock = new DatabaseSync(join(path, LOCK_FILE));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch {
    lock.close();
    throw new StartProblem(`Another Infrahaus process is using the data directory ${path}.`);
  }
}

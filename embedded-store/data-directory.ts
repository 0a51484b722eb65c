import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SQLITE, sqliteCode } from './log/sqlite-error.js';

/** What is told to the owner of the data directory, and kept for the next start. */
export interface Connection {
  readonly url: string;
  readonly port: number;
  readonly password: string;
  readonly pid: number;
}

/** The store's files, readable by their owner only. One process at a time holds them. */
export class DataDirectory {
  readonly eventsFile: string;
  readonly connectionFile: string;
  private readonly path: string;
  private readonly lock: DatabaseSync;

  /** Creates the directory if needed and locks it. Throws with one clear sentence if that cannot be. */
  constructor(path: string) {
    // The connection string names a file in it, and is used from other working directories.
    this.path = resolve(path);
    prepare(path);
    this.lock = holdLock(path);
    this.connectionFile = this.file('connection.json');
    this.eventsFile = this.file('events.sqlite');
    // SQLite would create it readable for everybody; its other files take over the permissions of this one.
    closeSync(openSync(this.eventsFile, 'a', 0o600));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  read(name: string): string | null {
    try {
      return readFileSync(this.file(name), 'utf8');
    } catch {
      return null;
    }
  }

  /** Writes the whole file or nothing of it. */
  write(name: string, content: string): void {
    const fresh = this.file(`${name}.new`);
    rmSync(fresh, { force: true });
    writeFileSync(fresh, content, { mode: 0o600 });
    renameSync(fresh, this.file(name));
  }

  /** The connection of the last start, or what is still readable of it. */
  previousConnection(): Partial<Connection> {
    try {
      const parsed: unknown = JSON.parse(this.read('connection.json') ?? '');
      return typeof parsed === 'object' && parsed !== null ? parsed : {};
    } catch {
      return {};
    }
  }

  release(): void {
    this.lock.close();
  }
}

function prepare(path: string): void {
  try {
    makeDirectory(resolve(path));
    chmodSync(path, 0o700);
    writeFileSync(join(path, '.writable'), '');
    rmSync(join(path, '.writable'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The event store cannot write to its data directory ${path}: ${reason}`, {
      cause: error,
    });
  }
}

/** With those above it. Node's own way of doing that never ends where nothing can be made, below /proc for instance. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Somebody else may have made it in the meantime.
    if (!existsSync(path)) throw error;
  }
}

/** An exclusive transaction that lives as long as the process does, and dies with it however it dies. */
function holdLock(path: string): DatabaseSync {
  const lock = new DatabaseSync(join(path, 'store.lock'));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      sqliteCode(error) === SQLITE.busy
        ? `Another process is using the event store in ${path}.`
        : `The event store cannot lock its data directory ${path}: ${reason}`,
      { cause: error },
    );
  }
}

import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataDirectory } from './data-directory.js';
import type { DamagedEvent } from './log/checksum.js';
import { isDamage, verifyEvents } from './log/damage.js';
import { openDatabase } from './log/database.js';

/** What SQLite keeps beside a file. */
const COMPANIONS = ['-wal', '-shm'];

export interface BackupResult {
  readonly events: number;
  readonly bytes: number;
}

/**
 * Writes everything that is committed now to one file, while the store goes on. It appears under its name only when it
 * is complete, checked and synced. Removed events are not in it.
 */
export function backUp(dataDir: string, file: string): BackupResult {
  const events = eventsFileOf(dataDir);
  if (existsSync(file)) throw new Error(`${file} is there already: choose another name.`);
  const part = `${file}.part`;
  try {
    rmSync(part, { force: true });
    closeSync(openSync(part, 'wx', 0o600));
    // One read transaction, next to which the store can write.
    reading(events, (db) => db.prepare('VACUUM INTO ?').run(part));
    const count = checked(part);
    synced(part);
    renameSync(part, file);
    synced(dirname(file));
    return { events: count, bytes: statSync(file).size };
  } catch (error) {
    if (existsSync(part)) rmSync(part);
    if (!isRefusal(error)) throw error;
    throw new Error(`The backup cannot be written to ${file}: ${error.message}`, { cause: error });
  }
}

/** Whether the operating system or SQLite, which say only what they could not do, refused something. */
const isRefusal = (error: unknown): error is NodeJS.ErrnoException =>
  typeof error === 'object' && error !== null && 'code' in error;

function eventsFileOf(dataDir: string): string {
  const file = join(dataDir, 'events.sqlite');
  if (!isFile(file) || !holdsEvents(file)) throw new Error(`There is no event store in ${dataDir}.`);
  return file;
}

const isFile = (file: string) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;

/** Whether it has a store's tables: SQLite takes an empty file, and what any program wrote, for a database as well. */
function holdsEvents(file: string): boolean {
  const tables = `SELECT count(*) AS count FROM sqlite_schema WHERE name IN ('meta', 'streams', 'events')`;
  return reading(file, (db) => db.prepare(tables).get()?.['count'] === 3);
}

/** Beside whoever else uses the file. */
function reading<Result>(file: string, work: (db: DatabaseSync) => Result): Result {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return work(db);
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new Error(`${file} is damaged: restore a backup (eventstore restore --replace).`, { cause: error });
  } finally {
    db.close();
  }
}

/** How many events the file holds, each as it was stored. Throws if one is not. */
function checked(file: string): number {
  const { events, damaged } = reading(file, verifyEvents);
  const [first] = damaged;
  if (!first) return events;
  throw new Error(`${damaged.length} of the events are damaged, so this is no backup. ${first.message}`);
}

/** Reads a store's events through, also while it runs. Throws if the file's structure is damaged. */
export function verify(dataDir: string): { events: number; damaged: DamagedEvent[] } {
  return reading(eventsFileOf(dataDir), verifyEvents);
}

/**
 * Puts a backup into a data directory that no store is using.
 * @param replace whether events that are there may be put aside; they are kept in a directory beside
 */
export function restore(file: string, dataDir: string, replace: boolean): BackupResult {
  if (!isFile(file)) throw new Error(`There is no file ${file}.`);
  const directory = new DataDirectory(dataDir);
  try {
    if (statSync(directory.eventsFile).size > 0 && !replace)
      throw new Error(`There are events in ${dataDir} already: --replace puts them aside.`);
    const fresh = directory.file('restored.sqlite');
    const events = prepared(file, fresh);
    putAside(directory);
    renameSync(fresh, directory.eventsFile);
    synced(dataDir);
    return { events, bytes: statSync(directory.eventsFile).size };
  } finally {
    directory.release();
  }
}

/** A copy of the backup, which the store will accept. */
function prepared(file: string, fresh: string): number {
  const remove = (...suffixes: string[]) => {
    for (const suffix of suffixes) rmSync(fresh + suffix, { force: true });
  };
  remove('', ...COMPANIONS);
  try {
    copyFileSync(file, fresh);
    chmodSync(fresh, 0o600);
    if (!holdsEvents(fresh)) throw new Error(`${file} is no backup of an event store.`);
    openDatabase(fresh).close();
    const events = checked(fresh);
    synced(fresh);
    remove(...COMPANIONS);
    return events;
  } catch (error) {
    remove('', ...COMPANIONS);
    if (isRefusal(error)) throw new Error(`${file} cannot be restored: ${error.message}`, { cause: error });
    const damaged = error instanceof Error && isDamage(error.cause);
    throw damaged ? new Error(`${file} is damaged: choose another backup.`, { cause: error }) : error;
  }
}

/** With its write-ahead log, which would be taken for the restored file's. */
function putAside(directory: DataDirectory): void {
  const aside = directory.file(`replaced-${new Date().toISOString().replaceAll(':', '-')}`);
  if (statSync(directory.eventsFile).size > 0) mkdirSync(aside, { mode: 0o700 });
  for (const suffix of ['', ...COMPANIONS]) {
    const from = `${directory.eventsFile}${suffix}`;
    if (!existsSync(from)) continue;
    if (existsSync(aside)) renameSync(from, join(aside, `events.sqlite${suffix}`));
    else rmSync(from);
  }
}

function synced(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

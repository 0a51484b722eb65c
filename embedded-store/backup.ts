import {
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

export interface BackupResult {
  readonly events: number;
  readonly bytes: number;
}

/**
 * Writes everything that is committed now to one file, while the store goes on. It appears under its name only when it
 * is complete, checked and synced. Removed events are not in it.
 */
export function backUp(dataDir: string, file: string): BackupResult {
  const events = join(dataDir, 'events.sqlite');
  if (!existsSync(events)) throw new Error(`There is no event store in ${dataDir}.`);
  if (existsSync(file)) throw new Error(`${file} is there already: choose another name.`);
  const part = `${file}.part`;
  rmSync(part, { force: true });
  closeSync(openSync(part, 'wx', 0o600));
  try {
    snapshot(events, part);
    const count = checked(part);
    synced(part);
    renameSync(part, file);
    synced(dirname(file));
    return { events: count, bytes: statSync(file).size };
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** One read transaction, next to which the store can write. */
function snapshot(events: string, part: string): void {
  const db = new DatabaseSync(events, { readOnly: true });
  try {
    db.prepare('VACUUM INTO ?').run(part);
  } finally {
    db.close();
  }
}

/** How many events the file holds, each as it was stored. Throws if one is not. */
function checked(file: string): number {
  const { events, damaged } = verify(file);
  const [first] = damaged;
  if (!first) return events;
  throw new Error(`${damaged.length} of the events are damaged, so this is no backup. ${first.message}`);
}

/** Reads a store's file through, also beside a store that is running. Throws if the file's structure is damaged. */
export function verify(file: string): { events: number; damaged: DamagedEvent[] } {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return verifyEvents(db);
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new Error(`${file} is damaged: restore a backup (eventstore restore --replace).`, { cause: error });
  } finally {
    db.close();
  }
}

/**
 * Puts a backup into a data directory that no store is using.
 * @param replace whether events that are there may be put aside; they are kept in a directory beside
 */
export function restore(file: string, dataDir: string, replace: boolean): BackupResult {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
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
  for (const suffix of ['', '-wal', '-shm']) rmSync(fresh + suffix, { force: true });
  copyFileSync(file, fresh);
  try {
    openDatabase(fresh).close();
    const events = checked(fresh);
    synced(fresh);
    return events;
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

/** With its write-ahead log, which would be taken for the restored file's. */
function putAside(directory: DataDirectory): void {
  const aside = directory.file(`replaced-${new Date().toISOString().replaceAll(':', '-')}`);
  if (statSync(directory.eventsFile).size > 0) mkdirSync(aside, { mode: 0o700 });
  for (const suffix of ['', '-wal', '-shm']) {
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

import { statSync } from 'node:fs';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { DamagedEvent } from './checksum.js';
import { SELECT_EVENTS, toEvent } from './rows.js';
import { SQLITE, sqliteCode } from './sqlite-error.js';

/** Up to here the whole file is read through at every start; above it that would take longer than anyone waits. */
const FULL_CHECK_BYTES = 512 * 1_048_576;
/** So many of the newest events are compared with their checksums at every start. */
const CHECKED_AT_START = 10_000;

/** The file's structure is not what SQLite wrote. */
export class Damage extends Error {}

export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  const told = error instanceof Damage || error instanceof DamagedEvent;
  return told || code === SQLITE.corrupt || code === SQLITE.notADatabase;
}

/** Reads a small file through; of a large one the two ends, where a cut-off or overwritten file shows. */
export function checkIntact(db: DatabaseSync, file: string): void {
  const pages = db.prepare('PRAGMA page_count').get()?.['page_count'];
  const size = db.prepare('PRAGMA page_size').get()?.['page_size'];
  if (Number(pages) * Number(size) > statSync(file).size + walSize(file)) throw new Damage('cut off');
  if (Number(pages) * Number(size) > FULL_CHECK_BYTES) {
    db.prepare('SELECT count(*) FROM (SELECT * FROM events ORDER BY position LIMIT 100)').get();
    db.prepare('SELECT count(*) FROM (SELECT * FROM events ORDER BY position DESC LIMIT 100)').get();
    return;
  }
  checkStructure(db);
}

function walSize(file: string): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

function checkStructure(db: DatabaseSync): void {
  const result = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (result !== 'ok') throw new Damage(String(result));
}

/** What was written last is what a failing disk or a power cut damages most often; `verify` looks at everything. */
export function checkNewestEvents(db: DatabaseSync): void {
  for (const row of rowsOf(db, `ORDER BY e.position DESC LIMIT ${CHECKED_AT_START}`)) toEvent(row);
}

/** Reads everything through. Throws if the structure is damaged. */
export function verifyEvents(db: DatabaseSync): { events: number; damaged: DamagedEvent[] } {
  checkStructure(db);
  const damaged: DamagedEvent[] = [];
  let events = 0;
  for (const row of rowsOf(db, 'ORDER BY e.position')) {
    events++;
    try {
      toEvent(row);
    } catch (error) {
      if (!(error instanceof DamagedEvent)) throw error;
      damaged.push(error);
    }
  }
  return { events, damaged };
}

function rowsOf(db: DatabaseSync, order: string): Iterable<Record<string, SQLOutputValue>> {
  const statement = db.prepare(`${SELECT_EVENTS} ${order}`);
  statement.setReadBigInts(true);
  return statement.iterate();
}

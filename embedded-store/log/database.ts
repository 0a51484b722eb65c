import type { StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import { DamagedEvent } from './checksum.js';
import { checkIntact, checkNewestEvents, isDamage } from './damage.js';
import { SELECT_EVENTS } from './rows.js';
import { sqliteMessage } from './sqlite-error.js';

const FORMAT_VERSION = 2;
const PAGE_BYTES = 4_096;
/** Pages of the write-ahead log before they are moved into the file: each move syncs twice while appends wait. */
const CHECKPOINT_PAGES = 2_000;
export const CHECKPOINT_BYTES = CHECKPOINT_PAGES * PAGE_BYTES;

/** `tombstoned`: 0 no, 1 yes but events are still to be removed, 2 yes and clean. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS streams (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last_revision INTEGER NOT NULL, tombstoned INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS streams_to_clean ON streams (id) WHERE tombstoned = 1;
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
    type TEXT NOT NULL, content_type TEXT NOT NULL, created INTEGER NOT NULL, data BLOB NOT NULL, metadata BLOB NOT NULL,
    checksum INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS events_of_stream ON events (stream, revision);
`;

/** `none` leaves it to the operating system when a commit reaches the disk: for comparisons in benchmarks only. */
export type Durability = 'full' | 'none';

/** Opens or creates the file. Throws with one clear sentence if it is damaged or of a newer version. */
export function openDatabase(file: string, durability: Durability = 'full'): DatabaseSync {
  const db = new DatabaseSync(file);
  try {
    // An append is acknowledged when it is on the disk; a removed event is overwritten, not only forgotten.
    db.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${durability === 'full' ? 'FULL' : 'OFF'}; PRAGMA secure_delete = ON;
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    refuseNewerVersion(db, file);
    checkIntact(db, file);
    prepareSchema(db);
    checkNewestEvents(db);
    return db;
  } catch (error) {
    db.close();
    if (isDamage(error)) {
      throw new Error(
        `The event store's file ${file} is damaged: restore it from a backup (eventstore restore --replace).` +
          (error instanceof DamagedEvent ? ` ${error.message}` : ''),
        { cause: error },
      );
    }
    const reason = sqliteMessage(error);
    if (reason === null) throw error;
    throw new Error(`The event store cannot open its file ${file}: ${reason}`, { cause: error });
  }
}

function prepareSchema(db: DatabaseSync): void {
  db.exec(`BEGIN IMMEDIATE; ${SCHEMA}`);
  // Version 1 had no checksums.
  const known = db.prepare(`SELECT 1 FROM pragma_table_info('events') WHERE name = 'checksum'`).get();
  if (!known) db.exec('ALTER TABLE events ADD COLUMN checksum INTEGER');
  db.prepare(`INSERT OR REPLACE INTO meta VALUES ('version', ?)`).run(String(FORMAT_VERSION));
  db.exec('COMMIT');
}

function refuseNewerVersion(db: DatabaseSync, file: string): void {
  const known = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'meta'`).get();
  const found = known
    ? db.prepare(`SELECT value FROM meta WHERE key = 'version'`).get()?.['value']
    : undefined;
  if (Number(found ?? FORMAT_VERSION) <= FORMAT_VERSION) return;
  throw new Error(
    `The event store's file ${file} has format ${String(found)}, newer than this program understands: use the newer program.`,
  );
}

export type Statements = ReturnType<typeof prepareStatements>;

export function prepareStatements(db: DatabaseSync) {
  const prepare = (sql: string): StatementSync => {
    const statement = db.prepare(sql);
    statement.setReadBigInts(true);
    return statement;
  };
  const events = (where: string, order: string) =>
    prepare(`${SELECT_EVENTS} WHERE ${where} ORDER BY ${order} LIMIT ?`);
  return {
    stream: prepare(`SELECT id, last_revision, tombstoned FROM streams WHERE name = ?`),
    addStream: prepare(`INSERT INTO streams (name, last_revision) VALUES (?, -1)`),
    setRevision: prepare(`UPDATE streams SET last_revision = ? WHERE id = ?`),
    setTombstoned: prepare(`UPDATE streams SET tombstoned = ? WHERE id = ?`),
    tombstonedToClean: prepare(`SELECT id FROM streams WHERE tombstoned = 1 LIMIT 1`),
    // '%' follows '$' in ASCII: these are the names that begin with '$$'.
    metadataStreamsAfter: prepare(`SELECT name FROM streams WHERE name > ? AND name >= '$$' AND name < '$%'
      AND tombstoned = 0 ORDER BY name LIMIT ?`),
    insert: prepare(`INSERT INTO events (stream, revision, id, type, content_type, created, data, metadata,
      checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    removeBefore: prepare(`DELETE FROM events WHERE position IN
      (SELECT position FROM events WHERE stream = ? AND revision < ? ORDER BY revision LIMIT ?)`),
    firstYoungerThan: prepare(
      `SELECT revision FROM events WHERE stream = ? AND created >= ? ORDER BY revision LIMIT 1`,
    ),
    ids: prepare(
      `SELECT id, revision, position FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`,
    ),
    lastJsonOf: prepare(`SELECT CASE content_type WHEN 'application/json' THEN data END AS data FROM events
      WHERE stream = ? ORDER BY revision DESC LIMIT 1`),
    writeProbe: prepare(
      `INSERT INTO meta VALUES ('probe', ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
    ),
    removeProbe: prepare(`DELETE FROM meta WHERE key = 'probe'`),
    tail: prepare(`SELECT max(position) AS position FROM events`),
    ofStream: {
      forwards: events('e.stream = ? AND e.revision >= ? AND e.revision <= ?', 'e.revision'),
      backwards: events('e.stream = ? AND e.revision >= ? AND e.revision <= ?', 'e.revision DESC'),
    },
    ofAll: {
      forwards: events('e.position > ?', 'e.position'),
      backwards: events('e.position < ?', 'e.position DESC'),
    },
  };
}

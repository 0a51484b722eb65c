import { statSync } from 'node:fs';
import type { StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import { SQLITE, sqliteCode, sqliteMessage } from './sqlite-error.js';

const FORMAT_VERSION = 1;
/** Up to here the whole file is read through at every start; above it that would take longer than anyone waits. */
const FULL_CHECK_BYTES = 512 * 1_048_576;

/** `tombstoned`: 0 no, 1 yes but events are still to be removed, 2 yes and clean. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS streams (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last_revision INTEGER NOT NULL, tombstoned INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS streams_to_clean ON streams (id) WHERE tombstoned = 1;
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
    type TEXT NOT NULL, content_type TEXT NOT NULL, created INTEGER NOT NULL, data BLOB NOT NULL, metadata BLOB NOT NULL
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
    db.exec(`PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;
      PRAGMA synchronous = ${durability === 'full' ? 'FULL' : 'OFF'}; PRAGMA secure_delete = ON`);
    refuseNewerVersion(db, file);
    checkIntact(db, file);
    db.exec(SCHEMA);
    db.prepare(`INSERT INTO meta VALUES ('version', ?) ON CONFLICT DO NOTHING`).run(String(FORMAT_VERSION));
    return db;
  } catch (error) {
    db.close();
    if (isDamage(error)) {
      throw new Error(
        `The event store's file ${file} is damaged: restore it from a backup (eventstore restore --replace).`,
        {
          cause: error,
        },
      );
    }
    const reason = sqliteMessage(error);
    if (reason === null) throw error;
    throw new Error(`The event store cannot open its file ${file}: ${reason}`, { cause: error });
  }
}

function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return error instanceof Damage || code === SQLITE.corrupt || code === SQLITE.notADatabase;
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

class Damage extends Error {}

/** Reads a small file through; of a large one the two ends, where a cut-off or overwritten file shows. */
function checkIntact(db: DatabaseSync, file: string): void {
  const pages = db.prepare('PRAGMA page_count').get()?.['page_count'];
  const size = db.prepare('PRAGMA page_size').get()?.['page_size'];
  if (Number(pages) * Number(size) > statSync(file).size + walSize(file)) throw new Damage('cut off');
  if (Number(pages) * Number(size) > FULL_CHECK_BYTES) {
    db.prepare('SELECT count(*) FROM (SELECT * FROM events ORDER BY position LIMIT 100)').get();
    db.prepare('SELECT count(*) FROM (SELECT * FROM events ORDER BY position DESC LIMIT 100)').get();
    return;
  }
  const result = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (result !== 'ok') throw new Damage(String(result));
}

function walSize(file: string): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

const EVENT_COLUMNS = `e.position, s.name AS stream, e.revision, e.id, e.type, e.content_type, e.created, e.data, e.metadata`;
const FROM_EVENTS = `FROM events e JOIN streams s ON s.id = e.stream`;

export type Statements = ReturnType<typeof prepareStatements>;

export function prepareStatements(db: DatabaseSync) {
  const prepare = (sql: string): StatementSync => {
    const statement = db.prepare(sql);
    statement.setReadBigInts(true);
    return statement;
  };
  const events = (where: string, order: string) =>
    prepare(`SELECT ${EVENT_COLUMNS} ${FROM_EVENTS} WHERE ${where} ORDER BY ${order} LIMIT ?`);
  return {
    stream: prepare(`SELECT id, last_revision, tombstoned FROM streams WHERE name = ?`),
    addStream: prepare(`INSERT INTO streams (name, last_revision) VALUES (?, -1)`),
    setRevision: prepare(`UPDATE streams SET last_revision = ? WHERE id = ?`),
    setTombstoned: prepare(`UPDATE streams SET tombstoned = ? WHERE id = ?`),
    tombstonedToClean: prepare(`SELECT id FROM streams WHERE tombstoned = 1 LIMIT 1`),
    // '%' follows '$' in ASCII: these are the names that begin with '$$'.
    metadataStreamsAfter: prepare(`SELECT name FROM streams WHERE name > ? AND name >= '$$' AND name < '$%'
      AND tombstoned = 0 ORDER BY name LIMIT ?`),
    insert: prepare(`INSERT INTO events (stream, revision, id, type, content_type, created, data, metadata)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
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

export const toBigInt = (value: unknown) => (typeof value === 'bigint' ? value : BigInt(Number(value)));

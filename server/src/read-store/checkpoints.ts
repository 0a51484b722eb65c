import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EventStore, RecordedEvent } from '../event-store/event-store.js';
import type { Projection } from './projection.js';

/** Of the tables that are not a projection's own; a file of another format is built anew. */
const FORMAT = 2;

/** Before the first event. */
export const NOTHING_APPLIED = -1n;

/** How far a projection has come. */
export interface Checkpoint {
  readonly position: bigint;
  /** Id of the last event that was looked at, null before the first: by it another history is told from this one. */
  readonly event: string | null;
}

/** What the read models' file says of itself: whose events it holds, and how far each projection has come. */
export class Checkpoints {
  private readonly move: StatementSync;

  /** @param installation identity of the event store; the rows of another one are thrown away */
  constructor(
    private readonly db: DatabaseSync,
    installation: string,
  ) {
    db.exec('BEGIN IMMEDIATE');
    if (this.format() !== FORMAT || this.installation() !== installation) this.dropAll('');
    db.exec(`CREATE TABLE IF NOT EXISTS installation (id TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS checkpoints (
        projection TEXT PRIMARY KEY, version INTEGER NOT NULL, position TEXT NOT NULL, event TEXT
      ) STRICT;
      PRAGMA user_version = ${FORMAT}; DELETE FROM installation`);
    db.prepare('INSERT INTO installation VALUES (?)').run(installation);
    db.exec('COMMIT');
    this.move = db.prepare('UPDATE checkpoints SET position = ?, event = ? WHERE projection = ?');
  }

  private format(): number {
    return Number(this.db.prepare('PRAGMA user_version').get()?.['user_version']);
  }

  private installation(): unknown {
    return this.db.prepare('SELECT id FROM installation').get()?.['id'];
  }

  /** Where a projection of that version stands, or null if it has to be built. */
  find(projection: string, version: number): Checkpoint | null {
    const row = this.db
      .prepare('SELECT position, event FROM checkpoints WHERE projection = ? AND version = ?')
      .get(projection, version);
    if (!row) return null;
    const event = row['event'];
    return { position: BigInt(String(row['position'])), event: typeof event === 'string' ? event : null };
  }

  /** Throws a projection's rows away and makes its tables anew: it begins with the first event. */
  begin(projection: Projection): void {
    this.db.exec('BEGIN IMMEDIATE');
    this.dropAll(projection.name);
    projection.create(this.db);
    this.db
      .prepare('INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, NULL)')
      .run(projection.name, projection.version, String(NOTHING_APPLIED));
    this.db.exec('COMMIT');
  }

  moveTo(projection: string, { position, id }: RecordedEvent): void {
    this.move.run(String(position), id, projection);
  }

  private dropAll(prefix: string): void {
    const rows = this.db
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
      .all();
    const names = rows.map((row) => String(row['name'])).filter((name) => name.startsWith(prefix));
    for (const name of names) this.db.exec(`DROP TABLE "${name}"`);
  }
}

/**
 * Whether the store still has the event that was applied last, at its very position. After a restore, or in a copy,
 * it has not: the same installation goes on with other positions. (Nor if that event was deleted for ever since; then
 * building anew costs time and nothing else.)
 */
export async function isOfThisHistory(store: EventStore, { position, event }: Checkpoint): Promise<boolean> {
  return event === null || (await store.idAt(position)) === event;
}

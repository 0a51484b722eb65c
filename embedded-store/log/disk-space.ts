import { statfsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';

/** Free pages that the file keeps for what comes next, and how many are given back in one go. */
const SPARE_PAGES = 256;
const VACUUM_PAGES = 500;
/** SQLite keeps so much of a transaction in memory before it writes it to the write-ahead log. */
const CACHE_BYTES = 2_048_000;
/** Whoever has less than so many times the write-ahead log free gets none in advance. */
const AMPLE = 64;

/** What the store takes of the disk: as little as it needs, but the write-ahead log in advance. */
export class DiskSpace {
  /** Whether the write-ahead log may still hold what was removed. */
  private residue = true;

  /** @param logBytes how long the write-ahead log gets before it is moved into the file */
  constructor(
    private readonly db: DatabaseSync,
    private readonly file: string,
    private readonly logBytes: number,
  ) {}

  /**
   * Shortens the file, and empties the write-ahead log, in which what was removed would still be readable.
   * @param removed how many events were removed since the last time
   */
  async giveBack(removed: number, closed: () => boolean): Promise<void> {
    this.residue ||= removed > 0;
    if (!this.residue) return;
    while (!closed() && this.numberOf('freelist_count', 'freelist_count') > SPARE_PAGES) {
      this.db.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
      await nextTurn();
    }
    if (closed()) return;
    // While somebody makes a backup the write-ahead log cannot be emptied; the next pass tries again.
    this.residue = this.numberOf('wal_checkpoint(TRUNCATE)', 'busy') !== 0;
    if (!this.residue) this.lengthenLog();
  }

  /**
   * Syncing a file that grows takes twice as long as syncing one that is overwritten: a transaction that is taken back
   * leaves the write-ahead log at its full length, filled with zeros.
   */
  private lengthenLog(): void {
    const { bavail, bsize } = statfsSync(this.file);
    if (bavail * bsize < AMPLE * this.logBytes) return;
    this.db.exec('BEGIN IMMEDIATE');
    try {
      this.db
        .prepare(
          `INSERT INTO events (stream, revision, id, type, content_type, created, data, metadata)
            VALUES (0, -1, '', '', '', 0, zeroblob(?), x'')`,
        )
        .run(this.logBytes + CACHE_BYTES);
    } finally {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
    }
  }

  private numberOf(pragma: string, column: string): number {
    return Number(this.db.prepare(`PRAGMA ${pragma}`).get()?.[column] ?? 0);
  }
}

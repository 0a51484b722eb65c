import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Holds a data directory for one process. The lock is an open transaction: it dies with the process, however that
 * dies, so whoever gets it knows that the previous holder is dead.
 */
export class WorkerLock {
  private constructor(
    private readonly lock: DatabaseSync,
    private readonly notes: DatabaseSync,
  ) {}

  /** Throws with one clear sentence if another process holds the directory. */
  static acquire(dataDir: string): WorkerLock {
    const lock = new DatabaseSync(join(dataDir, 'worker.lock'));
    try {
      lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      throw new Error(`Another Infrahaus process is using the data directory ${dataDir}.`, { cause: error });
    }
    const notes = new DatabaseSync(join(dataDir, 'worker.sqlite'));
    notes.exec('CREATE TABLE IF NOT EXISTS holder (worker TEXT NOT NULL) STRICT');
    return new WorkerLock(lock, notes);
  }

  /** Notes the new holder and tells the one before it, which is dead. */
  succeed(worker: string): string | null {
    const previous = this.notes.prepare('SELECT worker FROM holder').get()?.['worker'];
    this.notes.exec('DELETE FROM holder');
    this.notes.prepare('INSERT INTO holder VALUES (?)').run(worker);
    return typeof previous === 'string' ? previous : null;
  }

  release(): void {
    this.notes.close();
    this.lock.close();
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import { Counters } from './counters.js';
import type { Durability, Statements } from './database.js';
import { CHECKPOINT_BYTES, openDatabase, prepareStatements } from './database.js';
import { DiskSpace } from './disk-space.js';
import type { AppendOutcome, AppendRequest } from './event.js';
import type { Page } from './event-reader.js';
import { EventReader } from './event-reader.js';
import { DamageReport, Patrol } from './patrol.js';
import type { Slice } from './scavenger.js';
import { Scavenger } from './scavenger.js';
import { explained } from './sqlite-error.js';
import { StreamWriter } from './stream-writer.js';
import { Streams } from './streams.js';
import { Turns } from './turns.js';
import { Waiters } from './waiters.js';

interface PendingAppend extends AppendRequest {
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** As much as is worth calling space. */
const PROBE_BYTES = 65_536;

/**
 * The durable log: all events of all streams in one SQLite file. An append that was acknowledged has been synced to
 * the disk; the appends of one moment share a transaction, which is what makes that cheap.
 */
export class EventLog {
  readonly reader: EventReader;
  readonly counters = new Counters();
  readonly turns = new Turns();
  readonly damage: DamageReport;
  private readonly db: DatabaseSync;
  private readonly writer: StreamWriter;
  private readonly scavenger: Scavenger;
  private readonly guard: Patrol;
  private readonly sql: Statements;
  private readonly space: DiskSpace;
  private readonly waiters = new Waiters();
  private queue: PendingAppend[] = [];
  private scavenging = Promise.resolve();
  private closed = false;
  private commits = 0;
  private shared: { readonly position: bigint; readonly version: number; readonly page: Page } | null = null;
  private lastCommitFailed = false;

  /**
   * Opens or creates the log. Throws with one clear sentence if the file is damaged or of a newer version.
   * @param tell takes what whoever looks after the machine has to know
   */
  constructor(file: string, durability: Durability = 'full', tell: (line: string) => void = complain) {
    this.db = openDatabase(file, durability);
    this.space = new DiskSpace(this.db, file, CHECKPOINT_BYTES);
    const sql = prepareStatements(this.db);
    this.sql = sql;
    const streams = new Streams(sql);
    this.reader = new EventReader(sql, streams);
    this.damage = new DamageReport(tell);
    this.guard = new Patrol(this.reader, this.damage);
    this.writer = new StreamWriter(sql, streams);
    this.scavenger = new Scavenger(sql, streams);
  }

  /** Grows with every commit: whoever has read at this version waits for a later one with `changedSince`. */
  get version(): number {
    return this.commits;
  }

  /** The next page of all streams; the subscribers that have come to the same place share it. */
  readAllBehind(position: bigint): Page {
    const known = this.shared;
    if (known?.position === position && known.version === this.commits) return known.page;
    const page = this.reader.readAll(position, 'forwards');
    this.shared = { position, version: this.commits, page };
    return page;
  }

  /**
   * Resolves once something was committed after that version, or at the signal.
   * @param stream whose changes count, or null if all do
   */
  changedSince(version: number, stream: string | null, signal: AbortSignal): Promise<void> {
    if (this.commits !== version || signal.aborted) return Promise.resolve();
    return this.waiters.wait(stream, signal);
  }

  /** Does all of the request or nothing. Settles after the transaction was synced to the disk. */
  submit(request: AppendRequest): Promise<AppendOutcome> {
    return new Promise((resolve, reject) => {
      if (this.queue.length === 0) {
        setImmediate(() => {
          this.flush();
        });
      }
      this.queue.push({ ...request, resolve, reject });
    });
  }

  /** Writes everything that is waiting in one transaction. */
  private flush(): void {
    const batch = this.queue;
    this.queue = [];
    if (batch.length === 0) return;
    try {
      this.commit(batch);
    } catch (error) {
      const [only, ...others] = batch;
      if (only && others.length === 0) only.reject(error);
      // One of them may be the reason: let it fail alone.
      else for (const pending of batch) this.commitAlone(pending);
    }
    if (batch.some(({ action }) => action === 'tombstone')) void this.scavenge('tombstoned');
  }

  private commitAlone(pending: PendingAppend): void {
    try {
      this.commit([pending]);
    } catch (error) {
      pending.reject(error);
    }
  }

  private commit(batch: readonly PendingAppend[]): void {
    const began = performance.now();
    const outcomes = this.transaction(() => batch.map((pending) => this.writer.apply(pending)));
    this.turns.committed();
    this.counters.committed(performance.now() - began);
    batch.forEach((pending, index) => {
      const outcome = outcomes[index];
      if (!outcome) return;
      if (outcome.kind === 'appended') this.count(pending.events);
      pending.resolve(outcome);
    });
    this.commits++;
    this.waiters.wake(new Set(batch.map(({ stream }) => stream)));
  }

  private count(events: AppendRequest['events']): void {
    this.counters.appends++;
    this.counters.events += events.length;
    for (const { data, metadata } of events) this.counters.bytes += data.length + metadata.length;
  }

  private transaction<Result>(work: () => Result): Result {
    try {
      this.db.exec('BEGIN IMMEDIATE');
      const result = work();
      this.db.exec('COMMIT');
      this.lastCommitFailed = false;
      return result;
    } catch (error) {
      if (this.db.isOpen && this.db.isTransaction) this.db.exec('ROLLBACK');
      this.writer.rolledBack();
      this.counters.failedCommits++;
      this.lastCommitFailed = true;
      throw explained(error);
    }
  }

  /** Whether it can be read, and written: after a failed commit it is tried whether the reason has gone. */
  isHealthy(): boolean {
    try {
      this.reader.tailPosition();
      if (this.lastCommitFailed) {
        this.transaction(() => this.sql.writeProbe.run('-'.repeat(PROBE_BYTES)));
        this.transaction(() => this.sql.removeProbe.run());
      }
      return true;
    } catch {
      return false;
    }
  }

  /** Removes from the disk what is not shown any more. Never fails: what it could not do the next pass does. */
  scavenge(what: 'all' | 'tombstoned' = 'all'): Promise<void> {
    this.scavenging = this.scavenging.then(() => this.scavengePass(what));
    return this.scavenging;
  }

  private async scavengePass(what: 'all' | 'tombstoned'): Promise<void> {
    try {
      let removed = await this.inSlices(() => this.scavenger.cleanTombstoned());
      if (what === 'all') removed += await this.inSlices(() => this.scavenger.cleanTruncated());
      await this.space.giveBack(removed, () => this.closed);
      this.shared = null;
    } catch {
      // A full disk, for instance: the slice was rolled back.
    }
  }

  /** Compares the next events with their checksums, and gives way to everything else. Never fails: damage is told. */
  patrol(): Promise<void> {
    return this.guard.round(this.turns, () => this.closed);
  }

  private async inSlices(clean: () => Slice): Promise<number> {
    let removed = 0;
    for (let complete = false; !complete && !this.closed;) {
      const slice = this.transaction(clean);
      removed += slice.removed;
      complete = slice.complete;
      await nextTurn();
    }
    return removed;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.scavenging;
    this.flush();
    // Moves the write-ahead log into the file, if there is space; if not, the next start does it. It never fails.
    this.db.close();
  }
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

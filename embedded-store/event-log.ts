import { DatabaseSync } from 'node:sqlite';
import type { SQLOutputValue, StatementSync } from 'node:sqlite';

/** How a stream has to stand for an append to happen; a number is an exact revision. */
export type ExpectedRevision = bigint | 'no_stream' | 'any' | 'stream_exists';

export interface ProposedEvent {
  /** UUID in its text form. */
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface StoredEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Place in the log of all streams: strictly growing, with gaps. */
  readonly position: bigint;
  /** Milliseconds since the Unix epoch. */
  readonly created: number;
}

export type AppendOutcome =
  | { readonly kind: 'appended'; readonly revision: bigint; readonly position: bigint | null }
  | { readonly kind: 'wrong-expected-version'; readonly current: bigint | null }
  | { readonly kind: 'stream-deleted' };

interface PendingAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly ProposedEvent[];
  readonly action: 'append' | 'delete' | 'tombstone';
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
}

interface StreamRow {
  readonly id: bigint;
  readonly lastRevision: bigint;
  readonly tombstoned: boolean;
}

/** What the metadata of a stream say about how much of it is shown. */
export interface Truncation {
  readonly before: bigint;
  readonly maxCount: bigint | null;
  readonly maxAgeMs: number | null;
}

/** A revision that no stream reaches: the mark of a soft-deleted stream (`$tb`), as EventStoreDB writes it. */
export const DELETED_BEFORE = 9_223_372_036_854_775_807n;
export const FORMAT_VERSION = 1;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS streams (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last_revision INTEGER NOT NULL, tombstoned INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
    type TEXT NOT NULL, content_type TEXT NOT NULL, created INTEGER NOT NULL, data BLOB NOT NULL, metadata BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS events_of_stream ON events (stream, revision);
`;
const EVENT_COLUMNS = `e.position, s.name AS stream, e.revision, e.id, e.type, e.content_type, e.created, e.data, e.metadata`;
const FROM_EVENTS = `FROM events e JOIN streams s ON s.id = e.stream`;

/**
 * The durable log: all events of all streams in one SQLite file. An append that was acknowledged has been synced to
 * the disk; the appends of one moment share a transaction, which is what makes that cheap.
 */
export class EventLog {
  private readonly db: DatabaseSync;
  private readonly queue: PendingAppend[] = [];
  private readonly wakeUps = new Set<() => void>();
  private flushing = false;
  private readonly sql: ReturnType<typeof prepareStatements>;

  /** Opens or creates the log. Throws with one clear sentence if the file is damaged or of a newer version. */
  constructor(file: string) {
    this.db = new DatabaseSync(file);
    this.checkIntact(file);
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
    this.db.exec(SCHEMA);
    this.sql = prepareStatements(this.db);
    this.checkVersion();
  }

  private checkIntact(file: string): void {
    let result: unknown;
    try {
      result = this.db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    } catch (error) {
      result = error;
    }
    if (result === 'ok') return;
    this.db.close();
    throw new Error(`The event store's file ${file} is damaged: restore it from a backup.`);
  }

  private checkVersion(): void {
    const found = Number(this.sql.version.get()?.['value'] ?? FORMAT_VERSION);
    if (found > FORMAT_VERSION) {
      throw new Error(
        `The event store's data are of version ${String(found)}, newer than this program understands.`,
      );
    }
    this.sql.setVersion.run(String(FORMAT_VERSION));
  }

  /** Appends all of the events or none. Settles after the transaction was synced to the disk. */
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly ProposedEvent[],
  ): Promise<AppendOutcome> {
    return this.enqueue({ stream, expected, events, action: 'append' });
  }

  /** Hides everything that is in a stream (soft delete); a later append goes on with the numbering. */
  delete(stream: string, expected: ExpectedRevision): Promise<AppendOutcome> {
    return this.enqueue({ stream, expected, events: [], action: 'delete' });
  }

  /** Ends a stream for ever: its events are removed from the disk, and nothing can be appended again. */
  tombstone(stream: string, expected: ExpectedRevision): Promise<AppendOutcome> {
    return this.enqueue({ stream, expected, events: [], action: 'tombstone' });
  }

  private enqueue(request: Omit<PendingAppend, 'resolve' | 'reject'>): Promise<AppendOutcome> {
    return new Promise((resolve, reject) => {
      this.queue.push({ ...request, resolve, reject });
      if (this.flushing) return;
      this.flushing = true;
      setImmediate(() => {
        this.flush();
      });
    });
  }

  /** Writes everything that is waiting in one transaction. */
  private flush(): void {
    this.flushing = false;
    const batch = this.queue.splice(0);
    let outcomes: AppendOutcome[];
    try {
      this.db.exec('BEGIN IMMEDIATE');
      outcomes = batch.map((request) => this.apply(request));
      this.db.exec('COMMIT');
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      for (const { reject } of batch) reject(error);
      return;
    }
    batch.forEach(({ resolve }, index) => {
      const outcome = outcomes[index];
      if (outcome) resolve(outcome);
    });
    for (const wake of [...this.wakeUps]) wake();
  }

  private apply({ stream, expected, events, action }: PendingAppend): AppendOutcome {
    const row = this.streamRow(stream);
    if (row?.tombstoned) return { kind: 'stream-deleted' };
    const repeated = this.repeatedAppend(row, expected, events);
    if (repeated) return repeated;
    const current = row && !this.isSoftDeleted(stream, row) ? row.lastRevision : null;
    if (!matches(expected, current, row?.lastRevision ?? null)) {
      return { kind: 'wrong-expected-version', current: row?.lastRevision ?? null };
    }
    if (action === 'tombstone') return this.applyTombstone(stream, row);
    if (action === 'delete') return this.applyDelete(stream, row);
    if (row && current === null) this.truncateBefore(stream, Number(row.lastRevision + 1n));
    return this.insert(stream, row, events);
  }

  /** Whether a stream is soft-deleted: everything in it is truncated away (`$tb` is the highest number there is). */
  private isSoftDeleted(stream: string, row: StreamRow): boolean {
    return !stream.startsWith('$$') && this.truncation(stream).before > row.lastRevision;
  }

  /** Sets `$tb` of a stream; an append onto a soft-deleted stream does so to show only what is new. */
  private truncateBefore(stream: string, before: number): AppendOutcome {
    // JSON.stringify cannot write the highest 64-bit integer, which EventStoreDB uses as the mark of a deletion.
    const rest = { ...this.rawMetadata(stream) };
    delete rest['$tb'];
    const text = JSON.stringify(rest).slice(1);
    const mark = before === Number(DELETED_BEFORE) ? DELETED_BEFORE.toString() : String(before);
    const data = Buffer.from(`{"$tb":${mark}${text === '}' ? '' : ','}${text}`);
    const event = { id: crypto.randomUUID(), type: '$metadata', contentType: 'application/json' };
    return this.insert(`$$${stream}`, this.streamRow(`$$${stream}`), [
      { ...event, data, metadata: new Uint8Array() },
    ]);
  }

  private applyDelete(stream: string, row: StreamRow | null): AppendOutcome {
    if (!row || row.lastRevision < 0n) return { kind: 'wrong-expected-version', current: null };
    return this.truncateBefore(stream, Number(DELETED_BEFORE));
  }

  /**
   * With an exact revision or no_stream an append whose ids are all stored already is a repetition and succeeds with
   * the numbers it got the first time. Ids are compared only below the current revision, as EventStoreDB does.
   */
  private repeatedAppend(
    row: StreamRow | null,
    expected: ExpectedRevision,
    events: readonly ProposedEvent[],
  ): AppendOutcome | null {
    if (!row || events.length === 0 || expected === 'any' || expected === 'stream_exists') return null;
    const first = expected === 'no_stream' ? 0n : expected + 1n;
    if (first > row.lastRevision) return null;
    const stored = this.sql.ids.all(row.id, first, BigInt(events.length));
    const same =
      stored.length === events.length && stored.every((found, index) => found['id'] === events[index]?.id);
    const last = stored.at(-1);
    if (!same || !last) return null;
    return { kind: 'appended', revision: toBigInt(last['revision']), position: toBigInt(last['position']) };
  }

  private insert(stream: string, row: StreamRow | null, events: readonly ProposedEvent[]): AppendOutcome {
    const streamId = row?.id ?? toBigInt(this.sql.addStream.run(stream).lastInsertRowid);
    let revision = row?.lastRevision ?? -1n;
    let position: bigint | null = null;
    const created = BigInt(Date.now());
    for (const event of events) {
      revision++;
      const { id, type, contentType, data, metadata } = event;
      const result = this.sql.insert.run(streamId, revision, id, type, contentType, created, data, metadata);
      position = toBigInt(result.lastInsertRowid);
    }
    this.sql.setRevision.run(revision, streamId);
    return { kind: 'appended', revision, position };
  }

  private applyTombstone(stream: string, row: StreamRow | null): AppendOutcome {
    const id = row?.id ?? toBigInt(this.sql.addStream.run(stream).lastInsertRowid);
    this.sql.tombstone.run(id);
    this.sql.removeEvents.run(id);
    return { kind: 'appended', revision: row?.lastRevision ?? -1n, position: this.tailPosition() };
  }

  private streamRow(name: string): StreamRow | null {
    const row = this.sql.stream.get(name);
    if (!row) return null;
    return {
      id: toBigInt(row['id']),
      lastRevision: toBigInt(row['last_revision']),
      tombstoned: row['tombstoned'] === 1n,
    };
  }

  /** The stream's last revision, or null if it does not exist; `tombstoned` if it was ended for ever. */
  lastRevision(name: string): bigint | 'tombstoned' | null {
    const row = this.streamRow(name);
    if (row?.tombstoned) return 'tombstoned';
    return row && row.lastRevision >= 0n ? row.lastRevision : null;
  }

  /** Position of the last event there is, or 0 in an empty log. */
  tailPosition(): bigint {
    return toBigInt(this.sql.tail.get()?.['position'] ?? 0n);
  }

  /** What is shown of a stream, by the last event of its metadata stream. */
  truncation(stream: string): Truncation {
    const metadata = this.rawMetadata(stream);
    const number = (name: string) => (typeof metadata[name] === 'number' ? metadata[name] : null);
    const before = number('$tb') ?? 0;
    const maxCount = number('$maxCount');
    const maxAge = number('$maxAge');
    return {
      // JSON's number cannot tell the highest 64-bit integer from its neighbours; nothing real comes near it.
      before: before >= Number.MAX_SAFE_INTEGER ? DELETED_BEFORE : BigInt(Math.max(0, Math.trunc(before))),
      maxCount: maxCount === null ? null : BigInt(Math.trunc(maxCount)),
      maxAgeMs: maxAge === null ? null : maxAge * 1000,
    };
  }

  private rawMetadata(stream: string): Record<string, unknown> {
    if (stream.startsWith('$$')) return { $maxCount: 1 };
    const row = this.streamRow(`$$${stream}`);
    const last = row && this.sql.page.backwards.get(row.id, DELETED_BEFORE, 1n);
    if (!last || !(last['data'] instanceof Uint8Array)) return {};
    try {
      const parsed: unknown = JSON.parse(Buffer.from(last['data']).toString('utf8'));
      return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
    } catch {
      return {};
    }
  }

  /** A page of a stream's shown events from a revision on, that one included. */
  readStream(
    stream: string,
    from: bigint,
    direction: 'forwards' | 'backwards',
    limit: number,
  ): StoredEvent[] {
    const row = this.streamRow(stream);
    if (!row || row.tombstoned) return [];
    const { before, maxCount, maxAgeMs } = this.truncation(stream);
    const oldest = maxCount === null ? before : max(before, row.lastRevision - maxCount + 1n);
    if (direction === 'forwards') {
      const rows = this.sql.page.forwards.all(row.id, max(from, oldest), BigInt(limit));
      return rows.map(toEvent).filter((event) => isYoung(event, maxAgeMs));
    }
    const rows = this.sql.page.backwards.all(row.id, from, BigInt(limit));
    return rows.map(toEvent).filter((event) => event.revision >= oldest && isYoung(event, maxAgeMs));
  }

  /** A page of all streams' events, strictly behind (forwards) or before (backwards) a position. */
  readAll(position: bigint, direction: 'forwards' | 'backwards', limit: number): StoredEvent[] {
    return this.sql.all[direction].all(position, BigInt(limit)).map(toEvent);
  }

  /** Calls back once after the next commit. Register before reading: then nothing can be missed in between. */
  onNextCommit(wake: () => void): () => void {
    const once = () => {
      this.wakeUps.delete(once);
      wake();
    };
    this.wakeUps.add(once);
    return () => this.wakeUps.delete(once);
  }

  /** Removes what truncated streams no longer show; what tombstones removed went at once. Returns how many events. */
  scavenge(limit: number): number {
    let removed = 0;
    for (const { name } of this.sql.metadataStreams.all() as { name: string }[]) {
      const stream = name.slice(2);
      const row = this.streamRow(stream);
      if (!row || row.tombstoned) continue;
      const { before, maxCount } = this.truncation(stream);
      const oldest = maxCount === null ? before : max(before, row.lastRevision - maxCount + 1n);
      // The last event stays, as in EventStoreDB: the stream goes on behind it.
      const end = oldest > row.lastRevision ? row.lastRevision : oldest;
      removed += Number(this.sql.removeBefore.run(row.id, end, row.id, end, BigInt(limit)).changes);
    }
    return removed;
  }

  close(): void {
    this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.db.close();
  }
}

function prepareStatements(db: DatabaseSync) {
  const prepare = (sql: string): StatementSync => {
    const statement = db.prepare(sql);
    statement.setReadBigInts(true);
    return statement;
  };
  return {
    version: prepare(`SELECT value FROM meta WHERE key = 'version'`),
    setVersion: prepare(`INSERT INTO meta VALUES ('version', ?) ON CONFLICT DO NOTHING`),
    stream: prepare(`SELECT id, last_revision, tombstoned FROM streams WHERE name = ?`),
    addStream: prepare(`INSERT INTO streams (name, last_revision) VALUES (?, -1)`),
    setRevision: prepare(`UPDATE streams SET last_revision = ? WHERE id = ?`),
    tombstone: prepare(`UPDATE streams SET tombstoned = 1 WHERE id = ?`),
    removeEvents: prepare(`DELETE FROM events WHERE stream = ?`),
    removeBefore: prepare(`DELETE FROM events WHERE stream = ? AND revision < ? AND position IN
      (SELECT position FROM events WHERE stream = ? AND revision < ? LIMIT ?)`),
    metadataStreams: prepare(`SELECT name FROM streams WHERE name LIKE '$$%' AND tombstoned = 0`),
    insert: prepare(`INSERT INTO events (stream, revision, id, type, content_type, created, data, metadata)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    ids: prepare(
      `SELECT id, revision, position FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`,
    ),
    tail: prepare(`SELECT max(position) AS position FROM events`),
    page: {
      forwards: prepare(`SELECT ${EVENT_COLUMNS} ${FROM_EVENTS}
        WHERE e.stream = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`),
      backwards: prepare(`SELECT ${EVENT_COLUMNS} ${FROM_EVENTS}
        WHERE e.stream = ? AND e.revision <= ? ORDER BY e.revision DESC LIMIT ?`),
    },
    all: {
      forwards: prepare(
        `SELECT ${EVENT_COLUMNS} ${FROM_EVENTS} WHERE e.position > ? ORDER BY e.position LIMIT ?`,
      ),
      backwards: prepare(
        `SELECT ${EVENT_COLUMNS} ${FROM_EVENTS} WHERE e.position < ? ORDER BY e.position DESC LIMIT ?`,
      ),
    },
  };
}

/** `visible` is the revision of a stream that exists and is not soft-deleted; `actual` counts the deleted one too. */
function matches(expected: ExpectedRevision, visible: bigint | null, actual: bigint | null): boolean {
  if (expected === 'any') return true;
  if (expected === 'no_stream') return visible === null || visible < 0n;
  if (expected === 'stream_exists') return visible !== null && visible >= 0n;
  return actual === expected;
}

function toEvent(row: Record<string, SQLOutputValue>): StoredEvent {
  return {
    id: String(row['id']),
    stream: String(row['stream']),
    revision: toBigInt(row['revision']),
    position: toBigInt(row['position']),
    type: String(row['type']),
    contentType: String(row['content_type']),
    created: Number(row['created']),
    data: toBytes(row['data']),
    metadata: toBytes(row['metadata']),
  };
}

const isYoung = (event: StoredEvent, maxAgeMs: number | null) =>
  maxAgeMs === null || event.created >= Date.now() - maxAgeMs;
const max = (a: bigint, b: bigint) => (a > b ? a : b);
const toBigInt = (value: unknown) => (typeof value === 'bigint' ? value : BigInt(Number(value)));
const toBytes = (value: unknown) => (value instanceof Uint8Array ? value : new Uint8Array());

import { randomUUID } from 'node:crypto';
import { checksumOf } from './checksum.js';
import type { Statements } from './database.js';
import { toBigInt } from './rows.js';
import type { AppendOutcome, AppendRequest, ExpectedRevision, ProposedEvent } from './event.js';
import { MAX_REVISION } from './event.js';
import { RecentAppends } from './recent-appends.js';
import { isMetadataStream, metadataStreamOf, subjectOf, withTruncateBefore } from './stream-metadata.js';
import type { StreamRow, Streams } from './streams.js';

const NOTHING = new Uint8Array();

/** The rules of appending and deleting. Works inside the transaction that its caller has opened. */
export class StreamWriter {
  private readonly recent = new RecentAppends();

  constructor(
    private readonly sql: Statements,
    private readonly streams: Streams,
  ) {}

  apply(request: AppendRequest): AppendOutcome {
    const { stream, expected, events } = request;
    if (this.streams.isTombstoned(stream)) return { kind: 'stream-deleted' };
    const row = this.streams.find(stream);
    const repeated = request.action === 'append' ? this.repetition(stream, row, expected, events) : null;
    if (repeated) return repeated;
    const last = row && row.lastRevision >= 0n ? row.lastRevision : null;
    const softDeleted = last !== null && this.streams.truncation(stream).before === MAX_REVISION;
    if (softDeleted && expected === 'stream_exists') return { kind: 'stream-deleted' };
    if (!matches(expected, last, softDeleted)) return { kind: 'wrong-expected-version', current: last };
    if (request.action === 'tombstone') return this.tombstone(stream);
    if (request.action === 'delete') return this.softDelete(stream, last);
    return this.append(stream, events, last, softDeleted);
  }

  /** To be called when the transaction was rolled back. */
  rolledBack(): void {
    this.recent.forget();
  }

  /**
   * An append whose ids are all stored already is a repetition and succeeds with the numbers it got the first time.
   * Ids are compared only below the current revision, and without a revision only with recent ones, as EventStoreDB does.
   */
  private repetition(
    stream: string,
    row: StreamRow | null,
    expected: ExpectedRevision,
    events: readonly ProposedEvent[],
  ): AppendOutcome | null {
    if (!row || events.length === 0) return null;
    if (expected === 'any' || expected === 'stream_exists') {
      const found = this.recent.find(stream, events);
      if (found === 'part') return { kind: 'wrong-expected-version', current: row.lastRevision };
      return found && { kind: 'appended', revision: found.revision, position: found.position };
    }
    const first = expected === 'no_stream' ? 0n : expected + 1n;
    if (first > row.lastRevision) return null;
    const stored = this.sql.ids.all(row.id, first, BigInt(events.length));
    // What was scavenged is not there to be compared: what follows it must not be taken for it.
    const same = events.every(({ id }, index) => {
      const there = stored[index];
      return there?.['id'] === id && there['revision'] === first + BigInt(index);
    });
    const last = stored.at(-1);
    if (!same || !last) return null;
    return { kind: 'appended', revision: toBigInt(last['revision']), position: toBigInt(last['position']) };
  }

  private append(
    stream: string,
    events: readonly ProposedEvent[],
    last: bigint | null,
    softDeleted: boolean,
  ): AppendOutcome {
    if (events.length === 0) return { kind: 'appended', revision: last ?? -1n, position: null };
    const subject = isMetadataStream(stream) ? this.softDeletedSubject(stream) : null;
    const outcome = this.insert(stream, events);
    // After a soft deletion the numbering goes on, and only what is new is shown: also if it is only new metadata.
    if (softDeleted && last !== null) this.truncateBefore(stream, last + 1n);
    if (subject && this.streams.metadata(subject.name))
      this.truncateBefore(subject.name, subject.lastRevision + 1n);
    return outcome;
  }

  private softDeletedSubject(metadataStream: string): { name: string; lastRevision: bigint } | null {
    const name = subjectOf(metadataStream);
    const row = this.streams.find(name);
    const deleted = row && row.lastRevision >= 0n && this.streams.truncation(name).before === MAX_REVISION;
    return deleted ? { name, lastRevision: row.lastRevision } : null;
  }

  private insert(stream: string, events: readonly ProposedEvent[]): AppendOutcome {
    const row = this.streams.findOrAdd(stream);
    let revision = row.lastRevision;
    let position = 0n;
    for (const event of events) {
      revision++;
      position = this.insertEvent(stream, row.id, revision, event);
      this.recent.remember(event.id, { stream, revision, position });
    }
    this.sql.setRevision.run(revision, row.id);
    return { kind: 'appended', revision, position };
  }

  private insertEvent(stream: string, streamId: bigint, revision: bigint, event: ProposedEvent): bigint {
    const { id, type, contentType, data, metadata } = event;
    const created = Date.now();
    const checksum = BigInt(checksumOf(stream, revision, created, event));
    return toBigInt(
      this.sql.insert.run(
        streamId,
        revision,
        id,
        type,
        contentType,
        BigInt(created),
        data,
        metadata,
        checksum,
      ).lastInsertRowid,
    );
  }

  private softDelete(stream: string, last: bigint | null): AppendOutcome {
    if (last === null) return { kind: 'wrong-expected-version', current: null };
    return this.truncateBefore(stream, MAX_REVISION);
  }

  private truncateBefore(stream: string, before: bigint): AppendOutcome {
    const data = withTruncateBefore(this.streams.metadata(stream), before);
    const event = { id: randomUUID(), type: '$metadata', contentType: 'application/json' };
    return this.insert(metadataStreamOf(stream), [{ ...event, data, metadata: NOTHING }]);
  }

  /** Ends the stream for ever and tells so in the log of all streams; its events are left to the scavenger. */
  private tombstone(stream: string): AppendOutcome {
    const { id, lastRevision } = this.streams.findOrAdd(stream);
    const event = { id: randomUUID(), type: '$streamDeleted', contentType: 'application/octet-stream' };
    const position = this.insertEvent(stream, id, MAX_REVISION, {
      ...event,
      data: NOTHING,
      metadata: NOTHING,
    });
    this.sql.setTombstoned.run(1n, id);
    const metadataStream = isMetadataStream(stream) ? null : this.streams.find(metadataStreamOf(stream));
    if (metadataStream) this.sql.setTombstoned.run(1n, metadataStream.id);
    return { kind: 'appended', revision: lastRevision, position };
  }
}

/** @param last the stream's last revision, or null if there is no stream */
function matches(expected: ExpectedRevision, last: bigint | null, softDeleted: boolean): boolean {
  if (expected === 'any') return true;
  if (expected === 'no_stream') return last === null || softDeleted;
  if (expected === 'stream_exists') return last !== null;
  return last === expected;
}

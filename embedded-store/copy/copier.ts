import { randomUUID } from 'node:crypto';
import type { ProposedEvent } from '../log/event.js';
import { isMetadataStream, subjectOf, truncationOf, withTruncateBefore } from '../log/stream-metadata.js';
import type { Connection, CopiedEvent } from './connection.js';
import type { Survey } from './survey.js';
import { isTombstone, note } from './survey.js';

/** Stands where the source has removed an event, so that those behind it keep their revisions. */
export const PLACEHOLDER = '$placeholder';

const APPEND = { events: 500, bytes: 900_000 };
const NOTHING = new Uint8Array();

/** What a copy did. */
export interface Copied {
  events: number;
  alreadyThere: number;
  tombstones: number;
  placeholders: number;
  /** Streams whose beginning the source no longer has. */
  readonly truncated: Set<string>;
}

/**
 * Brings the events of one server, given in their order, to another. Everything is derived from what the target
 * already has, so a copy that was interrupted goes on where it was.
 */
export class Copier {
  readonly copied: Copied = {
    events: 0,
    alreadyThere: 0,
    tombstones: 0,
    placeholders: 0,
    truncated: new Set(),
  };
  private pending: CopiedEvent[] = [];
  private pendingBytes = 0;

  constructor(
    private readonly target: Connection,
    private readonly from: Survey,
    private readonly to: Survey,
  ) {}

  async take(event: CopiedEvent): Promise<void> {
    if (isTombstone(event)) return this.takeTombstone(event);
    if (isGone(this.from, event.stream)) return;
    if (event.revision <= this.lastOf(event.stream)) {
      this.passBy(event);
      return;
    }
    const bytes = event.data.length + event.metadata.length + 2 * event.type.length;
    if (!this.fits(event, bytes)) await this.flush();
    if (this.pending.length === 0) await this.fillUpTo(event);
    this.pending.push({ ...event, data: adaptedMetadata(this.from, event) });
    this.pendingBytes += bytes;
  }

  private passBy({ stream, revision, id }: CopiedEvent): void {
    const known = this.to.get(stream);
    if (known?.last === revision && known.lastId !== id && !isMetadataStream(stream))
      throw new Error(`The target holds something else in its stream ${stream}: copy into an empty store.`);
    this.copied.alreadyThere++;
  }

  /** Metadata go one by one, because the target may answer each with an event of its own. */
  private fits({ stream, revision }: CopiedEvent, bytes: number): boolean {
    const previous = this.pending.at(-1);
    if (previous?.stream !== stream || previous.revision + 1n !== revision) return false;
    if (isMetadataStream(stream)) return false;
    return this.pending.length < APPEND.events && this.pendingBytes + bytes <= APPEND.bytes;
  }

  /** Appends what has been taken. */
  async flush(): Promise<void> {
    const [first] = this.pending;
    if (!first) return;
    const events = this.pending;
    this.pending = [];
    this.pendingBytes = 0;
    await this.append(first.stream, first.revision - 1n, events);
    this.copied.events += events.length;
    for (const event of events) note(this.to, event);
  }

  private async append(stream: string, expected: bigint, events: readonly ProposedEvent[]): Promise<void> {
    const wrong = await this.target.append(stream, expected, events);
    if (wrong === null) return;
    // A stream that goes on after a soft deletion gets its new metadata from the server itself.
    const made = isMetadataStream(stream) && wrong.last >= expected + BigInt(events.length);
    if (!made)
      throw new Error(`The target's stream ${stream} was written to by somebody else in the meantime.`);
  }

  private async takeTombstone({ stream }: CopiedEvent): Promise<void> {
    if (this.to.get(stream)?.tombstoned) {
      this.copied.alreadyThere++;
      return;
    }
    await this.flush();
    await this.target.tombstone(stream);
    this.copied.tombstones++;
  }

  private async fillUpTo({ stream, revision }: CopiedEvent): Promise<void> {
    const filling = isMetadataStream(stream) ? '$metadata' : PLACEHOLDER;
    let last = this.lastOf(stream);
    if (last + 1n < revision) this.copied.truncated.add(stream);
    while (last + 1n < revision) {
      const count = Math.min(APPEND.events, Number(revision - last - 1n));
      await this.append(
        stream,
        last,
        Array.from({ length: count }, () => placeholder(filling)),
      );
      this.copied.placeholders += count;
      last += BigInt(count);
    }
  }

  private lastOf(stream: string): bigint {
    return this.to.get(stream)?.last ?? -1n;
  }
}

const placeholder = (type: string): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: NOTHING,
});

/** Whether a tombstone in the source ended the stream: nothing but that is copied, of its metadata as well. */
export function isGone(from: Survey, stream: string): boolean {
  if (from.get(stream)?.tombstoned) return true;
  return isMetadataStream(stream) && (from.get(subjectOf(stream))?.tombstoned ?? false);
}

/** What the metadata of a stream have to say in the target: that its placeholders are hidden. Else the same bytes. */
export function adaptedMetadata(from: Survey, { stream, data }: CopiedEvent): Uint8Array {
  if (!isMetadataStream(stream)) return data;
  const subject = from.get(subjectOf(stream));
  if (!subject || subject.first <= 0n) return data;
  const { before, maxCount } = truncationOf(subjectOf(stream), data);
  const shownFrom = maxCount === null ? before : max(before, subject.last - maxCount + 1n);
  return shownFrom >= subject.first ? data : withTruncateBefore(data, subject.first);
}

const max = (a: bigint, b: bigint) => (a > b ? a : b);

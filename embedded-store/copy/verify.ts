import { isDeepStrictEqual } from 'node:util';
import { isMetadataStream, metadataStreamOf, truncationOf } from '../log/stream-metadata.js';
import type { CopiedEvent } from './connection.js';
import { adaptedMetadata, isGone, PLACEHOLDER } from './copier.js';
import type { Survey } from './survey.js';
import { belongsToServer, isTombstone } from './survey.js';

/** Enough to see what is wrong. */
const MAX_PROBLEMS = 20;

/**
 * Reads source and target side by side and tells every way in which they differ: an event that is missing although
 * the target still shows it, one that is another or at another place, other metadata, another deletion.
 */
export async function differences(
  source: AsyncIterable<CopiedEvent>,
  target: AsyncIterable<CopiedEvent>,
  from: Survey,
): Promise<readonly string[]> {
  const verification = new Verification(from);
  await verification.compare(source, target);
  return verification.problems;
}

class Verification {
  readonly problems: string[] = [];
  /** Per stream the highest revision that the target does not have. */
  private readonly missing = new Map<string, bigint>();
  private readonly last = new Map<string, bigint>();
  private readonly wantedMetadata = new Map<string, Uint8Array>();
  private readonly foundMetadata = new Map<string, Uint8Array>();
  private readonly tombstoned = new Set<string>();

  constructor(private readonly from: Survey) {}

  async compare(source: AsyncIterable<CopiedEvent>, target: AsyncIterable<CopiedEvent>): Promise<void> {
    const wanted = this.wantedOf(source);
    for await (const found of this.foundOf(target)) {
      const place = await this.advanceTo(found, wanted);
      if (place === null) {
        this.problem(
          `${found.stream}@${found.revision} is in the target only, or at another place in the order.`,
        );
        break;
      }
      if (!isSame(place, found)) this.problem(`${found.stream}@${found.revision} is another event.`);
      this.last.set(found.stream, found.revision);
    }
    for await (const event of wanted) this.missing.set(event.stream, event.revision);
    this.checkMissing();
    this.checkMetadata();
    this.checkTombstones();
  }

  private async advanceTo(
    { stream, revision }: CopiedEvent,
    wanted: AsyncGenerator<CopiedEvent>,
  ): Promise<CopiedEvent | null> {
    for (;;) {
      const next = await wanted.next();
      if (next.done) return null;
      if (next.value.stream === stream && next.value.revision === revision) return next.value;
      this.missing.set(next.value.stream, next.value.revision);
    }
  }

  private async *wantedOf(source: AsyncIterable<CopiedEvent>): AsyncGenerator<CopiedEvent> {
    for await (const event of source) {
      if (belongsToServer(event.stream) || isTombstone(event) || isGone(this.from, event.stream)) continue;
      if (isMetadataStream(event.stream))
        this.wantedMetadata.set(event.stream, adaptedMetadata(this.from, event));
      else yield event;
    }
  }

  private async *foundOf(target: AsyncIterable<CopiedEvent>): AsyncGenerator<CopiedEvent> {
    for await (const event of target) {
      if (belongsToServer(event.stream) || event.type === PLACEHOLDER) continue;
      if (isTombstone(event)) this.tombstoned.add(event.stream);
      else if (isMetadataStream(event.stream)) this.foundMetadata.set(event.stream, event.data);
      else if (!isGone(this.from, event.stream)) yield event;
    }
  }

  /** What the target does not show any more it may have removed. */
  private checkMissing(): void {
    for (const [stream, revision] of this.missing) {
      const last = this.last.get(stream) ?? -1n;
      const metadata = this.foundMetadata.get(metadataStreamOf(stream)) ?? null;
      const { before, maxCount, maxAgeMs } = truncationOf(stream, metadata);
      const hidden =
        revision < before || maxAgeMs !== null || (maxCount !== null && revision <= last - maxCount);
      if (revision > last || !hidden) this.problem(`${stream}@${revision} is missing in the target.`);
    }
  }

  private checkMetadata(): void {
    for (const [stream, wanted] of this.wantedMetadata) {
      const found = this.foundMetadata.get(stream);
      if (!found || !isSameMetadata(wanted, found))
        this.problem(`${stream} says something else in the target.`);
    }
  }

  private checkTombstones(): void {
    for (const [stream, { tombstoned }] of this.from) {
      if (tombstoned && !this.tombstoned.has(stream))
        this.problem(`${stream} is not tombstoned in the target.`);
    }
    for (const stream of this.tombstoned) {
      if (!this.from.get(stream)?.tombstoned) this.problem(`${stream} is tombstoned in the target only.`);
    }
  }

  private problem(text: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(text);
  }
}

function isSame(a: CopiedEvent, b: CopiedEvent): boolean {
  return (
    a.id === b.id &&
    a.type === b.type &&
    a.contentType === b.contentType &&
    Buffer.compare(a.data, b.data) === 0 &&
    Buffer.compare(a.metadata, b.metadata) === 0
  );
}

/** The target writes the metadata of a stream that goes on after a deletion itself, in its own spelling. */
function isSameMetadata(a: Uint8Array, b: Uint8Array): boolean {
  if (Buffer.compare(a, b) === 0) return true;
  const parsed = [a, b].map((data): unknown => {
    try {
      return JSON.parse(Buffer.from(data).toString('utf8'));
    } catch {
      return data;
    }
  });
  return isDeepStrictEqual(parsed[0], parsed[1]);
}

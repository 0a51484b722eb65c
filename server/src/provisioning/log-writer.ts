import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore, NewEvent } from '../event-store/event-store.js';
import { StoreUnavailable, WrongRevision } from '../event-store/event-store.js';
import type { LogBatch, LogLine, Numbering } from './log-batch.js';
import { toBatch, toLastWord } from './log-batch.js';
import type { LogPlace } from './log-place.js';
import { logStream, readLogPlace } from './log-place.js';
import type { Masking } from './masking.js';
import { LineMasking } from './masking.js';
import { ClaimLost } from './run-writer.js';

const BATCH_MS = 20;
const BATCH_BYTES = 64 * 1024;
/** Room in the buffer; `ready` waits for it to shrink below this. */
const HIGH_WATER_BYTES = 512 * 1024;
const LONGEST_HOLD_MS = 250;
const LONGEST_LINE = 16 * 1024;
const KEPT_SECONDS = 30 * 24 * 3600;
const STORE_PAUSE_MS = 500;
/** So often a worker that was replaced may come in between with lines that it had in flight. */
const CONFLICTS = 20;

export interface LogOwner {
  readonly container: string;
  readonly id: string;
  readonly claim: number;
  readonly worker: string;
}

/** The lines of one output that are not masked yet. */
interface Output {
  readonly masking: LineMasking;
  readonly lines: LogLine[];
}

/**
 * Writes a run's log lines in order and in batches, one append in flight. Each append names the exact revision, so a
 * line is stored once, also when an answer was lost, and a worker that was replaced cannot add to it.
 */
export class LogWriter {
  private readonly waiting: LogLine[] = [];
  private waitingBytes = 0;
  private writing: Promise<void> | null = null;
  /** Ends the wait for more lines: somebody waits for those that are there. */
  private hurry = new AbortController();
  private failure: unknown;
  private readonly offsets: Map<string, number>;
  private readonly outputs = new Map<string, Output>();
  private heldTimer: NodeJS.Timeout | undefined;
  private numbering: Numbering;
  private revision: bigint;

  constructor(
    private readonly store: EventStore,
    private readonly owner: LogOwner,
    place: LogPlace,
    private readonly maxLines: number,
    private readonly masking: Masking,
    /** Until then an append is sent again while the store is away. */
    private readonly signal: AbortSignal,
  ) {
    this.offsets = new Map(place.offsets);
    this.numbering = numberingOf(place);
    this.revision = place.revision;
  }

  /** Makes old lines disappear by themselves. Before the first append, or those would be kept for ever. */
  async prepare(): Promise<void> {
    if (this.revision >= 0n) return;
    await this.store.setStreamMetadata(logStream(this.owner.container), { maxAgeSeconds: KEPT_SECONDS });
  }

  /** The offset up to which a source is in the log or on its way there. */
  offset(source: string): number {
    return this.offsets.get(source) ?? 0;
  }

  write(line: LogLine): void {
    if (line.source) this.offsets.set(line.source.name, line.source.nextOffset);
    const output = this.outputOf(line);
    output.lines.push(line);
    this.accept(output, output.masking.push(line.text));
    if (!output.masking.isWaiting) return;
    this.heldTimer ??= setTimeout(() => {
      this.releaseHeld();
    }, LONGEST_HOLD_MS);
  }

  private outputOf({ phase, step, stream, source }: LogLine): Output {
    const key = JSON.stringify([phase, step, stream, source?.name]);
    const known = this.outputs.get(key);
    if (known) return known;
    const output = { masking: new LineMasking(this.masking), lines: [] };
    this.outputs.set(key, output);
    return output;
  }

  private accept({ lines }: Output, masked: readonly string[]): void {
    for (const whole of masked) {
      const line = lines.shift();
      if (!line) return;
      const text = presentable(whole);
      this.waiting.push({ ...line, text });
      this.waitingBytes += text.length;
      this.writing ??= this.writeSoon();
    }
  }

  /** Lines whose end looks like the beginning of a secret wait for the next one of their output, but not for ever. */
  private releaseHeld(): void {
    clearTimeout(this.heldTimer);
    this.heldTimer = undefined;
    for (const [key, output] of this.outputs) {
      this.accept(output, output.masking.release());
      if (!output.masking.remembers) this.outputs.delete(key);
    }
  }

  /** Resolves when there is room for more. */
  async ready(): Promise<void> {
    while (this.waitingBytes > HIGH_WATER_BYTES) await this.drain();
  }

  /** Resolves once everything written so far is stored; nothing is waited for to join it. */
  async flush(): Promise<void> {
    this.releaseHeld();
    this.hurry.abort();
    await this.drain();
  }

  private async drain(): Promise<void> {
    while (this.writing) await this.writing;
    if (this.failure instanceof ClaimLost || this.failure instanceof StoreUnavailable) throw this.failure;
    if (this.failure) throw new Error('The log could not be written.', { cause: this.failure });
  }

  /** The end of the run's log: says how many lines are missing in all. */
  async end(): Promise<void> {
    await this.flush();
    await this.append(() => toLastWord(this.numbering, this.limits));
  }

  private async writeSoon(): Promise<void> {
    this.hurry = new AbortController();
    try {
      await delay(BATCH_MS, undefined, { signal: this.hurry.signal }).catch(() => undefined);
      while (this.waiting.length > 0) await this.appendLines(this.takeBatch());
    } catch (error) {
      this.failure = error;
      this.waiting.length = 0;
      this.waitingBytes = 0;
    } finally {
      this.writing = null;
    }
  }

  private takeBatch(): LogLine[] {
    let count = 0;
    let bytes = 0;
    for (; count < this.waiting.length && bytes < BATCH_BYTES; count++) {
      bytes += this.waiting[count]?.text.length ?? 0;
    }
    this.waitingBytes -= bytes;
    return this.waiting.splice(0, count);
  }

  private appendLines(lines: readonly LogLine[]): Promise<void> {
    return this.append((place) => {
      const missing = place ? lines.filter((line) => !isIn(place, line)) : lines;
      return toBatch(missing, this.numbering, this.limits);
    });
  }

  private get limits() {
    const { id: run, claim } = this.owner;
    return { run, claim, maxLines: this.maxLines };
  }

  /** @param build what to append, anew after somebody else's lines came in between */
  private async append(build: (conflict: LogPlace | null) => LogBatch): Promise<void> {
    let place: LogPlace | null = null;
    for (let conflict = 0; ; conflict++) {
      const { events, after } = build(place);
      try {
        if (events.length > 0) this.revision = await this.send(events.map((event) => this.toMessage(event)));
        this.numbering = after;
        return;
      } catch (error) {
        if (!(error instanceof WrongRevision) || conflict >= CONFLICTS) throw error;
        place = await this.goOnBehind(error.actual);
      }
    }
  }

  /** The same bytes, ids and revision again for as long as the outcome is unknown: the store then stores them once. */
  private async send(messages: readonly NewEvent[]): Promise<bigint> {
    const expected = this.revision < 0n ? 'no_stream' : this.revision;
    for (;;) {
      try {
        return (await this.store.append(logStream(this.owner.container), expected, messages)).revision;
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || this.signal.aborted) throw error;
        await delay(STORE_PAUSE_MS, undefined, { signal: this.signal }).catch(() => undefined);
      }
    }
  }

  /** Others wrote: a worker that this one replaced, whose lines count, or one that replaced this one. */
  private async goOnBehind(actual: bigint | null): Promise<LogPlace> {
    const { container, id, claim } = this.owner;
    const place = await readLogPlace(this.store, container, id);
    if (place.claim > claim) throw new ClaimLost('Another worker writes the log of the run.');
    // Old lines that have disappeared cannot be read, but the stream goes on behind them.
    this.revision = actual !== null && actual > place.revision ? actual : place.revision;
    this.numbering = numberingOf(place);
    return place;
  }

  private toMessage(event: LogBatch['events'][number]): NewEvent {
    const id = randomUUID();
    const { id: run, worker } = this.owner;
    const ids = { commandId: id, correlationId: run, causationId: run };
    const metadata = { version: 1, ...ids, actor: `worker:${worker}`, at: new Date().toISOString() };
    return { ...event, id, metadata };
  }
}

function numberingOf({ nextLine, dropped }: LogPlace): Numbering {
  return { nextLine, dropped, told: dropped };
}

function isIn({ offsets }: LogPlace, { source }: LogLine): boolean {
  return source !== undefined && source.nextOffset <= (offsets.get(source.name) ?? 0);
}

/** What a terminal would show of a line: after a carriage return the line begins anew; no lone surrogates; not endless. */
function presentable(text: string): string {
  const shown = text.replace(/\r+$/, '').split('\r').at(-1) ?? '';
  const whole = shown.toWellFormed().replaceAll('\0', '\uFFFD');
  return whole.length > LONGEST_LINE ? `${whole.slice(0, LONGEST_LINE)} … (line cut)` : whole;
}

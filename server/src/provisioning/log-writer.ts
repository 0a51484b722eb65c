import { randomUUID } from 'node:crypto';
import type { LinesDropped, LinesLogged, LogEvent } from '../containers/domain/events.js';
import type { EventStore, NewEvent } from '../event-store/event-store.js';
import type { Masking } from './masking.js';
import { LineMasking } from './masking.js';
import type { ReportedLine } from './phases/phase.js';

const BATCH_MS = 20;
const BATCH_BYTES = 64 * 1024;
/** Room in the buffer; `ready` waits for it to shrink below this. */
const HIGH_WATER_BYTES = 512 * 1024;
const LONGEST_HOLD_MS = 250;
const LONGEST_LINE = 16 * 1024;
const KEPT_SECONDS = 30 * 24 * 3600;

interface Line extends ReportedLine {
  readonly phase: string;
}

/** The lines of one output that are not masked yet. */
interface Output {
  readonly masking: LineMasking;
  readonly lines: Line[];
}

/** Where a log stands: restored after a takeover, so that line numbers and sources go on without gap or repetition. */
export interface LogPlace {
  readonly nextLine: number;
  readonly offsets: ReadonlyMap<string, number>;
}

export const logStream = (container: string) => `containerLog-${container}`;

/** Reads where the log of a run stands. */
export async function readLogPlace(store: EventStore, container: string, run: string): Promise<LogPlace> {
  let nextLine = 0;
  const offsets = new Map<string, number>();
  for await (const { type, data } of store.read(logStream(container), { direction: 'backwards' })) {
    const event = { type, data } as LogEvent;
    if (event.data.run !== run) break;
    if (event.type !== 'LinesLogged') continue;
    nextLine = Math.max(nextLine, event.data.firstLine + event.data.lines.length);
    const { source } = event.data;
    if (source) offsets.set(source.name, Math.max(offsets.get(source.name) ?? 0, source.nextOffset));
  }
  return { nextLine, offsets };
}

/** Writes a run's log lines in order and in batches, one append in flight. */
export class LogWriter {
  private readonly waiting: Line[] = [];
  private waitingBytes = 0;
  private writing: Promise<void> | null = null;
  private failure: unknown;
  private nextLine: number;
  private dropped = 0;
  private readonly offsets: Map<string, number>;
  private readonly outputs = new Map<string, Output>();
  private heldTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly run: { container: string; id: string; claim: number; worker: string },
    place: LogPlace,
    private readonly maxLines: number,
    private readonly masking: Masking,
  ) {
    this.nextLine = place.nextLine;
    this.offsets = new Map(place.offsets);
  }

  /** Makes old lines disappear by themselves. Before the first append, or those would be kept for ever. */
  async prepare(): Promise<void> {
    if (this.nextLine === 0) {
      await this.store.setStreamMetadata(logStream(this.run.container), { maxAgeSeconds: KEPT_SECONDS });
    }
  }

  /** The offset up to which a source is in the log or on its way there. */
  offset(source: string): number {
    return this.offsets.get(source) ?? 0;
  }

  write(line: Line): void {
    if (line.source) this.offsets.set(line.source.name, line.source.nextOffset);
    const output = this.outputOf(line);
    output.lines.push(line);
    this.accept(output, output.masking.push(line.text));
    if (!output.masking.isWaiting) return;
    this.heldTimer ??= setTimeout(() => {
      this.releaseHeld();
    }, LONGEST_HOLD_MS);
  }

  private outputOf({ phase, step, stream, source }: Line): Output {
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
    for (const output of this.outputs.values()) this.accept(output, output.masking.release());
    this.outputs.clear();
  }

  /** Resolves when there is room for more. */
  async ready(): Promise<void> {
    while (this.waitingBytes > HIGH_WATER_BYTES) await this.drain();
  }

  /** Resolves once everything written so far is stored. */
  async flush(): Promise<void> {
    this.releaseHeld();
    await this.drain();
  }

  private async drain(): Promise<void> {
    while (this.writing) await this.writing;
    if (this.failure) throw new Error('The log could not be written.', { cause: this.failure });
  }

  private async writeSoon(): Promise<void> {
    try {
      await new Promise((resolve) => setTimeout(resolve, BATCH_MS));
      while (this.waiting.length > 0) await this.append(this.takeBatch());
    } catch (error) {
      this.failure = error;
      this.waiting.length = 0;
      this.waitingBytes = 0;
    } finally {
      this.writing = null;
    }
  }

  /** Events for the next append: adjacent lines of one source share an event. */
  private takeBatch(): LogEvent[] {
    const events: LogEvent[] = [];
    for (let bytes = 0; bytes < BATCH_BYTES && this.waiting.length > 0;) {
      const lines = this.takeSimilar(BATCH_BYTES - bytes);
      bytes += lines.reduce((sum, { text }) => sum + text.length, 0);
      this.waitingBytes -= lines.reduce((sum, { text }) => sum + text.length, 0);
      events.push(...this.toEvents(lines));
    }
    return events;
  }

  private takeSimilar(room: number): Line[] {
    const first = this.waiting[0];
    let count = 0;
    for (let bytes = 0; count < this.waiting.length && bytes < room; count++) {
      const line = this.waiting[count];
      if (!first || !line || !isSimilar(first, line)) break;
      bytes += line.text.length;
    }
    return this.waiting.splice(0, Math.max(1, count));
  }

  private toEvents(lines: Line[]): LogEvent[] {
    const kept = lines.slice(0, Math.max(0, this.maxLines - this.nextLine));
    const events: LogEvent[] = [];
    const first = kept[0];
    if (first) events.push(this.linesLogged(first, kept));
    this.nextLine += kept.length;
    if (kept.length < lines.length)
      events.push(...this.linesDropped(lines.length - kept.length, lines[0]?.phase));
    return events;
  }

  private linesLogged(first: Line, lines: readonly Line[]): LinesLogged {
    const { id: run, claim } = this.run;
    const { phase, step = null, stream } = first;
    const source = lines.findLast((line) => line.source)?.source ?? null;
    const texts = lines.map(({ text }) => text);
    return {
      type: 'LinesLogged',
      data: { run, claim, phase, step, stream, firstLine: this.nextLine, lines: texts, source },
    };
  }

  /** Says once that the limit was reached, and then in growing steps how much is missing. */
  private linesDropped(count: number, phase = ''): LinesDropped[] {
    const before = this.dropped;
    this.dropped += count;
    if (before > 0 && Math.floor(Math.log10(before)) === Math.floor(Math.log10(this.dropped))) return [];
    const { id: run, claim } = this.run;
    return [{ type: 'LinesDropped', data: { run, claim, phase, dropped: this.dropped } }];
  }

  private async append(events: readonly LogEvent[]): Promise<void> {
    if (events.length === 0) return;
    const at = new Date().toISOString();
    const { id: run, worker } = this.run;
    const messages = events.map((event): NewEvent => {
      const id = randomUUID();
      const actor = `worker:${worker}`;
      return {
        ...event,
        id,
        metadata: { version: 1, commandId: id, correlationId: run, causationId: run, actor, at },
      };
    });
    await this.store.append(logStream(this.run.container), 'any', messages);
  }
}

function isSimilar(a: Line, b: Line): boolean {
  return (
    a.phase === b.phase && a.step === b.step && a.stream === b.stream && a.source?.name === b.source?.name
  );
}

/** What a terminal would show of a line: after a carriage return the line begins anew; no lone surrogates; not endless. */
function presentable(text: string): string {
  const shown = text.replace(/\r+$/, '').split('\r').at(-1) ?? '';
  const whole = shown.toWellFormed().replaceAll('\0', '\uFFFD');
  return whole.length > LONGEST_LINE ? `${whole.slice(0, LONGEST_LINE)} … (line cut)` : whole;
}

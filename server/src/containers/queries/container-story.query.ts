import { Inject } from '@nestjs/common';
import type { IQueryHandler } from '@nestjs/cqrs';
import { Query, QueryHandler } from '@nestjs/cqrs';
import type { RecordedEvent } from '../../event-store/event-store.js';
import { EventStore } from '../../event-store/event-store.js';
import { containerStream } from '../domain/container-decider.js';
import { sentenceFor } from '../domain/history.js';
import { containerEvent, isOfRun, logEvent } from '../domain/known-event.js';
import type { Receipt } from '../domain/receipt.js';
import { receiptOf } from '../domain/receipt.js';
import { redacted } from '../domain/support.js';

/** Injection token of the application's version. */
export const APPLICATION_VERSION = Symbol('APPLICATION_VERSION');

export interface HistoryEntry {
  readonly revision: number;
  readonly at: string;
  readonly actor: string;
  readonly cause: string;
  readonly type: string;
  readonly text: string;
  readonly runId: string | null;
}
export interface History {
  readonly entries: readonly HistoryEntry[];
  /** Null at the end. */
  readonly next: number | null;
}

/** Everything that the runs of a container have made, or null. */
export class GetReceipt extends Query<Receipt | null> {
  constructor(readonly container: string) {
    super();
  }
}

/** What happened to a container, who did it and why: a page behind a revision. */
export class GetHistory extends Query<History> {
  constructor(
    readonly container: string,
    readonly after: number | null,
    readonly first: number,
  ) {
    super();
  }
}

/** What somebody needs who is asked why a run failed, as JSON; null if there is no such run. */
export class GetSupportBundle extends Query<string | null> {
  constructor(
    readonly container: string,
    /** Null for the latest. */
    readonly run: string | null,
  ) {
    super();
  }
}

@QueryHandler(GetReceipt)
export class GetReceiptHandler implements IQueryHandler<GetReceipt> {
  constructor(private readonly store: EventStore) {}

  async execute({ container }: GetReceipt): Promise<Receipt | null> {
    const recorded = await Array.fromAsync(this.store.read(containerStream(container)));
    return receiptOf(recorded.map(containerEvent).filter((event) => event !== null));
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(private readonly store: EventStore) {}

  async execute({ container, after, first }: GetHistory): Promise<History> {
    const from = after === null ? 0n : BigInt(after) + 1n;
    const page = this.store.read(containerStream(container), { from, limit: first });
    const recorded = await Array.fromAsync(page);
    const last = recorded.at(-1);
    const next = last && recorded.length === first ? Number(last.revision) : null;
    return { entries: recorded.map(entryOf), next };
  }
}

/** An event that a newer version wrote is named, if not told. */
function entryOf(recorded: RecordedEvent): HistoryEntry {
  const { revision, type, data, metadata } = recorded;
  const event = containerEvent(recorded);
  const run = (data as { run?: unknown }).run;
  return {
    ...{ revision: Number(revision), at: metadata.at, actor: metadata.actor, cause: metadata.causationId },
    ...{ type, text: event ? sentenceFor(event) : `Something that this version does not know: ${type}.` },
    runId: typeof run === 'string' ? run : null,
  };
}

/** Log lines of a bundle. */
const LAST_LINES = 500;
/** Log events that are looked at for them. */
const LOG_EVENTS = 2_000;

@QueryHandler(GetSupportBundle)
export class GetSupportBundleHandler implements IQueryHandler<GetSupportBundle> {
  constructor(
    private readonly store: EventStore,
    @Inject(APPLICATION_VERSION) private readonly version: string,
  ) {}

  async execute({ container, run }: GetSupportBundle): Promise<string | null> {
    const all = await Array.fromAsync(this.store.read(containerStream(container)));
    const asked = all.findLast(
      (event) => event.type === 'RunRequested' && (run === null || isOfRun(event, run)),
    );
    if (!asked) return null;
    const { run: id } = asked.data as { run: string };
    const events = all
      .filter((event) => event.type === 'ContainerRequested' || isOfRun(event, id))
      .map(({ revision, type, data, metadata: { at, actor } }) => ({
        ...{ revision: Number(revision), type, at, actor: kindOf(actor) },
        data: redacted(data),
      }));
    const { platform, arch, versions } = process;
    const runtime = { infrahaus: this.version, node: versions.node, platform, arch };
    return JSON.stringify(
      { runtime, container, run: id, events, log: await this.lastLines(container, id) },
      null,
      2,
    );
  }

  private async lastLines(container: string, run: string): Promise<string[]> {
    const batches: string[][] = [];
    const stream = `containerLog-${container}`;
    for await (const recorded of this.store.read(stream, { direction: 'backwards', limit: LOG_EVENTS })) {
      const event = logEvent(recorded);
      if (event?.type !== 'LinesLogged' || event.data.run !== run) continue;
      const { phase, step, stream: source, lines } = event.data;
      batches.unshift(lines.map((line) => `[${[phase, step, source].filter(Boolean).join(' ')}] ${line}`));
    }
    return batches.flat().slice(-LAST_LINES);
  }
}

/** Who did it is nobody's business outside; what it was may matter. */
const kindOf = (actor: string) => actor.split(':')[0] ?? '';

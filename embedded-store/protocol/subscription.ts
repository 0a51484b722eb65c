import { randomUUID } from 'node:crypto';
import type { EventLog } from '../log/event-log.js';
import type { Page } from '../log/event-reader.js';
import { EventSender } from './event-sender.js';
import { matcherOf } from './filter.js';
import type { ReadOptions } from './generated.js';
import {
  caughtUpResponse,
  checkpointResponse,
  confirmationResponse,
  storable,
  streamName,
} from './messages.js';
import type { Outlet } from './outlet.js';
import { streamDeleted } from './protocol-error.js';

/** A page together with the position that the subscriber may persist although nothing before it matched. */
interface Step extends Page {
  readonly checkpoint: bigint | null;
}

/**
 * Sends what follows the given place, from the disk, for ever. Nothing is kept for a subscriber but its place, so a
 * slow one costs no memory; and as each read begins where the last one ended, there is neither gap nor repetition
 * between history and live events.
 */
export async function subscribe(log: EventLog, outlet: Outlet, options: ReadOptions): Promise<void> {
  const next = options.hasAll() ? allSteps(log, options) : streamSteps(log, options);
  const stream = options.hasAll() ? null : streamName(options.getStream()?.getStreamIdentifier());
  await outlet.send(confirmationResponse(randomUUID()));
  const sender = new EventSender(log, outlet, options);
  let live = false;
  while (!outlet.over.aborted) {
    const { version } = log;
    const step = next();
    await sender.send(step.events);
    if (step.checkpoint !== null) await outlet.send(checkpointResponse(step.checkpoint));
    if (!step.exhausted) {
      await sender.turn();
      continue;
    }
    sender.caughtUp();
    if (!live) await outlet.send(caughtUpResponse());
    live = true;
    await log.changedSince(version, stream, outlet.over);
  }
}

function allSteps(log: EventLog, options: ReadOptions): () => Step {
  const source = options.getAll();
  const matches = matcherOf(options.getFilter());
  const checkpoints = new Checkpoints(options);
  let position = source?.hasPosition() ? storable(source.getPosition()?.getCommitPosition() ?? '0') : 0n;
  if (source?.hasEnd()) position = log.reader.tailPosition();
  return () => {
    const page = log.readAllBehind(position);
    position = page.reached ?? position;
    const checkpoint = checkpoints.after(page);
    return { ...page, events: page.events.filter(matches), checkpoint };
  };
}

/** A filtered subscriber learns how far it has come, even if nothing matches: every so many events, and at the end. */
class Checkpoints {
  private readonly interval: number;
  private unreported = 0;
  private caughtUp = false;

  constructor(options: ReadOptions) {
    const filter = options.getFilter();
    const window = filter?.hasMax() ? filter.getMax() : DEFAULT_WINDOW;
    this.interval = filter ? Math.max(1, filter.getCheckpointintervalmultiplier() * window) : Infinity;
  }

  after({ events, reached, exhausted }: Page): bigint | null {
    this.unreported += events.length;
    const first = exhausted && !this.caughtUp;
    this.caughtUp ||= exhausted;
    const due = this.unreported >= this.interval || (first && this.unreported > 0);
    if (!due || reached === null || this.interval === Infinity) return null;
    this.unreported = 0;
    return reached;
  }
}

const DEFAULT_WINDOW = 32;

function streamSteps(log: EventLog, options: ReadOptions): () => Step {
  const source = options.getStream();
  const stream = streamName(source?.getStreamIdentifier());
  let from = source?.hasRevision() ? storable(source.getRevision()) + 1n : 0n;
  if (source?.hasEnd()) {
    const standing = log.reader.standing(stream);
    from = typeof standing === 'object' ? standing.lastRevision + 1n : 0n;
  }
  return () => {
    if (log.reader.standing(stream) === 'tombstoned') throw streamDeleted(stream);
    const page = log.reader.readStream(stream, storable(from.toString()), 'forwards', Infinity);
    if (page.reached !== null) from = page.reached + 1n;
    return { ...page, checkpoint: null };
  };
}

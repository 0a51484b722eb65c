import type { EventLog } from '../log/event-log.js';
import type { Page } from '../log/event-reader.js';
import { matcherOf } from './filter.js';
import { EventSender } from './event-sender.js';
import type { ReadOptions } from './generated.js';
import { isBackwards, storable, streamName, streamNotFoundResponse } from './messages.js';
import { streamDeleted } from './protocol-error.js';
import type { Outlet } from './outlet.js';

/** Reads what a stream shows, page by page, and ends. */
export async function readStream(log: EventLog, outlet: Outlet, options: ReadOptions): Promise<void> {
  const source = options.getStream();
  const stream = streamName(source?.getStreamIdentifier());
  const standing = log.reader.standing(stream);
  if (standing === 'tombstoned') throw streamDeleted(stream);
  if (standing === 'missing') {
    await outlet.send(streamNotFoundResponse(stream));
    return;
  }
  const backwards = isBackwards(options);
  const end = standing.lastRevision + (backwards ? 0n : 1n);
  let from = source?.hasRevision() ? storable(source.getRevision()) : source?.hasEnd() ? end : 0n;
  await inPages(log, outlet, options, (left) => {
    const page = log.reader.readStream(stream, from, backwards ? 'backwards' : 'forwards', left);
    if (page.reached !== null) from = page.reached + (backwards ? -1n : 1n);
    return page;
  });
}

/** Reads all streams, page by page, and ends. */
export async function readAll(log: EventLog, outlet: Outlet, options: ReadOptions): Promise<void> {
  const backwards = isBackwards(options);
  const source = options.getAll();
  const matches = matcherOf(options.getFilter());
  if (source?.hasStart() && backwards) return;
  let position = source?.hasPosition() ? storable(source.getPosition()?.getCommitPosition() ?? '0') : 0n;
  // Forward reads include the given position, backward reads begin strictly before it.
  if (source?.hasPosition() && !backwards) position -= 1n;
  if (source?.hasEnd()) position = log.reader.tailPosition() + (backwards ? 1n : 0n);
  await inPages(log, outlet, options, () => {
    const page = log.reader.readAll(position, backwards ? 'backwards' : 'forwards');
    position = page.reached ?? position;
    return { ...page, events: page.events.filter(matches) };
  });
}

/** Sends pages until the count is reached or there is nothing more, and lets others work in between. */
async function inPages(
  log: EventLog,
  outlet: Outlet,
  options: ReadOptions,
  next: (left: number) => Page,
): Promise<void> {
  const sender = new EventSender(log, outlet, options);
  let left = options.hasCount() ? Number(options.getCount()) : Number.MAX_SAFE_INTEGER;
  while (left > 0 && !outlet.over.aborted) {
    const page = next(left);
    const events = page.events.slice(0, left);
    await sender.send(events);
    left -= events.length;
    if (page.exhausted) return;
    await sender.turn();
  }
}

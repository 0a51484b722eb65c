import type { CopiedEvent } from './connection.js';
import { Connection } from './connection.js';
import type { Copied } from './copier.js';
import { Copier } from './copier.js';
import type { Survey } from './survey.js';
import { belongsToServer, surveyOf } from './survey.js';
import { differences } from './verify.js';

export interface CopyResult extends Copied {
  readonly streams: number;
  /** Where source and target differ after all; empty if the copy is complete. */
  readonly differences: readonly string[];
}

/** How often progress is told, in events. */
const TOLD_EVERY = 50_000;

/**
 * Copies all streams of one server to another, up to what the source has when it begins: names, revisions, ids, types,
 * bytes, metadata, deletions and the order of everything. Run again it goes on where it was, and takes over what has
 * come since. Refuses, before anything is written, a target that holds something else.
 */
export async function copyStreams(
  from: string,
  to: string,
  say: (line: string) => void,
): Promise<CopyResult> {
  const source = new Connection(from, 'source');
  const target = new Connection(to, 'target');
  try {
    if (source.connectionString === target.connectionString)
      throw new Error('Source and target are the same server.');
    say('Looking at both sides …');
    const { survey, until } = await surveyOf(source.readAll());
    const { survey: there } = await surveyOf(target.readAll());
    refuseForeign(survey, there);
    const copier = new Copier(target, survey, there);
    await copyEvents(copier, upTo(source.readAll(), until), say);
    say('Comparing both sides …');
    const found = await differences(upTo(source.readAll(), until), target.readAll(), survey);
    return { ...copier.copied, streams: survey.size, differences: found };
  } finally {
    await source.close();
    await target.close();
  }
}

async function copyEvents(
  copier: Copier,
  events: AsyncIterable<CopiedEvent>,
  say: (line: string) => void,
): Promise<void> {
  let count = 0;
  for await (const event of events) {
    await copier.take(event);
    if (++count % TOLD_EVERY === 0) say(`${String(count)} events …`);
  }
  await copier.flush();
}

/** The events of the user's streams up to a position, that one included. */
async function* upTo(events: AsyncIterable<CopiedEvent>, until: bigint): AsyncGenerator<CopiedEvent> {
  for await (const event of events) {
    if (event.position > until) return;
    if (!belongsToServer(event.stream)) yield event;
  }
}

function refuseForeign(from: Survey, to: Survey): void {
  for (const [stream, found] of to) {
    const known = from.get(stream);
    const other =
      !known ||
      (found.tombstoned && !known.tombstoned) ||
      (!known.tombstoned && !stream.startsWith('$$') && isFurther(found, known));
    if (other && !(stream.startsWith('$$') && from.get(stream.slice(2))?.tombstoned))
      throw new Error(`The target holds something else in its stream ${stream}: copy into an empty store.`);
  }
}

const isFurther = (found: { last: bigint; lastId: string }, known: { last: bigint; lastId: string }) =>
  found.last > known.last || (found.last === known.last && found.lastId !== known.lastId);

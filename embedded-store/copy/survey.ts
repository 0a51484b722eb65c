import { MAX_REVISION } from '../log/event.js';
import { isMetadataStream } from '../log/stream-metadata.js';
import type { CopiedEvent } from './connection.js';

/** What was found of a stream. */
export interface Standing {
  /** Its lowest revision that is still there. */
  readonly first: bigint;
  last: bigint;
  /** Of the event at `last`. */
  lastId: string;
  tombstoned: boolean;
}

export type Survey = Map<string, Standing>;

/** Streams that a server keeps for itself ($stats…, $users…), and their metadata: they stay with their server. */
export const belongsToServer = (stream: string) =>
  (stream.startsWith('$') && !isMetadataStream(stream)) || stream.startsWith('$$$');

export const isTombstone = ({ type, revision }: CopiedEvent) =>
  type === '$streamDeleted' && revision === MAX_REVISION;

export function note(survey: Survey, event: CopiedEvent): void {
  const { stream, revision, id } = event;
  const known = survey.get(stream);
  if (isTombstone(event)) {
    if (known) known.tombstoned = true;
    else survey.set(stream, { first: MAX_REVISION, last: -1n, lastId: '', tombstoned: true });
  } else if (known) {
    known.last = revision;
    known.lastId = id;
  } else {
    survey.set(stream, { first: revision, last: revision, lastId: id, tombstoned: false });
  }
}

/** Reads everything once. Memory grows with the number of streams, not of events. */
export async function surveyOf(
  events: AsyncIterable<CopiedEvent>,
): Promise<{ survey: Survey; until: bigint }> {
  const survey: Survey = new Map();
  let until = -1n;
  for await (const event of events) {
    until = event.position;
    if (!belongsToServer(event.stream)) note(survey, event);
  }
  return { survey, until };
}

import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  sendUnaryData,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { Metadata, status } from '@grpc/grpc-js';
import type { AppendOutcome, EventLog, ExpectedRevision, ProposedEvent, StoredEvent } from './event-log.js';
import { DELETED_BEFORE } from './event-log.js';
import { matcherOf } from './filter.js';
import type {
  AppendReq,
  AppendResp,
  DeleteReq,
  DeleteResp,
  ReadReq,
  ReadResp,
  TombstoneReq,
  TombstoneResp,
} from './streams-protocol.js';
import {
  appendResponse,
  caughtUpResponse,
  checkpointResponse,
  confirmationResponse,
  deleteResponse,
  eventResponse,
  expectedRevision,
  isBackwards,
  proposedEvent,
  streamName,
  streamNotFoundResponse,
  tombstoneResponse,
} from './streams-protocol.js';

/** EventStoreDB's own limit, in bytes of events per append. */
const MAX_APPEND_BYTES = 1_048_576;
/** Events per read from the disk: a reader never keeps more than this in memory. */
const PAGE = 256;

type ReadOptions = NonNullable<ReturnType<ReadReq['getOptions']>>;
type Call = ServerWritableStream<ReadReq, ReadResp>;

/** A gRPC error with the trailers from which EventStoreDB's clients make typed errors. */
class ProtocolError extends Error {
  readonly metadata = new Metadata();
  constructor(
    readonly code: status,
    message: string,
    trailers: Readonly<Record<string, string>>,
  ) {
    super(message);
    for (const [name, value] of Object.entries(trailers)) this.metadata.set(name, value);
  }
}

/** The streams protocol (event_store.client.streams) over an event log. */
export function streamsService(
  log: EventLog,
  authorize: (metadata: Metadata) => boolean,
): UntypedServiceImplementation {
  const guard = (metadata: Metadata) => {
    if (!authorize(metadata)) {
      throw new ProtocolError(status.UNAUTHENTICATED, 'Access denied', { exception: 'access-denied' });
    }
  };
  return {
    append: (call: ServerReadableStream<AppendReq, AppendResp>, callback: sendUnaryData<AppendResp>) => {
      answer(callback, async () => {
        guard(call.metadata);
        return append(log, call);
      });
    },
    delete: (call: ServerUnaryCall<DeleteReq, DeleteResp>, callback: sendUnaryData<DeleteResp>) => {
      answer(callback, async () => {
        guard(call.metadata);
        return deleteResponse(await end(log, call.request.getOptions(), 'delete'));
      });
    },
    tombstone: (
      call: ServerUnaryCall<TombstoneReq, TombstoneResp>,
      callback: sendUnaryData<TombstoneResp>,
    ) => {
      answer(callback, async () => {
        guard(call.metadata);
        return tombstoneResponse(await end(log, call.request.getOptions(), 'tombstone'));
      });
    },
    read: (call: Call) => {
      void read(log, call, guard);
    },
  };
}

function answer<Response>(callback: sendUnaryData<Response>, work: () => Promise<Response>): void {
  work().then(
    (response) => {
      callback(null, response);
    },
    (error: unknown) => {
      callback(asServiceError(error));
    },
  );
}

function asServiceError(error: unknown) {
  if (error instanceof ProtocolError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return { code: status.UNAVAILABLE, message: `The event store could not do this: ${message}` };
}

async function append(log: EventLog, call: ServerReadableStream<AppendReq, AppendResp>): Promise<AppendResp> {
  let stream = '';
  let expected: ExpectedRevision = 'any';
  const events: ProposedEvent[] = [];
  let bytes = 0;
  for await (const request of call as AsyncIterable<AppendReq>) {
    const options = request.getOptions();
    const message = request.getProposedMessage();
    if (options) {
      stream = streamName(options.getStreamIdentifier());
      expected = expectedRevision(options);
    } else if (message) {
      const event = proposedEvent(message);
      bytes += event.data.length + event.metadata.length;
      if (bytes > MAX_APPEND_BYTES) throw tooLarge();
      events.push(event);
    }
  }
  if (call.cancelled) throw new ProtocolError(status.CANCELLED, 'cancelled', {});
  if (stream === '') throw new ProtocolError(status.INVALID_ARGUMENT, 'A stream name is missing.', {});
  return appendResponse(refuseDeleted(stream, await log.append(stream, expected, events)), expected);
}

function tooLarge(): ProtocolError {
  return new ProtocolError(status.INVALID_ARGUMENT, 'Maximum Append Size Exceeded.', {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(MAX_APPEND_BYTES),
  });
}

function refuseDeleted(stream: string, outcome: AppendOutcome) {
  if (outcome.kind === 'stream-deleted') throw streamDeleted(stream);
  return outcome;
}

function streamDeleted(stream: string): ProtocolError {
  return new ProtocolError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });
}

/** Ends a stream, softly or for ever; answers the position of the change. */
async function end(
  log: EventLog,
  options: ReturnType<DeleteReq['getOptions']> | ReturnType<TombstoneReq['getOptions']>,
  how: 'delete' | 'tombstone',
): Promise<bigint> {
  if (!options) throw new ProtocolError(status.INVALID_ARGUMENT, 'Options are missing.', {});
  const stream = streamName(options.getStreamIdentifier());
  const expected = expectedRevision(options);
  const outcome = refuseDeleted(stream, await log[how](stream, expected));
  if (outcome.kind === 'appended') return outcome.position ?? log.tailPosition();
  throw new ProtocolError(status.FAILED_PRECONDITION, 'Wrong expected version.', {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': typeof expected === 'bigint' ? expected.toString() : expected,
    'actual-version': (outcome.current ?? -1n).toString(),
  });
}

async function read(log: EventLog, call: Call, guard: (metadata: Metadata) => void): Promise<void> {
  try {
    guard(call.metadata);
    const options = call.request.getOptions();
    if (!options) throw new ProtocolError(status.INVALID_ARGUMENT, 'Options are missing.', {});
    if (options.hasSubscription()) await subscribe(log, call, options);
    else if (options.hasAll()) await readAll(log, call, options);
    else await readStream(log, call, options);
    call.end();
  } catch (error) {
    call.emit('error', asServiceError(error));
  }
}

/** Writes with the connection's own backpressure: a slow reader holds one page in memory, not its backlog. */
async function send(call: Call, response: ReadResp): Promise<void> {
  if (call.write(response) || call.cancelled) return;
  await new Promise<void>((resolve) => {
    const settle = () => {
      call.off('drain', settle).off('cancelled', settle).off('close', settle);
      resolve();
    };
    call.once('drain', settle).once('cancelled', settle).once('close', settle);
  });
}

async function readStream(log: EventLog, call: Call, options: ReadOptions): Promise<void> {
  const source = options.getStream();
  const stream = streamName(source?.getStreamIdentifier());
  const last = log.lastRevision(stream);
  if (last === 'tombstoned') throw streamDeleted(stream);
  if (last === null || log.truncation(stream).before === DELETED_BEFORE) {
    await send(call, streamNotFoundResponse(stream));
    return;
  }
  const backwards = isBackwards(options);
  let from = source?.hasRevision() ? BigInt(source.getRevision()) : source?.hasEnd() ? last : 0n;
  if (source?.hasEnd() && !backwards) from = last + 1n;
  let left = countOf(options);
  while (left > 0 && !call.cancelled) {
    const direction = backwards ? 'backwards' : 'forwards';
    const events = log.readStream(stream, from, direction, Math.min(PAGE, left));
    for (const event of events) await send(call, eventResponse(event));
    const end = events.at(-1);
    if (!end) return;
    left -= events.length;
    from = backwards ? end.revision - 1n : end.revision + 1n;
    await nextTurn();
  }
}

async function readAll(log: EventLog, call: Call, options: ReadOptions): Promise<void> {
  const backwards = isBackwards(options);
  const source = options.getAll();
  const matches = matcherOf(options.getFilter());
  let position = source?.hasPosition() ? BigInt(source.getPosition()?.getCommitPosition() ?? '0') : 0n;
  // Forward reads include the given position, backward reads begin strictly before it.
  if (source?.hasPosition() && !backwards) position -= 1n;
  if (source?.hasEnd()) position = log.tailPosition() + (backwards ? 1n : 0n);
  if (source?.hasStart() && backwards) return;
  let left = countOf(options);
  while (left > 0 && !call.cancelled) {
    const events = log.readAll(position, backwards ? 'backwards' : 'forwards', PAGE);
    const end = events.at(-1);
    if (!end) return;
    for (const event of events.filter(matches).slice(0, left)) {
      await send(call, eventResponse(event));
      left--;
    }
    position = end.position;
    await nextTurn();
  }
}

function countOf(options: ReadOptions): number {
  return options.hasCount() ? Number(options.getCount()) : Number.MAX_SAFE_INTEGER;
}

/** Reads on from the disk for ever; told of new commits by a wake-up that is registered before each read. */
async function subscribe(log: EventLog, call: Call, options: ReadOptions): Promise<void> {
  const next = options.hasAll() ? allCursor(log, options) : streamCursor(log, options);
  await send(call, confirmationResponse(randomUUID()));
  let live = false;
  while (!call.cancelled && !call.destroyed) {
    const wakeUp = nextCommit(log, call);
    const page = next();
    if (page.read > 0) {
      wakeUp.dismiss();
      for (const event of page.events) await send(call, eventResponse(event));
      if (page.checkpoint !== null) await send(call, checkpointResponse(page.checkpoint));
      await nextTurn();
      continue;
    }
    if (!live) await send(call, caughtUpResponse());
    live = true;
    await wakeUp.promise;
  }
}

/** Resolves with the next commit, or when the call is over. */
function nextCommit(log: EventLog, call: Call) {
  let dismiss: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    const settle = () => {
      dismiss();
      resolve();
    };
    const forget = log.onNextCommit(settle);
    dismiss = () => {
      forget();
      call.off('cancelled', settle).off('close', settle);
    };
    call.once('cancelled', settle).once('close', settle);
    if (call.cancelled) settle();
  });
  return { promise, dismiss };
}

interface Page {
  /** How many events were looked at; 0 means the end was reached. */
  readonly read: number;
  readonly events: readonly StoredEvent[];
  readonly checkpoint: bigint | null;
}

function allCursor(log: EventLog, options: ReadOptions): () => Page {
  const source = options.getAll();
  const matches = matcherOf(options.getFilter());
  let position = source?.hasPosition() ? BigInt(source.getPosition()?.getCommitPosition() ?? '0') : 0n;
  if (source?.hasEnd()) position = log.tailPosition();
  return () => {
    const events = log.readAll(position, 'forwards', PAGE);
    const end = events.at(-1);
    if (!end) return { read: 0, events: [], checkpoint: null };
    position = end.position;
    const matching = events.filter(matches);
    // A filter that lets nothing through would leave the reader's checkpoint behind for ever.
    const silent = options.hasFilter() && matching.at(-1)?.position !== end.position;
    return { read: events.length, events: matching, checkpoint: silent ? end.position : null };
  };
}

function streamCursor(log: EventLog, options: ReadOptions): () => Page {
  const source = options.getStream();
  const stream = streamName(source?.getStreamIdentifier());
  const last = log.lastRevision(stream);
  if (last === 'tombstoned') throw streamDeleted(stream);
  let from = source?.hasRevision() ? BigInt(source.getRevision()) + 1n : 0n;
  if (source?.hasEnd()) from = (last ?? -1n) + 1n;
  return () => {
    if (log.lastRevision(stream) === 'tombstoned') throw streamDeleted(stream);
    const events = log.readStream(stream, from, 'forwards', PAGE);
    const end = events.at(-1);
    if (end) from = end.revision + 1n;
    return { read: events.length, events, checkpoint: null };
  };
}

import type {
  Metadata,
  sendUnaryData,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { ExpectedRevision } from '../log/event.js';
import type { EventLog } from '../log/event-log.js';
import { append } from './append.js';
import { batchAppend } from './batch-append.js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  DeleteReq,
  DeleteResp,
  ReadOptions,
  ReadReq,
  TombstoneReq,
  TombstoneResp,
} from './generated.js';
import { StreamsService } from './generated.js';
import { deleteResponse, expectedRevision, streamName, tombstoneResponse } from './messages.js';
import type { Answer } from './outlet.js';
import { Outlet } from './outlet.js';
import {
  accessDenied,
  asProtocolError,
  closingDown,
  invalidArgument,
  streamDeleted,
  wrongExpectedVersion,
} from './protocol-error.js';
import { readAll, readStream } from './read.js';
import { subscribe } from './subscription.js';

/** As the generated definition, but events come encoded. */
export const StreamsDefinition = {
  ...StreamsService,
  read: {
    ...StreamsService.read,
    responseSerialize: (answer: Answer) =>
      Buffer.isBuffer(answer) ? answer : Buffer.from(answer.serializeBinary()),
  },
};

/**
 * The streams protocol (event_store.client.streams) over an event log.
 * @param closing ends the calls that would never end by themselves
 */
export function streamsService(
  log: EventLog,
  mayUse: (metadata: Metadata) => boolean,
  closing: AbortSignal,
): UntypedServiceImplementation {
  return {
    append: (call: ServerReadableStream<AppendReq, AppendResp>, callback: sendUnaryData<AppendResp>) => {
      if (mayUse(call.metadata)) append(log, call, callback);
      else callback(accessDenied());
    },
    batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => {
      if (mayUse(call.metadata)) batchAppend(log, call, closing);
      else call.emit('error', accessDenied());
    },
    read: (call: ServerWritableStream<ReadReq, Answer>) => {
      if (mayUse(call.metadata)) void read(log, call, closing);
      else call.emit('error', accessDenied());
    },
    delete: (call: ServerUnaryCall<DeleteReq, DeleteResp>, callback: sendUnaryData<DeleteResp>) => {
      if (mayUse(call.metadata)) settle(end(log, 'delete', call.request), deleteResponse, callback);
      else callback(accessDenied());
    },
    tombstone: (
      call: ServerUnaryCall<TombstoneReq, TombstoneResp>,
      callback: sendUnaryData<TombstoneResp>,
    ) => {
      if (mayUse(call.metadata)) settle(end(log, 'tombstone', call.request), tombstoneResponse, callback);
      else callback(accessDenied());
    },
  };
}

function settle<Response>(
  position: Promise<bigint>,
  respond: (position: bigint) => Response,
  callback: sendUnaryData<Response>,
): void {
  position.then(respond).then(
    (response) => {
      callback(null, response);
    },
    (error: unknown) => {
      callback(asProtocolError(error));
    },
  );
}

async function read(
  log: EventLog,
  call: ServerWritableStream<ReadReq, Answer>,
  closing: AbortSignal,
): Promise<void> {
  try {
    const options = call.request.getOptions();
    if (!options) throw invalidArgument('The options of the read are missing.');
    const outlet = new Outlet(call, closing);
    await answer(log, outlet, options);
    if (closing.aborted) throw closingDown();
    call.end();
  } catch (error) {
    // A subscriber may simply come again: whoever looks after the machine has to know.
    log.damage.take(error);
    call.emit('error', asProtocolError(error));
  }
}

async function answer(log: EventLog, outlet: Outlet, options: ReadOptions): Promise<void> {
  const { counters } = log;
  if (!options.hasSubscription()) {
    counters.reads++;
    await (options.hasAll() ? readAll : readStream)(log, outlet, options);
    return;
  }
  counters.subscriptions++;
  try {
    await subscribe(log, outlet, options);
  } finally {
    counters.subscriptions--;
  }
}

/** Ends a stream, softly or for ever; answers the position of the change. */
async function end(
  log: EventLog,
  action: 'delete' | 'tombstone',
  request: DeleteReq | TombstoneReq,
): Promise<bigint> {
  const options = request.getOptions();
  if (!options) throw invalidArgument('The options of the deletion are missing.');
  const stream = streamName(options.getStreamIdentifier());
  const expected: ExpectedRevision = expectedRevision(options, options.getRevision());
  const outcome = await log.submit({ action, stream, expected, events: [] });
  if (outcome.kind === 'stream-deleted') throw streamDeleted(stream);
  if (outcome.kind === 'wrong-expected-version')
    throw wrongExpectedVersion(stream, expected, outcome.current);
  return outcome.position ?? log.reader.tailPosition();
}

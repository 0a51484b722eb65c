import type { ServerDuplexStream } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import type { AppendOutcome, ExpectedRevision, ProposedEvent } from '../log/event.js';
import type { EventLog } from '../log/event-log.js';
import type { BatchAppendReq, BatchAppendResp, Uuid } from './generated.js';
import { Any, Code, google, shared, Status, streams } from './generated.js';
import {
  expectedRevision,
  identifierOf,
  proposedEvent,
  setPosition,
  sizeOf,
  streamName,
} from './messages.js';
import {
  asProtocolError,
  closingDown,
  invalidArgument,
  MAX_APPEND_BYTES,
  ProtocolError,
} from './protocol-error.js';
import { uuidText } from './uuid.js';

type Call = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

/** Appends whose last piece has not come yet, per call. */
const MAX_UNFINISHED = 100;

/** Many appends over one long call, told apart by correlation ids; each may come in several pieces. */
export function batchAppend(log: EventLog, call: Call, closing: AbortSignal): void {
  const unfinished = new Map<string, Batch>();
  const close = () => {
    call.emit('error', closingDown());
  };
  closing.addEventListener('abort', close);
  const forget = () => {
    closing.removeEventListener('abort', close);
  };
  call.on('close', forget).on('cancelled', forget);
  call.on('data', (request: BatchAppendReq) => {
    try {
      const id = uuidText(request.getCorrelationId());
      const batch = unfinished.get(id) ?? new Batch(request);
      batch.add(request);
      if (request.getIsFinal()) {
        unfinished.delete(id);
        void finish(log, call, batch);
      } else if (unfinished.set(id, batch).size > MAX_UNFINISHED) {
        throw new ProtocolError(status.RESOURCE_EXHAUSTED, 'Too many unfinished appends.');
      }
    } catch (error) {
      call.emit('error', asProtocolError(error));
    }
  });
  call.on('end', () => {
    call.end();
  });
}

class Batch {
  readonly correlationId: Uuid | undefined;
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly deadline: number;
  readonly events: ProposedEvent[] = [];
  tooLarge = false;
  private bytes = 0;

  constructor(first: BatchAppendReq) {
    const options = first.getOptions();
    if (!options) throw invalidArgument('The options of the append are missing.');
    this.correlationId = first.getCorrelationId();
    this.stream = streamName(options.getStreamIdentifier());
    this.expected = expectedRevision(options, options.getStreamPosition());
    this.deadline = options.getDeadline()?.toDate().getTime() ?? Infinity;
  }

  add(request: BatchAppendReq): void {
    for (const message of request.getProposedMessagesList()) {
      const event = proposedEvent(message);
      this.bytes += sizeOf(event);
      this.tooLarge ||= this.bytes > MAX_APPEND_BYTES;
      if (!this.tooLarge) this.events.push(event);
    }
  }
}

async function finish(log: EventLog, call: Call, batch: Batch): Promise<void> {
  const response = new streams.BatchAppendResp()
    .setCorrelationId(batch.correlationId)
    .setStreamIdentifier(identifierOf(batch.stream));
  const result = await resultOf(log, batch);
  if (result instanceof Status) response.setError(result);
  else response.setSuccess(result);
  if (!call.cancelled) call.write(response);
}

async function resultOf(log: EventLog, batch: Batch) {
  const { stream, expected, events } = batch;
  if (batch.tooLarge) {
    const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND_BYTES);
    return failure(Code.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', details);
  }
  // The client gives up on a batch only by this; a late append would surprise it.
  if (batch.deadline <= Date.now()) return failure(Code.DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout());
  try {
    return response(await log.submit({ action: 'append', stream, expected, events }), batch);
  } catch (error) {
    return unavailable(asProtocolError(error).message);
  }
}

function response(outcome: AppendOutcome, { stream, expected }: Batch) {
  if (outcome.kind === 'stream-deleted') {
    const details = new shared.StreamDeleted().setStreamIdentifier(identifierOf(stream));
    return failure(Code.FAILED_PRECONDITION, 'StreamDeleted', details);
  }
  if (outcome.kind === 'wrong-expected-version') {
    const details = wrongExpectedVersion(outcome.current, expected);
    return failure(Code.FAILED_PRECONDITION, 'WrongExpectedVersion', details);
  }
  const success = new streams.BatchAppendResp.Success();
  if (outcome.revision < 0n) success.setNoStream(new google.Empty());
  else success.setCurrentRevision(outcome.revision.toString());
  if (outcome.position === null) success.setNoPosition(new google.Empty());
  else success.setPosition(setPosition(new shared.AllStreamPosition(), outcome.position));
  return success;
}

function wrongExpectedVersion(current: bigint | null, expected: ExpectedRevision) {
  const wrong = new shared.WrongExpectedVersion();
  if (current === null) wrong.setCurrentNoStream(new google.Empty());
  else wrong.setCurrentStreamRevision(current.toString());
  if (expected === 'any') wrong.setExpectedAny(new google.Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new google.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new google.Empty());
  else wrong.setExpectedStreamPosition(expected.toString());
  return wrong;
}

/** Without a type of EventStoreDB's own, as the client would leave out what the message says. */
function unavailable(message: string) {
  const any = new Any();
  any.pack(new google.Empty().serializeBinary(), 'google.protobuf.Empty');
  return new Status().setCode(Code.UNAVAILABLE).setMessage(message).setDetails(any);
}

/** @param type which of event_store.client's messages the details are */
function failure(code: Code, type: string, details: { serializeBinary(): Uint8Array }) {
  const any = new Any();
  any.pack(details.serializeBinary(), `event_store.client.${type}`);
  return new Status().setCode(code).setMessage(type).setDetails(any);
}

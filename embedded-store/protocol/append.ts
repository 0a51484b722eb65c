import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import type { AppendOutcome, ExpectedRevision, ProposedEvent } from '../log/event.js';
import type { EventLog } from '../log/event-log.js';
import type { AppendReq, AppendResp } from './generated.js';
import { shared, streams } from './generated.js';
import { expectedRevision, proposedEvent, setPosition, sizeOf, streamName } from './messages.js';
import {
  asProtocolError,
  invalidArgument,
  MAX_APPEND_BYTES,
  ProtocolError,
  streamDeleted,
  tooLarge,
} from './protocol-error.js';

type Call = ServerReadableStream<AppendReq, AppendResp>;

/** One append per call: options first, then the events one by one. */
export function append(log: EventLog, call: Call, callback: sendUnaryData<AppendResp>): void {
  const proposal = new Proposal();
  call.on('data', (request: AppendReq) => {
    proposal.take(request);
  });
  call.on('end', () => {
    submit(log, call, proposal).then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback(asProtocolError(error));
      },
    );
  });
}

class Proposal {
  stream = '';
  expected: ExpectedRevision = 'any';
  readonly events: ProposedEvent[] = [];
  /** The first thing that was wrong; what follows it is thrown away unread. */
  failure: unknown = null;
  private bytes = 0;

  take(request: AppendReq): void {
    if (this.failure !== null) return;
    try {
      this.read(request);
    } catch (error) {
      this.failure = error;
      this.events.length = 0;
    }
  }

  private read(request: AppendReq): void {
    const options = request.getOptions();
    const message = request.getProposedMessage();
    if (options) {
      this.stream = streamName(options.getStreamIdentifier());
      this.expected = expectedRevision(options, options.getRevision());
    } else if (message) {
      const event = proposedEvent(message);
      this.bytes += sizeOf(event);
      if (this.bytes > MAX_APPEND_BYTES) throw tooLarge();
      this.events.push(event);
    }
  }
}

async function submit(log: EventLog, call: Call, proposal: Proposal): Promise<AppendResp> {
  const { stream, expected, events, failure } = proposal;
  if (failure !== null) throw asProtocolError(failure);
  if (stream === '') throw invalidArgument('The options of the append are missing.');
  if (call.cancelled) throw new ProtocolError(status.CANCELLED, 'The append was cancelled.');
  const outcome = await log.submit({ action: 'append', stream, expected, events });
  if (outcome.kind === 'stream-deleted') throw streamDeleted(stream);
  return appendResponse(outcome, expected);
}

function appendResponse(
  outcome: Exclude<AppendOutcome, { kind: 'stream-deleted' }>,
  expected: ExpectedRevision,
): AppendResp {
  const response = new streams.AppendResp();
  if (outcome.kind === 'wrong-expected-version') {
    return response.setWrongExpectedVersion(wrongExpectedVersion(outcome.current, expected));
  }
  const success = new streams.AppendResp.Success();
  if (outcome.revision < 0n) success.setNoStream(new shared.Empty());
  else success.setCurrentRevision(outcome.revision.toString());
  if (outcome.position === null) success.setNoPosition(new shared.Empty());
  else success.setPosition(setPosition(new streams.AppendResp.Position(), outcome.position));
  return response.setSuccess(success);
}

function wrongExpectedVersion(current: bigint | null, expected: ExpectedRevision) {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (current === null) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(current.toString());
  if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new shared.Empty());
  else wrong.setExpectedRevision(expected.toString());
  return wrong;
}

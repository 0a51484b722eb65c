import { createRequire } from 'node:module';
import type * as SharedTypes from '@eventstore/db-client/generated/shared_pb.js';
import type * as ServiceTypes from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type * as StreamsTypes from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendOutcome, ExpectedRevision, ProposedEvent, StoredEvent } from './event-log.js';

// The official client ships the protocol's generated code as CommonJS.
const load = createRequire(import.meta.url);
const streams = load('@eventstore/db-client/generated/streams_pb.js') as typeof StreamsTypes;
const shared = load('@eventstore/db-client/generated/shared_pb.js') as typeof SharedTypes;
export const { StreamsService } = load(
  '@eventstore/db-client/generated/streams_grpc_pb.js',
) as typeof ServiceTypes;

export type ReadReq = StreamsTypes.ReadReq;
export type ReadResp = StreamsTypes.ReadResp;
export type AppendReq = StreamsTypes.AppendReq;
export type AppendResp = StreamsTypes.AppendResp;
export type DeleteReq = StreamsTypes.DeleteReq;
export type DeleteResp = StreamsTypes.DeleteResp;
export type TombstoneReq = StreamsTypes.TombstoneReq;
export type TombstoneResp = StreamsTypes.TombstoneResp;

/** .NET ticks of 100 ns, counted from the Unix epoch: what the client expects in `created`. */
const TICKS_PER_MILLISECOND = 10_000n;

export function streamName(identifier: SharedTypes.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

/** The part of the options of append, delete and tombstone that says how the stream has to stand. */
interface ExpectationOptions {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
  getRevision(): string;
}

export function expectedRevision(options: ExpectationOptions): ExpectedRevision {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream_exists';
  return BigInt(options.getRevision());
}

export function proposedEvent(message: StreamsTypes.AppendReq.ProposedMessage): ProposedEvent {
  const metadata = message.getMetadataMap();
  return {
    id: uuidText(message.getId()),
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? 'application/octet-stream',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

function uuidText(id: SharedTypes.UUID | undefined): string {
  const halves = id?.getStructured();
  if (!halves) return id?.getString() ?? '';
  const hex = [halves.getMostSignificantBits(), halves.getLeastSignificantBits()]
    .map((half) => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function appendResponse(
  outcome: Exclude<AppendOutcome, { kind: 'stream-deleted' }>,
  expected: ExpectedRevision,
): AppendResp {
  const response = new streams.AppendResp();
  if (outcome.kind === 'appended') {
    const success = new streams.AppendResp.Success();
    if (outcome.revision < 0n) success.setNoStream(new shared.Empty());
    else success.setCurrentRevision(outcome.revision.toString());
    if (outcome.position === null) success.setNoPosition(new shared.Empty());
    else success.setPosition(setPosition(new streams.AppendResp.Position(), outcome.position));
    return response.setSuccess(success);
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (outcome.current === null) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(outcome.current.toString());
  if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new shared.Empty());
  else wrong.setExpectedRevision(expected.toString());
  return response.setWrongExpectedVersion(wrong);
}

interface PositionMessage {
  setCommitPosition(value: string): unknown;
  setPreparePosition(value: string): unknown;
}

/** For modern writes the commit position equals the prepare position. */
function setPosition<Message extends PositionMessage>(message: Message, position: bigint): Message {
  message.setCommitPosition(position.toString());
  message.setPreparePosition(position.toString());
  return message;
}

export function deleteResponse(position: bigint): DeleteResp {
  return new streams.DeleteResp().setPosition(setPosition(new streams.DeleteResp.Position(), position));
}

export function tombstoneResponse(position: bigint): TombstoneResp {
  return new streams.TombstoneResp().setPosition(setPosition(new streams.TombstoneResp.Position(), position));
}

export function eventResponse(event: StoredEvent): ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(new shared.UUID().setString(event.id));
  recorded.setStreamIdentifier(identifier(event.stream));
  recorded.setStreamRevision(event.revision.toString());
  setPosition(recorded, event.position);
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.contentType);
  recorded.getMetadataMap().set('created', (BigInt(event.created) * TICKS_PER_MILLISECOND).toString());
  recorded.setData(event.data);
  recorded.setCustomMetadata(event.metadata);
  const read = new streams.ReadResp.ReadEvent()
    .setEvent(recorded)
    .setCommitPosition(event.position.toString());
  return new streams.ReadResp().setEvent(read);
}

function identifier(stream: string): SharedTypes.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream, 'utf8'));
}

export function streamNotFoundResponse(stream: string): ReadResp {
  const notFound = new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream));
  return new streams.ReadResp().setStreamNotFound(notFound);
}

export function confirmationResponse(subscriptionId: string): ReadResp {
  const confirmation = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(subscriptionId);
  return new streams.ReadResp().setConfirmation(confirmation);
}

export function checkpointResponse(position: bigint): ReadResp {
  return new streams.ReadResp().setCheckpoint(setPosition(new streams.ReadResp.Checkpoint(), position));
}

export function caughtUpResponse(): ReadResp {
  return new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());
}

export function isBackwards(options: StreamsTypes.ReadReq.Options): boolean {
  return options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
}

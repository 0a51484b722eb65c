import type { ExpectedRevision, ProposedEvent, StoredEvent } from '../log/event.js';
import { MAX_REVISION } from '../log/event.js';
import type {
  DeleteResp,
  ProposedMessage,
  ReadOptions,
  ReadResp,
  StreamIdentifier,
  TombstoneResp,
} from './generated.js';
import { shared, streams } from './generated.js';
import { invalidArgument } from './protocol-error.js';
import { uuidMessage, uuidText } from './uuid.js';

/** .NET ticks of 100 ns, counted from the Unix epoch: what the client expects in `created`. */
const TICKS_PER_MILLISECOND = 10_000n;

export function streamName(identifier: StreamIdentifier | undefined): string {
  const name = Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
  if (name === '' || name === '$$') throw invalidArgument('A stream name is missing.');
  return name;
}

/** The part of the options of append, delete and tombstone that says how the stream has to stand. */
interface ExpectationOptions {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
}

/** @param revision the exact revision, for the case that none of the others was named */
export function expectedRevision(options: ExpectationOptions, revision: string): ExpectedRevision {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream_exists';
  return storable(revision);
}

/** The protocol's numbers go to 2^64, the log's to 2^63. */
export function storable(number: string): bigint {
  const value = BigInt(number);
  return value > MAX_REVISION ? MAX_REVISION : value;
}

export function proposedEvent(message: ProposedMessage): ProposedEvent {
  const metadata = message.getMetadataMap();
  const type = metadata.get('type');
  if (!type) throw invalidArgument('An event has no type.');
  return {
    id: uuidText(message.getId()),
    type,
    contentType: metadata.get('content-type') ?? 'application/octet-stream',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** What an event counts towards the limit of an append; the type as UTF-16, as EventStoreDB counts it. */
export const sizeOf = ({ data, metadata, type }: ProposedEvent) =>
  data.length + metadata.length + 2 * type.length;

interface PositionMessage {
  setCommitPosition(value: string): unknown;
  setPreparePosition(value: string): unknown;
}

/** For modern writes the commit position equals the prepare position. */
export function setPosition<Message extends PositionMessage>(message: Message, position: bigint): Message {
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

export function eventResponse(event: StoredEvent, structuredIds: boolean): ReadResp {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuidMessage(event.id, structuredIds));
  recorded.setStreamIdentifier(identifierOf(event.stream));
  recorded.setStreamRevision(event.revision.toString());
  setPosition(recorded, event.position);
  const metadata = recorded.getMetadataMap();
  metadata.set('type', event.type);
  metadata.set('content-type', event.contentType);
  metadata.set('created', (BigInt(event.created) * TICKS_PER_MILLISECOND).toString());
  recorded.setData(event.data);
  recorded.setCustomMetadata(event.metadata);
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(recorded).setCommitPosition(event.position.toString());
  return new streams.ReadResp().setEvent(read);
}

export function identifierOf(stream: string): StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream, 'utf8'));
}

export function streamNotFoundResponse(stream: string): ReadResp {
  const notFound = new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream));
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

export function isBackwards(options: ReadOptions): boolean {
  return options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
}

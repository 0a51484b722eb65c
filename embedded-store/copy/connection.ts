import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import type { ServiceError } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import type { ProposedEvent, StoredEvent } from '../log/event.js';
import { MAX_REVISION } from '../log/event.js';
import type { AppendReq, AppendResp, ReadResp } from '../protocol/generated.js';
import { shared, streams, StreamsClient } from '../protocol/generated.js';
import { identifierOf } from '../protocol/messages.js';
import { uuidMessage, uuidText } from '../protocol/uuid.js';

type Side = 'source' | 'target';
export type CopiedEvent = Omit<StoredEvent, 'created'>;

const ATTEMPTS = 10;
const DEADLINE_MS = 30_000;
/** A node that is just not there, or not the leader any more: the client finds the right one by itself. */
const PASSING = [status.UNAVAILABLE, status.CANCELLED, status.DEADLINE_EXCEEDED, status.NOT_FOUND];

/**
 * A server of the streams protocol, spoken to in bytes: the official client finds and connects the node, but what it
 * reads it turns into objects, and back again these would not be the same bytes.
 */
export class Connection {
  readonly connectionString: string;
  private readonly client: EventStoreDBClient;

  /**
   * @param address a connection string, or the connection.json of an embedded store
   * @param side what it is called in errors
   */
  constructor(
    address: string,
    private readonly side: Side,
  ) {
    this.connectionString = connectionStringOf(address);
    this.client = clientOf(this.connectionString, side);
  }

  /** Every event there is, in the order of all streams. */
  async *readAll(): AsyncGenerator<CopiedEvent> {
    try {
      yield* this.recorded();
    } catch (error) {
      throw explained(error, this.side);
    }
  }

  private async *recorded(): AsyncGenerator<CopiedEvent> {
    const call = await this.client['execute'](StreamsClient, 'copy', (grpc) =>
      Promise.resolve(grpc.read(everything(), ...this.client['callArguments']({}, { deadline: Infinity }))),
    );
    try {
      for await (const response of call) {
        const event = recordedIn(response as ReadResp);
        if (event) yield event;
      }
    } finally {
      call.cancel();
    }
  }

  /** Answers null, or the last revision that the stream has where it has another than expected. */
  async append(
    stream: string,
    expected: bigint,
    events: readonly ProposedEvent[],
  ): Promise<{ last: bigint } | null> {
    const response = await this.persistently((grpc, settle) => {
      const call = grpc.append(...this.client['callArguments']({ requiresLeader: true }, deadline()), settle);
      for (const request of appendRequests(stream, expected, events)) call.write(request);
      call.end();
    });
    const wrong = (response as AppendResp).getWrongExpectedVersion();
    if (!wrong) return null;
    return { last: wrong.hasCurrentRevision() ? BigInt(wrong.getCurrentRevision()) : -1n };
  }

  async tombstone(stream: string): Promise<void> {
    const options = new streams.TombstoneReq.Options()
      .setStreamIdentifier(identifierOf(stream))
      .setAny(new shared.Empty());
    const request = new streams.TombstoneReq().setOptions(options);
    await this.persistently((grpc, settle) => {
      grpc.tombstone(request, ...this.client['callArguments']({ requiresLeader: true }, deadline()), settle);
    });
  }

  async close(): Promise<void> {
    await this.client.dispose();
    // Where no node was found there is no channel to close.
    const channel = await this.client['getChannel']().catch(() => null);
    channel?.close();
  }

  /** Calls are made again when they may have failed in passing: appending the same ids at the same revision is safe. */
  private async persistently(
    call: (grpc: StreamsClient, settle: (error: ServiceError | null, response: unknown) => void) => void,
  ): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.client['execute'](
          StreamsClient,
          'copy',
          (grpc) =>
            new Promise((resolve, reject) => {
              call(grpc, (error, response) => {
                if (error) reject(error);
                else resolve(response);
              });
            }),
        );
      } catch (error) {
        if (attempt === ATTEMPTS || !isPassing(error)) throw explained(error, this.side);
        await delay(attempt * 200);
      }
    }
  }
}

type StreamsClient = InstanceType<typeof StreamsClient>;

function connectionStringOf(address: string): string {
  if (/^(esdb|kurrentdb|kdb)(\+discover)?:\/\//.test(address)) return address;
  try {
    const parsed: unknown = JSON.parse(readFileSync(address, 'utf8'));
    if (typeof parsed === 'object' && parsed !== null && 'url' in parsed) return String(parsed.url);
  } catch {
    // Not a file either: the sentence below says what it should be.
  }
  throw new Error('Give a connection string (esdb://…) or the connection.json of an embedded store.');
}

/** Without the text that was not understood: it may hold the password. */
function clientOf(connectionString: string, side: Side): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(connectionString);
  } catch (error) {
    const { message } = error as Error;
    const [where] = / at position \d+/.exec(message) ?? [''];
    const reason = message.includes('certificate') ? message : `It is not understood${where}.`;
    throw new Error(`The connection string of the ${side} cannot be used. ${reason}`, { cause: error });
  }
}

/** One sentence on what went wrong, and on which side. */
function explained(error: unknown, side: Side): Error {
  const { code, details, message } = error as Partial<ServiceError>;
  if (code === status.UNAUTHENTICATED || code === status.PERMISSION_DENIED)
    return new Error(`The ${side} refuses this user and password.`, { cause: error });
  const reason = details ?? message ?? String(error);
  // What is taken for a name may be the end of a password that was not percent-encoded.
  const told = reason.startsWith('Name resolution failed') ? 'its name is not known.' : reason;
  return new Error(`The ${side} does not answer: ${told.replace(/\s*Resolution note:\s*$/, '')}`, {
    cause: error,
  });
}

const isPassing = (error: unknown) =>
  error instanceof Error && 'code' in error && PASSING.some((code) => code === error.code);
const deadline = () => ({ deadline: Date.now() + DEADLINE_MS });

function everything() {
  const options = new streams.ReadReq.Options()
    .setAll(new streams.ReadReq.Options.AllOptions().setStart(new shared.Empty()))
    .setReadDirection(streams.ReadReq.Options.ReadDirection.FORWARDS)
    .setResolveLinks(false)
    .setCount(Number.MAX_SAFE_INTEGER.toString())
    .setNoFilter(new shared.Empty())
    .setUuidOption(new streams.ReadReq.Options.UUIDOption().setString(new shared.Empty()));
  return new streams.ReadReq().setOptions(options);
}

function recordedIn(response: ReadResp): CopiedEvent | null {
  const recorded = response.getEvent()?.getEvent();
  if (!recorded) return null;
  const metadata = recorded.getMetadataMap();
  const revision = BigInt(recorded.getStreamRevision());
  return {
    stream: Buffer.from(recorded.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8'),
    revision: revision > MAX_REVISION ? MAX_REVISION : revision,
    position: BigInt(recorded.getCommitPosition()),
    id: uuidText(recorded.getId()),
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? 'application/octet-stream',
    data: recorded.getData_asU8(),
    metadata: recorded.getCustomMetadata_asU8(),
  };
}

function* appendRequests(
  stream: string,
  expected: bigint,
  events: readonly ProposedEvent[],
): Generator<AppendReq> {
  const options = new streams.AppendReq.Options().setStreamIdentifier(identifierOf(stream));
  if (expected < 0n) options.setNoStream(new shared.Empty());
  else options.setRevision(expected.toString());
  yield new streams.AppendReq().setOptions(options);
  for (const { id, type, contentType, data, metadata } of events) {
    const message = new streams.AppendReq.ProposedMessage()
      .setId(uuidMessage(id, false))
      .setData(data)
      .setCustomMetadata(metadata);
    message.getMetadataMap().set('type', type).set('content-type', contentType);
    yield new streams.AppendReq().setProposedMessage(message);
  }
}

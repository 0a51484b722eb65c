import { setTimeout as delay } from 'node:timers/promises';
import type { EventData, EventStoreDBClient as Client } from '@eventstore/db-client';
import {
  AccessDeniedError,
  EventStoreDBClient,
  jsonEvent,
  StreamDeletedError,
  StreamNotFoundError,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { followAll } from './all-subscription.js';
import type {
  AllMessage,
  Appended,
  EventMetadata,
  ExpectedRevision,
  NewEvent,
  RecordedEvent,
} from './event-store.js';
import { EventStore, StoreUnavailable, StreamDeleted, WrongRevision } from './event-store.js';

const APPEND_DEADLINE_MS = 5_000;
/** How often an append whose outcome is unknown is sent again, with the same ids and revision. */
const RESEND_DELAYS_MS = [100, 400, 1_500];
const DISPOSE_MS = 500;
/** gRPC's status code. */
const DATA_LOSS = 15;
const NOTHING_YET = -1n;

/** The event store over EventStoreDB's gRPC protocol; the embedded store speaks it as well. */
export class EsdbEventStore extends EventStore {
  private readonly client: Client;
  private readonly credentials: { username: string; password: string };

  /** @param url connection string of `@eventstore/db-client`; it holds the password, so it is never logged */
  constructor(url: string) {
    super();
    this.client = EventStoreDBClient.connectionString(url);
    // Credentials per call take the client's unary appends, which have real deadlines. An insecure connection drops them.
    const [, username = 'nobody', password = 'nobody'] = /^[a-z+]+:\/\/([^:/@]+):([^@]*)@/.exec(url) ?? [];
    this.credentials = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const messages = events.map(toMessage);
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.appendOnce(stream, expected, messages);
      } catch (error) {
        const failure = toFailure(error, stream, expected);
        const pause = RESEND_DELAYS_MS[attempt];
        if (!(failure instanceof StoreUnavailable) || expected === 'any' || pause === undefined)
          throw failure;
        await delay(pause);
      }
    }
  }

  private async appendOnce(
    stream: string,
    expected: ExpectedRevision,
    messages: EventData[],
  ): Promise<Appended> {
    const result = await this.client.appendToStream(stream, messages, {
      expectedRevision: expected,
      credentials: this.credentials,
      deadline: APPEND_DEADLINE_MS,
    });
    return { revision: result.nextExpectedRevision, position: result.position?.commit ?? NOTHING_YET };
  }

  async *read(
    stream: string,
    options: { from?: bigint; direction?: 'forwards' | 'backwards'; limit?: number } = {},
  ): AsyncIterable<RecordedEvent> {
    const direction = options.direction ?? 'forwards';
    const events = this.client.readStream(stream, {
      direction,
      fromRevision: options.from ?? (direction === 'forwards' ? 'start' : 'end'),
      ...(options.limit === undefined ? {} : { maxCount: options.limit }),
      credentials: this.credentials,
    });
    try {
      for await (const { event } of events) if (event) yield toRecorded(event);
    } catch (error) {
      if (error instanceof StreamNotFoundError || error instanceof StreamDeletedError) return;
      throw toFailure(error, stream, 'any');
    }
  }

  subscribeToAll(options: {
    after: bigint | 'start' | 'end';
    prefixes: readonly string[];
    signal: AbortSignal;
    resume?: () => Promise<bigint | 'start'>;
    onTrouble?: (reason: string | null) => void;
  }): AsyncIterable<AllMessage> {
    const { onTrouble = () => undefined } = options;
    const filter = streamNameFilter({ prefixes: [...options.prefixes] });
    return followAll(
      (after) =>
        this.client.subscribeToAll({
          filter,
          fromPosition: typeof after === 'bigint' ? { commit: after, prepare: after } : after,
          credentials: this.credentials,
        }),
      {
        ...options,
        onMessage: () => {
          onTrouble(null);
        },
        onFailure: (error) => {
          const failure = toFailure(error, '$all', 'any');
          // A store that does not answer is another matter: it is waited for.
          if (failure instanceof StoreUnavailable) return;
          onTrouble(failure instanceof Error ? failure.message : String(failure));
        },
      },
    );
  }

  async tailPosition(): Promise<bigint> {
    const events = this.client.readAll({
      direction: 'backwards',
      fromPosition: 'end',
      maxCount: 1,
      credentials: this.credentials,
    });
    try {
      for await (const { event } of events) if (event) return event.position.commit;
    } catch (error) {
      throw toFailure(error, '$all', 'any');
    }
    return NOTHING_YET;
  }

  async idAt(position: bigint): Promise<string | null> {
    const events = this.client.readAll({
      fromPosition: { commit: position, prepare: position },
      maxCount: 1,
      credentials: this.credentials,
    });
    try {
      for await (const { event } of events)
        if (event) return event.position.commit === position ? event.id : null;
    } catch (error) {
      const failure = toFailure(error, '$all', 'any');
      if (failure instanceof StoreUnavailable || error instanceof AccessDeniedError || isDataLoss(error))
        throw failure;
      // EventStoreDB refuses a position that is not the beginning of one of its records.
    }
    return null;
  }

  async setStreamMetadata(
    stream: string,
    metadata: { maxCount?: number; maxAgeSeconds?: number },
  ): Promise<void> {
    const { maxCount, maxAgeSeconds } = metadata;
    await this.client.setStreamMetadata(
      stream,
      { ...(maxCount ? { maxCount } : {}), ...(maxAgeSeconds ? { maxAge: maxAgeSeconds } : {}) },
      { credentials: this.credentials },
    );
  }

  async tombstone(stream: string): Promise<void> {
    try {
      await this.client.tombstoneStream(stream, { expectedRevision: 'any', credentials: this.credentials });
    } catch (error) {
      if (!(error instanceof StreamDeletedError || error instanceof StreamNotFoundError)) throw error;
    }
  }

  async close(): Promise<void> {
    // The client waits for the end of every stream, also of a read that its reader left early, which never comes.
    await Promise.race([this.client.dispose(), delay(DISPOSE_MS)]);
  }
}

function toMessage({ id, type, data, metadata }: NewEvent): EventData {
  return jsonEvent({ id, type, data: { ...data }, metadata: { ...metadata } });
}

export function toRecorded(event: {
  id: string;
  streamId: string;
  revision: bigint;
  type: string;
  data: unknown;
  metadata?: unknown;
  position?: { commit: bigint };
}): RecordedEvent {
  return {
    id: event.id,
    stream: event.streamId,
    revision: event.revision,
    position: event.position?.commit ?? NOTHING_YET,
    type: event.type,
    data: event.data,
    metadata: event.metadata as EventMetadata,
  };
}

/** The store has the event, but not as it was stored. */
function isDataLoss(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DATA_LOSS;
}

/** The client's errors as the application knows them. */
function toFailure(error: unknown, stream: string, expected: ExpectedRevision): unknown {
  if (error instanceof WrongExpectedVersionError) {
    return new WrongRevision(
      stream,
      expected,
      typeof error.actualVersion === 'bigint' ? error.actualVersion : null,
    );
  }
  if (error instanceof StreamDeletedError) return new StreamDeleted(`Stream ${stream} was deleted.`);
  if (error instanceof AccessDeniedError) {
    return new Error('The event store refuses the user or password of its connection string.');
  }
  const type = error instanceof Error && 'type' in error ? error.type : null;
  if (type === 'unavailable' || type === 'deadline-exceeded' || type === 'timeout' || type === 'cancelled') {
    return new StoreUnavailable('The event store did not answer in time.', { cause: error });
  }
  return error;
}

import { Metadata, status } from '@grpc/grpc-js';
import { DamagedEvent } from '../log/checksum.js';
import type { ExpectedRevision } from '../log/event.js';

/** EventStoreDB's own limit, in bytes of events per append. */
export const MAX_APPEND_BYTES = 1_048_576;

/** A gRPC error with the trailers from which EventStoreDB's clients make typed errors. */
export class ProtocolError extends Error {
  readonly metadata = new Metadata();
  constructor(
    readonly code: status,
    readonly details: string,
    trailers: Readonly<Record<string, string>> = {},
  ) {
    super(details);
    for (const [name, value] of Object.entries(trailers)) this.metadata.set(name, value);
  }
}

export const invalidArgument = (message: string) => new ProtocolError(status.INVALID_ARGUMENT, message);

export const accessDenied = () =>
  new ProtocolError(status.UNAUTHENTICATED, 'Access denied', { exception: 'access-denied' });

/** By this the client knows that it has to connect again. */
export const closingDown = () => new ProtocolError(status.UNAVAILABLE, 'The event store is closing down.');

export const tooLarge = () =>
  new ProtocolError(status.INVALID_ARGUMENT, `An append takes at most ${MAX_APPEND_BYTES} bytes.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(MAX_APPEND_BYTES),
  });

export const streamDeleted = (stream: string) =>
  new ProtocolError(status.FAILED_PRECONDITION, `The stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': encodeTrailer(stream),
  });

/** How the trailer names the expectations that are not a number. */
const EXPECTED_VERSIONS = { no_stream: '-1', any: '-2', stream_exists: '-4' } as const;

export const wrongExpectedVersion = (stream: string, expected: ExpectedRevision, current: bigint | null) =>
  new ProtocolError(status.FAILED_PRECONDITION, `The stream '${stream}' does not stand as expected.`, {
    exception: 'wrong-expected-version',
    'stream-name': encodeTrailer(stream),
    'expected-version': typeof expected === 'bigint' ? expected.toString() : EXPECTED_VERSIONS[expected],
    ...(current === null ? {} : { 'actual-version': current.toString() }),
  });

/** A trailer holds printable ASCII only. */
const encodeTrailer = (text: string) => text.replace(/[^ -~]/g, encodeURIComponent);

/** Whatever went wrong inside is not the caller's fault: unless something is lost, it may try the same again. */
export function asProtocolError(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error;
  if (error instanceof DamagedEvent) return new ProtocolError(status.DATA_LOSS, error.message);
  const message = error instanceof Error ? error.message : String(error);
  return new ProtocolError(status.UNAVAILABLE, `The event store could not do this: ${message}`);
}

import { CombinedGraphQLErrors } from '@apollo/client/errors';

/** A request that brought no answer: why, in words for a person, and whether trying again can help. */
export class RequestFailed extends Error {
  constructor(
    message: string,
    /** `offline`: nobody answered. `signed-out`: the session is over. `refused`: the server answered with an error. */
    readonly kind: 'offline' | 'signed-out' | 'refused',
  ) {
    super(message);
    this.name = 'RequestFailed';
  }
}

const SIGNED_OUT = new RequestFailed('Your session has ended. Sign in again.', 'signed-out');

/** Whatever Apollo, HTTP or the socket threw, as something that can be shown. */
export function requestFailed(cause: unknown): RequestFailed {
  if (cause instanceof RequestFailed) return cause;
  if (CombinedGraphQLErrors.is(cause)) return refused(cause);
  if (hasStatus(cause)) return failedHttp(cause.status);
  if (isClose(cause) && cause.code === 4401) return SIGNED_OUT;
  return new RequestFailed('Infrahaus does not answer. Check that it is running; then try again.', 'offline');
}

function refused(errors: CombinedGraphQLErrors): RequestFailed {
  const first = errors.errors[0];
  if (first?.extensions?.['code'] === 'UNAUTHENTICATED') return SIGNED_OUT;
  return new RequestFailed(first?.message ?? 'The server refused the request.', 'refused');
}

function failedHttp(status: number): RequestFailed {
  if (status === 401) return SIGNED_OUT;
  if (status === 429)
    return new RequestFailed('Too many requests. Wait a moment; then try again.', 'refused');
  if (status === 0 || status >= 502) {
    return new RequestFailed(
      'Infrahaus does not answer. Check that it is running; then try again.',
      'offline',
    );
  }
  return new RequestFailed(`The server refused the request (HTTP ${status}).`, 'refused');
}

function hasStatus(value: unknown): value is { status: number } {
  return typeof value === 'object' && value !== null && 'status' in value && typeof value.status === 'number';
}

function isClose(value: unknown): value is { code: number } {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'number';
}

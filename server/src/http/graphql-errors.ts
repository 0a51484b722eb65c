import { randomUUID } from 'node:crypto';
import { HttpException, Logger } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';

const logger = new Logger('GraphQL');

const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_USER_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
};

/**
 * What a client may see of an error. What was meant for it passes; anything unexpected is logged and answered with an
 * id under which the log has it.
 */
export function publicError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = causeOf(error);
  if (cause === null || cause instanceof GraphQLError) return withoutStack(formatted);
  if (cause instanceof HttpException && CODES[cause.getStatus()] !== undefined) {
    return { ...formatted, message: cause.message, extensions: { code: CODES[cause.getStatus()] } };
  }
  const id = randomUUID();
  logger.error(
    `${id} ${formatted.path?.join('.') ?? ''}`,
    cause instanceof Error ? cause.stack : 'Something that is no Error was thrown.',
  );
  return {
    ...formatted,
    message: `Something went wrong on our side. The log of the server has it under ${id}.`,
    extensions: { code: 'INTERNAL_SERVER_ERROR', id },
  };
}

/** For transports that hold GraphQL errors themselves. */
export function publicErrors(errors: readonly GraphQLError[]): GraphQLFormattedError[] {
  return errors.map((error) => publicError(error.toJSON(), error));
}

/** What a resolver threw; null for errors of GraphQL itself, such as those of validation. */
function causeOf(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return error;
  return error.originalError === undefined ? null : causeOfOriginal(error.originalError);
}

function causeOfOriginal(original: Error): Error | null {
  return original instanceof GraphQLError && original.originalError === undefined ? null : original;
}

function withoutStack(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const extensions = { ...formatted.extensions };
  delete extensions['stacktrace'];
  return { ...formatted, extensions };
}

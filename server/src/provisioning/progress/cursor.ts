import { GraphQLError } from 'graphql';

/** A place in a run's events: everything up to these revisions has been handed over. */
export interface Place {
  readonly run: string;
  /** Revision in `container-{id}`; -1 before the first event. */
  readonly containerRevision: bigint;
  /** Revision in `containerLog-{id}`; -1 before the first event. */
  readonly logRevision: bigint;
  /** The number of the run's next log line: tells how many are missing when old ones are gone. */
  readonly nextLine: number;
}

const SHAPE = /^1\.([\w-]{1,64})\.(-1|\d{1,18})\.(-1|\d{1,18})\.(\d{1,9})$/;

export function encodeCursor({ run, containerRevision, logRevision, nextLine }: Place): string {
  return Buffer.from(`1.${run}.${containerRevision}.${logRevision}.${nextLine}`).toString('base64url');
}

/** Throws an error for the client if the text was not made by `encodeCursor`. */
export function decodeCursor(cursor: string): Place {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, run, containerRevision, logRevision, nextLine] = SHAPE.exec(text) ?? [];
  if (!run || !containerRevision || !logRevision || !nextLine) {
    throw feedError('PROGRESS.BAD_CURSOR', 'This is not a cursor of a progress frame.');
  }
  return {
    run,
    containerRevision: BigInt(containerRevision),
    logRevision: BigInt(logRevision),
    nextLine: Number(nextLine),
  };
}

/** An error that a client of the subscription may see. */
export function feedError(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

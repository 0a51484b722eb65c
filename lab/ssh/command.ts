import type { Readable, Writable } from 'node:stream';

/** The streams of one command, and the signals that the client sends. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Replaces the receiver of signals. */
  onSignal(receive: (signal: NodeJS.Signals) => void): void;
}

/** Runs to its end and resolves with the exit code. */
export type Command = (argv: readonly string[], io: CommandIo) => Promise<number>;

/** A failure that ends a command with its text on standard error. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}

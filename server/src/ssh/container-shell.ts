/** Runs programs inside one container through `pct exec` on the node that owns it. No input is ever pasted into a shell. */
export interface ContainerShell {
  /**
   * Runs a program with arguments. Rejects with `SshError` when the connection or `pct` itself fails (then nothing is
   * known about the program); a program that ends, with whatever code, is a result.
   */
  exec(argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
}

export interface ExecOptions {
  /** Written to standard input, which is closed behind it. */
  readonly stdin?: string | Buffer;
  /** Added to the environment, which is otherwise just PATH, HOME, LANG and DEBIAN_FRONTEND. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with raw chunks as they come; what is handed over here is not kept in the result. */
  readonly onStdout?: (chunk: Buffer) => void | Promise<void>;
  readonly onStderr?: (chunk: Buffer) => void | Promise<void>;
  /** Two minutes if left out; none then for a command whose standard output is handed over as it comes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface ExecResult {
  readonly exitCode: number;
  /** At most 1 MiB each, cut at the end. */
  readonly stdout: string;
  readonly stderr: string;
}

export type SshErrorCode =
  | 'SSH.UNREACHABLE'
  | 'SSH.AUTH_FAILED'
  | 'SSH.HOST_KEY_CHANGED'
  | 'SSH.CONNECTION_LOST'
  | 'SSH.TIMEOUT'
  | 'SSH.GARBLED'
  | 'SSH.CONTAINER_NOT_RUNNING';

export class SshError extends Error {
  override readonly name = 'SshError';
  constructor(
    readonly code: SshErrorCode,
    message: string,
    /** Whether trying again without changing anything makes sense. */
    readonly retryable: boolean,
    /** So many times in a row it may happen before it counts as something that will not pass. */
    readonly mostAttempts = Infinity,
  ) {
    super(message);
  }
}

import type { ClientChannel } from 'ssh2';
import type { ExecOptions, ExecResult } from './container-shell.js';
import { SshError } from './container-shell.js';
import { shellWords } from './shell-words.js';
import type { SshConnection } from './ssh-connection.js';

const MAX_RESULT_BYTES = 1024 * 1024;
/** A command that hangs must not hold up its phase until that one's time is up. */
const COMMAND_MS = 120_000;

/** Runs one command on a node. Rejects with `SshError` when nothing is known about how it ended. */
export async function runCommand(
  connection: SshConnection,
  words: readonly string[],
  options: ExecOptions,
): Promise<ExecResult> {
  const limitMs = options.timeoutMs ?? (options.onStdout ? null : COMMAND_MS);
  const limit = limitMs === null ? [] : [AbortSignal.timeout(limitMs)];
  const signal = AbortSignal.any([...(options.signal ? [options.signal] : []), ...limit]);
  signal.throwIfAborted();
  return connection.exec(shellWords(words), (channel) => run(channel, options, signal));
}

function run(channel: ClientChannel, options: ExecOptions, signal: AbortSignal): Promise<ExecResult> {
  const stdout = new Output(options.onStdout);
  const stderr = new Output(options.onStderr);
  return new Promise((resolve, reject) => {
    const giveUp = (reason: Error) => {
      signal.removeEventListener('abort', abort);
      channel.close();
      reject(reason);
    };
    const abort = () => {
      const timedOut = !options.signal?.aborted;
      giveUp(timedOut ? new SshError('SSH.TIMEOUT', 'A command took too long.', true) : new Error('aborted'));
    };
    signal.addEventListener('abort', abort, { once: true });
    const read = Promise.all([stdout.read(channel), stderr.read(channel.stderr)]);
    // Whoever receives the output may refuse it while the command goes on.
    read.catch(giveUp);
    // The exit code comes with the end: an event of its own may have passed before anybody could listen.
    channel.on('close', (exitCode: number | null | undefined) => {
      signal.removeEventListener('abort', abort);
      if (typeof exitCode !== 'number') {
        reject(new SshError('SSH.CONNECTION_LOST', 'The SSH connection was lost while a command ran.', true));
        return;
      }
      read.then(() => {
        resolve({ exitCode, stdout: stdout.text(), stderr: stderr.text() });
      }, reject);
    });
    channel.end(options.stdin ?? '');
  });
}

/** One output of a program: handed over chunk by chunk, or kept up to a limit. */
class Output {
  private readonly kept: Buffer[] = [];
  private bytes = 0;

  constructor(private readonly onChunk: ExecOptions['onStdout']) {}

  /** Awaiting the receiver is the backpressure: the next chunk is only taken from the channel after that. */
  async read(stream: NodeJS.ReadableStream): Promise<void> {
    for await (const chunk of stream) {
      const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
      if (this.onChunk) await this.onChunk(buffer);
      else this.keep(buffer);
    }
  }

  private keep(chunk: Buffer): void {
    const room = MAX_RESULT_BYTES - this.bytes;
    if (room > 0) this.kept.push(chunk.subarray(0, room));
    this.bytes += chunk.length;
  }

  text(): string {
    return Buffer.concat(this.kept).toString('utf8');
  }
}

import { Readable } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { runCommand } from './run-command.js';
import type { SshConnection } from './ssh-connection.js';

/** A connection whose one channel says this much, and then nothing more until `end`. */
function opened(stdout = '') {
  const input: unknown[] = [];
  const stderr = new Readable({ read: () => undefined });
  let closed = 0;
  const channel = Object.assign(new Readable({ emitClose: false, read: () => undefined }), {
    stderr,
    end: (text: unknown) => input.push(text),
    close: () => (closed += 1),
  });
  channel.push(stdout);
  /** @param code null as when a connection breaks */
  const end = (code: number | null) => {
    channel.push(null);
    stderr.push(null);
    channel.once('end', () => channel.emit('close', code));
  };
  const connection = {
    exec: (_line: string, use: (channel: ClientChannel) => Promise<unknown>) =>
      use(channel as unknown as ClientChannel),
  } as unknown as SshConnection;
  return { connection, end, input, closed: () => closed };
}

describe('a command on a node', () => {
  it('should get its input and end with its output and exit code', async () => {
    const { connection, end, input } = opened('said');
    const ended = runCommand(connection, ['cat'], { stdin: 'secret' });
    end(7);
    expect(await ended).toEqual({ exitCode: 7, stdout: 'said', stderr: '' });
    expect(input).toEqual(['secret']);
  });

  it('should be known to be unknown when the connection breaks', async () => {
    const { connection, end } = opened('sai');
    const ended = runCommand(connection, ['true'], {});
    end(null);
    await expect(ended).rejects.toMatchObject({ code: 'SSH.CONNECTION_LOST', retryable: true });
  });

  it('should be given up when its time is over, or when its caller does', async () => {
    const hanging = opened();
    await expect(runCommand(hanging.connection, ['true'], { timeoutMs: 10 })).rejects.toMatchObject({
      ...{ code: 'SSH.TIMEOUT', retryable: true },
    });
    expect(hanging.closed()).toBe(1);

    const left = opened();
    const caller = new AbortController();
    const ended = runCommand(left.connection, ['true'], { signal: caller.signal });
    caller.abort();
    await expect(ended).rejects.toThrow('aborted');
    expect(left.closed()).toBe(1);
  });

  it('should be given up when whoever receives its output fails', async () => {
    const { connection, closed } = opened('said');
    const onStdout = () => Promise.reject(new Error('the store is gone'));
    await expect(runCommand(connection, ['cat'], { onStdout })).rejects.toThrow('the store is gone');
    expect(closed()).toBe(1);
  });

  it('should not fill the memory with its output', async () => {
    const { connection, end } = opened('x'.repeat(1024 * 1024 + 1));
    const ended = runCommand(connection, ['yes'], {});
    end(0);
    expect((await ended).stdout).toHaveLength(1024 * 1024);
  });
});

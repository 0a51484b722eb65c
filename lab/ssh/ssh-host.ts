import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import ssh2 from 'ssh2';
import type { AuthContext, Connection, ServerChannel, Session } from 'ssh2';
import type { HostCommands } from './host-commands.js';

export interface SshHostOptions {
  readonly hostKey: string;
  readonly password: string;
  /** Private half of the one key that may log in. */
  readonly loginKey: string;
  readonly onActivity: () => void;
}

const LEAST_COMMAND_MS = 10;

/** The pretend host's sshd: root only, exec only. */
export class SshHost {
  private readonly connections = new Set<Connection>();
  readonly server: Server;

  constructor(
    private readonly commands: HostCommands,
    private readonly options: SshHostOptions,
  ) {
    const protocol = new ssh2.Server({ hostKeys: [options.hostKey] }, (connection) => {
      this.accept(connection);
    });
    // Without noDelay each small packet of the protocol waits for the other side's delayed acknowledgement (40 ms).
    this.server = createServer({ noDelay: true }, (socket) => {
      protocol.injectSocket(socket);
    });
  }

  get openConnections(): number {
    return this.connections.size;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    for (const connection of this.connections) connection.end();
    await closed;
  }

  private accept(connection: Connection): void {
    this.connections.add(connection);
    connection.on('error', () => undefined);
    connection.on('close', () => this.connections.delete(connection));
    connection.on('authentication', (context) => {
      if (this.admits(context)) context.accept();
      else context.reject(['password', 'publickey']);
    });
    connection.on('ready', () => {
      this.options.onActivity();
      connection.on('session', (acceptSession) => {
        this.serve(acceptSession());
      });
    });
  }

  private admits(context: AuthContext): boolean {
    if (context.username !== 'root') return false;
    if (context.method === 'password') return equal(context.password, this.options.password);
    if (context.method !== 'publickey') return false;
    const key = ssh2.utils.parseKey(this.options.loginKey);
    if (key instanceof Error || !context.key.data.equals(key.getPublicSSH())) return false;
    if (!context.signature || !context.blob) return true;
    // Its declaration promises a boolean, but a signature that cannot be read comes back as an Error.
    const verified: unknown = key.verify(context.blob, context.signature, context.hashAlgo);
    return verified === true;
  }

  private serve(session: Session): void {
    let receive: (signal: NodeJS.Signals) => void = () => undefined;
    session.on('signal', (_accept, _reject, info) => {
      receive(`SIG${info.name.replace(/^SIG/, '')}` as NodeJS.Signals);
    });
    session.on('exec', (accept, _reject, info) => {
      this.options.onActivity();
      const channel = accept();
      void this.execute(channel, info.command, (next) => {
        receive = next;
      });
    });
  }

  private async execute(
    channel: ServerChannel,
    command: string,
    onSignal: (receive: (signal: NodeJS.Signals) => void) => void,
  ): Promise<void> {
    channel.on('error', () => undefined);
    const { stderr } = channel;
    stderr.on('error', () => undefined);
    // A program of the real host takes far longer to start; clients rely on the answer coming before the exit code.
    const [code] = await Promise.all([
      this.commands.run(command, { stdin: channel, stdout: channel, stderr, onSignal }),
      delay(LEAST_COMMAND_MS),
    ]);
    this.options.onActivity();
    if (channel.destroyed) return;
    await flushed(channel);
    await flushed(stderr);
    channel.exit(code);
    channel.end();
  }
}

/** Resolves when all that was written has gone out, so that the exit status comes last. */
function flushed(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', resolve);
    stream.write('', () => {
      resolve();
    });
  });
}

function equal(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

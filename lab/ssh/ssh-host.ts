import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import ssh2 from 'ssh2';
import type { AuthContext, Connection, ServerChannel, Session } from 'ssh2';
import type { SshEffect } from '../faults/fault.js';
import type { FaultBoard } from '../faults/fault-board.js';
import { newSshKey } from '../identity.js';
import { runWithFaults } from './command-faults.js';
import { cutAfter } from './cut-after.js';
import type { HostCommands } from './host-commands.js';

export interface SshHostOptions {
  readonly node: string;
  readonly hostKey: string;
  readonly password: string;
  /** Private half of the one key that may log in. */
  readonly loginKey: string;
  readonly faults: FaultBoard;
  readonly onActivity: () => void;
}

interface Visit {
  readonly socket: Socket;
  readonly rejected: boolean;
}

const LEAST_COMMAND_MS = 10;

/** The pretend host's sshd: root only, exec only. */
export class SshHost {
  private readonly connections = new Set<Connection>();
  /** By the client's port. */
  private readonly visits = new Map<number, Visit>();
  private readonly genuine: ssh2.Server;
  /** The same host with another key; made when it is first wanted. */
  private impostor?: ssh2.Server;
  readonly server: Server;

  constructor(
    private readonly commands: HostCommands,
    private readonly options: SshHostOptions,
  ) {
    this.genuine = this.protocol(options.hostKey);
    // Without noDelay each small packet of the protocol waits for the other side's delayed acknowledgement (40 ms).
    this.server = createServer({ noDelay: true }, (socket) => {
      this.receive(socket, options.faults.ssh(options.node));
    });
  }

  get openConnections(): number {
    return this.connections.size;
  }

  /** Breaks every connection, as a cable that is pulled does. */
  breakConnections(): void {
    for (const { socket } of this.visits.values()) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    for (const connection of this.connections) connection.end();
    for (const { socket } of this.visits.values()) socket.destroySoon();
    await closed;
  }

  private protocol(hostKey: string): ssh2.Server {
    return new ssh2.Server({ hostKeys: [hostKey] }, (connection, { port }) => {
      this.accept(connection, port);
    });
  }

  private receive(socket: Socket, effects: readonly SshEffect[]): void {
    const port = socket.remotePort ?? 0;
    socket.on('error', () => undefined);
    socket.once('close', () => this.visits.delete(port));
    this.visits.set(port, { socket, rejected: effects.some(({ kind }) => kind === 'reject') });
    for (const effect of effects) if (effect.kind === 'cut') cutAfter(socket, effect.bytes);
    if (effects.some(({ kind }) => kind === 'half-open')) return;
    if (effects.some(({ kind }) => kind === 'other-host-key')) {
      this.impostor ??= this.protocol(newSshKey());
      this.impostor.injectSocket(socket);
    } else this.genuine.injectSocket(socket);
  }

  private accept(connection: Connection, port: number): void {
    this.connections.add(connection);
    connection.on('error', () => undefined);
    connection.on('close', () => this.connections.delete(connection));
    connection.on('authentication', (context) => {
      if (this.visits.get(port)?.rejected !== true && this.admits(context)) context.accept();
      else context.reject(['password', 'publickey']);
    });
    connection.on('ready', () => {
      this.options.onActivity();
      connection.on('session', (acceptSession) => {
        this.serve(acceptSession(), port);
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

  private serve(session: Session, port: number): void {
    let receive: (signal: NodeJS.Signals) => void = () => undefined;
    session.on('signal', (_accept, _reject, info) => {
      receive(`SIG${info.name.replace(/^SIG/, '')}` as NodeJS.Signals);
    });
    session.on('exec', (accept, _reject, info) => {
      this.options.onActivity();
      const channel = accept();
      this.execute(channel, info.command, port, (next) => {
        receive = next;
      }).catch(() => {
        // The client is gone in the middle of its answer, or nothing more can be told to it.
        channel.destroy();
      });
    });
  }

  private async execute(
    channel: ServerChannel,
    command: string,
    port: number,
    onSignal: (receive: (signal: NodeJS.Signals) => void) => void,
  ): Promise<void> {
    channel.on('error', () => undefined);
    const { stderr } = channel;
    stderr.on('error', () => undefined);
    const effects = this.options.faults.command(this.options.node, command);
    const breakConnection = (): void => {
      this.visits.get(port)?.socket.destroy();
    };
    // A program of the real host takes far longer to start; clients rely on the answer coming before the exit code.
    const [code] = await Promise.all([
      runWithFaults(effects, { stdin: channel, stdout: channel, stderr, onSignal }, breakConnection, (io) =>
        this.commands.run(command, io),
      ),
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

import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A message that a child sends over its IPC channel. */
export interface ChildMessage {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A part of the product that runs as a process of its own, and is ended by the launcher and by nobody else. */
export class ManagedProcess {
  private stopping = false;
  private ready = false;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {}

  /**
   * Starts a compiled module. It gets a process group of its own: a Ctrl-C in the terminal reaches only the launcher,
   * which then ends the parts in the right order.
   */
  static start(options: {
    name: string;
    module: string;
    args: readonly string[];
    env?: Readonly<Record<string, string>>;
    onUnexpectedExit: (name: string, code: number | null, wasReady: boolean) => void;
  }): ManagedProcess {
    const child = fork(options.module, [...options.args], {
      detached: true,
      env: { ...process.env, ...options.env },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const started = new ManagedProcess(options.name, child);
    child.on('message', (message) => {
      if (isChildMessage(message) && message.type === 'ready') started.ready = true;
    });
    child.on('exit', (code) => {
      if (!started.stopping) options.onUnexpectedExit(options.name, code, started.ready);
    });
    return started;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  send(message: ChildMessage): void {
    this.child.send(message);
  }

  /** The next message of a type. Rejects if the process ends first. */
  message(type: string): Promise<ChildMessage> {
    return new Promise((resolve, reject) => {
      const settle = (then: () => void) => {
        this.child.off('message', onMessage);
        this.child.off('exit', onExit);
        then();
      };
      const onMessage = (message: unknown) => {
        if (isChildMessage(message) && message.type === type) {
          settle(() => {
            resolve(message);
          });
        }
      };
      const onExit = () => {
        settle(() => {
          reject(new ProcessEnded(this.name));
        });
      };
      this.child.on('message', onMessage);
      this.child.on('exit', onExit);
    });
  }

  /** Asks the process to end, and kills it if it has not ended after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(timer);
  }
}

/** A part ended before it was ready; it has said why on standard error. */
export class ProcessEnded extends Error {
  override readonly name = 'ProcessEnded';
  constructor(part: string) {
    super(`The ${part} ended before it was ready.`);
  }
}

function isChildMessage(message: unknown): message is ChildMessage {
  return (
    typeof message === 'object' && message !== null && 'type' in message && typeof message.type === 'string'
  );
}

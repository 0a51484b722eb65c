import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Child } from '../store/children.js';

const MAIN = join(import.meta.dirname, '../../server/src/main.js');

export interface ServerReady {
  readonly url: string;
  readonly setupCode: string | null;
}

/** The server as the launcher starts it, on a free port. */
export async function startServer(options: {
  readonly eventStoreUrl: string;
  readonly dataDir: string;
  readonly args?: readonly string[];
}): Promise<Child<ServerReady>> {
  const args = ['--port', '0', '--data-dir', options.dataDir, ...(options.args ?? [])];
  const child = fork(MAIN, args, {
    env: { ...process.env, EVENTSTORE_URL: options.eventStoreUrl },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const [ready] = (await Promise.race([once(child, 'message'), ended])) as [ServerReady | number];
  if (typeof ready !== 'object') throw new Error(`The server ended with code ${String(ready)}.`);
  return {
    process: child,
    ready,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A token that may read, as the launcher gets it. */
export async function readerToken({ process: server }: Child<ServerReady>): Promise<string> {
  server.send({ type: 'issue-token', request: 1 });
  const [{ secret }] = (await once(server, 'message')) as [{ secret: string }];
  return secret;
}

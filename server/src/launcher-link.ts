import type { ServerProcess } from './server-process.js';

/** What the launcher is told, if there is one. */
export interface ReadyMessage {
  readonly type: 'ready';
  /** Where people reach it. */
  readonly url: string;
  /** Where this process itself listens, and the certificate (PEM) that it shows there, if any. */
  readonly listens: { readonly url: string; readonly certificate: string | null };
  readonly setupCode: string | null;
  /** The address of the first sign-in, with the code in its fragment. */
  readonly setupUrl: string | null;
  /** Where that address is written when nobody sees the terminal. */
  readonly setupFile: string | null;
}

/** Answers the launcher over the IPC channel that it started this process with. */
export function serveLauncher(server: ServerProcess, ready: ReadyMessage, stop: () => void): void {
  process.on('message', (message: unknown) => {
    const { type, request } = message as { type?: unknown; request?: unknown };
    if (type === 'issue-token') void answerToken(server, request);
  });
  process.once('disconnect', stop);
  process.send?.(ready);
}

async function answerToken(server: ServerProcess, request: unknown): Promise<void> {
  const secret = await server.issueSystemToken();
  process.send?.({ type: 'token', request, secret });
}

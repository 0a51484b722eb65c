import type { ChildProcess } from 'node:child_process';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The built program: processes run what is delivered. */
export const MAIN = join(import.meta.dirname, '../../dist/embedded-store/main.js');

/** Starts stores as processes of their own, and leaves neither them nor their directories behind. */
export class StoreProcesses {
  private readonly folders: string[] = [];
  private readonly children: ChildProcess[] = [];

  constructor() {
    afterAll(() => {
      for (const child of this.children) child.kill('SIGKILL');
      for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
    });
  }

  freshFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'embedded-store-'));
    this.folders.push(folder);
    return folder;
  }

  /** Another command of the program. */
  run(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    const options = { env: { ...process.env, ...env }, stdio: 'ignore' } as const;
    return this.remember(spawn(process.execPath, [MAIN, ...args], options));
  }

  /** Ends it with the tests, however they end. */
  remember(child: ChildProcess): ChildProcess {
    this.children.push(child);
    return child;
  }

  /** Resolves once the store takes connections. */
  async start(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
    const child = fork(MAIN, ['--data', dataDir], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.remember(child);
    const [message] = (await once(child, 'message')) as [{ type: string; connectionFile: string }];
    expect(message.type).toBe('ready');
    const { url } = JSON.parse(readFileSync(message.connectionFile, 'utf8')) as { url: string };
    return { child, url };
  }
}

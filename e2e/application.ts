import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LAUNCHER = join(import.meta.dirname, '../dist/launcher/main.js');

/** The whole product as `npm start` runs it, on a free port and a data directory of its own. */
export class Application {
  private constructor(
    private readonly child: ChildProcess,
    private readonly dataDir: string,
    readonly url: string,
    /** The one-time address of the first sign-in. */
    readonly setupUrl: string,
  ) {}

  static async start(): Promise<Application> {
    const dataDir = mkdtempSync(join(tmpdir(), 'infrahaus-e2e-'));
    const child = spawn(process.execPath, [LAUNCHER, '--data-dir', dataDir, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const [, address] = /Infrahaus is ready: (http:\/\/[\d.:]+)/.exec(output) ?? [];
        if (address) resolve(address);
      });
      child.once('exit', (code) => {
        reject(new Error(`It ended with code ${String(code)}:\n${output}`));
      });
    });
    const setupFile = join(dataDir, 'setup-url');
    const setupUrl = existsSync(setupFile) ? readFileSync(setupFile, 'utf8').trim() : '';
    return new Application(child, dataDir, url, setupUrl);
  }

  /** Ends it as Ctrl-C does; answers the exit code. */
  async stop(): Promise<number | null> {
    const ended = once(this.child, 'exit') as Promise<[number | null]>;
    this.child.kill('SIGINT');
    const [code] = await ended;
    rmSync(this.dataDir, { recursive: true, force: true });
    return code;
  }
}

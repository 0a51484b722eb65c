import type { ChildProcess } from 'node:child_process';
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';

const LAUNCHER = join(import.meta.dirname, '../../dist/launcher/main.js');
const run = promisify(execFile);

describe('npm start', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'infrahaus-launcher-'));
  const dataDir = join(scratch, 'data');
  let launcher: ChildProcess;
  let output = '';

  /** What it prints, once that matches. */
  const printed = (child: ChildProcess, wanted: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = wanted.exec(output);
        if (match) resolve(match);
      };
      child.stdout?.on('data', look);
      child.once('exit', () => {
        reject(new Error(`It ended:\n${output}`));
      });
      look();
    });

  const start = (args: string[], env: Record<string, string> = {}) => {
    output = '';
    const options = { env: { ...process.env, NODE_OPTIONS: '', ...env }, silent: true };
    const child = fork(LAUNCHER, args, options);
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return child;
  };

  const stop = async (child: ChildProcess) => {
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    expect((await ended)[0]).toBe(0);
  };

  /** All that it says when it cannot start, without the lines that tell of progress. */
  const refusal = async (...args: string[]) => {
    const options = { env: { ...process.env, NODE_OPTIONS: '' }, timeout: 30_000 };
    const error = await run(process.execPath, [LAUNCHER, ...args], options).then(
      () => Promise.reject(new Error('It started.')),
      (failure: unknown) => failure as { code: number; stdout: string; stderr: string },
    );
    expect(error.code).toBeGreaterThan(0);
    return `${error.stdout}${error.stderr}`.split('\n').filter((line) => line && !line.endsWith('…'));
  };

  beforeAll(async () => {
    launcher = start(['--data-dir', dataDir, '--port', '0', '--no-lab']);
    await printed(launcher, /Infrahaus is ready/);
  });

  afterAll(async () => {
    await stop(launcher);
    rmSync(scratch, { recursive: true, force: true });
  });

  it('should refuse a second start on the same data directory in one sentence', async () => {
    expect(await refusal('--data-dir', dataDir, '--port', '0')).toEqual([
      expect.stringContaining('Another process is using'),
    ]);
  });

  it('should refuse a taken port in one sentence', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const lines = await refusal('--data-dir', join(scratch, 'other'), '--port', String(port));
    server.close();
    expect(lines).toEqual([expect.stringContaining(`Port ${String(port)} on 127.0.0.1 is taken`)]);
  });

  it('should refuse a data directory that cannot be made in one sentence, also below /proc', async () => {
    const file = join(scratch, 'file');
    writeFileSync(file, '');
    const sentence = [expect.stringContaining('cannot be made')];
    expect(await refusal('--data-dir', join(file, 'data'))).toEqual(sentence);
    expect(await refusal('--data-dir', '/proc/infrahaus/data')).toEqual(sentence);
  });

  it('should refuse a worker that was told no event store in one sentence', async () => {
    expect(await refusal('--data-dir', join(scratch, 'w'), '--role', 'worker')).toEqual([
      expect.stringContaining('needs the event store of a server'),
    ]);
  });

  it('should run a worker on the event store and with the master key of another start, and end it alone', async () => {
    const connection = join(dataDir, 'event-store', 'connection.json');
    const key = readFileSync(join(dataDir, 'master.key'), 'utf8');
    const options = ['--data-dir', join(scratch, 'worker'), '--role', 'worker'];
    const worker = start([...options, '--eventstore-url-file', connection], { INFRAHAUS_MASTER_KEY: key });
    await printed(worker, /Infrahaus is ready/);
    expect(output).not.toMatch(/event store …|lab …/);
    await stop(worker);
    expect(launcher.exitCode).toBeNull();
  });

  it('should bring its lab with TLS and under a name that leads elsewhere', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'infrahaus.example.org' }]);
    const [certFile, keyFile] = [join(scratch, 'cert.pem'), join(scratch, 'key.pem')];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key, { mode: 0o600 });
    const options = [
      '--public-url',
      'https://infrahaus.example.org',
      '--tls-cert',
      certFile,
      '--tls-key',
      keyFile,
    ];
    const secure = start(['--data-dir', join(scratch, 'secure'), '--port', '0', ...options]);
    await printed(secure, /Infrahaus is ready: https:\/\/infrahaus\.example\.org/);
    expect(output).toContain('Starting the lab');
    await stop(secure);
  });

  it('should take a new build of the server when development asks for it, on the same port', async () => {
    output = '';
    launcher.send('restart-server');
    await printed(launcher, /The server runs again/);
  });
});

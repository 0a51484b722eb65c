import type { ChildProcess } from 'node:child_process';
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import { TestStore } from './test-store.js';

const dist = (path: string) => join(import.meta.dirname, '../../../dist/server/src', path);
const MAIN = dist('main.js');
/** One for all, because they share the store. */
const MASTER_KEY = Buffer.alloc(32, 'k').toString('base64');
const run = promisify(execFile);

interface Ready {
  readonly url: string;
  readonly setupCode: string | null;
  readonly setupFile: string | null;
}

describe('the server process', () => {
  let store: TestStore;
  const children = new Set<ChildProcess>();
  beforeAll(async () => {
    store = await TestStore.start();
  });
  afterEach(async () => {
    for (const child of children)
      if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
    children.clear();
  });
  afterAll(() => store.stop());

  const environment = (more: Record<string, string> = {}) => ({
    PATH: process.env['PATH'],
    EVENTSTORE_URL: store.url,
    INFRAHAUS_MASTER_KEY: MASTER_KEY,
    ...more,
  });
  const dataDirectory = () => mkdtemp(join(store.directory, 'data-'));

  const start = (args: string[]): ChildProcess => {
    const child = fork(MAIN, ['--port', '0', ...args], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    children.add(child);
    return child;
  };
  const message = async <T>(child: ChildProcess): Promise<T> => {
    const [received] = (await once(child, 'message')) as [T];
    return received;
  };
  /** What it says and with which code it ends. */
  const refusal = async (args: string[], more: Record<string, string> = {}, main = MAIN) => {
    const options = { env: environment(more) };
    const ended = run(process.execPath, [main, ...args], options);
    return ended.then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: unknown) => {
        const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
        return { code, said: stdout + stderr };
      },
    );
  };

  test('tells the launcher when it is ready, gives it a token, and ends when asked to', async () => {
    const data = await dataDirectory();
    const child = start(['--data-dir', data]);
    const ready = await message<Ready>(child);
    expect(ready).toMatchObject({
      type: 'ready',
      setupCode: expect.stringMatching(/^[\w-]{43}$/) as unknown,
    });
    const file = String(ready.setupFile);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toBe(`${ready.url}/#setup=${String(ready.setupCode)}\n`);
    expect((await fetch(`${ready.url}/healthz`)).status).toBe(200);

    child.send({ type: 'issue-token', request: 7 });
    const { request, secret } = await message<{ request: number; secret: string }>(child);
    expect(request).toBe(7);
    const socket = new WebSocket(`${ready.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } }));
    await once(socket, 'message');

    child.kill('SIGTERM');
    const ends = await Promise.all([once(child, 'exit'), once(socket, 'close')]);
    expect(ends.map(([code]: unknown[]) => code)).toEqual([0, 1001]);
  });

  test('ends when the launcher is gone', async () => {
    const child = start(['--data-dir', await dataDirectory()]);
    await message(child);
    child.disconnect();
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  test('prints no code where no person reads it', async () => {
    const child = execFile(process.execPath, [MAIN, '--port', '0', '--data-dir', await dataDirectory()], {
      env: environment(),
    });
    children.add(child);
    let said = '';
    for await (const chunk of child.stdout ?? []) {
      said += String(chunk);
      if (said.includes('first sign-in')) break;
    }
    expect(said).toMatch(/^Infrahaus is ready: http:\/\/127\.0\.0\.1:\d+\n/);
    expect(said).not.toContain('#setup');
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  test('a worker answers for its health and for nothing else', async () => {
    const child = start(['--role', 'worker', '--data-dir', await dataDirectory()]);
    const { url, setupCode } = await message<Ready>(child);
    expect(setupCode).toBeNull();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/graphql`, { method: 'POST' })).status).toBe(404);
  });

  test('a second one on the same data directory is refused', async () => {
    const data = await dataDirectory();
    await message(start(['--data-dir', data]));
    expect(await refusal(['--port', '0', '--data-dir', data])).toEqual({
      code: 1,
      said: `Another Infrahaus process is using the data directory ${data}.\n`,
    });
  });

  test('a taken port is named', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    const { code, said } = await refusal(['--port', port, '--data-dir', await dataDirectory()]);
    expect([code, said]).toEqual([
      1,
      `Port ${port} on 127.0.0.1 is taken by another program. Choose another with --port.\n`,
    ]);
    other.close();
  });

  test('a data directory that cannot be one is named', async () => {
    const file = join(await dataDirectory(), 'file');
    await writeFile(file, '');
    const { code, said } = await refusal(['--data-dir', file]);
    expect([code, said]).toEqual([
      1,
      expect.stringContaining(`The data directory ${file} cannot be written.`),
    ]);
  });

  test('another master key than the one in use is refused', async () => {
    await message(start(['--data-dir', await dataDirectory()]));
    const { code, said } = await refusal(['--port', '0', '--data-dir', await dataDirectory()], {
      INFRAHAUS_MASTER_KEY: Buffer.alloc(32).toString('base64'),
    });
    expect([code, said]).toEqual([1, expect.stringMatching(/^The master key is not the one [^\n]+\n$/)]);
  });

  test('an event store that cannot be reached is said in a sentence', async () => {
    const { code, said } = await refusal(['--port', '0', '--data-dir', await dataDirectory()], {
      EVENTSTORE_URL: 'esdb://admin:secret@127.0.0.1:9?tls=true&maxDiscoverAttempts=1',
    });
    expect([code, said.split('\n')]).toEqual([1, [expect.stringContaining('event store'), '']]);
    expect(said).not.toContain('secret');
  });

  test('a master key that others may read is refused', async () => {
    const data = await dataDirectory();
    await mkdir(data, { recursive: true });
    await writeFile(join(data, 'master.key'), Buffer.alloc(32).toString('base64'));
    await chmod(join(data, 'master.key'), 0o644);
    const { code, said } = await refusal(['--data-dir', data], { INFRAHAUS_MASTER_KEY: '' });
    expect([code, said]).toEqual([1, expect.stringContaining('chmod 600')]);
  });

  test('a bad setting ends it with a sentence, and --help explains all of them', async () => {
    expect(await refusal(['--bind', '0.0.0.0'])).toEqual({
      code: 1,
      said: expect.stringMatching(/^Listening on 0\.0\.0\.0 without encryption [^\n]+\n$/) as unknown,
    });
    const help = await refusal(['--help']);
    expect(help.code).toBe(0);
    expect(help.said).toContain('--worker-concurrency <number>  (INFRAHAUS_WORKER_CONCURRENCY)');
  });

  test('admin reset makes a code that signs in', async () => {
    const data = await dataDirectory();
    const child = start(['--data-dir', data]);
    const { url } = await message<Ready>(child);
    const { code, said } = await refusal(['reset'], { INFRAHAUS_DATA_DIR: data }, dist('admin.js'));
    expect(code).toBe(0);
    expect(said).not.toContain('#setup');
    const fragment = (await readFile(join(data, 'reset-code'), 'utf8')).trim();
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({
        query: 'mutation ($input: RedeemSetupCodeInput!) { redeemSetupCode(input: $input) { __typename } }',
        variables: { input: { code: fragment.replace('/#setup=', ''), password: 'a good long password' } },
      }),
    });
    expect(await response.json()).toEqual({ data: { redeemSetupCode: { __typename: 'SignedIn' } } });
  });

  afterAll(() => rm(store.directory, { recursive: true, force: true }));
});

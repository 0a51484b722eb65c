import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent, UnavailableError, UnknownError } from '@eventstore/db-client';
import { MAIN, StoreProcesses } from './store-process.js';
import { credentialsOf, numbered } from './store-under-test.js';

const processes = new StoreProcesses();

/** A mount that only the process sees, so that it goes with it; without root in a user namespace of its own. */
const NAMESPACE = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'])];
const mountable = spawnSync('unshare', [...NAMESPACE, 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']).status === 0;
/** Where namespaces are required the tests run, and fail, instead of being skipped. */
const required = process.env['INFRAHAUS_REQUIRE_NAMESPACES'] === '1';
const whereMountable = mountable || required ? it : it.skip;
const why =
  mountable || required
    ? ''
    : ' (skipped: unshare --mount is refused here, so no small file system can be made)';

function onSmallDisk(dataDir: string, mountOptions: string, stdio: 'pipe' | 'ipc'): ChildProcess {
  const script = `mount -t tmpfs -o "$1" tmpfs "$2" && exec "$3" "$4" --data "$2"`;
  return spawn(
    'unshare',
    [...NAMESPACE, 'sh', '-c', script, 'sh', mountOptions, dataDir, process.execPath, MAIN],
    { stdio: stdio === 'ipc' ? ['ignore', 'inherit', 'inherit', 'ipc'] : ['ignore', 'pipe', 'pipe'] },
  );
}

/** Asked from where the process is. */
function run(child: ChildProcess, ...args: string[]) {
  const namespaces = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--user', '--preserve-credentials'])];
  const command = [process.execPath, MAIN, ...args];
  const options = { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } } as const;
  return spawnSync('nsenter', ['-t', String(child.pid), ...namespaces, ...command], options);
}

/** What the process sees under the path. */
const within = (child: ChildProcess, path: string) => `/proc/${child.pid}/root${path}`;

describe(`a store on a disk that gets full${why}`, () => {
  whereMountable(
    'should fail appends with a reason, go on reading, and take appends again when there is space',
    async () => {
      const dataDir = processes.freshFolder();
      const child = processes.remember(onSmallDisk(dataDir, 'size=6m', 'ipc'));
      await once(child, 'message');
      const inside = within(child, dataDir);
      const { url } = JSON.parse(readFileSync(join(inside, 'connection.json'), 'utf8')) as { url: string };
      const client = EventStoreDBClient.connectionString(
        url.replace(/tlsCAFile=.*/, `tlsCAFile=${encodeURIComponent(join(inside, 'tls-ca.pem'))}`),
      );
      await client.appendToStream('kept', numbered(0));
      let acknowledged = 1;
      fill(join(inside, 'filler'));
      const large = () => jsonEvent({ type: 'Large', data: { text: 'x'.repeat(200_000) } });
      const untilFull = async (event: () => ReturnType<typeof large>) => {
        for (; ; acknowledged++) await client.appendToStream('kept', event());
      };
      const failure = await untilFull(large).catch((error: unknown) => error);
      // A batch answers with UNAVAILABLE in a message of its own, of which the client makes this.
      expect(failure).toBeInstanceOf(UnknownError);
      expect(String(failure)).toMatch(/could not do this.*full/);
      const unary = { credentials: credentialsOf(url) };
      await expect(client.appendToStream('kept', large(), unary)).rejects.toBeInstanceOf(UnavailableError);
      expect(await Array.fromAsync(client.readStream('kept'))).toHaveLength(acknowledged);
      await expect(untilFull(() => jsonEvent({ type: 'Large', data: { text: '' } }))).rejects.toThrow(/full/);
      expect(run(child, 'status', '--data', dataDir).stderr).toBe('The event store is not healthy.\n');
      rmSync(join(inside, 'filler'));
      // After such a failure the client connects anew.
      await client
        .appendToStream('kept', numbered(1))
        .catch(() => client.appendToStream('kept', numbered(1)));
      expect(run(child, 'status', '--data', dataDir).status).toBe(0);
      expect(await Array.fromAsync(client.readStream('kept'))).toHaveLength(acknowledged + 1);
      // A backup reads everything through.
      const file = join(processes.freshFolder(), 'backup');
      const { stdout } = run(child, 'backup', '--data', dataDir, '--to', file);
      expect(stdout).toContain(`${acknowledged + 1} events`);
      await client.dispose();
    },
  );

  /** Takes all the space there is. */
  function fill(file: string): void {
    try {
      for (let size = 65_536; ; size += 65_536) writeFileSync(file, Buffer.alloc(size));
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  }
});

describe(`a store in a directory that is read-only${why}`, () => {
  whereMountable('should be refused with a sentence', async () => {
    const dataDir = processes.freshFolder();
    const child = onSmallDisk(dataDir, 'ro', 'pipe');
    const said = Array.fromAsync(child.stderr!, String);
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect((await said).join('')).toMatch(
      /^The event store cannot write to its data directory [^\n]+EROFS[^\n]+\n$/,
    );
  });
});

// A file system cannot be made read-only while a file of it is written to, but a process can be refused every write: for
// SQLite it is the same error.
const limitable = spawnSync('prlimit', ['--version']).status === 0;
const whereLimitable = limitable ? it : it.skip;
const whyNot = limitable ? '' : ' (skipped: there is no prlimit)';

describe(`a store whose disk becomes read-only while it runs${whyNot}`, () => {
  whereLimitable(
    'should fail appends with a reason, go on reading, and take appends again by itself',
    async () => {
      const dataDir = processes.freshFolder();
      const { child, url } = await processes.start(dataDir);
      const mayWrite = (soft: '0' | 'unlimited') => {
        expect(spawnSync('prlimit', ['--pid', String(child.pid), `--fsize=${soft}:`]).status).toBe(0);
      };
      const status = () => spawnSync(process.execPath, [MAIN, 'status', '--data', dataDir]).status;
      const client = EventStoreDBClient.connectionString(url);
      await client.appendToStream('kept', numbered(0));

      mayWrite('0');
      const unary = { credentials: credentialsOf(url) };
      const failure = await client
        .appendToStream('kept', numbered(1), unary)
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(UnavailableError);
      expect(String(failure)).toMatch(/could not do this.*takes no writes.*read-only/);
      expect(await Array.fromAsync(client.readStream('kept'))).toHaveLength(1);
      expect(status()).toBe(1);

      mayWrite('unlimited');
      expect(status()).toBe(0);
      const again = () => client.appendToStream('kept', numbered(1), { ...unary, expectedRevision: 0n });
      // After such a failure the client connects anew.
      expect(await again().catch(again)).toMatchObject({ nextExpectedRevision: 1n });
      expect(await Array.fromAsync(client.readStream('kept'))).toHaveLength(2);
      await client.dispose();
    },
  );
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EventStoreDBClient } from '@eventstore/db-client';
import { backUp, restore, verify } from '../backup.js';
import { backup, copy, restoreBackup, verifyStore } from '../commands/maintenance.js';
import { copyStreams } from '../copy/copy.js';
import { startEmbeddedStore } from '../embedded-store.js';
import { MAIN, StoreProcesses } from './store-process.js';
import { several } from './store-under-test.js';

const processes = new StoreProcesses();
const SECRET = 'only-for-me';

/** What is said where it ends with an error: one line, in which no password is. */
async function complaintOf(
  command: (args: readonly string[]) => unknown,
  ...args: readonly string[]
): Promise<string> {
  let complaint = '';
  try {
    await command(args);
  } catch (error) {
    complaint = (error as Error).message;
  }
  expect(complaint).toMatch(/^[^\n]+$/);
  expect(complaint).not.toContain(SECRET);
  return complaint;
}

describe('a command that cannot be carried out', () => {
  const dataDir = processes.freshFolder();
  const folder = processes.freshFolder();
  const at = (name: string) => join(folder, name);
  let store: Awaited<ReturnType<typeof startEmbeddedStore>>;
  let connection = '';

  beforeAll(async () => {
    store = await startEmbeddedStore({ dataDir, port: 0 });
    connection = store.connectionFile;
    const client = EventStoreDBClient.connectionString(store.url);
    await client.appendToStream('kept', several(3));
    await client.dispose();
    backUp(dataDir, at('backup'));
  });
  afterAll(() => store.stop());

  it('should end with a line on stderr and the exit code 1', () => {
    const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
    expect(run('copy', `esdb://admin:${SECRET}@localhost:1`)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: 'There is an argument that belongs to no option (see eventstore --help).\n',
    });
    expect(run(SECRET).stderr).toBe('There is no such command (see eventstore --help).\n');
    expect(run('backup', '--help')).toMatchObject({ status: 0, stderr: '' });
  });

  it('should name the option that is not known, has no value or is missing, but no value', async () => {
    const url = `esdb://admin:${SECRET}@localhost:1`;
    expect(await complaintOf(copy, `--form=${url}`)).toMatch(/^Unknown option '--form' /);
    expect(await complaintOf(copy, '--from', '--to', url)).toMatch(/^Option '--from' argument is ambiguous /);
    expect(await complaintOf(backup, '--data', dataDir, '--to')).toMatch(/^Option '--to .* missing /);
    expect(await complaintOf(backup, '--data', dataDir)).toBe('Say where to write the backup: --to FILE');
    expect(await complaintOf(restoreBackup, '--data', dataDir)).toBe('Say which backup: --from FILE');
    expect(await complaintOf(verifyStore)).toBe('Say where the events are: --data DIR');
  });

  it('should say which side of a copy is not to be used, and why', async () => {
    const attempt = (from: string, to: string) => complaintOf(() => copyStreams(from, to, () => undefined));
    const from = (url: string) => attempt(url, connection);
    const to = (url: string) => attempt(connection, url);
    const stranger = store.url.replace(/admin:[^@]+@/, `admin:${SECRET}@`);
    const nobody = `esdb://admin:${SECRET}@localhost:1?tls=false`;
    expect(await from(stranger)).toBe('The source refuses this user and password.');
    expect(await to(stranger)).toBe('The target refuses this user and password.');
    expect(await from(nobody)).toMatch(/^The source does not answer: .*ECONNREFUSED [^ ]+:1\.$/);
    expect(await to(nobody)).toMatch(/^The target does not answer: /);
    expect(await from(`esdb+discover://localhost:1?tls=false&maxDiscoverAttempts=1`)).toMatch(
      /^The source does not answer: /,
    );
    expect(await from(`esdb://admin:not@${SECRET}.invalid:2113`)).toMatch(
      /^The source does not answer: its name/,
    );
    expect(await from(`esdb://localhost:${SECRET}`)).toBe(
      'The connection string of the source cannot be used. It is not understood at position 17.',
    );
    expect(await to(`esdb://localhost:1?tlsCAFile=${at('none')}`)).toMatch(
      /^The connection string of the target cannot be used\. .*certificate/,
    );
    expect(await from(at('none.json'))).toMatch(/^Give a connection string/);
    expect(await from(store.url)).toBe('Source and target are the same server.');
  });

  it('should say why a backup cannot be made, and leave nothing of it', async () => {
    const make = (from: string, to: string) => complaintOf(backup, '--data', from, '--to', to);
    const before = readdirSync(folder);
    expect(await make(at('none'), at('new'))).toBe(`There is no event store in ${at('none')}.`);
    expect(await make(dataDir, at('backup'))).toBe(`${at('backup')} is there already: choose another name.`);
    expect(await make(dataDir, at('none/new'))).toMatch(/^The backup cannot be written to .*new: ENOENT/);
    expect(await make(dataDir, at('backup/new'))).toMatch(/^The backup cannot be written to .*new: ENOTDIR/);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('should take nothing for a store or a backup that has not its tables', async () => {
    const stranger = new DatabaseSync(at('stranger'));
    stranger.exec('CREATE TABLE events (position INTEGER)');
    stranger.close();
    for (const [name, content] of [
      ['empty', ''],
      ['database', readFileSync(at('stranger'))],
    ] as const) {
      const [kept, elsewhere] = [at(`kept-${name}`), at(`elsewhere-${name}`)];
      mkdirSync(kept);
      writeFileSync(join(kept, 'events.sqlite'), content);
      writeFileSync(at(name), content);
      const none = `There is no event store in ${kept}.`;
      expect(await complaintOf(verifyStore, '--data', kept)).toBe(none);
      expect(await complaintOf(backup, '--data', kept, '--to', at('new'))).toBe(none);
      expect(await complaintOf(restoreBackup, '--from', at(name), '--data', elsewhere)).toBe(
        `${at(name)} is no backup of an event store.`,
      );
      expect(readdirSync(elsewhere).filter((file) => file.startsWith('restored'))).toEqual([]);
    }
  });

  it('should name the file that is damaged', async () => {
    writeFileSync(at('noise'), 'not a database at all'.repeat(1_000));
    mkdirSync(at('noisy'));
    writeFileSync(at('noisy/events.sqlite'), readFileSync(at('noise')));
    const damaged = `${at('noisy/events.sqlite')} is damaged: restore a backup (eventstore restore --replace).`;
    expect(await complaintOf(verifyStore, '--data', at('noisy'))).toBe(damaged);
    expect(await complaintOf(backup, '--data', at('noisy'), '--to', at('new'))).toBe(damaged);
    expect(await complaintOf(restoreBackup, '--from', at('noise'), '--data', at('fresh'))).toBe(
      `${at('noise')} is damaged: choose another backup.`,
    );
  });

  it('should say why a backup cannot be restored', async () => {
    const refused = (from: string, to: string) => complaintOf(restoreBackup, '--from', from, '--data', to);
    expect(await refused(at('none'), at('new'))).toBe(`There is no file ${at('none')}.`);
    expect(await refused(folder, at('new'))).toBe(`There is no file ${folder}.`);
    expect(existsSync(at('new'))).toBe(false);
    expect(await refused(at('backup'), dataDir)).toBe(
      `Another process is using the event store in ${dataDir}.`,
    );
    // Neither root nor anybody else can make a directory below a file, or in this one of Linux.
    for (const nowhere of [at('backup/new'), '/proc/infrahaus'])
      expect(await refused(at('backup'), nowhere)).toMatch(
        /^The event store cannot write to its data directory [^ ]+: E/,
      );
  });

  it('should leave a restored store readable by its owner only, whoever could read the backup', () => {
    const restored = processes.freshFolder();
    writeFileSync(at('shared'), readFileSync(at('backup')), { mode: 0o644 });
    restore(at('shared'), restored, false);
    expect(statSync(join(restored, 'events.sqlite')).mode & 0o077).toBe(0);
    expect(readdirSync(restored).sort()).toEqual(['events.sqlite', 'store.lock']);
    expect(verify(restored)).toEqual({ events: 3, damaged: [] });
  });
});

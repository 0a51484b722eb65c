import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { StartProblem, readEnvironment } from './environment.js';
import type { Setting } from './settings.js';
import { SETTINGS, settingsHelp } from './settings.js';

const STORE = { EVENTSTORE_URL: 'esdb://admin:changeit@localhost:2113?tls=true' };

describe('the settings', () => {
  test('have defaults that reach nobody outside this machine', () => {
    expect(readEnvironment([], STORE)).toMatchObject({
      port: 3000,
      bind: '127.0.0.1',
      dataDir: resolve('.data'),
      role: 'all',
      publicUrl: null,
      trustedProxies: [],
      tls: null,
      masterKey: null,
      logLevel: 'warn',
    });
  });

  test('come from the environment, and from options before it', () => {
    const variables = { ...STORE, INFRAHAUS_PORT: '4000', INFRAHAUS_ROLE: 'api', INFRAHAUS_LOG_LEVEL: '' };
    expect(readEnvironment(['--port', '5000'], variables)).toMatchObject({
      port: 5000,
      role: 'api',
      logLevel: 'warn',
    });
  });

  test('give a worker a free port unless one is asked for', () => {
    expect(readEnvironment(['--role=worker'], STORE).port).toBe(0);
    expect(readEnvironment(['--role=worker', '--port=3000'], STORE).port).toBe(3000);
  });

  test.each([
    [['--port', '70000'], '--port (INFRAHAUS_PORT) must be a whole number from 0 to 65535.'],
    [['--port', '-1'], "Option '--port' argument is ambiguous"],
    [['--role', 'boss'], '--role (INFRAHAUS_ROLE) must be one of api, worker, all.'],
    [['--bind', 'example.org'], '--bind (INFRAHAUS_BIND) must be an IP address'],
    [['--public-url', 'https://example.org/path'], '--public-url (INFRAHAUS_PUBLIC_URL) must be an address'],
    [['--public-url', 'https://user:secret@example.org'], 'must be an address'],
    [['--trusted-proxies', '10.0.0.0/40'], '--trusted-proxies'],
    [['--worker-concurrency', '0'], 'a whole number from 1 to 100'],
    [['--phase-limits', 'sync=never'], 'phase=minutes'],
    [['--script-limit', '241'], 'a whole number from 1 to 240'],
    [['--retry-pause', '0'], 'a whole number from 10 to 60000'],
    [['--cancel-within', '0'], 'a whole number from 1 to 3600'],
    [['--proxmox-read-timeout', '0'], 'a whole number from 1 to 120'],
    [['--proxmox-change-timeout', 'long'], 'a whole number from 1 to 300'],
    [['--tls-cert', 'x.pem'], 'TLS needs both --tls-cert and --tls-key.'],
    [['--tls-cert', '/nowhere.pem', '--tls-key', '/nowhere.pem'], '/nowhere.pem cannot be read.'],
    [['--no-such-thing'], "Unknown option '--no-such-thing'. See --help for the settings."],
    [['--master-key', 'x'], "Unknown option '--master-key'"],
    [['start'], 'Unexpected argument'],
  ])('%j is refused in one sentence', (args, sentence) => {
    const read = () => readEnvironment(args, STORE);
    expect(read).toThrow(StartProblem);
    expect(read).toThrow(sentence);
    expect(message(read)).not.toContain('\n');
  });

  test.each([['0.0.0.0'], ['192.168.1.5'], ['::']])('%s is bound to only with encryption', (bind) => {
    const args = (...more: string[]) => ['--bind', bind, ...more];
    expect(() => readEnvironment(args(), STORE)).toThrow('without encryption');
    const proxied = args('--public-url', 'https://example.org');
    expect(() => readEnvironment(proxied, STORE)).toThrow('without encryption');
    const plain = args('--public-url', 'http://example.org', '--trusted-proxies', '10.0.0.1');
    expect(() => readEnvironment(plain, STORE)).toThrow('without encryption');
    expect(readEnvironment([...proxied, '--trusted-proxies', '10.0.0.1'], STORE).bind).toBe(bind);
  });

  test('never repeat a connection string or its file’s content', () => {
    const directory = mkdtempSync(join(tmpdir(), 'infrahaus-settings-'));
    try {
      const file = join(directory, 'connection.json');
      writeFileSync(file, JSON.stringify(STORE.EVENTSTORE_URL));
      expect(message(() => readEnvironment([], { EVENTSTORE_URL_FILE: file }))).not.toContain('changeit');
      const wrong = { EVENTSTORE_URL: 'https://admin:changeit@localhost' };
      expect(message(() => readEnvironment([], wrong))).not.toContain('changeit');
      writeFileSync(file, JSON.stringify({ url: STORE.EVENTSTORE_URL }));
      const { eventStoreUrl } = readEnvironment([], { EVENTSTORE_URL_FILE: file });
      expect(eventStoreUrl).toBe(STORE.EVENTSTORE_URL);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('say that there is no event store', () => {
    expect(() => readEnvironment([], {})).toThrow('Set EVENTSTORE_URL');
  });

  test('are all in the help text, secrets without an option', () => {
    const help = settingsHelp();
    for (const { env, option } of Object.values<Setting>(SETTINGS)) {
      expect(help).toContain(env);
      if (option !== null) expect(help).toContain(`--${option} `);
    }
    expect(SETTINGS.masterKey.option).toBeNull();
    expect(SETTINGS.eventStoreUrl.option).toBeNull();
  });
});

function message(action: () => unknown): string {
  try {
    action();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

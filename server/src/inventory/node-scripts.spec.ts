import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellWords } from '../ssh/shell-words.js';
import { nodeScripts } from './node-scripts.js';

const INSTALLATION = '0f3c2a51-7b6e-4d0e-9a55-3f1f2b7c9d10';
const HOST = hostname().split('.')[0]!;
/** Prints what it was called with, each word in brackets; knows container 120 as ours, 121 with another mark, 122 with none. */
const FAKE_PCT = `#!/bin/sh
if [ "$1" = config ] && [ $# -eq 2 ] && [ -z "\${INNER-}" ]; then
  case $2 in
    120) echo 'description: our wiki%0A%0Ainfrahaus%3A${INSTALLATION}%3A11111111-2222-3333-4444-555555555555%0A' ;;
    121) echo 'description: infrahaus:ffffffff-7b6e-4d0e-9a55-3f1f2b7c9d10:11111111%0A' ;;
    122) echo 'hostname: infrahaus:${INSTALLATION}:11111111' ;;
    123) echo 'description: not infrahaus:${INSTALLATION}:11111111' ;;
    *) echo 'Configuration file does not exist' >&2; exit 2 ;;
  esac
fi
printf '[%s]' "$@"
if [ "$1" = exec ]; then cat; exit 7; fi
if [ "$1" = push ]; then cat "$3"; exit 5; fi
`;

describe('the wrapper of the restricted SSH key', () => {
  const directory = mkdtempSync(join(tmpdir(), 'infrahaus-pct-'));
  const wrapper = join(directory, 'infrahaus-pct');

  beforeAll(() => {
    const source = readFileSync(join(process.cwd(), 'server/assets/node/infrahaus-pct'), 'utf8');
    const path = 'PATH=/usr/sbin:/usr/bin:/sbin:/bin';
    expect(source).toContain(path);
    writeFileSync(
      wrapper,
      source.replace(path, `PATH=${directory}:/usr/bin:/bin`).replace(/^pushable=\d+$/m, 'pushable=10'),
    );
    writeFileSync(join(directory, 'pct'), FAKE_PCT);
    chmodSync(join(directory, 'pct'), 0o755);
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const login = (line: string | undefined, input = '', installation = INSTALLATION) => {
    const env = { PATH: '/nowhere', ...(line === undefined ? {} : { SSH_ORIGINAL_COMMAND: line }) };
    const { status, stdout, stderr } = spawnSync('/bin/sh', [wrapper, installation], {
      ...{ env, input, encoding: 'utf8', cwd: directory },
    });
    return { status, stdout, stderr };
  };
  /** What pct got behind the look at the mark. */
  const called = (words: readonly string[], input = '') => login(shellWords(words), input);

  it('should pass on what the pipeline needs: words as they were, input, output and exit code', () => {
    const hostile = [
      "it's",
      '$(touch pwned)',
      '`id`',
      '; reboot',
      'a\nb',
      '',
      '*',
      '\\',
      '"',
      'ü',
      '-x',
      '--',
      "'",
    ];
    const { status, stdout } = called(['pct', 'exec', '120', '--', 'sh', '-s', ...hostile], 'input');
    expect(stdout).toBe(
      ['exec', '120', '--', 'sh', '-s', ...hostile].map((word) => `[${word}]`).join('') + 'input',
    );
    expect(status).toBe(7);
    expect(called(['pct', 'status', '120']).stdout).toBe('[status][120]');
    expect(called(['pct', 'unlock', '120']).stdout).toBe('[unlock][120]');
    expect(called(['pct', 'config', '120']).stdout).toContain('[config][120]');
    expect(called(['pct', 'set', '120', '--features', 'keyctl=1,nesting=1']).stdout).toBe(
      '[set][120][--features][keyctl=1,nesting=1]',
    );
    expect(existsSync(join(directory, 'pwned'))).toBe(false);
  });

  it('should push standard input as a file that is gone afterwards, up to a limit', () => {
    const push = ['pct', 'push', '120', '/dev/stdin', '/root/a b'];
    const { stdout, status } = called([...push, '--perms', '600'], '0123456789');
    const [, file = ''] =
      /^\[push\]\[120\]\[(\/\S+)\]\[\/root\/a b\]\[--perms\]\[600\]0123456789$/.exec(stdout) ?? [];
    expect(file).not.toBe('');
    expect(existsSync(file)).toBe(false);
    expect(status).toBe(5);
    expect(called(push).stdout).toMatch(/\[--perms\]\[644\]$/);
    expect(called(push, '0123456789+')).toMatchObject({ status: 126, stdout: '' });
  });

  it('should take only containers with the mark of its own installation', () => {
    for (const vmid of ['121', '122', '123', '124']) {
      expect(called(['pct', 'exec', vmid, '--', 'id'])).toMatchObject({ status: 126, stdout: '' });
    }
    expect(login('pct status 120', '', 'ffffffff-7b6e-4d0e-9a55-3f1f2b7c9d10').status).toBe(126);
    expect(login('pct status 120', '', '.*').status).toBe(126);
    expect(login('pct status 120', '', '').status).toBe(126);
  });

  it.each([
    ...['pct list', 'pct destroy 120', 'pct enter 120', 'pct pull 120 /etc/shadow /tmp/x', 'pct', ''],
    ...[
      'sh',
      'id',
      '/bin/sh -c id',
      'scp -f /etc/shadow',
      'internal-sftp',
      'env pct status 120',
      './pct status 120',
    ],
    ...[
      'pct status 120; id',
      'pct status 120 && id',
      'pct status 120 | sh',
      'pct status $(id)',
      'pct status `id`',
    ],
    ...[
      'pct status 120 > /etc/passwd',
      'pct status 120 &',
      'pct status 120\nid',
      'pct\tstatus\t120',
      'pct status *',
    ],
    ...[
      'pct status "120"',
      'pct status 120 \\; id',
      "pct exec 120 -- 'unclosed",
      'pct status ~',
      'pct status {120,121}',
    ],
    ...[
      'pct status 0120',
      'pct status -120',
      'pct status 12',
      'pct status 1200000000',
      "pct status '120 121'",
      'pct status 12a',
    ],
    ...['pct status 120 --verbose', 'pct exec 120 id', 'pct exec 120 --keep-env 1 -- id', 'pct exec 120 --'],
    ...[
      'pct push 120 /etc/shadow /root/x',
      'pct push 120 /dev/stdin root',
      'pct push 120 /dev/stdin /x --user root',
    ],
    ...[
      'pct push 120 /dev/stdin /x --perms 9',
      'pct push 120 /dev/stdin /x --perms 47777',
      'pct push 120 /dev/stdin',
    ],
    ...[
      'pct set 120 --hookscript local:x',
      'pct set 120 --features mount=nfs',
      'pct set 120 --features nesting=1,mount=nfs',
    ],
    ...[
      'pct set 120 --features nesting=1 --mp0 /:/host',
      'pct set 120 --delete lock',
      'pct set 120 --features ',
    ],
    ...[
      "pct set 120 --features 'nesting=1\nmount=nfs'",
      'pct set 120 --features nesting=2',
      'PCT status 120',
    ],
    `pct exec 120 -- ${'x'.repeat(65_536)}`,
  ])('should refuse %j', (line) => {
    const { status, stdout, stderr } = login(line);
    expect({ status, stdout }).toEqual({ status: 126, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^infrahaus-pct on ${HOST}: `));
  });

  it('should refuse a shell without a command', () => {
    expect(login(undefined)).toMatchObject({ status: 126, stdout: '' });
  });

  it('should read back whatever words the client writes', () => {
    const seed = Date.now() % 1_000_000;
    let state = seed;
    const next = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const word = () => String.fromCharCode(...Array.from({ length: next(12) }, () => 1 + next(126)));
    for (let round = 0; round < 20; round++) {
      const words = Array.from({ length: 1 + next(5) }, word);
      const { stdout } = called(['pct', 'exec', '120', '--', ...words]);
      expect({ seed, stdout }).toEqual({
        seed,
        stdout: ['exec', '120', '--', ...words].map((w) => `[${w}]`).join(''),
      });
    }
  });
});

/** Remembers users, tokens, roles and rights in files, as far as the scripts use them. */
const FAKE_PVEUM = `#!/bin/sh
cd "$STATE" || exit 1
echo "$*" >>calls
case "$1 $2 \${3-}" in
  'role add '*) [ ! -e "role-$3" ] && echo "$5" >"role-$3" ;;
  'role modify '*) echo "$5" >"role-$3" ;;
  'role delete '*) rm "role-$3" ;;
  'user list '*) if [ -e user ]; then echo '[{"userid":"infrahaus@pve"}]'; else echo '[]'; fi ;;
  'user add '*) touch user ;;
  'user delete '*) rm user ;;
  'user token list') if [ -e token ]; then printf '[{"tokenid":"%s"}]' "$(cat token)"; else echo '[]'; fi ;;
  'user token add') echo "$5" >token; echo '{"full-tokenid":"x","info":{"privsep":"1"},"value":"s3cr-et"}' ;;
  'user token remove') rm token ;;
esac
`;
const PROGRAMS: Record<string, string> = {
  pveum: FAKE_PVEUM,
  id: '#!/bin/sh\necho 0\n',
  hostname: '#!/bin/sh\necho pve.home.example\n',
  openssl: '#!/bin/sh\necho sha256 Fingerprint=AA:BB\n',
  // The real one is not everywhere where the tests run.
  'ssh-keygen': `#!/bin/sh
case $1 in
  -q) while [ $# -gt 0 ]; do case $1 in -C) name=$2 ;; -f) file=$2 ;; esac; shift; done
      echo 'PRIVATE KEY' >"$file"; echo "ssh-ed25519 AAAA $name" >"$file.pub" ;;
  -lf) echo '256 SHA256:abc root@pve (ED25519)' ;;
esac
`,
};

describe('the scripts for a node', () => {
  const directory = mkdtempSync(join(tmpdir(), 'install-node-'));
  const at = (...parts: string[]) => join(directory, ...parts);
  const keys = at('ssh', 'authorized_keys');
  const moved = (text: string) =>
    text.replaceAll('/usr/local/sbin', at('sbin')).replaceAll('/root/.ssh', at('ssh'));
  let scripts: { install: string; uninstall: string };

  beforeAll(async () => {
    const { install, uninstall } = await nodeScripts(INSTALLATION);
    scripts = { install: moved(install), uninstall: moved(uninstall) };
    for (const folder of ['bin', 'sbin', 'ssh', 'state']) mkdirSync(at(folder));
    for (const [name, text] of Object.entries(PROGRAMS))
      writeFileSync(at('bin', name), text, { mode: 0o755 });
    writeFileSync(keys, 'ssh-ed25519 AAAA admin@laptop\n');
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const run = (script: string, ...args: string[]) => {
    const env = { PATH: `${at('bin')}:/usr/bin:/bin`, STATE: at('state') };
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-s', '--', ...args], {
      env,
      input: script,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const left = () => readFileSync(keys, 'utf8').trim().split('\n');

  it('should leave nothing to fill in, and be short enough to be read', () => {
    expect(`${scripts.install}${scripts.uninstall}`).not.toMatch(/@[A-Z]+@/);
    expect(scripts.install.split('\n').length).toBeLessThan(170);
  });

  it('should give a token with its own, few rights and a key that can only run the wrapper', () => {
    const { status, stdout, stderr } = run(scripts.install);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('infrahaus@pve!infrahaus-0f3c2a51');
    expect(stdout).toContain('s3cr-et');
    expect(stdout).toContain('PRIVATE KEY');
    const calls = readFileSync(at('state', 'calls'), 'utf8');
    expect(calls).toContain('user token add infrahaus@pve infrahaus-0f3c2a51 --privsep 1');
    expect(calls).toContain(
      'acl modify /vms --tokens infrahaus@pve!infrahaus-0f3c2a51 --roles InfrahausContainers',
    );
    expect(calls).not.toMatch(/Administrator|PVEAdmin|Permissions.Modify|Sys.Modify/);
    expect(left()).toEqual([
      'ssh-ed25519 AAAA admin@laptop',
      `restrict,command="${at('sbin')}/infrahaus-pct ${INSTALLATION}" ssh-ed25519 AAAA infrahaus-${INSTALLATION}-pve`,
    ]);
    expect(readFileSync(at('sbin', 'infrahaus-pct'), 'utf8')).toBe(
      moved(readFileSync(join(process.cwd(), 'server/assets/node/infrahaus-pct'), 'utf8')),
    );
  });

  const timesCalled = (words: RegExp) => readFileSync(at('state', 'calls'), 'utf8').match(words)?.length ?? 0;

  it('should leave the token and the key as they are when it runs again, and bring the wrapper up to date', () => {
    const before = left();
    writeFileSync(at('sbin', 'infrahaus-pct'), 'an older one');
    const { status, stdout, stderr } = run(scripts.install);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).not.toMatch(/s3cr-et|PRIVATE KEY/);
    expect(stdout).toContain('as shown when it was made');
    expect(left()).toEqual(before);
    expect([timesCalled(/user token add/g), timesCalled(/user add/g)]).toEqual([1, 1]);
    expect(readFileSync(at('sbin', 'infrahaus-pct'), 'utf8')).toContain('SSH_ORIGINAL_COMMAND');
  });

  it('should make both anew when that is asked for, and understand nothing else', () => {
    const { status, stdout } = run(scripts.install, '--new-secrets');
    expect(status).toBe(0);
    expect(stdout).toMatch(/s3cr-et[\s\S]*PRIVATE KEY/);
    expect(left()).toHaveLength(2);
    expect([timesCalled(/user token add/g), timesCalled(/user add/g)]).toEqual([2, 1]);
    expect(run(scripts.install, '--help')).toMatchObject({ status: 2, stdout: '' });
  });

  it('should be taken back whole, with the keys of others left as they are', () => {
    expect(run(scripts.uninstall)).toMatchObject({ status: 0, stderr: '' });
    expect(left()).toEqual(['ssh-ed25519 AAAA admin@laptop']);
    expect(existsSync(at('sbin', 'infrahaus-pct'))).toBe(false);
    for (const thing of ['user', 'token', 'role-InfrahausContainers', 'role-InfrahausAudit']) {
      expect([thing, existsSync(at('state', thing))]).toEqual([thing, false]);
    }
    expect(run(scripts.uninstall)).toMatchObject({ status: 0 });
  });
});

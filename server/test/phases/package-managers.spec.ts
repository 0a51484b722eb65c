import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ASSETS = join(process.cwd(), 'server/assets');

/**
 * apk and dnf as their manual pages describe them (apk(8): update, add, info -e; dnf(8): makecache, install; rpm(8): -q).
 * The outputs are constructed: no real ones were recorded.
 */
const CONSTRUCTED = {
  apk: `case $1 in
    info) [ "$2" = -v ] && { grep "^$4-[0-9]" "$STATE/installed"; exit; }; grep -q "^\${3%=*}-[0-9]" "$STATE/installed" ;;
    update) if [ -s "$STATE/mirror" ]; then sed -i 1d "$STATE/mirror"
        echo 'WARNING: fetching https://dl-cdn.alpinelinux.org/alpine: temporary error (try again later)' >&2; exit 1; fi ;;
    add) for name; do case $name in -* | add | 300) ;; absent) echo 'ERROR: unable to select packages:' >&2; exit 1 ;;
        *) echo "\${name%=*}-1.2-r0" >>"$STATE/installed" ;; esac; done ;;
    esac`,
  dnf: `case $* in
    *makecache*) if [ -s "$STATE/mirror" ]; then sed -i 1d "$STATE/mirror"
        echo "Error: Failed to download metadata for repo 'fedora': Cannot prepare internal mirrorlist" >&2; exit 1; fi ;;
    *) for name; do case $name in -* | install) ;; absent) echo 'Error: Unable to find a match: absent' >&2; exit 1 ;;
        *) echo "\${name%-1.2}-1.2-1.fc42" >>"$STATE/installed" ;; esac; done ;;
    esac`,
  rpm: `for name; do :; done
    case $* in *--whatprovides*) case $name in *-[0-9]*) exit 1 ;; esac ;; esac
    grep -q "^$name-" "$STATE/installed" || { echo "package $name is not installed"; exit 1; }
    echo 1.2-1.fc42`,
  sleep: 'echo "$1" >>"$STATE/slept"',
};

describe.each(['apk', 'dnf'] as const)('packages by %s', (manager) => {
  let state: string;
  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), 'infrahaus-packages-'));
    for (const [name, body] of Object.entries(CONSTRUCTED)) {
      writeFileSync(join(state, name), `#!/bin/sh\necho "${name} $*" >>"$STATE/calls"\n${body}\n`, {
        mode: 0o755,
      });
    }
    for (const name of ['installed', 'mirror', 'calls', 'slept', 'result'])
      writeFileSync(join(state, name), '');
  });
  afterEach(() => {
    rmSync(state, { recursive: true });
  });

  const read = (name: string) => readFileSync(join(state, name), 'utf8').split('\n').filter(Boolean);
  const install = (...packages: string[]) => {
    const script = `. "${ASSETS}/container/helpers.sh"; . "${ASSETS}/packages/${manager}.sh"`;
    const env = { PATH: `${state}:/usr/bin:/bin`, STATE: state, INFRAHAUS_RESULT: join(state, 'result') };
    return new Promise<number>((resolve) => {
      execFile('/bin/sh', ['-c', script, 'sh', ...packages], { env }, (error) => {
        resolve(typeof error?.code === 'number' ? error.code : 0);
      });
    });
  };
  const changes = () => read('calls').filter((call) => / (add|install)\b/.test(call));

  it('are installed in one transaction without a question; the second time nothing is', async () => {
    expect(await install('jq', 'git')).toBe(0);
    expect(changes()).toHaveLength(1);
    expect(changes()[0]).toMatch(/--no-interactive .*-- jq git$|install -y .*-- jq git$/);
    expect(read('result')).toEqual(
      ['jq', 'git'].map((name) => expect.stringContaining(`installed\t${name}\t1.2`) as string),
    );

    expect(await install('jq', 'git')).toBe(0);
    expect(changes()).toHaveLength(1);
    expect(read('result')).toContain('note\tAlready installed.');
  });

  it('are left alone the second time where they are pinned too', async () => {
    const pin = manager === 'apk' ? 'jq=1.2-r0' : 'jq-1.2';
    expect(await install(pin)).toBe(0);
    expect(await install(pin)).toBe(0);
    expect(changes()).toHaveLength(1);
    expect(read('result').filter((line) => /^installed\tjq\S*\t1\.2-/.test(line))).toHaveLength(2);
  });

  it('come in spite of a mirror that fails twice', async () => {
    writeFileSync(join(state, 'mirror'), 'once\ntwice\n');
    expect(await install('jq')).toBe(0);
    expect(read('slept')).toEqual(['5', '15']);
  });

  it('fail when the mirrors go on failing, and at once when a package does not exist', async () => {
    writeFileSync(join(state, 'mirror'), '1\n2\n3\n');
    expect(await install('jq')).toBe(1);
    expect(changes()).toEqual([]);
    writeFileSync(join(state, 'slept'), '');
    expect(await install('absent')).toBe(1);
    expect(read('slept')).toEqual([]);
  });
});

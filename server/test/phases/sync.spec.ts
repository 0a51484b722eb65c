import { EventEmitter, once } from 'node:events';
import { deployPhase } from '../../src/provisioning/phases/deploy.phase.js';
import { syncPhase } from '../../src/provisioning/phases/sync.phase.js';
import { Supervisor } from '../../src/provisioning/phases/sync/supervisor.js';
import { PhaseContainer, PhaseRun } from './phase-container.js';

describe('synchronising a container', () => {
  let container: PhaseContainer;
  let run: PhaseRun;
  let runs = 0;
  beforeAll(async () => {
    container = await PhaseContainer.start();
    await deployPhase.run(new PhaseRun(container).context());
  });
  afterAll(() => container.remove());
  beforeEach(() => {
    runs += 1;
    run = new PhaseRun(container).claim(1, runs, `3f1d9a52-1111-4222-8333-${String(runs).padStart(12, '0')}`);
  });

  const spoken = (text: string): Promise<unknown> => {
    const heard = new EventEmitter();
    run.onLine = (line) => {
      if (line.text.includes(text)) heard.emit('line');
    };
    return once(heard, 'line');
  };
  const gone = async (pattern: string) => {
    while ((await container.sh('pgrep -f -- "$1" | grep -vx $$ || true', pattern)).trim() !== '') {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('ends everything that a cancelled run has started, and refuses what that still wants to start', async () => {
    const stubborn = `trap '' TERM
      setsid sh -c 'trap "" TERM; while :; do sleep 7331; done' &
      (sleep 7332 &)
      sleep 7333 &
      until [ "$(pgrep -fc '^sleep 733[1-3]')" = 3 ]; do sleep 0.05; done
      echo begun; wait; sleep 7334`;
    run.with({ scripts: [run.script('10-long.sh', stubborn)] });
    const begun = spoken('begun');
    const end = new AbortController();
    const going = syncPhase.run(run.context(end.signal));
    await begun;
    end.abort();
    await expect(going).rejects.toThrow();
    expect(await container.sh('pgrep -fc "^sleep 733[1-3]"')).toBe('3\n');

    await new Supervisor(container, run.context(new AbortController().signal)).cancelAll();

    await gone('sleep 733[1-4]');
    const again = await syncPhase.run(run.context(new AbortController().signal));
    expect(again).toMatchObject({ failure: { code: 'SYNC.STALE_CLAIM' } });
    // The next attempt may, and finished programs are left alone by the next cancellation.
    run.with({
      scripts: [
        run.script('20-short.sh', 'setsid sleep 7335 & until pgrep -f "^sleep 7335"; do sleep 0.05; done'),
      ],
    });
    run.claim(1, (runs += 1), 'bbbbbbbb-0000-4000-8000-000000000000');
    expect(await syncPhase.run(run.context())).toMatchObject({ kind: 'completed' });
    await new Supervisor(container, run.context()).cancelAll();
    expect(await container.sh('pgrep -fc "^sleep 7335"; pkill -f "^sleep 7335"')).toBe('1\n');
    runs += 1;
  });

  describe('packages', () => {
    it('installs the groups of this system, skips those of others, and is quick the second time', async () => {
      run.with({
        packageGroups: [
          { name: 'base.apt', manager: 'apt', packages: ['jq', 'tree'], optional: false },
          { name: 'base.apk', manager: 'apk', packages: ['jq'], optional: false },
          {
            name: 'cli.custom',
            manager: 'custom',
            packages: ['tool|test -e /opt/tool|echo a | tr a b >/opt/tool|30'],
            optional: false,
          },
        ],
      });

      const note = '2 package groups installed; 0 scripts ran';
      expect(await syncPhase.run(run.context())).toEqual({ kind: 'completed', note });

      const [apt, apk, custom] = run.of('PackagesInstalled');
      expect(apt!.installed.map(({ name }) => name)).toEqual(['jq', 'tree']);
      expect(apt!.installed.every(({ version }) => /^\d/.test(version))).toBe(true);
      expect(apk!.note).toContain('apk');
      expect(custom!.installed).toEqual([{ name: 'tool', version: '' }]);
      expect(await container.sh('cat /opt/tool')).toBe('b\n');
      expect(run.text).toContain('Setting up jq');

      run.claim(1, (runs += 1), 'aaaaaaaa-0000-4000-8000-000000000000');
      await syncPhase.run(run.context());
      expect(run.of('PackagesInstalled').at(-3)!.note).toBe('Already installed.');
    });

    it('tries the rest after a failure and lists all required failures', async () => {
      run.with({
        packageGroups: [
          { name: 'one.apt', manager: 'apt', packages: ['no-such-package-1'], optional: false },
          { name: 'nice.apt', manager: 'apt', packages: ['no-such-package-2'], optional: true },
          {
            name: 'bad.custom',
            manager: 'custom',
            packages: ['x|false|true', 'y|true|false'],
            optional: false,
          },
          { name: 'two.apt', manager: 'apt', packages: ['ncdu'], optional: false },
        ],
      });

      const outcome = await syncPhase.run(run.context());

      expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'SYNC.PACKAGES_FAILED' } });
      const message = outcome.kind === 'failed' ? outcome.failure.message : '';
      expect(message).toContain('no-such-package-1');
      expect(message).toContain('its check fails even after its installation');
      expect(message).not.toContain('no-such-package-2');
      expect(run.of('PackagesFailed').map(({ group, optional }) => [group, optional])).toEqual([
        ['one.apt', false],
        ['nice.apt', true],
        ['bad.custom', false],
      ]);
      expect(run.of('PackagesInstalled').map(({ group }) => group)).toEqual(['two.apt']);
    });

    it.each(['$(touch /tmp/owned)', '-o=Dpkg::Pre-Invoke::=touch', 'a;touch /tmp/owned', 'vim-', 'a\nb'])(
      'never installs %j',
      async (name) => {
        run.with({ packageGroups: [{ name: 'x.apt', manager: 'apt', packages: [name], optional: false }] });

        expect(await syncPhase.run(run.context())).toMatchObject({
          failure: { code: 'SYNC.PACKAGES_FAILED' },
        });
        expect(await container.sh('ls /tmp')).not.toContain('owned');
      },
    );
  });

  describe('scripts', () => {
    it('gives scripts the helpers and the environment, and keeps both outputs apart', async () => {
      const body = `#!/bin/bash
set -eu
log_info "os $CONTAINER_OS $CONTAINER_OS_VERSION user '$CONTAINER_USER' first $CONFIG_MANAGER_FIRST_RUN $DEBIAN_FRONTEND $LC_ALL"
is_installed sh && echo yes
echo complaint >&2
printf 'progress 1%%\\rprogress 100%%\\r\\n'
printf 'broken \\377 text\\nno end'
`;
      run.with({ scripts: [run.script('10-all.sh', body)] });

      expect(await syncPhase.run(run.context())).toMatchObject({ kind: 'completed' });
      expect(run.text).toContain("os debian 12 user '' first ");
      expect(run.text).toContain('noninteractive C');
      expect(run.lines.find(({ text }) => text === 'complaint')).toMatchObject({
        stream: 'stderr',
        step: '10-all.sh',
      });
      expect(
        run.lines
          .filter(({ stream }) => stream === 'stdout')
          .map(({ text }) => text)
          .slice(1),
      ).toEqual(['yes', 'progress 100%', 'broken \uFFFD text', 'no end']);
      expect(run.of('ScriptSucceeded')).toMatchObject([{ script: '10-all.sh' }]);
    });

    it('masks what generate_password and save_credential make before a line can show it', async () => {
      const body = `
password=$(generate_password 20)
echo "the password is $password"
save_credential app.service token "s3cret value $password"
save_credential app.service user admin
cat /etc/infrahaus/credentials/app.service`;
      run.with({ scripts: [run.script('10-secret.sh', body)] });

      await syncPhase.run(run.context());

      const kept = await container.sh('cat /etc/infrahaus/credentials/app.service');
      const password = /s3cret value (\S{20})\n/.exec(kept)![1]!;
      expect(run.text).toContain('the password is ••••');
      expect(run.text).not.toContain(password);
      expect(run.text).not.toContain('s3cret value');
      expect(run.text).toContain('user=admin');
      expect(await container.sh('stat -c %a /etc/infrahaus/credentials/app.service')).toBe('600\n');
    });

    it('goes on after an optional failure and stops at a required one', async () => {
      run.with({
        scripts: [
          run.script('10-optional.sh', 'exit 3', { optional: true }),
          run.script('20-required.sh', 'echo why >&2; exit 7'),
          run.script('30-never.sh', 'touch /tmp/never'),
        ],
      });

      expect(await syncPhase.run(run.context())).toMatchObject({
        failure: { code: 'SYNC.SCRIPT_FAILED', step: '20-required.sh', exitCode: 7, retryable: true },
      });
      expect(
        run.of('ScriptFailed').map(({ exitCode, optional, reason }) => [exitCode, optional, reason]),
      ).toEqual([
        [3, true, 'exit'],
        [7, false, 'exit'],
      ]);
      expect(await container.sh('ls /tmp')).not.toContain('never');
    });

    it('lets a script run on when the connection is cut, and misses and repeats nothing', async () => {
      const body = `for i in $(seq 1 3); do echo "line $i"; done
until [ -e /tmp/cut ]; do sleep 0.05; done
for i in $(seq 4 12); do echo "line $i"; done; echo x >>/tmp/times`;
      run.with({ scripts: [run.script('10-long.sh', body)] });
      const heard = spoken('line 3');
      const finished = syncPhase.run(run.context());
      await heard;
      container.cut();
      await container.sh('touch /tmp/cut');

      expect(await finished).toMatchObject({ kind: 'completed' });
      expect(run.lines.map(({ text }) => text)).toEqual(
        Array.from({ length: 12 }, (_, i) => `line ${String(i + 1)}`),
      );
      expect(await container.sh('cat /tmp/times')).toBe('x\n');
    });

    it('is found by the worker that takes the run over; the earlier claim may start nothing any more', async () => {
      const body = 'echo begun; until [ -e /tmp/go ]; do sleep 0.05; done; echo done; echo x >>/tmp/taken';
      const scripts = [run.script('10-taken.sh', body), run.script('20-next.sh', 'echo next >>/tmp/taken')];
      run.with({ scripts });
      const heard = spoken('begun');
      const stopped = new AbortController();
      const first = syncPhase.run(run.context(stopped.signal));
      await heard;
      stopped.abort();
      await expect(first).rejects.toThrow();
      await container.sh('touch /tmp/go');

      expect(await syncPhase.run(run.claim(2, runs).context())).toMatchObject({ kind: 'completed' });
      expect(run.lines.map(({ text }) => text)).toEqual(['begun', 'done']);
      expect(run.of('ScriptStarted').map(({ script }) => script)).toEqual(['10-taken.sh', '20-next.sh']);

      run.with({ scripts: [run.script('99-stale.sh', 'echo stale >>/tmp/taken')] });
      expect(await syncPhase.run(run.claim(1, runs).context())).toMatchObject({
        failure: { code: 'SYNC.STALE_CLAIM' },
      });
      expect(await container.sh('cat /tmp/taken')).toBe('x\nnext\n');
    });

    it('ends every process of a script whose time is up', async () => {
      const body = `trap '' TERM
setsid sh -c 'trap "" TERM; while :; do sleep 0.2; done; : runaway-marker' &
while :; do sleep 0.2; done`;
      run.with({ scripts: [run.script('10-hangs.sh', body, { timeoutSeconds: 1 })] });

      expect(await syncPhase.run(run.context())).toMatchObject({ failure: { code: 'SYNC.SCRIPT_TIMEOUT' } });
      expect(run.of('ScriptFailed')).toMatchObject([{ reason: 'timeout' }]);
      await gone('runaway[-]marker');
      // TERM comes first and is given five seconds.
    });

    it('calls a script interrupted when the container died under it, and repeats it only if it may', async () => {
      const body = 'echo x >>/root/attempts; echo begun; [ "$(wc -l </root/attempts)" -gt 1 ] || sleep 60';
      const script = (idempotent: boolean) => run.script('10-dies.sh', body, { idempotent });
      run.with({ scripts: [script(false)] });
      const heard = spoken('begun');
      const stopped = new AbortController();
      const first = syncPhase.run(run.context(stopped.signal));
      await heard;
      stopped.abort();
      await expect(first).rejects.toThrow();
      await container.crash();
      await container.boot();

      expect(await syncPhase.run(run.claim(2, runs).context())).toMatchObject({
        failure: { code: 'SYNC.SCRIPT_INTERRUPTED', retryable: true },
      });
      expect(await container.sh('wc -l </root/attempts')).toBe('1\n');

      run.with({ scripts: [script(true)] });
      expect(await syncPhase.run(run.claim(3, runs).context())).toMatchObject({ kind: 'completed' });
      expect(await container.sh('wc -l </root/attempts')).toBe('2\n');
    });

    it('does not run a script again that succeeded in an earlier attempt', async () => {
      run.with({ scripts: [run.script('10-once.sh', 'echo x >>/root/once')] });
      await syncPhase.run(run.context());
      await syncPhase.run(run.claim(1, (runs += 1), 'bbbbbbbb-0000-4000-8000-000000000000').context());

      expect(await container.sh('cat /root/once')).toBe('x\n');
    });
  });
});

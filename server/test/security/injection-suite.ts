import { existsSync } from 'node:fs';
import { sshKeyProblem } from '../../../schema/rules/access.js';
import { hostnameProblem } from '../../../schema/rules/hostname.js';
import {
  bridgeProblem,
  filePathProblem,
  groupNameProblem,
  osTemplateProblem,
  scriptNameProblem,
  storageProblem,
  tagProblem,
} from '../../../schema/rules/names.js';
import { packageProblem } from '../../../schema/rules/packages.js';
import { modeProblem, ownerProblem } from '../../../schema/rules/template.js';
import { deployPhase } from '../../src/provisioning/phases/deploy.phase.js';
import { singleQuoted } from '../../src/provisioning/phases/deploy/manager-files.js';
import { pathProblem } from '../../src/provisioning/phases/deploy/staging.js';
import { syncPhase } from '../../src/provisioning/phases/sync.phase.js';
import { packageCommand } from '../../src/provisioning/phases/sync/package-command.js';
import { Supervisor } from '../../src/provisioning/phases/sync/supervisor.js';
import { asset } from '../../src/assets/asset.js';
import { shellWords } from '../../src/ssh/shell-words.js';
import { parseTemplateConf } from '../../src/templates/domain/template-conf.js';
import { PhaseContainer, PhaseRun } from '../phases/phase-container.js';
import { hostileValues, MARK } from './hostile-values.js';

const MANAGERS = ['APT', 'APK', 'DNF', 'NPM', 'PIP'] as const;
const RULES: Record<string, (value: string) => unknown> = {
  hostname: hostnameProblem,
  storage: storageProblem,
  bridge: bridgeProblem,
  'OS template': osTemplateProblem,
  tag: tagProblem,
  path: filePathProblem,
  'path in the container': pathProblem,
  script: scriptNameProblem,
  'package group': groupNameProblem,
  owner: ownerProblem,
  mode: modeProblem,
  'SSH key': (value) => sshKeyProblem(value.trim()),
  ...Object.fromEntries(
    MANAGERS.map((name) => [`${name} package`, (value: string) => packageProblem(name, value)]),
  ),
};
/** What means something to a shell; `~` and `*` do only at the beginning or unquoted, and version pins need them. */
const MEANS_SOMETHING = /[\s$`;|&"'\\(){}#\0\u2028\u2029]/;

/** Tries hostile values everywhere: in the rules, and behind them, as if the rules had let them through. */
export function describeInjection(count: number, seed = Math.floor(Math.random() * 2 ** 31)): void {
  const values = hostileValues(count, seed);
  const why = `seed ${String(seed)}`;

  describe(`${String(count)} hostile values (${why})`, () => {
    let container: PhaseContainer;
    beforeAll(async () => {
      container = await PhaseContainer.start();
      await deployPhase.run(new PhaseRun(container).context());
    });
    afterAll(() => container.remove());
    afterEach(async () => {
      expect(existsSync(MARK)).toBe(false);
      expect(await container.sh(`ls ${MARK} 2>/dev/null || echo none`)).toBe('none\n');
    });

    it.each(Object.keys(RULES))('should not pass for a %s if they mean something to a shell', (name) => {
      const passed = values.filter((value) => RULES[name]!(value) === null);
      const dangerous = passed.filter(
        (value) => MEANS_SOMETHING.test(value) || value.startsWith('-') || value === '',
      );
      expect([why, dangerous]).toEqual([why, []]);
    });

    it('should be no package behind the rules either', () => {
      for (const manager of ['apt', 'apk', 'dnf', 'npm', 'pip'] as const) {
        const taken = values.filter((value) => {
          const command = packageCommand({
            name: `x.${manager}`,
            manager,
            packages: [value],
            optional: false,
          });
          return !('problem' in command);
        });
        expect([why, taken.filter((value) => MEANS_SOMETHING.test(value) || value.startsWith('-'))]).toEqual([
          why,
          [],
        ]);
      }
    });

    it('should run nothing in a template.conf', () => {
      for (const value of values) parseTemplateConf(`A=${value}\nB="${value}"\nC='${value}'\n`);
    });

    it('should stay text in config.env and in the words of a command', async () => {
      const plain = values.filter((value) => !value.includes('\0'));
      const script = plain.map((value, index) => `v${String(index)}=${singleQuoted(value)}`).join('\n');
      const print = plain.map((_, index) => `printf '%s\\001' "$v${String(index)}"`).join('\n');
      const { stdout } = await container.exec(['/bin/sh', '-s'], { stdin: `${script}\n${print}\n` });
      expect([why, stdout.split('\x01').slice(0, -1)]).toEqual([why, plain]);
      for (let at = 0; at < plain.length; at += 100) {
        const some = plain.slice(at, at + 100);
        const words = shellWords(['printf', '%s\\001', ...some]);
        expect([why, (await container.sh(words)).split('\x01').slice(0, -1)]).toEqual([why, some]);
      }
    });

    it('should be arguments and nothing else to the scripts that install packages', async () => {
      const plain = values.filter((value) => !value.includes('\0'));
      for (const manager of ['apt', 'npm', 'pip']) {
        const body = Buffer.from(await asset(`packages/${manager}.sh`));
        const run = new PhaseRun(container);
        const supervisor = new Supervisor(container, run.context());
        const execution = crypto.randomUUID();
        const program = {
          execution,
          name: `${manager}.sh`,
          body,
          args: plain.slice(0, 60),
          timeoutSeconds: 60,
        };
        expect(await supervisor.start(program)).toBe('started');
        await supervisor.follow(execution, manager);
      }
    });

    it('should be values and nothing else to the helpers', async () => {
      // Each value is tried in six calls that start processes: a part of them is enough.
      const plain = values.filter((value) => !value.includes('\0'));
      const quoted = plain.slice(0, Math.ceil(count / 5)).map(singleQuoted);
      const calls = quoted.flatMap((value) => [
        `log_info ${value}`,
        `save_credential app key ${value} || true`,
        `save_credential ${value} key x || true`,
        `save_credential app ${value} x || true`,
        `generate_password ${value} || true`,
        `is_installed ${value} || true`,
      ]);
      const run = new PhaseRun(container);
      run.with({
        scripts: [run.script('10-values.sh', `#!/bin/bash\n${calls.join('\n')}\n`, { timeoutSeconds: 300 })],
      });
      expect(await syncPhase.run(run.context())).toMatchObject({ kind: 'completed' });
      expect(
        await container.sh(
          'ls -A /etc/infrahaus/credentials | grep -v "^[A-Za-z0-9_+@][A-Za-z0-9._@+-]*$" || true',
        ),
      ).toBe('');
      expect(await container.sh('ls -A /etc/infrahaus')).toBe('credentials\n');
    }, 300_000);

    it('should write nothing where they lead, as paths that reach the container', async () => {
      const paths = values.filter((value) => !/[\0\n\t]/.test(value)).map((value) => `/srv/${value}`);
      const manifest = paths.map((path, index) =>
        [String(index), 'replace', '-', '-', '0'.repeat(64), path].join('\t'),
      );
      const staging = '/var/lib/infrahaus/staging/hostile';
      await container.sh(
        `mkdir -p ${staging}/files; cd ${staging}/files; for i in $(seq 0 ${String(paths.length)}); do echo x >$i; done`,
      );
      await container.exec(['sh', '-c', `cat >${staging}/manifest`], { stdin: `${manifest.join('\n')}\n` });
      await container.exec(['sh', '-c', `cat >${staging}/apply.sh`], {
        stdin: await asset('container/apply.sh'),
      });
      const { stdout } = await container.exec(['/bin/sh', `${staging}/apply.sh`, staging]);
      expect(stdout.split('\n').filter((line) => /\t(written|backed-up)\t/.test(line))).toEqual([]);
    });
  });
}

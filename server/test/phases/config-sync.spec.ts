import { deployPhase } from '../../src/provisioning/phases/deploy.phase.js';
import { syncPhase } from '../../src/provisioning/phases/sync.phase.js';
import { PhaseContainer, PhaseRun } from './phase-container.js';

const LOG = '/var/log/config-manager/sync.log';

describe.each(['debian', 'alpine'] as const)('a container with %s that boots again', (distribution) => {
  let container: PhaseContainer;
  beforeEach(async () => {
    container = await PhaseContainer.start(distribution);
  });
  afterEach(() => container.remove());

  const file = (
    run: PhaseRun,
    path: string,
    policy: 'replace' | 'default' | 'backup',
    mode: string | null = null,
  ) => ({
    ...{ path, policy, mode },
    blob: run.blob(`${path} has a password: s3cret\n`),
  });
  const deploy = async (run: PhaseRun) => {
    expect(await deployPhase.run(run.context())).toMatchObject({ kind: 'completed' });
    expect(await syncPhase.run(run.context())).toMatchObject({ kind: 'completed' });
  };
  const reboot = async () => {
    const checks = `$(grep -c 'checked the deployed files' ${LOG})`;
    const before = (await container.sh(`echo "${checks}" 2>/dev/null`)).trim();
    await container.crash();
    await container.boot();
    // Its services start beside each other.
    await container.sh(`while [ "${checks}" = "$1" ]; do sleep 0.1; done`, before);
  };
  const lastLog = async () => (await container.sh(`tail -n 1 ${LOG}`)).replace(/^\S+ /, '').trim();

  it('brings its files back, each by its policy, and the second time nothing', async () => {
    const run = new PhaseRun(container);
    run.with({
      files: [
        file(run, '/srv/t/replace', 'replace', '0640'),
        file(run, '/srv/t/gone', 'replace'),
        file(run, '/srv/t/default', 'default'),
        file(run, '/srv/t/backup', 'backup'),
        file(run, '/srv/t/same', 'replace'),
      ],
    });
    await deploy(run);
    await container.sh('cd /srv/t && for name in replace default backup; do echo mine >$name; done; rm gone');

    await reboot();

    const of = async (name: string) => container.sh('cat "$1"', `/srv/t/${name}`);
    for (const name of ['replace', 'gone', 'backup', 'same']) {
      expect(await of(name)).toBe(`/srv/t/${name} has a password: s3cret\n`);
    }
    expect(await of('default')).toBe('mine\n');
    expect(await container.sh('cat /srv/t/backup.backup-*')).toBe('mine\n');
    expect(await container.sh('stat -c %a /srv/t/replace')).toBe('640\n');
    expect(await lastLog()).toMatch(
      /^\[INFO\] checked the deployed files: 3 brought back, \d+ unchanged, 1 left alone$/,
    );
    const log = await container.sh(`cat ${LOG}`);
    expect(log).toContain('/srv/t/backup: was changed; the change was kept beside it');
    expect(log).not.toContain('s3cret');

    await container.sh('touch /mark');
    await reboot();
    expect(await lastLog()).toMatch(/ 0 brought back, \d+ unchanged, 1 left alone$/);
    expect(await container.sh('find /srv/t /etc/config-manager -newer /mark')).toBe('');
    expect(await container.sh('ls /srv/t/backup.backup-* | wc -l')).toMatch(/^1\n$/);
  });

  it('keeps what the template’s own scripts made of its files, and copies for root only', async () => {
    const run = new PhaseRun(container);
    run.with({
      files: [file(run, '/srv/t/conf', 'replace')],
      scripts: [run.script('10-conf.sh', '#!/bin/sh\necho port=80 >>/srv/t/conf\n')],
    });
    await deploy(run);
    await container.sh('echo junk >/srv/t/conf');

    await reboot();

    expect(await container.sh('cat /srv/t/conf')).toBe('/srv/t/conf has a password: s3cret\nport=80\n');
    expect(
      await container.sh(
        'stat -c %a /var/lib/infrahaus/files; stat -c %a /var/lib/infrahaus/files/* | sort -u',
      ),
    ).toBe('700\n600\n');
    const bodies =
      'ls /var/lib/infrahaus/files | wc -l; cut -f5 /var/lib/infrahaus/manifest | sort -u | wc -l';
    const [kept, named] = (await container.sh(bodies)).trim().split('\n');
    expect(kept).toBe(named);
  });

  it('says which file it could not bring back, and fails', async () => {
    const run = new PhaseRun(container);
    run.with({ files: [file(run, '/srv/t/conf', 'replace')] });
    await deploy(run);
    await container.sh('rm /srv/t/conf && mkdir /srv/t/conf');
    await expect(container.sh('/etc/config-manager/config-sync.sh')).rejects.toThrow('exit 1');
    expect(await container.sh(`cat ${LOG}`)).toContain(
      '[ERROR] /srv/t/conf: could not be brought back (there is a directory of that name)',
    );
  });
});

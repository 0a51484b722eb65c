import { deployPhase } from '../../src/provisioning/phases/deploy.phase.js';
import { PhaseContainer, PhaseRun } from './phase-container.js';

describe('deploying into a container', () => {
  let container: PhaseContainer;
  beforeAll(async () => {
    container = await PhaseContainer.start();
  });
  afterAll(() => container.remove());

  const file = (run: PhaseRun, path: string, body: string, policy: 'replace' | 'default' | 'backup') => ({
    path,
    policy,
    blob: run.blob(body),
    mode: null,
  });
  const actions = (run: PhaseRun) =>
    new Map(
      run
        .of('FilesDeployed')
        .at(-1)!
        .files.map(({ path, action }) => [path, action]),
    );

  it('puts everything in its place, and finds it unchanged the second time', async () => {
    const run = new PhaseRun(container);
    run.with({ files: [file(run, '/srv/app/hello.txt', 'hello\n', 'replace')] });

    const outcome = await deployPhase.run(run.context());

    expect(outcome).toMatchObject({ kind: 'completed' });
    expect(await container.sh('cat /srv/app/hello.txt')).toBe('hello\n');
    expect(await container.sh('stat -c %a /etc/infrahaus/credentials')).toBe('700\n');
    expect(await container.sh('. /etc/config-manager/config.env; echo $INFRAHAUS_TEMPLATE')).toBe('test\n');
    expect(await container.sh('systemctl is-enabled config-manager')).toBe('enabled\n');

    expect(await deployPhase.run(run.context())).toEqual({ kind: 'completed', note: 'unchanged' });
    expect(actions(run).get('/srv/app/hello.txt')).toBe('unchanged');
  });

  it('leaves, replaces or backs up what was there, as the policy says', async () => {
    await container.sh('mkdir -p /srv/old && for name in r d b; do echo mine >/srv/old/$name; done');
    await container.sh('chown 33:33 /srv/old');
    const run = new PhaseRun(container);
    run.with({
      files: [
        file(run, '/srv/old/r', 'new\n', 'replace'),
        file(run, '/srv/old/d', 'new\n', 'default'),
        file(run, '/srv/old/b', 'new\n', 'backup'),
      ],
    });

    await deployPhase.run(run.context());

    expect([...actions(run)].slice(-3).map(([, action]) => action)).toEqual(['written', 'kept', 'backed-up']);
    expect(await container.sh('cat /srv/old/r /srv/old/d /srv/old/b')).toBe('new\nmine\nnew\n');
    expect(await container.sh('cat /srv/old/b.backup-*')).toBe('mine\n');
    expect(await container.sh('stat -c %u /srv/old/r')).toBe('33\n');
  });

  it('says which file is in the way of a directory', async () => {
    await container.sh('mkdir -p /srv/taken/index.html');
    const run = new PhaseRun(container);
    run.with({ files: [file(run, '/srv/taken/index.html', 'x', 'replace')] });

    const outcome = await deployPhase.run(run.context());

    expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'DEPLOY.FILE_FAILED' } });
    expect(outcome.kind === 'failed' && outcome.failure.message).toContain('/srv/taken/index.html');
  });

  it.each([
    '/tmp/a b',
    '/tmp/$(touch /tmp/owned)',
    '/tmp/../etc/passwd',
    'tmp/x',
    '/tmp/x\t/y',
    '/tmp/;reboot',
  ])('refuses the path %j before anything is sent', async (path) => {
    const run = new PhaseRun(container);
    run.with({ files: [file(run, path, 'x', 'replace')] });
    const before = container.execs;

    expect(await deployPhase.run(run.context())).toMatchObject({ failure: { code: 'DEPLOY.PATH_REFUSED' } });
    expect(container.execs).toBe(before);
  });

  it('installs an OpenRC service on Alpine', async () => {
    const alpine = await PhaseContainer.start('alpine');
    try {
      expect(await deployPhase.run(new PhaseRun(alpine).context())).toMatchObject({ kind: 'completed' });
      expect(await alpine.sh('cd /etc/runlevels && ls */config-manager')).toBe('boot/config-manager\n');
    } finally {
      await alpine.remove();
    }
  });

  it('brings files back before a service of OpenRC reads them, also where an earlier version was', async () => {
    const alpine = await PhaseContainer.start('alpine');
    try {
      const run = new PhaseRun(alpine);
      run.with({ files: [file(run, '/srv/conf', 'mine\n', 'replace')] });
      await deployPhase.run(run.context());
      await alpine.sh('rc-update del config-manager boot && rc-update add config-manager default');
      await deployPhase.run(run.context());
      expect(await alpine.sh('cd /etc/runlevels && ls */config-manager')).toBe('boot/config-manager\n');

      await alpine.sh(
        `printf '#!/sbin/openrc-run\nstart() {\n cp /srv/conf /srv/new && mv /srv/new /srv/read\n}\n' >/etc/init.d/app
         chmod 755 /etc/init.d/app && rc-update add app default && echo changed >/srv/conf`,
      );
      await alpine.crash();
      await alpine.boot();
      expect(await alpine.sh('until [ -e /srv/read ]; do sleep 0.1; done; cat /srv/read')).toBe('mine\n');
    } finally {
      await alpine.remove();
    }
  });
});

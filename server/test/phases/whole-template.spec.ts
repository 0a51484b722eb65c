import { join } from 'node:path';
import { readTemplateFolders } from '../../src/templates/template-folders.js';
import type { TemplateContent } from '../../src/templates/domain/template.js';
import { PhaseContainer, PhaseRun } from './phase-container.js';
import { provisionTemplate } from './provision-template.js';

const SECOND = 'bbbbbbbb-0000-4000-8000-000000000000';
const switches = { enabled: true, optional: false };
const script = (name: string, body: string, options: object = {}) => ({
  ...{ name, body, summary: '', ...switches, idempotent: false, timeoutSeconds: 60, ...options },
});

/** One of everything that a template can hold. */
const EVERYTHING: TemplateContent = {
  ...{ title: 'Everything', description: '', tags: [], osTemplate: 'debian-12-standard' },
  defaults: { cores: 1, memory: 512, disk: 4, unprivileged: true, nesting: true, keyctl: true, fuse: true },
  packageGroups: [
    { name: 'base.apt', manager: 'apt', packages: ['nginx', 'jq', 'python3-venv'], ...switches },
    { name: 'node.apt', manager: 'apt', packages: ['nodejs', 'npm'], ...switches },
    { name: 'alpine.apk', manager: 'apk', packages: ['nginx'], ...switches },
    { name: 'tools.npm', manager: 'npm', packages: ['pm2@^5'], ...switches },
    { name: 'py.pip', manager: 'pip', packages: ['httpie==3.2.2'], ...switches },
    {
      name: 'own.custom',
      manager: 'custom',
      packages: ['own|test -e /opt/own|echo a | tee /opt/own|30'],
      ...switches,
    },
    { name: 'off.apt', manager: 'apt', packages: ['no-such-package-anywhere'], ...switches, enabled: false },
    { name: 'wish.custom', manager: 'custom', packages: ['wish|false|false|5'], ...switches, optional: true },
  ],
  scripts: [
    script(
      '90-first.sh',
      '#!/bin/sh\nset -eu\nid svc >/dev/null 2>&1 || useradd -r -u 990 svc\nlog_info "in ${BASH_VERSION:-sh}"\n',
    ),
    script(
      '10-second.sh',
      '#!/bin/bash\nset -eu\nlog_info "in bash ${BASH_VERSION%%.*}"\n[ -f /etc/infrahaus/credentials/nginx ] || save_credential nginx password "$(generate_password)"\nsystemctl start nginx.service\n',
    ),
    script('20-wish.sh', 'exit 3\n', { optional: true }),
    script('30-off.sh', 'touch /off\n', { enabled: false }),
    script('40-last.sh', 'sleep 0\ntouch /last\n', { idempotent: true }),
  ],
  files: [
    {
      path: '/srv/app/owned.conf',
      policy: 'replace',
      owner: 'svc',
      mode: '0640',
      body: Buffer.from('x=1\n'),
    },
    { path: '/srv/app/root.conf', policy: 'default', owner: null, mode: null, body: Buffer.from('y=1\n') },
    { path: '/etc/issue', policy: 'backup', owner: 'root:root', mode: '0644', body: Buffer.from('hello\n') },
  ],
};

describe('a template that uses everything', () => {
  let container: PhaseContainer;
  let first: PhaseRun;
  beforeAll(async () => {
    container = await PhaseContainer.start();
    first = new PhaseRun(container);
    await provisionTemplate(first, EVERYTHING);
  });
  afterAll(() => container.remove());

  it('installs with every manager that the system has, and says what it leaves out', () => {
    const installed = new Map(first.of('PackagesInstalled').map((data) => [data.group, data]));
    expect([...installed.keys()]).toEqual([
      'base.apt',
      'node.apt',
      'alpine.apk',
      'tools.npm',
      'py.pip',
      'own.custom',
    ]);
    expect(installed.get('alpine.apk')?.note).toContain('Skipped');
    expect(installed.get('base.apt')?.installed.find(({ name }) => name === 'nginx')?.version).toMatch(
      /^1\./,
    );
    expect(first.of('PackagesFailed')).toMatchObject([{ group: 'wish.custom', optional: true }]);
  });

  it('runs its scripts in its own order, each in the shell that it asks for', async () => {
    expect(first.of('ScriptStarted').map((data) => data.script)).toEqual([
      ...['90-first.sh', '10-second.sh', '20-wish.sh', '40-last.sh'],
    ]);
    expect(first.of('ScriptFailed')).toMatchObject([{ script: '20-wish.sh', exitCode: 3, optional: true }]);
    expect(first.text).toContain('in bash ');
    expect(await container.sh('test ! -e /off && test -e /last && echo yes')).toBe('yes\n');
  });

  it('puts files where they belong, with owner and permissions, even if a script makes the owner later', async () => {
    const facts = await container.sh('stat -c "%a %u %n" /srv/app/owned.conf /srv/app/root.conf /etc/issue');
    expect(facts).toBe('640 990 /srv/app/owned.conf\n644 0 /srv/app/root.conf\n644 0 /etc/issue\n');
    expect(first.text).toContain('svc is not there yet');
  });

  it('changes nothing the second time, and says so', async () => {
    await container.sh('touch /mark');
    const second = new PhaseRun(container).claim(1, 2, SECOND);
    // What the application remembers of the container.
    second.remember(first);
    const [deployed, synced, discovered] = await provisionTemplate(second, EVERYTHING);

    expect(deployed).toBe('unchanged');
    expect(synced).toBe('no package changed; 4 scripts ran');
    expect(discovered).toMatch(/nothing changed$/);
    const actions = new Set(second.of('FilesDeployed')[0]!.files.map(({ action }) => action));
    expect([...actions].filter((action) => action === 'written' || action === 'backed-up')).toEqual([]);
    expect(await container.sh('find /srv/app /etc/issue* /etc/config-manager -newer /mark')).toBe('');
    expect(await container.sh('ls /etc/issue.backup-* 2>/dev/null | wc -l')).toMatch(/^[01]\n$/);
    const notes = second.of('PackagesInstalled').map(({ note }) => note ?? 'installed');
    expect(notes.filter((note) => note === 'installed')).toEqual([]);
  });
});

describe('a template folder that somebody else wrote in the format of the seed', () => {
  it('is imported and provisions as it is', async () => {
    const folders = await readTemplateFolders(join(import.meta.dirname, '../templates/stranger'));
    const { template, problems } = folders.get('web-dev')!;
    expect(problems).toEqual([]);
    expect(template).toMatchObject({
      ...{
        title: 'Web Development',
        tags: ['development', 'web', 'nodejs'],
        osTemplate: 'debian-12-standard',
      },
      defaults: { cores: 2, memory: 2048, disk: 10, keyctl: true, fuse: false },
    });
    const container = await PhaseContainer.start();
    try {
      const run = new PhaseRun(container);
      await provisionTemplate(run, template!);
      expect(run.of('ScriptSucceeded').map((data) => data.script)).toEqual([
        ...['00-pre-checks.sh', '01-setup-user.sh', '02-code-server.sh'],
      ]);
      expect(run.text).toContain('first run: true on debian 12');
      expect(await container.sh('cat /home/coder/hello; greeter; cat /etc/profile.d/aliases.sh')).toBe(
        'home is /home/coder\nhi\nalias ll="ls -l"\n',
      );
      const orphan = run.of('ServicesDiscovered')[0]!.services.find(({ name }) => name === 'code-server');
      expect(orphan).toMatchObject({
        status: 'stopped',
        credentials: [{ key: 'username' }, { key: 'PASSWORD' }],
      });
      const password = run.stored.get('container:c1 code-server/PASSWORD')!;
      expect(JSON.stringify([run.facts, run.lines])).not.toContain(password);
    } finally {
      await container.remove();
    }
  });
});

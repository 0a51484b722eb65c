import { createHash } from 'node:crypto';
import { deployPhase } from '../../src/provisioning/phases/deploy.phase.js';
import { discoverPhase } from '../../src/provisioning/phases/discover.phase.js';
import { syncPhase } from '../../src/provisioning/phases/sync.phase.js';
import { builtInTemplates, readTemplateFolders } from '../../src/templates/template-folders.js';
import type { TemplateContent } from '../../src/templates/domain/template.js';
import { PhaseContainer, PhaseRun } from './phase-container.js';

describe('the templates that come with the application', () => {
  let container: PhaseContainer;
  beforeEach(async () => {
    container = await PhaseContainer.start();
  });
  afterEach(() => container.remove());

  const provision = async (id: string): Promise<PhaseRun> => {
    const template = (await readTemplateFolders(builtInTemplates())).get(id)!.template!;
    const run = new PhaseRun(container).with(specOf(template));
    for (const { body } of template.scripts) run.blob(body);
    for (const { body } of template.files) run.blob(Buffer.from(body).toString());
    for (const phase of [deployPhase, syncPhase, discoverPhase]) {
      const outcome = await phase.run(run.context());
      if (outcome.kind === 'failed') throw new Error(`${outcome.failure.message}\n${run.text}`);
    }
    return run;
  };

  it('makes a web server with a page and a password', async () => {
    const run = await provision('nginx');

    const service = run.of('ServicesDiscovered')[0]!.services.find(({ name }) => name === 'nginx');
    expect(service).toMatchObject({
      status: 'running',
      system: false,
      ports: ['80/tcp'],
      urls: ['http://10.0.0.5/'],
      credentials: [{ key: 'username' }, { key: 'password' }],
    });
    const password = run.stored.get('container:c1 nginx/password')!;
    expect(password).toMatch(/^[A-Za-z0-9]{20}$/);
    expect(JSON.stringify([run.facts, run.lines])).not.toContain(password);
    expect(await container.sh('cat /etc/nginx/infrahaus.htpasswd')).toMatch(/^admin:\$apr1\$/);
  }, 30_000);

  it('makes a host for a Node.js app that answers', async () => {
    const run = await provision('nodejs-app');

    expect(run.of('ServicesDiscovered')[0]!.services.find(({ name }) => name === 'node-app')).toMatchObject({
      status: 'running',
      ports: ['3000/tcp'],
      urls: ['http://10.0.0.5:3000/'],
      credentials: [{ key: 'token' }],
    });
  }, 30_000);

  it('makes a plain Debian with an admin user', async () => {
    const run = await provision('debian-base');

    expect(await container.sh("awk -F: '$3 == 1000 { print $1 }' /etc/passwd")).toBe('admin\n');
    expect(run.of('ServicesDiscovered')[0]!.services.filter(({ system }) => !system)).toMatchObject([
      { name: 'admin', status: 'stopped', credentials: [{ key: 'username' }, { key: 'password' }] },
    ]);
  }, 30_000);
});

function specOf(template: TemplateContent) {
  const sha256 = (body: string | Uint8Array) => createHash('sha256').update(body).digest('hex');
  return {
    packageGroups: template.packageGroups,
    scripts: template.scripts.map(({ name, body, optional, idempotent, timeoutSeconds }) => ({
      name,
      blob: sha256(body),
      optional,
      idempotent,
      timeoutSeconds,
    })),
    files: template.files.map(({ body, ...file }) => ({ ...file, blob: sha256(body) })),
  };
}

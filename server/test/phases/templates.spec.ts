import { builtInTemplates, readTemplateFolders } from '../../src/templates/template-folders.js';
import { PhaseContainer, PhaseRun } from './phase-container.js';
import { provisionTemplate } from './provision-template.js';

describe('the templates that come with the application', () => {
  let container: PhaseContainer;
  beforeEach(async () => {
    container = await PhaseContainer.start();
  });
  afterEach(() => container.remove());

  const provision = async (id: string): Promise<PhaseRun> => {
    const template = (await readTemplateFolders(builtInTemplates())).get(id)!.template!;
    const run = new PhaseRun(container);
    await provisionTemplate(run, template);
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
  });

  it('makes a host for a Node.js app that answers', async () => {
    const run = await provision('nodejs-app');

    expect(run.of('ServicesDiscovered')[0]!.services.find(({ name }) => name === 'node-app')).toMatchObject({
      status: 'running',
      ports: ['3000/tcp'],
      urls: ['http://10.0.0.5:3000/'],
      credentials: [{ key: 'token' }],
    });
  });

  it('makes a database with a password that only its credentials hold', async () => {
    const run = await provision('postgresql');

    const service = run.of('ServicesDiscovered')[0]!.services.find(({ name }) => name === 'postgresql');
    expect(service).toMatchObject({
      status: 'running',
      ports: ['5432/tcp'],
      credentials: [{ key: 'username' }, { key: 'database' }, { key: 'password' }],
    });
    const password = run.stored.get('container:c1 postgresql/password')!;
    expect(password).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(JSON.stringify([run.facts, run.lines])).not.toContain(password);
    const config = await container.sh(
      'cat /etc/postgresql/15/main/conf.d/infrahaus.conf /etc/postgresql/15/main/pg_hba.conf',
    );
    expect(config).toContain("listen_addresses = '*'");
    expect(config).toContain('host all all samenet scram-sha-256');
  });

  it('makes a plain Debian with an admin user', async () => {
    const run = await provision('debian-base');

    expect(await container.sh("awk -F: '$3 == 1000 { print $1 }' /etc/passwd")).toBe('admin\n');
    expect(run.of('ServicesDiscovered')[0]!.services.filter(({ system }) => !system)).toMatchObject([
      { name: 'admin', status: 'stopped', credentials: [{ key: 'username' }, { key: 'password' }] },
    ]);
  });
});

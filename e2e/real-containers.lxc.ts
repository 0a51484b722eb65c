import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabFaults } from '../lab/faults/faults-client.js';
import { startLab } from '../lab/lab.js';
import type { Lab, LabNode } from '../lab/lab.js';
import { grantsOf } from '../server/test/inventory/install-script.js';
import { Application } from './application.js';
import { OpenSshServer } from './open-ssh-server.js';
import { ThirdParty } from './third-party.js';
import type { Frame } from './third-party.js';

/** A package comes from a mirror somewhere: that may take a while. */
const RUN_MS = 240_000;

/** A directory into which what is found in each container is written: the recordings of the phase discover. */
const RECORDINGS = process.env['RECORDINGS'];
/** `password=recorded` in base64. */
const SECRET = Buffer.from('password=recorded\n').toString('base64');

const ADD = `mutation ($input: AddNodeInput!) {
  addNode(input: $input) { __typename ... on NodeAdded { node { id } } ... on NodeRefused { reasons } }
}`;
const FOUND =
  'query ($id: ID!) { container(id: $id) { summary { vmid address } services { name status ports } } }';

/** One of everything that a template can hold; the packages come from their real registries. */
const EVERYTHING = {
  tags: ['test'],
  defaults: { cores: 1, memory: 512, disk: 4 },
  packageGroups: [
    { name: 'base.apt', manager: 'APT', packages: ['jq', 'python3-venv', 'nodejs', 'npm'] },
    { name: 'tools.npm', manager: 'NPM', packages: ['semver@7.6.3'] },
    // Optional, because not every machine that tests reaches its index.
    { name: 'py.pip', manager: 'PIP', packages: ['httpie==3.2.2'], optional: true },
    { name: 'alpine.apk', manager: 'APK', packages: ['nginx'] },
    { name: 'own.custom', manager: 'CUSTOM', packages: ['own|test -e /opt/own|echo own | tee /opt/own|30'] },
    { name: 'off.apt', manager: 'APT', packages: ['no-such-package-anywhere'], enabled: false },
    { name: 'wish.custom', manager: 'CUSTOM', packages: ['wish|false|false|5'], optional: true },
  ],
  scripts: [
    {
      name: '90-first.sh',
      body: '#!/bin/sh\nset -eu\nid svc >/dev/null 2>&1 || useradd -r svc\nprintf first >/opt/order\n',
    },
    {
      name: '10-second.sh',
      body: '#!/bin/bash\nset -eu\necho " second" >>/opt/order\n[ -f /etc/infrahaus/credentials/app ] || save_credential app password "$(generate_password)"\n',
    },
    { name: '20-wish.sh', body: 'exit 3\n', optional: true },
    { name: '30-off.sh', body: 'touch /off\n', enabled: false },
  ],
  files: [
    { path: '/srv/app/owned.conf', policy: 'REPLACE', owner: 'svc', mode: '0640', text: 'x=1\n' },
    { path: '/srv/app/default.conf', policy: 'DEFAULT', text: 'y=1\n' },
    { path: '/etc/issue', policy: 'BACKUP', owner: 'root:root', mode: '0644', text: 'hello\n' },
  ],
};

interface Answer {
  readonly summary: Pick<Found, 'vmid' | 'address'>;
  readonly services: Found['services'];
}

interface Found {
  readonly vmid: number;
  readonly address: string;
  readonly services: readonly {
    readonly name: string;
    readonly status: string;
    readonly ports: readonly string[];
  }[];
}

describe('real containers, made through the GraphQL API', () => {
  let directory: string;
  let lab: Lab;
  let openSsh: OpenSshServer;
  let application: Application;
  let client: ThirdParty;
  /** By how the server reaches them: the lab's SSH server with a full key, and OpenSSH's with the restricted one. */
  const nodes = new Map<string, string>();

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'infrahaus-lxc-'));
    lab = await startLab({ dataDir: join(directory, 'lab'), runtime: 'lxc', taskMs: 50 });
    const [first, second] = lab.description.nodes as [LabNode, LabNode];
    application = await Application.start({ env: { INFRAHAUS_LAB: '0' } });
    client = await ThirdParty.introduce(application.setupUrl, 'correct horse battery');
    nodes.set('the lab’s server', await add(first, { sshPassword: first.sshPassword }));
    const { nodeScripts } = await client.ask<{ nodeScripts: { install: string } }>(
      '{ nodeScripts { install } }',
    );
    openSsh = await OpenSshServer.start(directory, second, nodeScripts.install);
    const token = await new LabFaults(lab.description.admin).giveToken(
      'infrahaus@pve!least',
      grantsOf(nodeScripts.install),
    );
    const { port: sshPort, fingerprint: sshFingerprint, privateKey: sshPrivateKey } = openSsh;
    nodes.set('OpenSSH’s server', await add(second, { ...token, sshPort, sshFingerprint, sshPrivateKey }));
  }, RUN_MS);

  afterAll(async () => {
    await application.stop();
    await openSsh.stop();
    await lab.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  async function add(node: LabNode, ssh: object): Promise<string> {
    const { host, apiPort: port, tokenId, tokenSecret, tlsFingerprint, sshPort, sshFingerprint } = node;
    const input = { host, port, tokenId, tokenSecret, tlsFingerprint, sshPort, sshFingerprint, ...ssh };
    const { addNode } = await client.ask<{ addNode: { node?: { id: string } } }>(ADD, { input });
    if (!addNode.node) throw new Error(JSON.stringify(addNode));
    return addNode.node.id;
  }

  async function create(
    nodeName: string,
    change: object,
  ): Promise<{ id: string; frames: Frame[]; found: Found }> {
    const id = await client.createContainer({ nodeId: nodes.get(nodeName), ...change });
    const frames = await client.follow(id, null);
    const { container } = await client.ask<{ container: Answer }>(FOUND, { id });
    if (RECORDINGS !== undefined) record(RECORDINGS, container.summary.vmid, frames);
    return { id, frames, found: { ...container.summary, services: container.services } };
  }

  /** What the phase discover reads, without the values of credentials, as test data for its parsers. */
  function record(directory: string, vmid: number, frames: readonly Frame[]): void {
    const assets = join(import.meta.dirname, '../server/assets');
    const script = ['web-probe.sh', 'discover.sh'].map((name) => readFileSync(join(assets, name), 'utf8'));
    const said = inside(vmid, script.join('\n')).replaceAll(/^(credentials\t[^\t]*\t).*$/gm, `$1${SECRET}`);
    const outcome = frames.at(-1)?.events.at(-1)?.outcome ?? 'UNKNOWN';
    writeFileSync(join(directory, `${inside(vmid, 'hostname')}-${outcome}.txt`), `${said}\n`);
  }

  /** Looks for itself, past the application: in the container's own namespaces. */
  function inside(vmid: number, script: string): string {
    const [state] = readdirSync('/var/lib/infrahaus-lab').filter((name) =>
      readdirSync(join('/var/lib/infrahaus-lab', name)).includes(String(vmid)),
    );
    const path = join('/var/lib/infrahaus-lab', state ?? '');
    const words = ['-P', path, '-n', String(vmid), '--clear-env', '--', '/bin/sh', '-c', script];
    return execFileSync('lxc-attach', words, { encoding: 'utf8' }).trim();
  }

  it.each(['the lab’s server', 'OpenSSH’s server'])(
    'should bring Debian with systemd and nginx to ready over %s',
    async (server) => {
      const hostname = server.startsWith('the lab') ? 'nginx-lab' : 'nginx-openssh';
      const { frames, found } = await create(server, { templateId: 'nginx', hostname });
      expectReady(frames);
      expect(phases(frames)).toEqual(['create', 'start', 'deploy', 'sync', 'discover']);
      const nginx = found.services.find(({ name }) => name === 'nginx');
      expect(nginx).toMatchObject({
        status: 'running',
        ports: expect.arrayContaining(['80/tcp']) as unknown,
      });
      expect(inside(found.vmid, 'cat /proc/1/comm; dpkg-query -W -f "\\${db:Status-Status}" nginx')).toBe(
        'systemd\ninstalled',
      );
      expect(await statusOf(`http://${found.address}/`)).toBeGreaterThanOrEqual(200);
    },
    RUN_MS,
  );

  it.each(['the lab’s server', 'OpenSSH’s server'])(
    'should bring OpenRC without bash and systemd to ready over %s, with nginx from the mirror',
    async (server) => {
      const { frames, found } = await create(server, {
        hostname: server.startsWith('the lab') ? 'openrc-lab' : 'openrc-openssh',
        osTemplate: 'debian-12-openrc',
        extraPackages: [{ manager: 'APT', name: 'nginx' }],
      });
      expectReady(frames);
      expect(phases(frames)).toEqual(['create', 'start', 'deploy', 'sync', 'discover']);
      expect(found.services).toContainEqual(
        expect.objectContaining({ name: 'nginx', status: 'running', ports: ['80/tcp'] }),
      );
      const checks = 'command -v bash systemctl; readlink /sbin/init; rc-status -a | grep -c config-manager';
      expect(inside(found.vmid, checks)).toBe('/bin/busybox\n1');
      expect(await statusOf(`http://${found.address}/`)).toBe(200);
    },
    RUN_MS,
  );

  it.each([
    { templateId: 'debian-base', service: null },
    { templateId: 'nodejs-app', service: { name: 'node-app', port: 3000 } },
    { templateId: 'postgresql', service: { name: 'postgresql', port: 5432 } },
  ])(
    'should bring the built-in template $templateId to ready',
    async ({ templateId, service }) => {
      const { frames, found } = await create('the lab’s server', { templateId, hostname: templateId });
      expectReady(frames);
      if (service === null) return;
      const { name, status, ports } = found.services.find((one) => one.name.startsWith(service.name)) ?? {};
      expect({ name, status, ports }).toEqual({
        name: expect.stringContaining(service.name) as unknown,
        status: 'running',
        ports: expect.arrayContaining([`${String(service.port)}/tcp`]) as unknown,
      });
    },
    RUN_MS,
  );

  it.each(['debian-12-standard', 'debian-12-openrc'])(
    'should bring a template that uses everything to ready on %s, and find nothing to do the second time',
    async (osTemplate) => {
      const { createTemplate } = await client.ask<{ createTemplate: { template: { id: string } } }>(
        `mutation ($input: TemplateInput!) { createTemplate(input: $input, idempotencyKey: "${osTemplate}") {
          ... on TemplateSaved { template { id } } ... on InvalidInput { problems { field reason } } } }`,
        { input: { ...EVERYTHING, title: `Everything on ${osTemplate}`, osTemplate } },
      );
      const templateId = createTemplate.template.id;
      const { id, frames, found } = await create('the lab’s server', { templateId, hostname: osTemplate });
      expectReady(frames);
      const checks = `cat /opt/own /opt/order; stat -c '%U %a' /srv/app/owned.conf; ls /etc/issue.backup-*; cat /srv/app/default.conf`;
      expect(inside(found.vmid, checks).split('\n')).toEqual([
        'own',
        'first second',
        'svc 640',
        expect.stringMatching(/^\/etc\/issue\.backup-\d{8}-\d{6}$/),
        'y=1',
      ]);
      expect(
        inside(found.vmid, 'PATH=/usr/local/bin:/usr/bin:/bin; semver 1.2.3; jq --version').split('\n'),
      ).toEqual(['1.2.3', expect.stringMatching(/^jq-/)]);
      const { resyncContainer } = await client.ask<{ resyncContainer: { runId?: string } }>(
        `mutation { resyncContainer(containerId: "${id}", idempotencyKey: "everything-2") { ... on RunAccepted { runId } } }`,
      );
      expect(resyncContainer.runId).toBeDefined();
      const again = await client.follow(id, null);
      expectReady(again);
      const lines = again.flatMap(({ events }) => events.flatMap(({ lines: said }) => said ?? [])).join('\n');
      expect(lines).toContain('nothing changed');
    },
    2 * RUN_MS,
  );
});

/** A failure explains itself by the last lines of the log. */
function expectReady(frames: readonly Frame[]): void {
  const events = frames.flatMap((frame) => frame.events);
  const lines = events.flatMap(({ lines: found }) => found ?? []);
  if (events.at(-1)?.outcome === 'READY') return;
  throw new Error(
    `It did not become ready: ${[...lines.slice(-20), JSON.stringify(events.slice(-3))].join('\n')}`,
  );
}

function phases(frames: readonly Frame[]): string[] {
  const events = frames.flatMap((frame) => frame.events);
  const done = events.filter(
    ({ __typename, state }) => __typename === 'PhaseProgress' && state === 'COMPLETED',
  );
  return done.map(({ phase }) => phase ?? '');
}

/** Asked from the host over the bridge. */
function statusOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).on('error', reject);
  });
}

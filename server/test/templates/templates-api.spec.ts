import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Global, Module } from '@nestjs/common';
import { BlobStore } from '../../src/event-store/blobs.js';
import { EventStore } from '../../src/event-store/event-store.js';
import { Installation } from '../../src/event-store/installation.js';
import { ReadStoreModule } from '../../src/read-store/read-store.module.js';
import { packageBuckets } from '../../src/templates/projections/package-buckets.projection.js';
import { templateList } from '../../src/templates/projections/template-list.projection.js';
import { TemplatesApiModule } from '../../src/templates/templates-api.module.js';
import { TestServer } from '../http/test-server.js';
import { zipOf } from './zip.js';

const installation = {
  provide: Installation,
  useFactory: (store: EventStore) => Installation.open(store),
  inject: [EventStore],
};

@Global()
@Module({ providers: [BlobStore, installation], exports: [BlobStore, installation] })
class BlobsModule {}

const TEMPLATE = `id revision title builtIn archived origin description tags osTemplate
  defaults { cores memory disk unprivileged nesting keyctl fuse } revisions { revision }
  packageGroups { name manager packages lines optional enabled }
  scripts { name summary body enabled optional idempotent timeoutSeconds }
  files { path policy owner mode size text base64 }`;
const RESULT = `{ __typename
  ... on TemplateSaved { version template { ${TEMPLATE} } }
  ... on InvalidInput { problems { field code } }
  ... on TemplateRefused { code message } }`;
const INPUT = {
  title: 'Wiki',
  osTemplate: 'debian-12-standard',
  tags: ['wiki'],
  defaults: { cores: 2, memory: 1024, disk: 8 },
  packageGroups: [{ name: 'base.apt', manager: 'APT', packages: ['git', 'nodejs=24.*'], optional: true }],
  scripts: [{ name: '10-wiki.sh', body: '# Installs the wiki.\necho hello\n', timeoutSeconds: 60 }],
  files: [{ path: '/etc/wiki.conf', policy: 'REPLACE', owner: 'root', mode: '0600', text: 'a=b\n' }],
};

interface Saved {
  __typename: string;
  code?: string;
  version: string;
  problems: { field: string; file?: string; line?: number; code: string; reason: string }[];
  template: { id: string; revision: number; title: string; scripts: object[]; files: object[] };
  bucket: { id: string };
}

describe('templates in GraphQL', () => {
  const directory = mkdtempSync(join(tmpdir(), 'infrahaus-templates-'));
  let server: TestServer;
  let session: Record<string, string>;
  beforeAll(async () => {
    const readStore = ReadStoreModule.forRoot(directory, [templateList, packageBuckets]);
    server = await TestServer.start({}, { imports: [BlobsModule, readStore, TemplatesApiModule] });
    session = { cookie: await server.signIn(), origin: server.url };
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  const ask = async (query: string, variables: object = {}, headers = session) => {
    const { data, errors } = await server.graphql(query, headers, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data as unknown as Record<string, Saved>;
  };
  const create = async (input: object, key: string = randomUUID()) =>
    (
      await ask(
        `mutation ($input: TemplateInput!, $key: String!) { createTemplate(input: $input, idempotencyKey: $key) ${RESULT} }`,
        { input, key },
      )
    )['createTemplate']!;
  const revise = async (id: string, expectedRevision: number, input: object) =>
    (
      await ask(
        `mutation ($id: ID!, $expectedRevision: Int!, $input: TemplateInput!) {
          reviseTemplate(id: $id, expectedRevision: $expectedRevision, input: $input) ${RESULT} }`,
        { id, expectedRevision, input },
      )
    )['reviseTemplate']!;
  const bringIn = async (input: object) =>
    (
      await ask(
        `mutation ($input: ImportTemplateInput!, $key: String!) { importTemplate(input: $input, idempotencyKey: $key) {
          __typename ... on TemplateSaved { version template { ${TEMPLATE} } } ... on TemplateRefused { code }
          ... on ImportProblems { problems { file line reason } } ... on InvalidInput { problems { field code } } } }`,
        { input, key: randomUUID() },
      )
    )['importTemplate']!;
  const titles = async (minVersion: string | null = null) => {
    const { templates } = await ask('query ($minVersion: String) { templates(minVersion: $minVersion) { title } }', {
      minVersion,
    });
    return (templates as unknown as { title: string }[]).map(({ title }) => title);
  };

  it('lists the built-in ones at once, with their bodies', async () => {
    const { template } = await ask(`{ template(id: "nginx") { ${TEMPLATE} } }`);
    expect(template).toMatchObject({ builtIn: true, archived: false, revision: 1 });
    expect(JSON.stringify(template)).toContain('generate_password');
    expect((await titles()).length).toBeGreaterThanOrEqual(3);
  });

  it('makes, revises and archives one, and remembers what it was', async () => {
    const made = await create(INPUT);
    expect(made.template).toMatchObject({
      ...{ title: 'Wiki', revision: 1, builtIn: false, origin: null, tags: ['wiki'] },
      defaults: { cores: 2, unprivileged: true, nesting: false, keyctl: false },
      packageGroups: [{ name: 'base.apt', optional: true, enabled: true }],
      scripts: [{ summary: 'Installs the wiki.', body: INPUT.scripts[0]!.body, timeoutSeconds: 60 }],
      files: [{ owner: 'root', mode: '0600', size: 4, text: 'a=b\n', base64: 'YT1iCg==' }],
    });
    expect(await titles(made.version)).toContain('Wiki');

    const { id } = made.template;
    const revised = await revise(id, 1, { ...INPUT, title: 'Wiki 2' });
    expect(revised.template).toMatchObject({ revision: 2, title: 'Wiki 2' });
    expect(await revise(id, 1, { ...INPUT, title: 'Wiki 3' })).toMatchObject({ code: 'TEMPLATE.CHANGED' });
    const { template: first } = await ask(`{ template(id: "${id}", revision: 1) { title revisions { revision } } }`);
    expect(first).toEqual({ title: 'Wiki', revisions: [{ revision: 1 }, { revision: 2 }] });

    const { archiveTemplate } = await ask(`mutation { archiveTemplate(id: "${id}") ${RESULT} }`);
    expect(archiveTemplate!.template).toMatchObject({ archived: true });
    expect(await titles(archiveTemplate!.version)).not.toContain('Wiki 2');
  });

  it('says of every field what is wrong with it, and records nothing', async () => {
    const { problems } = await create({
      ...{ ...INPUT, title: ' ', tags: ['a b'], osTemplate: '../x', defaults: { cores: 0, memory: 1, disk: 0 } },
      packageGroups: [
        { name: 'base', manager: 'APT', packages: ['jq; reboot'] },
        { name: 'a.custom', manager: 'CUSTOM', packages: ['x|y'] },
      ],
      scripts: [
        { name: 'a', body: '', timeoutSeconds: 0 },
        { name: 'b.sh', body: 'x' },
        { name: 'b.sh', body: 'y' },
      ],
      files: [{ path: '/etc/config-manager/config.env', owner: '$(id)', mode: '999', text: 'x', base64: 'eA==' }],
    });
    expect(problems.map(({ field }) => field)).toEqual([
      ...['title', 'osTemplate', 'defaults.cores', 'defaults.memory', 'defaults.disk', 'tags.0'],
      ...['packageGroups.0.name', 'packageGroups.0.packages.0', 'packageGroups.1.packages.0'],
      ...['scripts.0.name', 'scripts.0.body', 'scripts.0.timeoutSeconds', 'scripts.2.name'],
      ...['files.0.path', 'files.0.owner', 'files.0.mode', 'files.0.text'],
    ]);
  });

  it('is refused to a token that may not change templates', async () => {
    const headers = { authorization: `Bearer ${await server.token({ scopes: ['READ', 'CONTAINERS', 'NODES'] })}` };
    const query = 'mutation { archiveTemplate(id: "x") { __typename } }';
    const answer = await server.graphql(query, headers);
    expect(answer.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    const allowed = { authorization: `Bearer ${await server.token({ scopes: ['TEMPLATES'] })}` };
    expect((await server.graphql(query, allowed)).data).toEqual({ archiveTemplate: { __typename: 'TemplateRefused' } });
  });

  it.each(['YAML', 'FOLDER'])('comes back from its export as %s', async (format) => {
    const title = `Exported ${format}`;
    // In the folder format the limit is a comment in the script.
    const scripts = [{ name: '10-wiki.sh', body: '# infrahaus: timeout=60\necho hello\n', timeoutSeconds: 60 }];
    const { id } = (await create({ ...INPUT, title, scripts })).template;
    const { exportTemplate } = await ask(
      `{ exportTemplate(id: "${id}", format: ${format}) { fileName mediaType base64 } }`,
    );
    const { base64 } = exportTemplate as unknown as { base64: string };
    const file = format === 'YAML' ? { yaml: Buffer.from(base64, 'base64').toString() } : { archive: base64 };

    expect(await bringIn(file)).toMatchObject({ __typename: 'TemplateRefused', code: 'TEMPLATE.TITLE_TAKEN' });
    const { template } = await bringIn({ ...file, title: `Again ${format}` });
    const { template: original } = await ask(`{ template(id: "${id}") { scripts { name body } files { path text mode owner } } }`);
    expect(template).toMatchObject({ ...(original as object), title: `Again ${format}` });
  });

  it('names every problem of an import by file and line', async () => {
    const archive = zipOf([
      { name: 'x/template.conf', body: 'TEMPLATE_APP=x\nTEMPLATE_OS=debian\nTEMPLATE_VERSION=12\nTEMPLATE_CPU=0\n' },
      { name: 'x/container-configs/packages/base.apt', body: 'jq\n$(reboot)\n' },
    ]).toString('base64');
    expect((await bringIn({ archive })).problems.map(({ file, line }) => [file, line])).toEqual([
      ['template.conf', 4],
      ['container-configs/packages/base.apt', 2],
    ]);
    expect(await bringIn({})).toMatchObject({ problems: [{ code: 'IMPORT.ONE_OF_TWO' }] });
    expect(await bringIn({ archive: '!' })).toMatchObject({ __typename: 'ImportProblems' });
  });

  it('comes back from the archive unless its title is somebody else’s by now', async () => {
    const change = async (field: string, id: string) =>
      (await ask(`mutation ($id: ID!) { ${field}(id: $id) ${RESULT} }`, { id }))[field]!;
    const { id } = (await create({ ...INPUT, title: 'Forum' })).template;
    await change('archiveTemplate', id);
    const other = (await create({ ...INPUT, title: 'forum' })).template.id;
    expect(await change('restoreTemplate', id)).toMatchObject({ code: 'TEMPLATE.TITLE_TAKEN' });
    await change('archiveTemplate', other);
    const restored = await change('restoreTemplate', id);
    expect(restored.template).toMatchObject({ title: 'Forum', archived: false, revision: 1 });
    expect(await titles(restored.version)).toContain('Forum');
    expect(await create({ ...INPUT, title: 'Forum' })).toMatchObject({ code: 'TEMPLATE.TITLE_TAKEN' });
    expect(await change('restoreTemplate', 'nobody')).toMatchObject({ code: 'TEMPLATE.NOT_FOUND' });
  });

  describe('uploaded as it is', () => {
    const upload = (body: Buffer, headers: Record<string, string>, query = '') =>
      fetch(`${server.url}/imports/template${query}`, {
        method: 'POST',
        headers: { 'idempotency-key': randomUUID(), ...headers },
        body: new Uint8Array(body),
      });
    const folder = (files: Record<string, Buffer | string>) =>
      zipOf(Object.entries(files).map(([name, body]) => ({ name, body })));
    const CONF = 'TEMPLATE_APP=Big\nTEMPLATE_OS=debian\nTEMPLATE_VERSION=12\n';

    it('may be larger than a GraphQL request', async () => {
      const files = Object.fromEntries(
        Array.from({ length: 8 }, (_, index) => [
          [`container-configs/files/big${String(index)}`, randomBytes(400 * 1024)],
          [`container-configs/files/big${String(index)}.path`, '/srv/big\n'],
        ]).flatMap((pairs) => pairs as [string, Buffer | string][]),
      );
      const headers = { authorization: `Bearer ${await server.token({ scopes: ['TEMPLATES'] })}` };
      const response = await upload(folder({ 'template.conf': CONF, ...files }), headers, '?title=Really%20big');
      const { template } = (await response.json()) as Saved;
      expect([response.status, template]).toMatchObject([200, { title: 'Really big', revision: 1 }]);
      const { template: stored } = await ask(`{ template(id: "${template.id}") { files { path size } } }`);
      expect(stored).toMatchObject({ files: Array.from({ length: 8 }, () => ({ size: 400 * 1024 })) });
    });

    it('names its problems by file and line', async () => {
      const body = folder({ 'template.conf': `${CONF}TEMPLATE_CPU=0\n`, '../evil': 'x' });
      expect(await (await upload(body, session)).json()).toMatchObject({
        ...{ __typename: 'ImportProblems', problems: [{ file: '../evil' }] },
      });
      const yaml = Buffer.from(
        'infrahaus: template/1\ntitle: 12\nosTemplate: debian-12-standard\ndefaults: {}\n',
      );
      expect(await (await upload(yaml, session)).json()).toMatchObject({
        problems: [{ file: 'template.yaml', line: 2 }],
      });
      const withoutKey = { ...session, 'idempotency-key': '' };
      expect(await (await upload(folder({ 'template.conf': CONF }), withoutKey)).json()).toMatchObject({
        ...{ __typename: 'InvalidInput', problems: [{ field: 'idempotencyKey' }] },
      });
    });

    it('is refused if it unpacks to more than it may, or is itself too large', async () => {
      const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
      expect(await (await upload(bomb, session)).json()).toMatchObject({
        problems: [{ file: 'archive', reason: expect.stringContaining('32 MiB') as string }],
      });
      const large = await upload(Buffer.alloc(17 * 1024 * 1024), session);
      expect(large.status).toBe(413);
    });

    it('is refused without a session of ours or a token that may change templates', async () => {
      const body = folder({ 'template.conf': CONF });
      const origin = server.url;
      const token = await server.token({ scopes: ['READ', 'CONTAINERS'] });
      for (const [headers, status] of [
        [{}, 403],
        [{ origin }, 401],
        [{ cookie: session['cookie']! }, 403],
        [{ cookie: session['cookie']!, origin: 'https://evil.example' }, 403],
        [{ authorization: 'Bearer nonsense' }, 401],
        [{ authorization: `Bearer ${token}` }, 403],
      ] as const) {
        expect([headers, (await upload(body, headers)).status]).toEqual([headers, status]);
      }
    });
  });

  it('keeps buckets of packages', async () => {
    const save = async (id: string | null, title: string, packages: object[]) =>
      (
        await ask(
          `mutation ($id: ID, $input: PackageBucketInput!) { savePackageBucket(id: $id, input: $input) {
            __typename ... on PackageBucketSaved { version bucket { id title packages { manager name } } }
            ... on InvalidInput { problems { field code } } ... on PackageBucketRefused { code } } }`,
          { id, input: { title, packages } },
        )
      )['savePackageBucket']!;
    const jq = { manager: 'APT', name: 'jq' };
    const { bucket } = await save(null, 'Tools', [jq]);
    expect(await save(null, 'tools', [jq])).toMatchObject({ code: 'BUCKET.TITLE_TAKEN' });
    expect(await save('nobody', 'X', [jq])).toMatchObject({ code: 'BUCKET.NOT_FOUND' });
    expect(await save(null, 'X', [{ ...jq, name: '-y' }])).toMatchObject({ problems: [{ field: 'packages.0.name' }] });
    const renamed = await save(bucket.id, 'More tools', [jq, { manager: 'PIP', name: 'httpie' }]);
    const { packageBuckets: listed } = await ask(
      `{ packageBuckets(minVersion: "${renamed.version}") { title packages { name } } }`,
    );
    expect(listed).toEqual([{ title: 'More tools', packages: [{ name: 'jq' }, { name: 'httpie' }] }]);
    expect(await ask(`mutation { removePackageBucket(id: "${bucket.id}") }`)).toEqual({ removePackageBucket: true });
    expect(await ask(`mutation { removePackageBucket(id: "${bucket.id}") }`)).toEqual({ removePackageBucket: false });
    expect((await save(null, 'More tools', [jq])).__typename).toBe('PackageBucketSaved');
  });
});

import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { parseTemplateFolder } from '../domain/template-folder.js';
import type { TemplateContent } from '../domain/template.js';
import { unpack } from './archive.js';
import { exportTemplate } from './export.js';
import { parseYamlTemplate, yamlOf } from './yaml-template.js';
import { zipOf } from '../../../test/templates/zip.js';

async function tarOf(entries: readonly (Parameters<ReturnType<typeof pack>['entry']>[0] & { body?: string })[]): Promise<Buffer> {
  const tar = pack();
  for (const { body = '', ...header } of entries) tar.entry(header, body);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const names = (unpacked: Awaited<ReturnType<typeof unpack>>) =>
  unpacked.kind === 'files' ? [...unpacked.files.keys()] : unpacked.problems;

describe('an archive', () => {
  const entries = [
    { name: 'web/template.conf', body: 'TEMPLATE_APP=x\n' },
    { name: 'web/container-configs/scripts/a.sh', body: 'echo\n' },
    { name: 'web/.DS_Store', body: 'junk' },
    { name: '__MACOSX/web/._template.conf', body: 'junk' },
  ];

  it('is unpacked from tar, compressed tar and zip, without its outer folder and without junk', async () => {
    const expected = ['template.conf', 'container-configs/scripts/a.sh'];
    expect(names(await unpack(await tarOf(entries)))).toEqual(expected);
    expect(names(await unpack(gzipSync(await tarOf(entries))))).toEqual(expected);
    expect(names(await unpack(zipOf(entries)))).toEqual(expected);
  });

  it.each(['../evil', '/etc/passwd', 'a/../../b', 'C:/x', 'a\\b'])('is refused for the name %j', async (name) => {
    expect(names(await unpack(await tarOf([{ name, body: 'x' }])))).toMatchObject([{ file: name }]);
    if (!name.includes('\\')) expect(names(await unpack(zipOf([{ name, body: 'x' }])))).toMatchObject([{ file: name }]);
  });

  it.each(['symlink', 'link', 'character-device', 'fifo'] as const)('is refused for a %s', async (type) => {
    const archive = await tarOf([{ name: 'x', type, linkname: '/etc/passwd' }]);
    expect(names(await unpack(archive))).toMatchObject([{ file: 'x', reason: expect.stringContaining('Links') as string }]);
  });

  it('is refused for a symbolic link in a zip', async () => {
    const archive = zipOf([{ name: 'x', body: '/etc/passwd', unixMode: 0o120777 }]);
    expect(names(await unpack(archive))).toMatchObject([{ file: 'x' }]);
  });

  it('is refused if it is too large, packed or unpacked, or has too many entries', async () => {
    const zeros = 'x'.repeat(9 * 1024 * 1024);
    expect(await unpack(Buffer.alloc(800 * 1024))).toMatchObject({ kind: 'refused' });
    expect(await unpack(gzipSync(await tarOf([{ name: 'a', body: zeros }])))).toMatchObject({
      problems: [{ reason: expect.stringContaining('8 MiB') as string }],
    });
    expect(await unpack(gzipSync(Buffer.alloc(64 * 1024 * 1024)))).toMatchObject({ kind: 'refused' });
    expect(await unpack(zipOf([{ name: 'a', body: zeros }]))).toMatchObject({
      problems: [{ reason: expect.stringContaining('8 MiB') as string }],
    });
    const many = Array.from({ length: 501 }, (_, index) => ({ name: `f${String(index)}` }));
    expect(await unpack(gzipSync(await tarOf(many)))).toMatchObject({
      problems: [{ reason: expect.stringContaining('500') as string }],
    });
  });

  it.each(['', 'hello', 'PK\x03\x04broken', '\x1f\x8bbroken'])('is refused if it is %j', async (bytes) => {
    expect(await unpack(Buffer.from(bytes, 'latin1'))).toMatchObject({ kind: 'refused' });
  });
});

const FULL: TemplateContent = {
  title: 'A "full" $HOME `one`',
  description: 'Everything at once:\n\n- a "quoted" list\n  # no comment, `no` $(command) and a \\\nend',
  tags: ['web', 'full'],
  osTemplate: 'alpine-3.22-default',
  defaults: { cores: 2, memory: 1024, disk: 10, unprivileged: false, nesting: true, keyctl: true, fuse: true },
  packageGroups: [
    { name: 'base.apk', manager: 'apk', packages: ['nginx=1.26.2-r0', 'jq'], optional: false, enabled: true },
    { name: 'cli.custom', manager: 'custom', packages: ['tool|which tool|curl x#y | sh|60'], optional: true, enabled: false },
  ],
  scripts: [
    script('20-second.sh', '#!/bin/sh\n# Runs first.\necho "a"\n', { optional: true, timeoutSeconds: 60 }),
    script('10-first.sh', 'echo b\n\n  indented: yes\n', { enabled: false, idempotent: true }),
  ],
  files: [
    { path: '/etc/a/conf', policy: 'backup', mode: '0640', owner: 'root:www-data', body: Buffer.from('x: "y"\n') },
    { path: '/etc/b/conf', policy: 'replace', mode: null, owner: null, body: Buffer.from([0, 255, 10]) },
    { path: '/.profile', policy: 'default', mode: null, owner: null, body: Buffer.from('no end of line') },
  ],
};

function script(name: string, body: string, options: object) {
  const summary = body.includes('Runs first.') ? 'Runs first.' : '';
  const usual = { enabled: true, optional: false, idempotent: false, timeoutSeconds: 3600 };
  return { name, body, summary, ...usual, ...options };
}

const plain = (template: TemplateContent | null) =>
  template && { ...template, files: template.files.map((file) => ({ ...file, body: [...file.body] })) };

describe('a template as one file', () => {
  it('comes back from YAML as it was', () => {
    const { template, problems } = parseYamlTemplate(yamlOf(FULL));
    expect(problems).toEqual([]);
    expect(plain(template)).toEqual(plain(FULL));
  });

  it('comes back from a folder as it was; scripts are numbered if their names were not in order', async () => {
    const { body, fileName } = await exportTemplate(FULL, 'FOLDER');
    expect(fileName).toBe('a-full-home-one.tar.gz');
    const unpacked = await unpack(body);
    const { template, problems } = parseTemplateFolder(unpacked.kind === 'files' ? unpacked.files : new Map());

    expect(problems).toEqual([]);
    expect(template?.scripts.map(({ name }) => name)).toEqual(['01-20-second.sh', '02-10-first.sh']);
    const { scripts, files, ...rest } = plain(FULL)!;
    const byPath = (list: typeof files) => list.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    expect(template).toMatchObject(rest);
    expect(byPath(plain(template)!.files)).toEqual(byPath(files));
    expect(template?.scripts.map(({ timeoutSeconds, enabled, optional, idempotent }) => [timeoutSeconds, enabled, optional, idempotent])).toEqual(
      scripts.map(({ timeoutSeconds, enabled, optional, idempotent }) => [timeoutSeconds, enabled, optional, idempotent]),
    );
  });

  it.each([
    ['an unknown key', 'title: x\nosTemplate: debian-12-standard\ndefaults: {}\nscript: []', 5],
    ['a wrong package', 'title: x\nosTemplate: debian-12-standard\ndefaults: {}\npackageGroups:\n  - name: a.apt\n    packages:\n      - jq\n      - "-x"', 9],
    ['a group without a manager', 'title: x\nosTemplate: debian-12-standard\ndefaults: {}\npackageGroups:\n  - name: base', 6],
    ['a number for a text', 'title: 12\nosTemplate: debian-12-standard\ndefaults: {}', 2],
    ['a script without a body', 'title: x\nosTemplate: debian-12-standard\ndefaults: {}\nscripts:\n  - name: a.sh', 6],
    ['a path that leaves', 'title: x\nosTemplate: debian-12-standard\ndefaults: {}\nfiles:\n  - path: /a/../b\n    text: x', 6],
    ['broken YAML', 'title: x: y', 2],
    ['a key that is there twice', 'title: x\ntitle: y', 3],
  ])('names the line of %s', (_, yaml, line) => {
    const { template, problems } = parseYamlTemplate(`infrahaus: template/1\n${yaml}\n`);
    expect(template).toBeNull();
    expect(problems[0]).toMatchObject({ file: 'template.yaml', line });
  });

  it('does not take what stands for gigabytes, or what is no template', () => {
    const bomb = 'infrahaus: template/1\ntags: &a [x, x]\ntitle: [*a, *a, *a]\n';
    expect(parseYamlTemplate(bomb).problems).toMatchObject([{ reason: expect.stringContaining('Aliases') as string }]);
    for (const text of ['', '[]', 'null', '- a', 'infrahaus: other', '{{{', '!!js/function x', 'x'.repeat(2_000_000)]) {
      expect(parseYamlTemplate(text).problems.length).toBeGreaterThan(0);
    }
  });
});

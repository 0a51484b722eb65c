import { parseTemplateConf } from './template-conf.js';
import { parseTemplateFolder } from './template-folder.js';

const folder = (files: Record<string, string>) =>
  parseTemplateFolder(
    new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)])),
  );
const CONF = 'TEMPLATE_APP=App\nTEMPLATE_OS=debian\nTEMPLATE_VERSION=12\n';
const at = (path: string) => `container-configs/${path}`;

describe('template.conf', () => {
  it('may have values of several lines in quotes, and counts its lines all the same', () => {
    const { values, lines, problems } = parseTemplateConf(
      'A="one\r\n# two\nthree"  # a remark\nB=\'x\ny\'\nC=1\nD="ended \\\nhere"\n\nE=a b\nF="never\nG=$(reboot)\n',
    );
    expect([...values]).toEqual([
      ...[['A', 'one\n# two\nthree'], ['B', 'x\ny'], ['C', '1'], ['D', 'ended here']],
    ]);
    expect([...lines.values()]).toEqual([1, 4, 6, 7]);
    expect(problems.map(({ line }) => line)).toEqual([10, 11, 12]);
  });

  it('understands comments, quotes, defaults and earlier values', () => {
    const { values, problems } = parseTemplateConf(
      [
        '# comment',
        'A="two words" # more',
        "B='$A'",
        'C="${C:-4}"',
        'D=${A}-x',
        'export E=a\\ b',
        'F=',
        'G="${G:-"quoted"}"',
      ].join('\n'),
    );
    expect(problems).toEqual([]);
    expect(Object.fromEntries(values)).toMatchObject({
      A: 'two words',
      B: '$A',
      C: '4',
      D: 'two words-x',
      E: 'a b',
      F: '',
    });
  });

  it.each(['A=$(id)', 'A="`id`"', 'A=x; reboot', 'A="open', 'rm -rf /', 'A=a b', 'A="${A:0:1}"', 'A=(1 2)'])(
    'refuses %j and says where',
    (line) => {
      const { values, problems } = parseTemplateConf(`# first\n${line}\n`);
      expect(values.size).toBe(0);
      expect(problems).toMatchObject([{ file: 'template.conf', line: 2 }]);
    },
  );
});

describe('a template folder', () => {
  it('becomes a template', () => {
    const { template, problems } = folder({
      'template.conf': `${CONF}TEMPLATE_TAGS="web;app"\nTEMPLATE_CPU="\${TEMPLATE_CPU:-2}"\nTEMPLATE_NESTING=1\n`,
      [at('packages/base.apt')]: '# infrahaus: optional\nnginx # a server\n\nnodejs=24.*\n',
      [at('packages/cli.custom')]: 'tool|which tool|curl x#y | sh|60\n',
      [at('scripts/20-b.sh')]: '#!/bin/bash\n# Does b.\n# infrahaus: idempotent timeout=60\n',
      [at('scripts/10-a.sh')]: 'echo a\n',
      [at('scripts/README.md')]: 'ignored',
      [at('files/bashrc')]: 'x',
      [at('files/bashrc.path')]: '/root/\n',
    });

    expect(problems).toEqual([]);
    expect(template).toMatchObject({
      osTemplate: 'debian-12-standard',
      tags: ['web', 'app'],
      defaults: { cores: 2, memory: 512, disk: 8, unprivileged: true, nesting: true },
      packageGroups: [
        { name: 'base.apt', manager: 'apt', packages: ['nginx', 'nodejs=24.*'], optional: true },
        { name: 'cli.custom', packages: ['tool|which tool|curl x#y | sh|60'], optional: false },
      ],
      scripts: [
        { name: '10-a.sh', summary: '', idempotent: false, timeoutSeconds: 3600 },
        { name: '20-b.sh', summary: 'Does b.', idempotent: true, timeoutSeconds: 60 },
      ],
      files: [{ path: '/root/bashrc', policy: 'default' }],
    });
  });

  it('takes files as editors of other systems save them', () => {
    const { template, problems } = folder({
      'template.conf': `\ufeff${CONF}`.replaceAll('\n', '\r\n'),
      [at('packages/base.apt')]: '\ufeff# first\r\nnginx # a server\r\n\r\njq\r\n',
      [at('packages/README.md')]: 'What is in here.',
      [at('scripts/10-a.sh')]: '\ufeff#!/bin/bash\r\necho a\r\n',
      [at('files/x')]: 'a\r\nb',
      [at('files/x.path')]: '/etc\r\n',
      [at('files/x.policy')]: 'backup\r\n',
    });
    expect(problems).toEqual([]);
    expect(template).toMatchObject({
      packageGroups: [{ packages: ['nginx', 'jq'] }],
      scripts: [{ body: '#!/bin/bash\necho a\n' }],
      files: [{ path: '/etc/x', policy: 'backup', body: new TextEncoder().encode('a\r\nb') }],
    });
  });

  it('names the line of a text in another encoding, instead of guessing its letters', () => {
    const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const { template, problems } = parseTemplateFolder(
      new Map([
        ['template.conf', latin1(`${CONF}TEMPLATE_DESCRIPTION='caf\u00e9'\n`)],
        [at('packages/base.apt'), latin1('jq\n# \u00fcber\n')],
        [at('scripts/10-a.sh'), latin1('#!/bin/sh\n# one\necho caf\u00e9')],
        [at('files/x'), latin1('\u00e9')],
        [at('files/x.path'), latin1('/etc/\u00e9')],
      ]),
    );
    expect(template).toBeNull();
    const other = problems.filter(({ reason }) => reason.includes('UTF-8'));
    expect(other.map(({ file, line }) => [file, line])).toEqual([
      ['template.conf', 4],
      [at('packages/base.apt'), 2],
      [at('scripts/10-a.sh'), 3],
      [at('files/x.path'), 1],
    ]);
  });

  it('tells every problem with its file and line', () => {
    const { template, problems } = folder({
      'template.conf': `${CONF}TEMPLATE_RAM=many\n`,
      [at('packages/base.apt')]: 'fine\n$(reboot)\n',
      [at('packages/base.brew')]: 'x\n',
      [at('files/a')]: 'x',
      [at('files/b')]: 'x',
      [at('files/b.path')]: '/etc/../root',
      [at('files/b.policy')]: 'sometimes',
    });

    expect(template).toBeNull();
    expect(problems.map(({ file, line }) => [file, line])).toEqual([
      ['template.conf', 4],
      [at('packages/base.apt'), 2],
      [at('packages/base.brew'), null],
      [at('files/a'), null],
      [at('files/b.path'), 1],
      [at('files/b.policy'), 1],
    ]);
  });
});

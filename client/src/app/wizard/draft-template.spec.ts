import { templateProblems } from '../../../../schema/rules/template.js';
import { inputOf } from '../templates/template-form.js';
import { nginx } from '../templates/template.fixture.js';
import { templateOf } from './draft-template.js';
import { emptyDraft } from './wizard-draft.js';

const draft = { ...emptyDraft('key-12345678'), templateId: 'nginx', memory: 2048 };
const htop = { manager: 'APT', name: 'htop' } as const;

describe('A template from the wizard', () => {
  it('keeps everything of the template that was chosen, with what was changed', () => {
    const form = templateOf({ ...draft, skippedScripts: ['10-configure.sh'] }, nginx, 'Mine');
    expect(inputOf(form)).toMatchObject({
      title: 'Mine',
      osTemplate: 'debian-12-standard',
      defaults: { memory: 2048 },
      packageGroups: [{ name: 'web.apt', packages: ['nginx', 'openssl'], enabled: true }],
      scripts: [{ name: '10-configure.sh', enabled: false, body: '#!/bin/bash\necho site\n' }],
      files: [{ path: '/etc/nginx/site', text: 'listen' }],
    });
  });

  it('holds the extra packages as groups with free names, one for each manager', () => {
    const extraPackages = [htop, { manager: 'NPM', name: 'pm2' } as const, { ...htop, name: 'jq' }];
    const content = { ...nginx, packageGroups: [{ ...nginx.packageGroups[0]!, name: 'extra.apt' }] };
    const { packageGroups } = templateOf({ ...draft, extraPackages }, content, 'Mine');
    expect(packageGroups.slice(1)).toMatchObject([
      { name: 'extra-2.apt', lines: 'htop\njq' },
      { name: 'extra.npm', lines: 'pm2' },
    ]);
  });

  it('is accepted by the rules also where it began from scratch, with an archive of the node', () => {
    const osTemplate = 'local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst';
    const form = templateOf({ ...draft, osTemplate, extraPackages: [htop] }, null, 'Mine');
    expect(form.osTemplate).toBe('debian-13-standard');
    expect(templateProblems(inputOf(form))).toEqual([]);
  });
});

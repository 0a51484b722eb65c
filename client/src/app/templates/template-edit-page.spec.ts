import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { RequestFailed } from '../graphql/request-failed.js';
import { Page } from '../ui/page.fixture.js';
import { TemplateEditPage } from './template-edit-page.js';
import { nginx } from './template.fixture.js';

const buckets = [
  {
    ...{ id: 'b1', title: 'Web tools', description: '' },
    packages: [
      { manager: 'APT', name: 'jq' },
      { manager: 'NPM', name: 'pm2' },
      { manager: 'APT', name: 'htop' },
    ],
  },
];
const saved = { __typename: 'TemplateSaved', template: { id: 't9', revision: 4 } };

async function open(id: string | undefined, answer: () => unknown = () => saved, template: unknown = nginx) {
  const api = new FakeApi({
    TemplateDetails: () => ({ template }),
    PackageBuckets: () => ({ packageBuckets: buckets }),
    CreateTemplate: () => ({ createTemplate: answer() }),
    ReviseTemplate: () => ({ reviseTemplate: answer() }),
  });
  TestBed.configureTestingModule({
    providers: [api.provider, provideRouter([{ path: '**', children: [] }])],
  });
  const fixture = TestBed.createComponent(TemplateEditPage);
  fixture.componentRef.setInput('id', id);
  const page = new Page(fixture);
  await page.settle();
  return { api, page, component: fixture.componentInstance };
}

describe('The template editor', () => {
  beforeEach(() => {
    sessionStorage.clear();
  });

  it('makes a template of what was typed', async () => {
    const { api, page } = await open(undefined);
    await page.type('template-title', 'My app');
    await page.click('group-add');
    await page.type('group-lines', 'curl\n\n nginx=1.26.* ');
    await page.click('script-add');
    await page.click('file-add');
    await page.type('file-path', '/etc/app.conf');
    await page.click('template-save');
    expect(api.variablesOf('CreateTemplate')?.['input']).toMatchObject({
      title: 'My app',
      packageGroups: [{ name: 'base.apt', manager: 'APT', packages: ['curl', 'nginx=1.26.*'] }],
      scripts: [{ name: '10-configure.sh', enabled: true }],
      files: [{ path: '/etc/app.conf', policy: 'DEFAULT', owner: null, text: '' }],
    });
    expect(TestBed.inject(Router).url).toBe('/templates/t9');
  });

  it('makes a new revision of the one that was opened, and loses nothing of it', async () => {
    const { api, page } = await open('nginx');
    await page.type('template-description', 'Changed.');
    await page.click('template-save');
    expect(api.variablesOf('ReviseTemplate')).toMatchObject({
      id: 'nginx',
      expectedRevision: 3,
      input: {
        title: nginx.title,
        description: 'Changed.',
        packageGroups: [{ name: 'web.apt', packages: ['nginx', 'openssl'], optional: true, enabled: true }],
        scripts: [{ name: '10-configure.sh', body: '#!/bin/bash\necho site\n', timeoutSeconds: 600 }],
        files: [{ path: '/etc/nginx/site', policy: 'BACKUP', mode: '0644', text: 'listen' }],
      },
    });
  });

  it('sends nothing while something is wrong, and says what', async () => {
    const { api, page } = await open(undefined);
    await page.click('group-add');
    await page.type('group-lines', 'curl; reboot');
    await page.click('template-save');
    expect(page.text).toContain('Give it a name of 1 to 100 characters.');
    expect(page.text).toContain('This is no apt package');
    expect(api.variablesOf('CreateTemplate')).toBeUndefined();
  });

  it('takes a package list as a group for each manager, under free names', async () => {
    const { page } = await open(undefined);
    await page.choose('group-from-list', 'b1');
    await page.click('group-list-add');
    await page.click('group-list-add');
    const valuesOf = (testId: string) => (page.all(testId) as HTMLInputElement[]).map(({ value }) => value);
    expect(valuesOf('group-name')).toEqual(['web-tools.apt', 'web-tools.npm', 'web-tools-2.apt', 'web-tools-2.npm']);
    expect(valuesOf('group-lines').slice(0, 2)).toEqual(['jq\nhtop', 'pm2']);
  });

  it('lets a group’s name follow its manager', async () => {
    const { page } = await open(undefined);
    await page.click('group-add');
    await page.choose('group-manager', 'PIP');
    expect((page.one('group-name') as HTMLInputElement).value).toBe('base.pip');
  });

  it('says that somebody else has changed it meanwhile, and keeps what was typed', async () => {
    const refused = { __typename: 'TemplateRefused', code: 'TEMPLATE.CHANGED', message: 'It was changed meanwhile.' };
    const { page, component } = await open('nginx', () => refused);
    await page.type('template-title', 'Mine');
    await page.click('template-save');
    expect(page.text).toContain('It was changed meanwhile.');
    expect((page.one('template-title') as HTMLInputElement).value).toBe('Mine');
    expect(component.dirty).toBe(true);
  });

  it('keeps what was typed when nobody answers', async () => {
    const { page } = await open('nginx', () => {
      throw new RequestFailed('Infrahaus does not answer.', 'offline');
    });
    await page.type('template-title', 'Mine');
    await page.click('template-save');
    expect(page.text).toContain('Infrahaus does not answer. Nothing that you typed is lost.');
  });

  it('has what was typed again after a reload, in the same revision only', async () => {
    const { page } = await open('nginx');
    await page.type('template-title', 'Half written');
    // A reload: the page is gone, and nothing was told of it.
    const kept = sessionStorage.getItem('infrahaus.half-written-template') ?? '';
    TestBed.resetTestingModule();
    sessionStorage.setItem('infrahaus.half-written-template', kept);
    const again = await open('nginx');
    expect((again.page.one('template-title') as HTMLInputElement).value).toBe('Half written');
    expect(again.component.dirty).toBe(true);
    TestBed.resetTestingModule();
    sessionStorage.setItem('infrahaus.half-written-template', kept);
    const newer = await open('nginx', () => saved, { ...nginx, revision: 4 });
    expect((newer.page.one('template-title') as HTMLInputElement).value).toBe(nginx.title);
  });

  it('forgets what was typed when somebody leaves', async () => {
    const { page } = await open(undefined);
    await page.type('template-title', 'Given up');
    expect(sessionStorage.getItem('infrahaus.half-written-template')).toContain('Given up');
    page.destroy();
    expect(sessionStorage.getItem('infrahaus.half-written-template')).toBeNull();
  });

  it.each(['{', '5', '{"place":"new","form":{"title":5}}'])('begins afresh where %s was kept', async (text) => {
    sessionStorage.setItem('infrahaus.half-written-template', text);
    const { page } = await open(undefined);
    expect((page.one('template-title') as HTMLInputElement).value).toBe('');
  });

  it('does not open a built-in template', async () => {
    const { page } = await open('nginx', () => saved, { ...nginx, builtIn: true });
    expect(page.text).toContain('stays as it is. Copy it.');
    expect(page.all('template-save')).toEqual([]);
  });
});

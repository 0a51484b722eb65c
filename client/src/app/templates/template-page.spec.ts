import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { TemplatePage } from './template-page.js';
import { nginx } from './template.fixture.js';

const saved = { __typename: 'TemplateSaved', template: { id: 'nginx', revision: 3 } };

async function open(template: unknown, restored: unknown = saved) {
  const api = new FakeApi({
    TemplateDetails: () => ({ template }),
    RestoreTemplate: () => ({ restoreTemplate: restored }),
  });
  TestBed.configureTestingModule({ providers: [api.provider, provideRouter([])] });
  const fixture = TestBed.createComponent(TemplatePage);
  fixture.componentRef.setInput('id', 'nginx');
  const page = new Page(fixture);
  await page.settle();
  return page;
}

describe('A template’s page', () => {
  it('shows defaults, packages, files and scripts', async () => {
    const page = await open(nginx);
    expect(page.text).toContain('nginx openssl');
    expect(page.text).toContain('/etc/nginx/site Keeps what is there under another name, 6 B, 0644');
    expect(page.one('script').textContent).toContain('echo site');
    expect(TestBed.inject(Title).getTitle()).toBe('nginx web server · Templates · Infrahaus');
  });

  it('leads into the wizard with this template', async () => {
    const page = await open(nginx);
    expect(page.one('use-template').getAttribute('href')).toBe('/containers/new?template=nginx');
  });

  it('puts an archived template back, and says why that cannot be', async () => {
    const refused = { __typename: 'TemplateRefused', code: 'TEMPLATE.TITLE_TAKEN', message: 'Its title is taken.' };
    const page = await open({ ...nginx, archived: true }, refused);
    expect(page.all('use-template')).toEqual([]);
    await page.click('template-restore');
    expect(page.text).toContain('Its title is taken.');
  });

  it('says that there is no such template', async () => {
    const page = await open(null);
    expect(page.text).toContain('There is no such template');
  });
});

import { TestBed } from '@angular/core/testing';
import { provideHttpClient } from '@angular/common/http';
import { provideRouter } from '@angular/router';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { RequestFailed } from '../graphql/request-failed.js';
import { Page } from '../ui/page.fixture.js';
import { TemplateList } from './template-list.js';
import { nginx } from './template.fixture.js';

async function open(answer: (archivedToo: boolean) => unknown[]) {
  const api = new FakeApi({
    Templates: ({ includeArchived }) => ({ templates: answer(includeArchived === true) }),
  });
  TestBed.configureTestingModule({ providers: [api.provider, provideHttpClient(), provideRouter([])] });
  const page = new Page(TestBed.createComponent(TemplateList));
  await page.settle();
  return page;
}
const many = Array.from({ length: 7 }, (_, index) => ({ ...nginx, id: `t${index}`, title: `Number ${index}` }));

describe('The templates', () => {
  it('tell what is in each', async () => {
    const page = await open(() => [nginx]);
    expect(page.text).toContain('2 cores, 1 GiB memory, 10 GiB disk');
    expect(page.text).toContain('1 package group · 1 script · 1 file');
    expect(page.one('template').querySelector('a')?.getAttribute('href')).toBe('/templates/nginx');
  });

  it('can be searched once there are many', async () => {
    const page = await open(() => many);
    await page.type('search', 'WEB number 4');
    expect(page.all('template').map(({ dataset }) => dataset['template'])).toEqual(['t4']);
    await page.type('search', 'nothing like it');
    expect(page.text).toContain('Nothing matches “nothing like it”.');
  });

  it('show the archived ones only when somebody wants to see them', async () => {
    const page = await open((archivedToo) => (archivedToo ? [nginx, { ...nginx, id: 'old', archived: true }] : [nginx]));
    expect(page.all('template')).toHaveLength(1);
    page.one('archived-too').querySelector('button')?.click();
    await page.settle();
    expect(page.all('template')[1]?.textContent).toContain('Archived');
  });

  it('say what to do when there are none', async () => {
    const page = await open(() => []);
    expect(page.text).toContain('Make a container from scratch');
  });

  it('offer another attempt when nobody answers', async () => {
    const page = await open(() => {
      throw new RequestFailed('Infrahaus does not answer.', 'offline');
    });
    expect(page.text).toContain('Infrahaus does not answer. Try again');
  });
});

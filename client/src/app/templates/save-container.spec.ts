import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { SaveContainer } from './save-container.js';

async function open(...answers: unknown[]) {
  const left = [...answers];
  const api = new FakeApi({ SaveAsTemplate: () => ({ saveAsTemplate: left.shift() }) });
  TestBed.configureTestingModule({ providers: [api.provider, provideRouter([])] });
  const fixture = TestBed.createComponent(SaveContainer);
  fixture.componentRef.setInput('containerId', 'c1');
  const page = new Page(fixture);
  await page.settle();
  return { api, page };
}

describe('Saving a container as a template', () => {
  it('wants a title, says when it is taken, and leads to the template', async () => {
    const refused = { __typename: 'TemplateRefused', code: 'TEMPLATE.TITLE_TAKEN', message: 'It is taken.' };
    const { api, page } = await open(refused, { __typename: 'TemplateSaved', template: { id: 't9', revision: 1 } });
    await page.click('save-template');
    expect(page.text).toContain('Give it a name of 1 to 100 characters.');
    expect(api.asked).toEqual([]);
    await page.type('save-title', ' Mine ');
    await page.click('save-template');
    expect(page.text).toContain('It is taken.');
    await page.click('save-template');
    expect(api.variablesOf('SaveAsTemplate')).toMatchObject({ containerId: 'c1', title: 'Mine' });
    expect(page.one('template-saved').querySelector('a')?.getAttribute('href')).toBe('/templates/t9');
  });
});

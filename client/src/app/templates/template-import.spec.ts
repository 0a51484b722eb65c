import { TestBed } from '@angular/core/testing';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { provideRouter, Router } from '@angular/router';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { TemplateImport } from './template-import.js';

const saved = { __typename: 'TemplateSaved', template: { id: 't9', revision: 1 } };

async function importing(name: string, content: string, ...answers: unknown[]) {
  const left = [...answers];
  const api = new FakeApi({ ImportTemplate: () => ({ importTemplate: left.shift() }) });
  TestBed.configureTestingModule({
    providers: [
      api.provider,
      provideHttpClient(),
      provideHttpClientTesting(),
      provideRouter([{ path: '**', children: [] }]),
    ],
  });
  const fixture = TestBed.createComponent(TemplateImport);
  const page = new Page(fixture);
  await page.settle();
  const input = page.one('import-file') as HTMLInputElement;
  const file = fileOf(name, content);
  Object.defineProperty(input, 'files', { value: { item: () => file }, configurable: true });
  input.dispatchEvent(new Event('change'));
  await new Promise((resolve) => setTimeout(resolve));
  await page.settle();
  return { api, page };
}

/** jsdom's File cannot be read as text. */
function fileOf(name: string, content: string): File {
  const bytes = new TextEncoder().encode(content);
  return Object.assign(new File([bytes], name), {
    text: () => Promise.resolve(content),
    arrayBuffer: () => Promise.resolve(bytes.buffer),
  });
}

describe('Importing a template', () => {
  it('sends a YAML file as text and goes to the template', async () => {
    const { api } = await importing('app.yaml', 'title: App', saved);
    expect(api.variablesOf('ImportTemplate')?.['input']).toEqual({ yaml: 'title: App', title: null });
    expect(TestBed.inject(Router).url).toBe('/templates/t9');
  });

  it('sends an archive in base64', async () => {
    const { api } = await importing('app.tar.gz', 'abc', saved);
    expect(api.variablesOf('ImportTemplate')?.['input']).toEqual({ archive: btoa('abc'), title: null });
  });

  it('names each problem by file and line', async () => {
    const problems = [{ file: 'packages/base.apt', line: 3, reason: 'This is no apt package.' }];
    const { page } = await importing('app.zip', 'abc', { __typename: 'ImportProblems', problems });
    expect(page.text).toContain('packages/base.apt, line 3: This is no apt package.');
  });

  it('offers another title when the file’s own is taken', async () => {
    const taken = { __typename: 'TemplateRefused', code: 'TEMPLATE.TITLE_TAKEN', message: 'There is one already.' };
    const { api, page } = await importing('app.yaml', 'title: App', taken, saved);
    expect(page.text).toContain('There is one already.');
    const form = page.one('import-title').closest('form');
    const submit = () => form?.dispatchEvent(new Event('submit', { cancelable: true }));
    expect(form?.querySelector('button')?.disabled).toBe(false);
    submit();
    await page.settle();
    expect(api.asked).toHaveLength(1);
    await page.type('import-title', 'App 2');
    submit();
    await page.settle();
    expect(api.variablesOf('ImportTemplate')?.['input']).toEqual({ yaml: 'title: App', title: 'App 2' });
  });

  it('does not even send what is too large', async () => {
    const { api, page } = await importing('app.yaml', 'x'.repeat(700_001));
    expect(page.text).toContain('It has more than 700 KB.');
    expect(api.asked).toEqual([]);
  });

  it('uploads an archive that is too large for a GraphQL request, and shows the same problems', async () => {
    const { api, page } = await importing('app.zip', 'x'.repeat(700_001));
    const http = TestBed.inject(HttpTestingController);
    const sent = http.expectOne('/imports/template');
    expect(sent.request.headers.get('Idempotency-Key')).toHaveLength(36);
    expect((sent.request.body as File).size).toBe(700_001);
    expect(api.asked).toEqual([]);
    sent.flush({ __typename: 'ImportProblems', problems: [{ file: 'template.conf', line: 2, reason: 'No.' }] });
    await new Promise((resolve) => setTimeout(resolve));
    await page.settle();
    expect(page.text).toContain('template.conf, line 2: No.');
  });
});

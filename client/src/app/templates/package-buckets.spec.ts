import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { PackageBuckets } from './package-buckets.js';

const tools = {
  ...{ id: 'b1', title: 'Tools', description: 'For looking around.' },
  packages: [
    { manager: 'APT', name: 'htop' },
    { manager: 'NPM', name: 'pm2' },
  ],
};
const saved = { __typename: 'PackageBucketSaved', bucket: { id: 'b1' } };

async function open(buckets: unknown[] = [tools], answer: unknown = saved) {
  const api = new FakeApi({
    PackageBuckets: () => ({ packageBuckets: buckets }),
    SavePackageBucket: () => ({ savePackageBucket: answer }),
    RemovePackageBucket: () => ({ removePackageBucket: true }),
  });
  TestBed.configureTestingModule({ providers: [api.provider, provideRouter([])] });
  const page = new Page(TestBed.createComponent(PackageBuckets));
  await page.settle();
  return { api, page };
}
const valueOf = (page: Page, testId: string) => (page.one(testId) as HTMLInputElement).value;

describe('Package lists', () => {
  it('are made of lines, apt unless a manager stands in front', async () => {
    const { api, page } = await open([]);
    await page.click('bucket-add');
    await page.type('bucket-title', ' Web ');
    await page.type('bucket-lines', 'nginx=1.26.*\n\n npm pm2');
    await page.click('bucket-save');
    const packages = [
      { manager: 'APT', name: 'nginx=1.26.*' },
      { manager: 'NPM', name: 'pm2' },
    ];
    expect(api.variablesOf('SavePackageBucket')).toEqual({
      id: null,
      input: { title: 'Web', description: '', packages },
    });
    expect(page.all('bucket-save')).toEqual([]);
  });

  it('are edited as they are, and sent with their id', async () => {
    const { api, page } = await open();
    await page.click('bucket-edit');
    expect([valueOf(page, 'bucket-title'), valueOf(page, 'bucket-lines')]).toEqual(['Tools', 'htop\nnpm pm2']);
    await page.type('bucket-title', 'Tools 2');
    await page.click('bucket-save');
    expect(api.variablesOf('SavePackageBucket')).toEqual({
      id: 'b1',
      input: { title: 'Tools 2', description: tools.description, packages: tools.packages },
    });
  });

  it('are judged by the rules before anything is sent', async () => {
    const { api, page } = await open([]);
    await page.click('bucket-add');
    await page.type('bucket-lines', 'htop; reboot');
    await page.click('bucket-save');
    expect(page.text).toContain('This is no apt package');
    expect(api.variablesOf('SavePackageBucket')).toBeUndefined();
  });

  it('keep what was typed when the title is taken', async () => {
    const refused = { __typename: 'PackageBucketRefused', code: 'BUCKET.TITLE_TAKEN', message: 'There is one already.' };
    const { page } = await open([tools], refused);
    await page.click('bucket-edit');
    await page.type('bucket-lines', 'jq');
    await page.click('bucket-save');
    expect(page.text).toContain('There is one already.');
    expect(valueOf(page, 'bucket-lines')).toBe('jq');
  });

  it('are deleted only after a question that names them', async () => {
    const { api, page } = await open();
    await page.click('bucket-remove');
    expect(page.text).toContain('Delete the list “Tools”?');
    expect(api.variablesOf('RemovePackageBucket')).toBeUndefined();
    await page.click('confirm-yes');
    expect(api.variablesOf('RemovePackageBucket')).toEqual({ id: 'b1' });
  });
});

import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { ContainerCardFragment } from '../../../../schema/generated/client.js';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { RequestFailed } from '../graphql/request-failed.js';
import { Page } from '../ui/page.fixture.js';
import { ContainerList } from './container-list.js';
import { container } from './container.fixture.js';

async function open(answer: () => { containers: readonly ContainerCardFragment[] }) {
  const api = new FakeApi({ Containers: answer });
  TestBed.configureTestingModule({ providers: [api.provider, provideRouter([])] });
  const page = new Page(TestBed.createComponent(ContainerList));
  await page.settle();
  return { api, page };
}
const list = (...containers: ContainerCardFragment[]) => open(() => ({ containers }));

describe('The container list', () => {
  it('shows the newest first, the state in words, and which of them are in the lab', async () => {
    const { page } = await list(
      container({ id: 'old', hostname: 'old', createdAt: '2026-01-01T00:00:00.000Z' }),
      container({ id: 'new', hostname: 'new', state: 'PROVISIONING', percent: 43.7, lab: true }),
    );
    const [first, second] = page.texts('container-row');
    expect(first).toMatch(/^new Lab .*Provisioning 43 %/);
    expect(second).toMatch(/^old .*Ready/);
    expect(page.all('lab-chip')).toHaveLength(1);
  });

  it('follows changes, new containers and destroyed ones', async () => {
    const { api, page } = await list(container({ state: 'PROVISIONING', percent: 10 }));
    api.push('ContainerChanges', { containerChanges: container({ state: 'READY' }) });
    api.push('ContainerChanges', { containerChanges: container({ id: 'c2', hostname: 'web-2' }) });
    await page.settle();
    expect(page.all('container-row').map(({ dataset }) => dataset['state'])).toEqual(['READY', 'READY']);
    api.push('ContainerChanges', { containerChanges: container({ state: 'DESTROYED' }) });
    await page.settle();
    expect(page.texts('container-row')).toEqual([expect.stringContaining('web-2')]);
  });

  it('finds by everything that stands on a row', async () => {
    const many = Array.from({ length: 8 }, (_, index) =>
      container({
        id: `c${String(index)}`,
        hostname: `web-${String(index)}`,
        vmid: 100 + index,
        tags: ['blue'],
      }),
    );
    const { page } = await list(...many);
    await page.type('search', 'BLUE 105');
    expect(page.texts('container-row')).toEqual([expect.stringContaining('web-5')]);
    await page.type('search', 'nothing like it');
    expect(page.text).toContain('Nothing matches “nothing like it”.');
  });

  it('says what to do while there is none', async () => {
    const { page } = await list();
    expect(page.text).toContain('No containers yet');
  });

  it('says that nobody answers, and that it goes on trying', async () => {
    const { page } = await open(() => {
      throw new RequestFailed('Infrahaus does not answer.', 'offline');
    });
    expect(page.text).toContain('Infrahaus does not answer. Trying again by itself.');
  });
});

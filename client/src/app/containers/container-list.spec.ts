import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import type { ContainerCardFragment } from '../../../../schema/generated/client.js';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { RequestFailed } from '../graphql/request-failed.js';
import { Page } from '../ui/page.fixture.js';
import { ContainerList } from './container-list.js';
import { container } from './container.fixture.js';

async function open(answer: () => { containers: readonly ContainerCardFragment[] }) {
  const api = new FakeApi({ Containers: answer });
  TestBed.configureTestingModule({
    providers: [api.provider, provideRouter([{ path: '**', children: [] }])],
  });
  const fixture = TestBed.createComponent(ContainerList);
  const page = new Page(fixture);
  await page.settle();
  const set = async (inputs: Record<string, string>) => {
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    await page.settle();
  };
  return { api, page, set };
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

  it('puts what is searched and filtered by into the address, and back', async () => {
    const { page, set } = await list(
      container({ id: 'c1', hostname: 'web-1', tags: ['blue'] }),
      container({ id: 'c2', hostname: 'web-2', tags: ['red'], nodeName: 'pve-2' }),
    );
    await page.type('search', 'web-2');
    expect(TestBed.inject(Router).url).toBe('/?q=web-2');
    await page.choose('filter-tag', 'blue');
    expect(TestBed.inject(Router).url).toBe('/?tag=blue');
    await set({ q: 'web', node: 'pve-2' });
    expect(page.texts('container-row')).toEqual([expect.stringContaining('web-2')]);
    await set({ tag: 'blue' });
    expect(page.texts('none')).toEqual([expect.stringContaining('None of the 2 containers matches')]);
    await page.click('clear-filters');
    expect(TestBed.inject(Router).url).toBe('/');
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

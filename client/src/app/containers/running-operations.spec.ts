import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Session } from '../accounts/session.js';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { container } from './container.fixture.js';
import { RunningOperations } from './running-operations.js';

async function open(...containers: ReturnType<typeof container>[]) {
  const account = signal<object | null>({ name: 'admin' });
  const api = new FakeApi({ Containers: () => ({ containers }) });
  TestBed.configureTestingModule({
    providers: [api.provider, provideRouter([]), { provide: Session, useValue: { account } }],
  });
  const page = new Page(TestBed.createComponent(RunningOperations));
  await page.settle();
  await page.settle(); // once for the question, once for the answer
  return { api, page, account };
}

describe('What is in progress', () => {
  it('is not in sight while nothing is', async () => {
    const { page } = await open(container());
    expect(page.all('running-operations')).toEqual([]);
  });

  it('leads to the run if it is the only one, and appears and goes by itself', async () => {
    const { api, page } = await open(container());
    api.push('ContainerChanges', { containerChanges: container({ state: 'PROVISIONING', percent: 41.6 }) });
    await page.settle();
    expect(page.one('running-operations').getAttribute('href')).toBe('/containers/c1/progress');
    expect(page.text).toContain('1 in progress web-1 41 %');
    api.push('ContainerChanges', { containerChanges: container() });
    await page.settle();
    expect(page.all('running-operations')).toEqual([]);
  });

  it('leads to the list of several', async () => {
    const { page } = await open(
      container({ state: 'PROVISIONING' }),
      container({ id: 'c2', state: 'REQUESTED' }),
    );
    expect(page.one('running-operations').getAttribute('href')).toBe('/containers?state=running');
  });

  it('is forgotten with the session', async () => {
    const { page, account } = await open(container({ state: 'PROVISIONING' }));
    account.set(null);
    await page.settle();
    expect(page.all('running-operations')).toEqual([]);
  });
});

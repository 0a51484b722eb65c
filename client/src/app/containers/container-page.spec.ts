import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { ContainerDetailsQuery } from '../../../../schema/generated/client.js';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { ContainerPage } from './container-page.js';
import { container } from './container.fixture.js';

type Details = NonNullable<ContainerDetailsQuery['container']>;

const details: Details = {
  summary: container(),
  spec: {
    cores: 2,
    memory: 1024,
    swap: 512,
    disk: 8,
    storage: 'local-zfs',
    bridge: 'vmbr0',
    ipv4: 'dhcp',
    gateway: null,
    vlan: 20,
    osTemplate: 'debian-12-standard',
    unprivileged: true,
    nesting: false,
    packageGroups: ['base.apt'],
    extraPackages: [],
    scripts: [],
  },
  run: {
    ...{
      id: 'r1',
      attempt: 1,
      retry: null,
      state: 'READY',
      failure: null,
      requestedAt: '',
      endedAt: '2026-01-31T12:00:09.000Z',
    },
    phases: [
      { key: 'create', title: 'Create container', state: 'FAILED', startedAt: null, durationMs: null },
    ],
  },
  services: [],
  version: '1',
};
const service = (change: Partial<Details['services'][number]>) => ({
  name: 'nginx',
  status: 'running',
  system: false,
  ports: [],
  urls: ['http://10.0.0.4/', 'javascript:alert(1)'],
  reachable: true,
  credentials: [],
  ...change,
});

async function open(answer: Details | null) {
  const api = new FakeApi({
    ContainerDetails: () => ({ container: answer }),
    StartContainer: () => ({ result: { __typename: 'RunRefused', message: 'Not now.' } }),
  });
  TestBed.configureTestingModule({ providers: [api.provider, provideRouter([])] });
  const fixture = TestBed.createComponent(ContainerPage);
  fixture.componentRef.setInput('id', 'c1');
  const page = new Page(fixture);
  await page.settle();
  return { api, page };
}

describe('The page of a container', () => {
  it('tells what the container is made of', async () => {
    const { page } = await open(details);
    for (const text of ['8 GiB on local-zfs', 'vmbr0, dhcp, VLAN 20', 'Unprivileged', '10.0.0.4']) {
      expect(page.text).toContain(text);
    }
  });

  it('makes links of web addresses only, and sets the services of the system apart', async () => {
    const { page } = await open({
      ...details,
      services: [service({}), service({ name: 'cron', system: true })],
    });
    expect(page.text).toContain('1 service of the operating system');
    const links = [...page.all('service')[0]!.querySelectorAll('a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['http://10.0.0.4/']);
  });

  it('shows why the last run failed, with a way on', async () => {
    const failure = {
      phase: 'create',
      step: null,
      code: 'CREATE.STORAGE_FULL',
      message: 'no space left on local-zfs',
      likelyCause: 'The storage is full.',
      retryable: true,
      exitCode: null,
    };
    const { page } = await open({
      ...details,
      summary: container({ state: 'FAILED' }),
      run: { ...details.run, state: 'FAILED', retry: 'RETRY', failure },
    });
    expect(page.text).toContain('Create container failed');
    expect(page.text).toContain('no space left on local-zfs');
    expect(page.text).toContain('The storage is full.');
    expect(page.all('retry')).toHaveLength(1);
  });

  it.each([
    ['STOP', ['Stop again']],
    ['START', ['Start again']],
    ['DESTROY', []],
  ] as const)('offers to repeat what failed, never to provision, after a %s', async (retry, offered) => {
    const { api, page } = await open({
      ...details,
      summary: container({ state: 'FAILED' }),
      run: { ...details.run, state: 'FAILED', retry },
    });
    expect(page.all('retry').map(({ textContent }) => textContent.replace('refresh', '').trim())).toEqual(
      offered,
    );
    expect(page.all('retry-all')).toEqual([]);
    expect(page.all('destroy')).toHaveLength(1);
    expect(api.asked).not.toContain('RetryProvisioning');
  });

  it('offers to stop what runs, to start what was stopped, and nothing while a run goes on', async () => {
    const { page } = await open(details);
    expect([page.all('stop'), page.all('start')].map(({ length }) => length)).toEqual([1, 0]);
    TestBed.resetTestingModule();
    const stopped = await open({ ...details, summary: container({ stopped: true }) });
    expect(stopped.page.text).toContain('Stopped');
    await stopped.page.click('start');
    expect(stopped.api.variablesOf('StartContainer')).toMatchObject({ containerId: 'c1' });
    TestBed.resetTestingModule();
    const summary = container({ state: 'PROVISIONING' });
    const busy = await open({ ...details, summary, run: { ...details.run, endedAt: null } });
    expect(busy.page.all('destroy')).toEqual([]);
  });

  it('says that there is no such container', async () => {
    const { page } = await open(null);
    expect(page.text).toContain('There is no such container');
  });

  it('asks again when the container changes', async () => {
    const { api, page } = await open(details);
    const asked = api.asked.length;
    api.push('ContainerChanges', { containerChanges: container({ id: 'another' }) });
    await page.settle();
    expect(api.asked).toHaveLength(asked);
    api.push('ContainerChanges', { containerChanges: container({ percent: 5 }) });
    await page.settle();
    expect(api.asked).toHaveLength(asked + 1);
  });
});

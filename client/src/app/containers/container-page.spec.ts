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
    networks: [
      { bridge: 'vmbr0', ipv4: 'dhcp', gateway: null, ipv6: 'manual', gateway6: null, vlan: 20 },
      { bridge: 'vmbr1', ipv4: '10.1.0.5/24', gateway: '10.1.0.1', ipv6: 'auto', gateway6: null, vlan: null },
    ],
    mountPoints: [{ path: '/srv/data', storage: 'tank', size: 20 }],
    features: ['nesting'],
    startOnBoot: true,
    protection: false,
    description: null,
    osTemplate: 'debian-12-standard',
    unprivileged: true,
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

const entry = (revision: number, type: string, text: string, actor = 'worker:w1') => ({
  ...{ revision, type, text, actor, at: '2026-01-31T12:00:00.000Z' },
  ...{ cause: `cause-${revision}`, runId: 'r1' },
});
const FIRST = {
  entries: [
    entry(0, 'RunRequested', 'A run was asked for.', 'token:t1'),
    entry(1, 'PhaseStarted', 'It began.'),
  ],
  next: 1,
};
const LAST = { entries: [entry(2, 'RunEnded', 'The run ended: ready.')], next: null };

async function open(answer: Details | null, tab?: string) {
  const api = new FakeApi({
    ContainerDetails: () => ({ container: answer }),
    ContainerHistory: ({ after }) => ({ containerHistory: after === null ? FIRST : LAST }),
    ContainerReceipt: () => ({ containerReceipt: { json: '{ "vmid": 101 }', yaml: 'vmid: 101' } }),
    RefreshServices: () => ({ result: { __typename: 'RunRefused', message: 'A run goes on.' } }),
    ResyncContainer: () => ({ result: { __typename: 'RunRefused', message: 'A run goes on.' } }),
    StartContainer: () => ({ result: { __typename: 'RunRefused', message: 'Not now.' } }),
  });
  TestBed.configureTestingModule({ providers: [api.provider, provideRouter([])] });
  const fixture = TestBed.createComponent(ContainerPage);
  fixture.componentRef.setInput('id', 'c1');
  fixture.componentRef.setInput('tab', tab);
  const page = new Page(fixture);
  // The container, the tab's code, what the tab asks for.
  for (let part = 0; part < 3; part += 1) await page.settle();
  return { api, page };
}

describe('The page of a container', () => {
  it('tells what the container is made of', async () => {
    const { page } = await open(details);
    for (const text of [
      '8 GiB on local-zfs',
      'vmbr0, dhcp, VLAN 20',
      'vmbr1, 10.1.0.5/24',
      '20 GiB on tank',
      '10.0.0.4',
    ]) {
      expect(page.text).toContain(text);
    }
  });

  it('makes links of web addresses only, and sets the services of the system apart', async () => {
    const { page } = await open(
      {
        ...details,
        services: [service({}), service({ name: 'cron', system: true })],
      },
      'services',
    );
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

  it('looks again for services on request, and says why not', async () => {
    const { api, page } = await open({ ...details, services: [service({})] }, 'services');
    await page.click('refresh-services');
    expect(api.variablesOf('RefreshServices')).toMatchObject({ containerId: 'c1' });
    expect(page.text).toContain('A run goes on.');
  });

  it('asks by name before it brings a container back to its template', async () => {
    const { api, page } = await open(details);
    await page.click('resync');
    expect(page.text).toContain('Bring “web-1” back to its template?');
    expect(api.variablesOf('ResyncContainer')).toBeUndefined();
    await page.click('confirm-yes');
    expect(api.variablesOf('ResyncContainer')).toMatchObject({ containerId: 'c1' });
  });

  it('tells the whole history, the latest first: who did what, and by which command', async () => {
    const { page } = await open(details, 'history');
    expect(page.all('history-entry')).toHaveLength(3);
    const [latest, , first] = page.texts('history-entry');
    expect(latest).toContain('The run ended: ready. Infrahaus command cause-2');
    expect(first).toContain('A run was asked for. API token t1');
  });

  it('leads to the log of every run', async () => {
    const { page } = await open(details, 'logs');
    expect(page.one('past-run').textContent).toContain('The run ended: ready.');
    expect(page.one('past-run-log').getAttribute('href')).toBe('/containers/c1/progress?run=r1');
  });

  it('shows the receipt as YAML or JSON', async () => {
    const { page } = await open(details, 'receipt');
    expect(page.one('receipt-text').textContent).toBe('vmid: 101');
    page.one('receipt-json').dispatchEvent(new Event('change'));
    await page.settle();
    expect(page.one('receipt-text').textContent).toBe('{ "vmid": 101 }');
  });

  it('shows the overview where the address names no tab that there is', async () => {
    const { page } = await open(details, 'nonsense');
    expect(page.one('tab-overview').getAttribute('aria-current')).toBe('page');
  });
});

import { Clipboard } from '@angular/cdk/clipboard';
import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { provideRouter, Router } from '@angular/router';
import { container } from '../containers/container.fixture.js';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { RequestFailed } from '../graphql/request-failed.js';
import { Page } from '../ui/page.fixture.js';
import { ProgressPage } from './progress-page.js';

const at = '2026-01-31T12:00:00.000Z';
const later = (second: number) => new Date(Date.parse(at) + second * 1000).toISOString();
const began = {
  __typename: 'RunBegan',
  at,
  runId: 'r1',
  attempt: 1,
  phases: [
    { key: 'create', title: 'Create', state: 'PENDING' },
    { key: 'sync', title: 'Sync', state: 'PENDING' },
  ],
};
const running = {
  __typename: 'PhaseProgress',
  at,
  phase: 'sync',
  state: 'RUNNING',
  percent: 42.4,
  durationMs: null,
  note: null,
  failure: null,
};
const failure = {
  phase: 'sync',
  step: null,
  code: 'SYNC.SCRIPT_FAILED',
  message: 'nginx: unknown directive',
  likelyCause: 'The script ended with an error.',
  retryable: true,
  exitCode: 2,
};
const lines = (...text: string[]) => ({
  __typename: 'LogLines',
  at,
  phase: 'sync',
  logStep: null,
  stream: 'STDERR',
  firstLine: 0,
  lines: text,
});
const nginx = {
  name: 'nginx',
  status: 'running',
  system: false,
  ports: ['80/tcp'],
  urls: ['http://10.0.0.4/'],
  reachable: false,
  credentials: [{ id: 'k1', key: 'PASSWORD' }],
};

async function watch(retryResult: unknown = { __typename: 'RunAccepted', runId: 'r2', version: '2' }) {
  const api = new FakeApi({
    ContainerHeading: () => ({
      container: { summary: container({ lab: true }), run: { id: 'r1', queuePlace: 3 } },
    }),
    RetryProvisioning: () => ({ result: retryResult }),
    DestroyContainer: () => ({ result: { __typename: 'RunAccepted', runId: 'r3' } }),
    CancelRun: () => ({ cancelRun: { __typename: 'RunAccepted' } }),
    RevealCredential: () => ({
      revealCredential: { __typename: 'RevealedCredential', id: 'k1', value: 's3cret' },
    }),
  });
  TestBed.configureTestingModule({
    providers: [api.provider, provideRouter([{ path: '**', children: [] }])],
  });
  const fixture = TestBed.createComponent(ProgressPage);
  fixture.componentRef.setInput('id', 'c1');
  const page = new Page(fixture);
  await page.settle();
  let cursor = 0;
  const push = async (...events: unknown[]) => {
    const frame = { cursor: String((cursor += 1)), events, caughtUp: true, terminal: false };
    api.push('ContainerProgress', { containerProgress: frame });
    await page.settle();
  };
  return { api, page, push };
}
const stateOf = (page: Page, phase: string) =>
  page.all('phase').find(({ dataset }) => dataset['phase'] === phase)?.dataset['state'];

describe('The progress page', () => {
  it('connects first, then shows the phases and percent of the running run', async () => {
    const { page, push } = await watch();
    expect(page.texts('run-state')).toEqual(['Connecting']);
    await push(began, running);
    expect(page.texts('run-state')).toEqual(['Running']);
    expect([stateOf(page, 'create'), stateOf(page, 'sync')]).toEqual(['PENDING', 'RUNNING']);
    expect(page.text).toContain('42 %');
    expect(page.texts('status-line')).toEqual(['Sync is going on.']);
    expect(TestBed.inject(Title).getTitle()).toBe('42 % · web-1 · Infrahaus');
    expect(page.all('lab-chip')).toHaveLength(1);
  });

  it('shows the place in the queue until a worker takes the run', async () => {
    const { page, push } = await watch();
    await push(began);
    while (page.all('queue-place').length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await page.settle();
    }
    expect(page.texts('queue-place')).toEqual(['Place 3 in the queue']);
    expect(page.texts('status-line')).toEqual(['Waiting for a worker.']);
    await push({ __typename: 'RunClaimedByWorker', at, claim: 1 });
    expect(page.texts('queue-place')).toEqual([]);
  });

  it('shows what failed with its last lines, and starts another attempt', async () => {
    const { api, page, push } = await watch();
    await push(began, running, lines('one', '\u001b[31mnginx: unknown directive\u001b[0m'));
    await push({ __typename: 'RunEnded', at, outcome: 'FAILED', failure });
    const card = page.one('failure-card').textContent;
    for (const text of [
      'Sync failed with exit code 2',
      'one\nnginx: unknown directive',
      'The script ended',
    ]) {
      expect(card).toContain(text);
    }
    await page.click('retry');
    expect(api.variablesOf('RetryProvisioning')).toMatchObject({ containerId: 'c1', from: 'FAILED' });
    expect(TestBed.inject(Router).url).toBe('/containers/c1/progress?run=r2');
  });

  it('starts everything anew, or opens the wizard with the same answers', async () => {
    const { api, page, push } = await watch();
    await push(began, { __typename: 'RunEnded', at, outcome: 'FAILED', failure });
    expect(page.one('edit-retry').getAttribute('href')).toBe('/containers/new?from=c1');
    expect(page.one('keep').getAttribute('href')).toBe('/containers/c1');
    await page.click('retry-all');
    expect(api.variablesOf('RetryProvisioning')).toMatchObject({ containerId: 'c1', from: 'START' });
  });

  it('destroys only after a question that names the container', async () => {
    const { api, page, push } = await watch();
    await push(began, { __typename: 'RunEnded', at, outcome: 'FAILED', failure });
    await page.click('destroy');
    expect(page.text).toContain('Destroy “web-1” with its disk and its credentials?');
    await page.click('confirm-no');
    expect(api.variablesOf('DestroyContainer')).toBeUndefined();
    await page.click('destroy');
    await page.click('confirm-yes');
    expect(api.variablesOf('DestroyContainer')).toMatchObject({ containerId: 'c1' });
    expect(TestBed.inject(Router).url).toBe('/containers/c1/progress?run=r3');
  });

  it('says what a run was for when it has done it', async () => {
    const { page, push } = await watch();
    const phases = [{ key: 'destroy', title: 'Destroy container', state: 'PENDING' }];
    await push({ ...began, phases }, { __typename: 'RunEnded', at, outcome: 'READY', failure: null });
    expect(page.texts('ready-card')).toEqual([expect.stringContaining('web-1 was destroyed')]);
    expect(page.all('open-container')).toEqual([]);
  });

  it('cancels the run that it shows, and says so until the run has ended', async () => {
    const { api, page, push } = await watch();
    await push(began, running);
    await page.click('cancel-run');
    expect(api.variablesOf('CancelRun')).toEqual({ containerId: 'c1', runId: 'r1' });
    await push({ __typename: 'RunCancelRequested', at });
    expect(page.texts('cancel-run')).toEqual(['Cancelling…']);
    expect(page.texts('status-line')).toEqual(['The run is being cancelled.']);
    await push({ __typename: 'RunEnded', at, outcome: 'CANCELLED', failure: null });
    expect(page.texts('run-state')).toEqual(['Cancelled']);
    expect(page.all('cancel-run')).toEqual([]);
    expect(page.text).toContain('What had been made is still there.');
    expect(page.all('retry')).toHaveLength(1);
  });

  it('says why a retry was refused', async () => {
    const { page, push } = await watch({
      __typename: 'RunRefused',
      code: 'X',
      message: 'It is running already.',
    });
    await push(began, { __typename: 'RunEnded', at, outcome: 'FAILED', failure });
    await page.click('retry');
    expect(page.text).toContain('It is running already.');
  });

  it('shows services when ready: no link that leads nowhere, credentials hidden until revealed', async () => {
    const { api, page, push } = await watch();
    await push(began, { __typename: 'ServicesFound', at, services: [nginx] });
    expect(page.all('open-container')).toEqual([]);
    await push({ __typename: 'RunEnded', at, outcome: 'READY', failure: null });
    expect(page.texts('run-state')).toEqual(['Ready']);
    expect(page.one('service').textContent).toContain('Not reachable from your machine');
    expect(page.one('service').querySelector('a')).toBeNull();
    expect(page.all('credential-value')).toEqual([]);
    await page.click('reveal');
    expect(page.texts('credential-value')).toEqual(['s3cret']);
    const copied: string[] = [];
    TestBed.inject(Clipboard).copy = (text) => copied.push(text) > 0;
    await page.click('copy');
    expect(copied).toEqual(['s3cret']);
    expect(api.variablesOf('RevealCredential')).toEqual({ containerId: 'c1', credentialId: 'k1' });
  });

  it('says calmly that the connection was lost', async () => {
    const { api, page, push } = await watch();
    await push(began, running);
    api.live.get('ContainerProgress')?.error(new RequestFailed('gone', 'offline'));
    await page.settle();
    expect(page.texts('reconnect-banner')).toEqual([expect.stringContaining('Reconnecting…')]);
    expect(page.texts('run-state')).toEqual(['Running']);
  });

  it('marks the tab with the state, and takes the mark away when one leaves', async () => {
    const icon = document.head.appendChild(document.createElement('link'));
    icon.rel = 'icon';
    const { page, push } = await watch();
    await push(began, running);
    expect(icon.getAttribute('href')).toBe('favicon-running.svg');
    await push({ __typename: 'RunEnded', at, outcome: 'FAILED', failure });
    expect(icon.getAttribute('href')).toBe('favicon-failed.svg');
    expect(TestBed.inject(Title).getTitle()).toBe('✗ Failed · web-1 · Infrahaus');
    page.destroy();
    expect(icon.getAttribute('href')).toBe('favicon.svg');
    icon.remove();
  });

  it('draws the past at once, not frame by frame', async () => {
    const { api, page } = await watch();
    const early = { cursor: '1', events: [began, running], caughtUp: false, terminal: false };
    api.push('ContainerProgress', { containerProgress: early });
    await page.settle();
    expect(page.texts('run-state')).toEqual(['Connecting']);
    const rest = { cursor: '2', events: [lines('a')], caughtUp: true, terminal: false };
    api.push('ContainerProgress', { containerProgress: rest });
    await page.settle();
    expect(page.texts('run-state')).toEqual(['Running']);
  });

  it('plays a finished run once more, and comes back from it', async () => {
    const { page, push } = await watch();
    await push(began, { ...running, at: later(1) }, { ...lines('one'), at: later(2) });
    expect(page.all('replay')).toEqual([]);
    await push({ __typename: 'RunEnded', at: later(9), outcome: 'FAILED', failure });
    await page.click('replay');
    await page.click('replay-play');
    await page.slide('replay-slider', 1_500);
    expect(page.texts('run-state')).toEqual(['Running']);
    expect(stateOf(page, 'sync')).toBe('RUNNING');
    expect(page.all('failure-card')).toEqual([]);
    expect(page.text).toContain('1.5 s of 9.0 s');
    await page.slide('replay-slider', 9_000);
    expect(page.all('failure-card')).toHaveLength(1);
    await page.click('replay-close');
    expect(page.all('replay-bar')).toEqual([]);
    expect(page.texts('run-state')).toEqual(['Failed']);
  });

  it('says why a run cannot be followed', async () => {
    const { api, page } = await watch();
    api.live.get('ContainerProgress')?.error(new RequestFailed('There is no such run.', 'refused'));
    await page.settle();
    expect(page.text).toContain('There is no such run. Try again');
  });
});

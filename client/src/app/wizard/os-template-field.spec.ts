import { TestBed } from '@angular/core/testing';
import { FakeApi } from '../graphql/fake-api.fixture.js';
import { Page } from '../ui/page.fixture.js';
import { DraftStore } from './draft-store.js';
import { newestMissing } from './os-template-choices.js';
import { KeptDownload } from './kept-download.js';
import { DOWNLOAD_LOOK, OsTemplateDownload } from './os-template-download.js';
import { OsTemplateField } from './os-template-field.js';
import { capacities, inventory, nodes, templates } from './wizard.fixture.js';
import { WizardModel } from './wizard-model.js';

const ALPINE = 'alpine-3.22-default_20250617_amd64.tar.xz';
const task = {
  __typename: 'NodeTask',
  exitStatus: null,
  percent: null,
  lines: [],
  nextLine: 0,
  retryable: true,
};
const started = { __typename: 'NodeTaskStarted', taskId: 'UPID:1', volid: `local:vztmpl/${ALPINE}` };

/** Looks at the download answer one after the other; the last one again and again. */
async function open(looks: readonly object[], start: () => unknown = () => started) {
  const left = [...looks];
  const api = new FakeApi({
    TemplateCatalogue: () => ({ templates }),
    NodeChoices: () => ({ nodes }),
    NodeCapacities: () => ({ nodeCapacities: capacities }),
    NodeInventory: ({ id }) => ({ node: { id: String(id), inventory } }),
    DownloadOsTemplate: () => ({ downloadOsTemplate: start() }),
    DownloadTask: () => ({ nodeTask: left.length > 1 ? left.shift() : left[0] }),
  });
  TestBed.configureTestingModule({
    providers: [api.provider, WizardModel, OsTemplateDownload, { provide: DOWNLOAD_LOOK, useValue: 1 }],
  });
  TestBed.inject(DraftStore).patch({ nodeId: 'n1', fromScratch: true, osTemplate: 'alpine-3.22-default' });
  const page = new Page(TestBed.createComponent(OsTemplateField));
  await page.settle();
  return { api, page, draft: TestBed.inject(DraftStore).draft };
}

/** Until something is on the page, at most two seconds. */
async function until(page: Page, seen: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !seen(); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await page.settle();
  }
}

describe('The OS template', () => {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });

  it('is downloaded to the chosen storage with its progress, and then is the one that is chosen', async () => {
    const { api, page, draft } = await open([
      { ...task, state: 'RUNNING', percent: 42, nextLine: 7 },
      { ...task, state: 'RUNNING', percent: 42, nextLine: 7 },
      { ...task, state: 'OK' },
    ]);
    expect(page.texts('download-offer')[0]).toContain(`${ALPINE} is not on the node yet.`);
    await page.choose('download-storage', 'local');
    await page.click('download');
    await until(page, () => page.texts('download-running').join().includes('42 %'));
    expect(page.texts('download-running')).toEqual([`Downloading ${ALPINE} 42 %`]);
    await until(page, () => draft().osTemplate === started.volid);
    expect(draft().osTemplate).toBe(started.volid);
    expect(api.variablesOf('DownloadOsTemplate')).toEqual({
      input: { nodeId: 'n1', template: ALPINE, storage: 'local' },
    });
    expect(api.variablesOf('DownloadTask')).toEqual({ nodeId: 'n1', taskId: 'UPID:1', after: 7 });
  });

  it('keeps the last known share of its download while its log says nothing new', async () => {
    const { api, page } = await open([
      { ...task, state: 'RUNNING', percent: 42, nextLine: 7 },
      { ...task, state: 'RUNNING', nextLine: 7 },
    ]);
    const looks = () => api.asked.filter(({ name }) => name === 'DownloadTask').length;
    await page.click('download');
    await until(page, () => looks() > 3);
    expect(page.texts('download-running')).toEqual([`Downloading ${ALPINE} 42 %`]);
  });

  it('is followed again after a reload, and is the one that is chosen at its end', async () => {
    const running = { ...task, state: 'RUNNING', percent: 42, nextLine: 7 };
    const before = await open([running]);
    await before.page.choose('download-storage', 'local');
    await before.page.click('download');
    await until(before.page, () => before.page.texts('download-running').join().includes('42 %'));
    TestBed.resetTestingModule();
    const { api, page, draft } = await open([{ ...running, percent: 77 }, running, { ...task, state: 'OK' }]);
    await until(page, () => draft().osTemplate === started.volid);
    expect(draft().osTemplate).toBe(started.volid);
    expect(api.asked.find(({ name }) => name === 'DownloadTask')?.variables).toEqual({
      nodeId: 'n1',
      taskId: 'UPID:1',
      after: 0,
    });
    expect(api.variablesOf('DownloadOsTemplate')).toBeUndefined();
    expect(TestBed.inject(KeptDownload).read()).toBeNull();
  });

  it('shows after a reload how far its download is, without offering another one', async () => {
    const wanted = { nodeId: 'n1', template: ALPINE, storage: 'local' };
    TestBed.inject(KeptDownload).keep({ wanted, taskId: 'UPID:1', volid: started.volid });
    TestBed.resetTestingModule();
    const { page } = await open([{ ...task, state: 'RUNNING', percent: 77 }]);
    await until(page, () => page.texts('download-running').join().includes('77 %'));
    expect(page.texts('download-running')).toEqual([`Downloading ${ALPINE} 77 %`]);
    expect(page.all('download-offer')).toEqual([]);
  });

  it('is not said to be downloaded after a reload where its download had failed', async () => {
    const { page } = await open([{ ...task, state: 'FAILED', exitStatus: 'checksum mismatch' }]);
    await page.click('download');
    await until(page, () => page.all('download-failed').length > 0);
    TestBed.resetTestingModule();
    const again = await open([]);
    expect(again.page.all('download-running')).toEqual([]);
    expect(again.page.all('download-offer')).toHaveLength(1);
  });

  it.each(['{', '5', '{"taskId":"UPID:1","volid":"x","wanted":{"nodeId":5}}'])(
    'has no download to follow where %s was kept',
    async (text) => {
      sessionStorage.setItem('infrahaus.os-template-download', text);
      const { page } = await open([]);
      expect(page.all('download-offer')).toHaveLength(1);
    },
  );

  it('says why a download failed, with the end of its log, and tries again', async () => {
    const failed = { ...task, state: 'FAILED', exitStatus: 'checksum mismatch', lines: ['100 %', 'got abc'] };
    const { page, draft } = await open([failed, { ...task, state: 'OK' }]);
    await page.click('download');
    await until(page, () => page.all('download-failed').length > 0);
    expect(page.texts('download-failed')[0]).toContain('checksum mismatch 100 % got abc');
    await page.click('download-again');
    await until(page, () => draft().osTemplate === started.volid);
    expect(page.all('download-failed')).toEqual([]);
  });

  it('gives a node up that does not answer five times', async () => {
    const { page } = await open([{ __typename: 'NodeUnreachable', message: 'Connection refused.' }]);
    await page.click('download');
    await until(page, () => page.all('download-failed').length > 0);
    expect(page.texts('download-failed')[0]).toContain('Connection refused.');
  });

  it('says what the server refused', async () => {
    const problems = [{ reason: 'This storage holds no OS templates.' }];
    const { page } = await open([], () => ({ __typename: 'InvalidInput', problems }));
    await page.click('download');
    expect(page.texts('download-failed')[0]).toContain('This storage holds no OS templates.');
  });

  it('is offered in its newest version, and only where no storage has one', () => {
    const archive = (name: string, volid: string | null = null) => ({
      name,
      volid,
      size: null,
      headline: null,
    });
    const [old, recent] = [archive('x-1_9_amd64.tar.xz'), archive('x-1_10_amd64.tar.xz')];
    expect(newestMissing([recent, old], 'x-1')).toBe(recent);
    expect(newestMissing([old, archive('x-1_8_amd64.tar.xz', 'local:vztmpl/x')], 'x-1')).toBeNull();
    expect(newestMissing([old], 'y-1')).toBeNull();
  });
});

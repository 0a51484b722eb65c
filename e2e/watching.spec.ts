import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { Application } from './application.js';
import { violationsOf } from './axe.js';
import { describeInBrowser, launchBrowser } from './browser.js';
import { sameVisitor, setUp } from './people.js';

/** Each checked in both themes. */
const WIDTHS = [
  ['on a desk', { viewport: { width: 1280, height: 800 } }],
  ['on a phone', { viewport: { width: 390, height: 844 } }],
] as const;

describeInBrowser('watching containers', () => {
  let application: Application;
  let browser: Browser;
  let page: Page;
  let ready: string;
  let failed: string;

  beforeAll(async () => {
    application = await Application.start({
      env: { LAB_TASK_MS: '900', LAB_PACKAGE_SECONDS: '0.2', INFRAHAUS_RETRY_PAUSE: '50' },
    });
    browser = await launchBrowser();
    page = await (await browser.newContext()).newPage();
    await setUp(application, page);
  });

  afterAll(async () => {
    await browser.close();
    expect(await application.stop()).toBe(0);
  });

  /** Asks for a container on the lab as the page's own person; answers its id. */
  async function request(change: object): Promise<string> {
    const ask = async (query: string, variables = {}) => {
      const response = await page.request.post(`${application.url}/graphql`, {
        data: { query, variables },
        headers: { origin: application.url },
      });
      return ((await response.json()) as { data: Record<string, unknown> }).data;
    };
    const inventory =
      'inventory { ... on NodeInventory { storages { name holdsContainers } bridges { name } } }';
    const { nodes } = (await ask(`{ nodes { id ${inventory} } }`)) as { nodes: LabNode[] };
    const [node] = nodes;
    const input = {
      ...{ nodeId: node?.id, cores: 1, memory: 512, disk: 4, access: { password: 'a root password' } },
      storage: node?.inventory.storages.find(({ holdsContainers }) => holdsContainers)?.name,
      network: { bridge: node?.inventory.bridges[0]?.name },
      ...change,
    };
    const { createContainer } = (await ask(
      `mutation ($input: CreateContainerInput!, $key: String!) {
        createContainer(input: $input, idempotencyKey: $key) { ... on ContainerAccepted { containerId } }
      }`,
      { input, key: crypto.randomUUID() },
    )) as { createContainer: { containerId: string } };
    return createContainer.containerId;
  }

  const watch = (id: string, on = page) => on.goto(`${application.url}/containers/${id}/progress`);
  const runState = (state: string, on = page) =>
    on
      .getByTestId('run-state')
      .filter({ hasText: new RegExp(state, 'i') })
      .waitFor();
  /** As it stands, in both themes. */
  async function isAccessible(on = page): Promise<void> {
    for (const colorScheme of ['dark', 'light'] as const) {
      await on.emulateMedia({ colorScheme });
      expect(await violationsOf(on)).toEqual([]);
    }
  }
  const startRuns = () => page.locator('[data-testid=phase][data-phase=start][data-state=RUNNING]').waitFor();
  async function log(on: Page): Promise<string> {
    const [download] = await Promise.all([
      on.waitForEvent('download'),
      on.getByTestId('log-download').click(),
    ]);
    return readFile(await download.path(), 'utf8');
  }

  it('should show two windows the same run, also over a server that is killed and started again', async () => {
    await application.holdStarts();
    ready = await request({ hostname: 'web-1', templateId: 'nginx', tags: ['web'] });
    await watch(ready);
    const other = await page.context().newPage();
    await watch(ready, other);
    await page.reload();
    await startRuns();
    await application.kill();
    await application.faults.reset();
    await page.getByTestId('reconnect-banner').filter({ hasText: 'Reconnecting' }).waitFor();
    const { dataDir, url } = application;
    application = await Application.start({ dataDir, port: new URL(url).port });
    await page.getByTestId('reconnect-banner').filter({ hasText: 'Resumed' }).waitFor();
    await Promise.all([runState('ready'), runState('ready', other)]);
    const fresh = await page.context().newPage();
    await watch(ready, fresh);
    await runState('ready', fresh);
    const [one, two, three] = [await log(page), await log(other), await log(fresh)];
    expect(one.split('\n').length).toBeGreaterThan(10);
    expect(two).toBe(one);
    expect(three).toBe(one);
    await other.close();
    await fresh.close();
  });

  it('should follow a link to a line, filter by step and source, and search all lines', async () => {
    await page.getByTestId('log-viewer').press('Home');
    await page.getByTestId('log-resume').waitFor();
    await page.locator('[data-testid=log-row][data-line="4"] [data-testid=log-number]').click();
    await page.waitForURL(/\?run=[\w-]+#L5$/);
    await page.reload();
    await page.locator('[data-testid=log-row].linked[data-line="4"]').waitFor();
    await page.getByTestId('log-search').fill('nginx');
    await page
      .getByTestId('log-hits')
      .filter({ hasText: /^1 of \d+$/ })
      .waitFor();
    await page.getByTestId('log-search').fill('');
    const others = page.locator('[data-testid=log-row]:not(.task)');
    await others.first().waitFor();
    await page.getByTestId('log-stream').selectOption('TASK');
    await others.first().waitFor({ state: 'detached' });
    await page.locator('[data-testid=log-row].task').first().waitFor();
    await page.getByTestId('log-viewer').press('End');
    await page.getByTestId('log-resume').waitFor({ state: 'detached' });
  });

  it('should play a finished run once more', async () => {
    await page.getByTestId('replay').click();
    await page.getByTestId('replay-play').click();
    await page.getByTestId('replay-slider').press('Home');
    await runState('running');
    await isAccessible();
    await page.getByTestId('replay-slider').press('End');
    await runState('ready');
    await page.getByTestId('replay-close').click();
    await page.getByTestId('replay-bar').waitFor({ state: 'detached' });
  });

  it('should cancel a run in its middle, and bring it to ready by a retry', async () => {
    await application.holdStarts();
    await watch(await request({ hostname: 'hasty', templateId: 'debian-base' }));
    await startRuns();
    await page.getByTestId('running-operations').filter({ hasText: '1 in progress' }).waitFor();
    await isAccessible();
    await page.getByTestId('cancel-run').click();
    await page.getByTestId('cancelled-card').waitFor();
    await isAccessible();
    await application.faults.reset();
    await page.getByTestId('cancelled-card').getByTestId('retry').click();
    await runState('ready');
  });

  it('should offer a way on from a failure: retry, retry everything, edit, keep, destroy', async () => {
    const extraPackages = [{ manager: 'APT', name: 'no-such-package' }];
    failed = await request({ hostname: 'broken', templateId: 'debian-base', extraPackages });
    await watch(failed);
    const card = page.getByTestId('failure-card');
    await card.filter({ hasText: 'Unable to locate package no-such-package' }).waitFor();
    await card.getByTestId('retry').click();
    await page.getByText('Attempt 2').waitFor();
    await card.getByTestId('retry-all').click();
    await page.getByText('Attempt 3').waitFor();
    await card.waitFor();
    expect(await card.getByTestId('edit-retry').getAttribute('href')).toBe(`/containers/new?from=${failed}`);
    await card.getByTestId('keep').click();
    await page.waitForURL(`${application.url}/containers/${failed}`);
  });

  describe.each(WIDTHS)('%s', (_width, options) => {
    let visitor: Page;
    beforeAll(async () => {
      visitor = await sameVisitor(browser, page, options);
    });
    afterAll(() => visitor.context().close());

    const screens: [string, () => string, string][] = [
      ['the list', () => '/containers', 'container-row'],
      ['a list in which nothing is found', () => '/containers?q=nothing', 'none'],
      ['a ready container', () => `/containers/${ready}`, 'resync'],
      ['its services', () => `/containers/${ready}?tab=services`, 'service'],
      ['its history', () => `/containers/${ready}?tab=history`, 'history-entry'],
      ['its log archive', () => `/containers/${ready}?tab=logs`, 'past-run'],
      ['its receipt', () => `/containers/${ready}?tab=receipt`, 'receipt-text'],
      ['a failed container', () => `/containers/${failed}`, 'retry'],
      ['a missing container', () => '/containers/none/progress', 'new-container'],
      ['a ready run', () => `/containers/${ready}/progress`, 'ready-card'],
      ['a failed run', () => `/containers/${failed}/progress`, 'failure-card'],
    ];
    it.each(screens)(
      '%s should be accessible and fit the width',
      async (_name, path, landmark) => {
        await visitor.goto(application.url + path());
        if (landmark === 'new-container') await visitor.getByText('There is no such container').waitFor();
        else await visitor.getByTestId(landmark).first().waitFor();
        await isAccessible(visitor);
        expect(await visitor.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          options.viewport.width,
        );
      },
      15_000,
    );
  });

  it('should destroy a container after a question, and drop it from the list', async () => {
    await page.goto(`${application.url}/containers/${failed}`);
    await page.getByTestId('destroy').click();
    await page.getByTestId('confirm-yes').waitFor();
    await isAccessible();
    await page.getByTestId('confirm-yes').click();
    await page.getByTestId('ready-card').filter({ hasText: 'broken was destroyed' }).waitFor();
    await page.goto(`${application.url}/containers`);
    await page.getByTestId('container-row').first().waitFor();
    await page
      .getByTestId('container-row')
      .filter({ hasText: 'broken' })
      .first()
      .waitFor({ state: 'detached' });
  });

  it('should narrow the list by what stands in the address, and say when nothing is left', async () => {
    await page.getByTestId('filter-tag').selectOption('web');
    await page.waitForURL(/\?tag=web$/);
    await page.getByTestId('container-row').nth(1).waitFor({ state: 'detached' });
    expect(await page.getByTestId('container-row').count()).toBe(1);
    await page.getByTestId('filter-state').selectOption('failed');
    await page.getByTestId('none').waitFor();
    await page.getByTestId('clear-filters').click();
    await page.getByTestId('container-row').nth(1).waitFor();
  });
});

interface LabNode {
  readonly id: string;
  readonly inventory: {
    readonly storages: { readonly name: string; readonly holdsContainers: boolean }[];
    readonly bridges: { readonly name: string }[];
  };
}

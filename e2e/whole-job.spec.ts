import type { Browser, Page } from 'playwright-core';
import { Application } from './application.js';
import { describeInBrowser, launchBrowser } from './browser.js';

describeInBrowser('the whole job in a browser', () => {
  let application: Application;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    application = await Application.start({
      env: { LAB_TASK_MS: '700', LAB_PACKAGE_SECONDS: '0.1', INFRAHAUS_RETRY_PAUSE: '50' },
    });
    browser = await launchBrowser();
    page = await (await browser.newContext()).newPage();
    await page.goto(application.setupUrl);
    await page.getByTestId('setup-password').fill('correct horse battery');
    await page.getByTestId('setup-submit').click();
    await page.getByTestId('new-container').first().waitFor();
  });

  afterAll(async () => {
    await browser.close();
    expect(await application.stop()).toBe(0);
  });

  /** Through the five steps with what the wizard suggests. */
  async function deploy(template: string, hostname: string): Promise<void> {
    await page.goto(`${application.url}/containers/new`);
    await page.locator(`[data-testid=template-card][data-template-id=${template}]`).click();
    await page.getByTestId('wizard-next').click();
    await page.getByTestId('hostname').fill(hostname);
    await page.getByTestId('root-password').fill('a root password');
    for (let step = 0; step < 3; step++) await page.getByTestId('wizard-next').click();
    await page.getByTestId('deploy').click();
    await page.waitForURL(/\/containers\/[0-9a-f-]+\/progress/);
  }

  const runState = (state: string) =>
    page
      .getByTestId('run-state')
      .filter({ hasText: new RegExp(state, 'i') })
      .waitFor();

  it('should bring a container from the wizard to ready, live, and survive a refresh in mid-run', async () => {
    await application.holdStarts();
    await deploy('nginx', 'browser-1');
    await page.locator('[data-testid=phase][data-phase=start][data-state=RUNNING]').waitFor();
    await page.reload();
    await application.faults.reset();
    await runState('ready');
    await page.locator('[data-testid=phase][data-state=COMPLETED]').nth(4).waitFor();
    await page.getByTestId('log-row').first().waitFor();
  });

  it('should show the services with hidden credentials, and reveal one', async () => {
    await page.getByTestId('open-container').click();
    await page.getByTestId('tab-services').click();
    await page.getByTestId('service').filter({ hasText: 'nginx' }).first().waitFor();
    await page.getByTestId('reveal').first().click();
    await page.getByTestId('credential-value').first().waitFor();
    await page.getByTestId('lab-chip').first().waitFor();
  });

  it('should list the container, and follow another one there without being asked to', async () => {
    await page.goto(application.url);
    await page.getByTestId('container-row').filter({ hasText: 'browser-1' }).waitFor();
    const other = await page.context().newPage();
    const first = page;
    page = other;
    await deploy('debian-base', 'browser-2');
    page = first;
    const row = page.getByTestId('container-row').filter({ hasText: 'browser-2' });
    await row.filter({ hasText: /ready/i }).waitFor();
    await other.close();
  });

  it('should say why a run failed, and bring it to ready by a retry', async () => {
    // The script is never started: the power is cut before that, and the next lab knows nothing of this fault.
    const never = { kind: 'delay', ms: 3_600_000 } as const;
    await application.faults.set({ on: 'command', command: 'supervise.sh', times: 0, effect: never });
    await deploy('nginx', 'browser-3');
    await page.locator('[data-testid=phase][data-phase=sync][data-state=RUNNING]').waitFor();
    await application.cutPower();
    application = await Application.start({
      dataDir: application.dataDir,
      port: new URL(application.url).port,
    });
    await page.getByTestId('failure-card').waitFor();
    await page.getByTestId('failure-card').getByTestId('retry').click();
    await runState('ready');
  });
});

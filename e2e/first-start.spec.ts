import type { Browser, Page } from 'playwright-core';
import { Application } from './application.js';
import { describeInBrowser, launchBrowser } from './browser.js';

const PASSWORD = 'correct horse battery';

describeInBrowser('the first start', () => {
  let application: Application;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    application = await Application.start();
    browser = await launchBrowser();
    page = await browser.newPage();
  });

  afterAll(async () => {
    await browser.close();
    expect(await application.stop()).toBe(0);
  });

  it('should let the administrator set a password by the printed address, once', async () => {
    await page.goto(application.setupUrl);
    await page.getByTestId('setup-password').fill(PASSWORD);
    await page.getByTestId('setup-submit').click();
    await page.getByTestId('new-container').first().waitFor();
    const stranger = await browser.newPage();
    await stranger.goto(application.setupUrl);
    await stranger.getByTestId('sign-in-name').or(stranger.getByTestId('setup-password')).first().waitFor();
    await stranger.close();
  });

  it('should show the nodes of the lab, labelled as a lab', async () => {
    await page.goto(`${application.url}/nodes`);
    await page.getByText('lab-1').first().waitFor();
    await page.getByTestId('lab-chip').nth(1).waitFor();
  });

  it('should fit a phone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${application.url}/nodes`);
    await page.getByText('lab-1').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  it('should sign in again with name and password in another browser', async () => {
    const context = await browser.newContext();
    const other = await context.newPage();
    await other.goto(application.url);
    await other.getByTestId('sign-in-name').fill('admin');
    await other.getByTestId('sign-in-password').fill(PASSWORD);
    await other.getByTestId('sign-in-submit').click();
    await other.getByTestId('new-container').first().waitFor();
    await context.close();
  });
});

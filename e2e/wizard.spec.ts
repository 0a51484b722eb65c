import type { Browser, Page } from 'playwright-core';
import { Application } from './application.js';
import { describeInBrowser, launchBrowser } from './browser.js';
import { sameVisitor, setUp } from './people.js';

describeInBrowser('the wizard in a browser', () => {
  let application: Application;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    application = await Application.start({ env: { LAB_TASK_MS: '100', LAB_PACKAGE_SECONDS: '0.1' } });
    browser = await launchBrowser();
    page = await browser.newPage();
    await setUp(application, page);
  });

  afterAll(async () => {
    await browser.close();
    expect(await application.stop()).toBe(0);
  });

  const focusedTestId = () => page.evaluate<string>('document.activeElement?.dataset.testid ?? ""');

  /** Presses Tab until the focus is where it is wanted; the person has a key and no mouse. */
  async function tabTo(testId: string): Promise<void> {
    for (let presses = 0; presses < 60; presses++) {
      if ((await focusedTestId()) === testId) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${testId}.`);
  }

  async function focusIsOnTheHeading(text: string): Promise<void> {
    await page.locator('h1:focus').filter({ hasText: text }).waitFor();
  }

  it('should be usable from the first step to the progress page by the keyboard alone', async () => {
    await page.goto(`${application.url}/containers/new`);
    await page.getByTestId('template-card').first().waitFor();
    await tabTo('template-choice');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await focusIsOnTheHeading('Configure');
    await tabTo('hostname');
    await page.keyboard.type('by-keyboard');
    await tabTo('generate-password');
    await page.keyboard.press('Enter');
    await tabTo('root-password');
    await page.keyboard.press('Enter');
    await focusIsOnTheHeading('Packages');
    await tabTo('package-name');
    await page.keyboard.type('htop');
    await page.keyboard.press('Enter');
    await page.getByTestId('extra-package').filter({ hasText: 'htop' }).waitFor();
    await tabTo('wizard-next');
    await page.keyboard.press('Enter');
    await focusIsOnTheHeading('Scripts');
    await tabTo('wizard-next');
    await page.keyboard.press('Enter');
    await focusIsOnTheHeading('Review');
    await tabTo('deploy');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/containers\/[0-9a-f-]+\/progress/);
  });

  it('should put the focus on the first field that has to be put right', async () => {
    await page.goto(`${application.url}/containers/new?template=nginx`);
    await page.getByTestId('hostname').waitFor();
    await tabTo('wizard-next');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid=hostname]:focus').waitFor();
  });

  it('should not take what is no number for an empty field', async () => {
    await page.getByTestId('vmid').pressSequentially('1e');
    await page.keyboard.press('Tab');
    await page.getByText('The VMID must be a whole number').waitFor();
    await page.getByTestId('vmid').fill('');
    await page.getByText('The VMID must be a whole number').waitFor({ state: 'detached' });
  });

  it('should keep what was typed over going back and a reload, and never the password', async () => {
    await page.goto(`${application.url}/containers/new?template=nginx`);
    await page.getByTestId('hostname').fill('kept-1');
    await page.getByTestId('root-password').fill('not to be kept');
    await page.getByTestId('wizard-next').click();
    await page.getByTestId('package-name').fill('jq');
    await page.getByTestId('package-add').click();
    await page.goBack();
    await page.getByTestId('hostname').waitFor();
    expect(await page.getByTestId('root-password').inputValue()).toBe('not to be kept');
    await page.reload();
    await page.getByTestId('hostname').waitFor();
    expect(await page.getByTestId('hostname').inputValue()).toBe('kept-1');
    expect(await page.getByTestId('root-password').inputValue()).toBe('');
    expect(
      await page.evaluate<string>('JSON.stringify({ ...sessionStorage, ...localStorage })'),
    ).not.toContain('not to be kept');
  });

  /** Some of what was typed on each step, as it stands in the form. */
  async function typed(on: Page): Promise<object> {
    await on.getByTestId('mount-path').waitFor();
    const [hostname, vlan, path] = [
      await on.getByTestId('hostname').inputValue(),
      await on.getByTestId('vlan').nth(1).inputValue(),
      await on.getByTestId('mount-path').inputValue(),
    ];
    if ((await on.getByTestId('root-password').inputValue()) === '')
      await on.getByTestId('root-password').fill('a root password');
    await on.getByTestId('wizard-next').click();
    await on.getByTestId('extra-package').first().waitFor();
    return { hostname, vlan, path, packages: await on.getByTestId('extra-package').allInnerTexts() };
  }

  it('should lose nothing by a reload or a Deploy that does not get through', async () => {
    await page.goto(`${application.url}/containers/new?template=debian-base`);
    await page.getByTestId('hostname').fill('full-1');
    await page.getByTestId('root-password').fill('a root password');
    await page.getByTestId('card-add').click();
    await page.getByTestId('vlan').nth(1).fill('7');
    await page.getByTestId('more-settings').click();
    await page.getByTestId('mount-add').click();
    await page.getByTestId('mount-path').fill('/srv/data');
    await page.getByTestId('wizard-next').click();
    for (const name of ['htop', 'no-such-package']) {
      await page.getByTestId('package-name').fill(name);
      await page.keyboard.press('Enter');
      await page.getByTestId('extra-package').filter({ hasText: name }).waitFor();
    }
    await page.getByTestId('wizard-back').click();
    const before = await typed(page);
    expect(before).toMatchObject({ hostname: 'full-1', vlan: '7', path: '/srv/data' });
    await page.getByTestId('wizard-back').click();
    await page.getByTestId('hostname').waitFor();
    await page.reload();
    expect(await typed(page)).toEqual(before);
    for (let step = 0; step < 2; step++) await page.getByTestId('wizard-next').click();
    await page.getByTestId('deploy').waitFor();
    await page.context().setOffline(true);
    await page.getByTestId('deploy').click();
    await page.getByText('Nothing that you typed is lost.').waitFor();
    await page.context().setOffline(false);
    await page.getByTestId('deploy').click();
    await page.waitForURL(/\/containers\/[0-9a-f-]+\/progress/);
  });

  it('should bring all of it back to be changed after the failure, here with the password, elsewhere without', async () => {
    await page.getByTestId('failure-card').getByTestId('edit-retry').click();
    await page.getByTestId('hostname').waitFor();
    expect(await page.getByTestId('root-password').inputValue()).toBe('a root password');
    const again = await typed(page);
    expect(again).toMatchObject({ hostname: 'full-1', vlan: '7', path: '/srv/data' });
    const elsewhere = await sameVisitor(browser, page, {});
    await elsewhere.goto(`${application.url}/containers`);
    await elsewhere.getByRole('link', { name: 'full-1' }).first().click();
    await elsewhere.getByTestId('edit-retry').first().click();
    await elsewhere.getByTestId('copied-from').waitFor();
    expect(await elsewhere.getByTestId('root-password').inputValue()).toBe('');
    expect(await typed(elsewhere)).toEqual(again);
    await elsewhere.context().close();
    await page
      .getByTestId('extra-package')
      .filter({ hasText: 'no-such-package' })
      .getByRole('button')
      .click();
    for (let step = 0; step < 2; step++) await page.getByTestId('wizard-next').click();
    await page.getByTestId('deploy').click();
    await page.getByTestId('ready-card').waitFor();
  });

  it('should deploy from a phone in the dark', async () => {
    const phone = await sameVisitor(browser, page, {
      colorScheme: 'dark',
      viewport: { width: 360, height: 740 },
    });
    await phone.goto(`${application.url}/containers/new?template=debian-base`);
    await phone.getByTestId('hostname').fill('from-a-phone');
    await phone.getByTestId('root-password').fill('a root password');
    for (let step = 0; step < 3; step++) {
      expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      await phone.getByTestId('wizard-next').click();
    }
    await phone.getByTestId('deploy').click();
    await phone.waitForURL(/\/containers\/[0-9a-f-]+\/progress/);
    await phone.context().close();
  });
});

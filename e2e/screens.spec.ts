import type { Browser, Page } from 'playwright-core';
import { Application } from './application.js';
import { violationsOf } from './axe.js';
import { describeInBrowser, launchBrowser } from './browser.js';
import { inSight, sameVisitor, setUp } from './people.js';

/** Each screen by its path and by what shows that it is there. */
const SCREENS = [
  ['/containers/new', 'template-card'],
  ['/containers/new?template=nginx', 'hostname'],
  ['/templates', 'template'],
  ['/templates/nginx', 'use-template'],
  ['/templates/new', 'template-title'],
  ['/templates/package-lists', 'bucket-add'],
  ['/nodes', 'node'],
  ['/nodes/new', 'node-host'],
  ['/account/tokens', 'token-add'],
  ['/account/sessions', 'session'],
  ['/an/address/that/leads/nowhere', 'to-containers'],
] as const;

/** Everything is looked at in both themes. */
const WIDTHS = [
  ['on a desk', { viewport: { width: 1280, height: 800 } }],
  ['on a phone', { viewport: { width: 360, height: 740 } }],
] as const;

const FOCUS_IS_SEEN = `(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return document.activeElement !== document.body && outlineStyle !== 'none' && outlineWidth !== '0px';
})()`;

/** Of all elements, in seconds. */
const LONGEST_MOTION = `Math.max(...[...document.querySelectorAll('*')].map((element) => {
  const { animationDuration, transitionDuration } = getComputedStyle(element);
  return Math.max(...[animationDuration, transitionDuration].join().split(',').map((text) => parseFloat(text) || 0));
}))`;

describeInBrowser('the screens', () => {
  let application: Application;
  let browser: Browser;
  let visitor: Page;

  beforeAll(async () => {
    application = await Application.start();
    browser = await launchBrowser();
    visitor = await browser.newPage();
    await setUp(application, visitor);
  });

  afterAll(async () => {
    await browser.close();
    expect(await application.stop()).toBe(0);
  });

  describe.each(WIDTHS)('%s', (width, options) => {
    let page: Page;
    beforeAll(async () => {
      page = await sameVisitor(browser, visitor, options);
    });
    afterAll(() => page.context().close());

    it.each(SCREENS)('%s should be accessible and fit the width', async (path, landmark) => {
      await page.goto(application.url + path);
      await inSight(page, landmark);
      await page.getByText('Asking').first().waitFor({ state: 'detached' });
      await isAccessible();
    });

    it('the later steps of the wizard should be accessible and fit the width', async () => {
      await page.goto(`${application.url}/containers/new?template=nginx`);
      await page.getByTestId('hostname').fill('seen-1');
      await page.getByTestId('root-password').fill('a root password');
      for (const landmark of ['package-name', 'script', 'preflight']) {
        await page.getByTestId('wizard-next').click();
        await inSight(page, landmark);
        await isAccessible();
      }
    });

    it('the test report of a node should be accessible and fit the width', async () => {
      await page.goto(`${application.url}/nodes`);
      await page.getByTestId('node-test').first().click();
      await page.getByTestId('node-report').waitFor();
      await isAccessible();
    });

    it('the steps to another node should be accessible and fit the width', async () => {
      const response = await page.request.post(`${application.url}/graphql`, {
        data: { query: '{ nodes { host port sshPort } }' },
        headers: { origin: application.url },
      });
      const { data } = (await response.json()) as { data: { nodes: Record<string, string | number>[] } };
      const [{ host, port, sshPort } = {}] = data.nodes;
      await page.goto(`${application.url}/nodes/new`);
      await page.getByTestId('node-host').fill(String(host));
      await page.getByTestId('node-port').fill(String(port));
      await page.getByTestId('node-ssh-port').fill(String(sshPort));
      await page.getByTestId('probe').click();
      await page.getByTestId('tls-fingerprint').waitFor();
      await isAccessible();
      await page.getByTestId('confirm-fingerprints').click();
      await page.getByTestId('token-id').waitFor();
      await isAccessible();
    });

    it('a second network card, and the question before what would fail is deployed, should be accessible', async () => {
      await page.goto(`${application.url}/containers/new?template=nginx`);
      await page.getByTestId('hostname').fill('seen-2');
      await page.getByTestId('root-password').fill('a root password');
      await page.getByTestId('card-add').click();
      await page.getByTestId('disk').fill('90000');
      await page.getByTestId('node-room').waitFor();
      await isAccessible();
      for (let step = 0; step < 3; step += 1) await page.getByTestId('wizard-next').click();
      await page.getByText('It would fail as it stands').waitFor();
      await page.getByTestId('deploy').click();
      await page.getByTestId('deploy-asks').waitFor();
      await isAccessible();
    });

    it('editing a node should be accessible and fit the width', async () => {
      await page.goto(`${application.url}/nodes`);
      await page.getByTestId('node-edit').first().click();
      await page.getByTestId('save-node').waitFor();
      await isAccessible();
    });

    it('a template’s script to read, and one to write, should be accessible and fit the width', async () => {
      await page.goto(`${application.url}/templates/nginx`);
      await page.getByTestId('script').first().locator('summary').click();
      await page.locator('.cm-content').first().waitFor();
      await isAccessible();
      await page.goto(`${application.url}/templates/new`);
      await page.getByTestId('script-add').click();
      await page.locator('.cm-content').first().waitFor();
      await page.getByTestId('template-save').click();
      await page.getByTestId('template-problems').waitFor();
      await isAccessible();
    });

    it('package lists should be accessible and fit the width', async () => {
      await page.goto(`${application.url}/templates/package-lists`);
      await page.getByTestId('bucket-add').click();
      await page.getByTestId('bucket-title').fill(`Tools ${width}`);
      await page.getByTestId('bucket-lines').fill('htop\njq');
      await isAccessible();
      await page.getByTestId('bucket-save').click();
      await page.getByTestId('bucket-remove').click();
      await page.getByTestId('confirm-yes').waitFor();
      await isAccessible();
      await page.getByTestId('confirm-yes').click();
      await page.getByTestId('bucket').waitFor({ state: 'detached' });
    });

    it('a token to be made, its secret, and its end should be accessible and fit the width', async () => {
      await page.goto(`${application.url}/account/tokens`);
      await page.getByTestId('token-add').click();
      await page.getByTestId('token-create').click();
      await isAccessible();
      await page.getByTestId('token-name').fill(`seen ${width}`);
      await page.getByTestId('token-create').click();
      await page.getByTestId('token-secret').waitFor();
      await page.getByTestId('token-revoke').click();
      await page.getByTestId('confirm-yes').waitFor();
      await isAccessible();
      await page.getByTestId('confirm-yes').click();
      await page.getByTestId('token').waitFor({ state: 'detached' });
    });

    it('the menu of the account should be accessible', async () => {
      await page.goto(`${application.url}/nodes`);
      await page.getByTestId('account-menu').click();
      await page.getByTestId('sign-out').waitFor();
      await isAccessible();
    });

    it('the first sign-in and every later one should be accessible, also when refused', async () => {
      const stranger = await (await browser.newContext(options)).newPage();
      await stranger.goto(application.setupUrl);
      await stranger.getByTestId('setup-password').fill('short');
      await stranger.getByTestId('setup-submit').click();
      await stranger.getByText('at least 12 characters').waitFor();
      await isAccessible(stranger);
      await stranger.context().clearCookies();
      await stranger.goto(`${application.url}/nodes`);
      await stranger.getByTestId('sign-in-password').fill('not the password');
      await stranger.getByTestId('sign-in-submit').click();
      await stranger.getByText('The name or the password is wrong').waitFor();
      await isAccessible(stranger);
      await stranger.context().close();
    });

    it('another page should put the focus on its heading, and Tab should show where it is', async () => {
      await page.goto(`${application.url}/containers`);
      await page.getByTestId('new-container').first().waitFor();
      for (const [address, heading] of [
        ['/templates', 'Templates'],
        ['/nodes', 'Nodes'],
        ['/containers', 'Containers'],
      ] as const) {
        await page.locator(`nav[aria-label=Main] a[href="${address}"]`).click();
        await page.locator('h1:focus').filter({ hasText: heading }).waitFor();
      }
      await page.keyboard.press('Tab');
      expect(await page.evaluate(FOCUS_IS_SEEN)).toBe(true);
    });

    /** In both themes. */
    async function isAccessible(on = page): Promise<void> {
      for (const colorScheme of ['dark', 'light'] as const) {
        await on.emulateMedia({ colorScheme });
        expect(await violationsOf(on)).toEqual([]);
      }
      expect(await on.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        options.viewport.width,
      );
    }
  });

  it('should keep a chosen theme over a reload, against that of the system', async () => {
    const page = await sameVisitor(browser, visitor, { colorScheme: 'light' });
    await page.goto(`${application.url}/nodes`);
    await page.getByTestId('account-menu').click();
    await page.getByTestId('theme-dark').check();
    await page.reload();
    await page.getByTestId('node').first().waitFor();
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('dark');
    await page.context().close();
  });

  it('should move nothing for people who do not want it', async () => {
    const page = await sameVisitor(browser, visitor, { reducedMotion: 'reduce' });
    await page.goto(`${application.url}/containers/new`);
    await page.getByTestId('template-card').first().waitFor();
    expect(await page.evaluate<number>(LONGEST_MOTION)).toBeLessThan(0.001);
    await page.context().close();
  });

  it('should say that a page cannot be loaded while there is no connection, and load it later', async () => {
    const page = await sameVisitor(browser, visitor, {});
    await page.goto(`${application.url}/containers`);
    await page.getByTestId('new-container').first().waitFor();
    await page.context().setOffline(true);
    await page.locator('a[href="/nodes"]').first().click();
    await page.getByTestId('lost-page').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.getByTestId('lost-page-again').click();
    await page.getByTestId('node').first().waitFor();
    await page.context().close();
  });

  it('should make an API token that works at once, and make it useless by revoking it', async () => {
    await visitor.goto(`${application.url}/account/tokens`);
    await visitor.getByTestId('token-add').click();
    await visitor.getByTestId('token-name').fill('e2e');
    await visitor.getByTestId('token-create').click();
    const secret = await visitor.getByTestId('token-secret').innerText();
    expect(await nodesWith(secret)).toBe('answered');
    await visitor.getByTestId('token-revoke').click();
    await visitor.getByTestId('confirm-yes').click();
    await visitor.getByTestId('token').waitFor({ state: 'detached' });
    expect(await nodesWith(secret)).toBe('refused');
  });

  async function nodesWith(secret: string): Promise<'answered' | 'refused'> {
    const response = await fetch(`${application.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify({ query: '{ nodes { id } }' }),
    });
    const text = await response.text();
    return response.ok && text.includes('"nodes":[') ? 'answered' : 'refused';
  }
});

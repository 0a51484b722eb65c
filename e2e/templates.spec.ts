import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { Application } from './application.js';
import { violationsOf } from './axe.js';
import { launchBrowser, systemBrowser } from './browser.js';
import { setUp } from './people.js';

if (!systemBrowser) console.warn('Skipped: no Chromium on this machine (Debian: apt-get install chromium).');

(systemBrowser ? describe : describe.skip)('templates in a browser (needs Chromium)', () => {
  let application: Application;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    application = await Application.start();
    browser = await launchBrowser(systemBrowser ?? '');
    page = await browser.newPage();
    await setUp(application, page);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    expect(await application.stop()).toBe(0);
  }, 30_000);

  it('should make one’s own of a built-in one, change a script in the editor, and show the new revision', async () => {
    await page.goto(`${application.url}/templates/nginx`);
    await page.getByTestId('template-copy').click();
    await page.getByTestId('template-title').fill('Our web server');
    await page.locator('.cm-content').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('echo from-the-editor');
    expect(await violationsOf(page)).toEqual([]);
    await page.getByTestId('template-save').click();
    await page.getByRole('heading', { name: 'Our web server' }).waitFor();
    await page.getByTestId('script').first().locator('summary').click();
    await page.getByText('from-the-editor').first().waitFor();
  }, 60_000);

  it('should export it and take the file in again under another title', async () => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('export-yaml').click(),
    ]);
    const path = await file.path();
    expect(readFileSync(path, 'utf8')).toContain('from-the-editor');
    await page.goto(`${application.url}/templates`);
    await page.getByTestId('import-file').setInputFiles({
      name: 'again.yaml',
      mimeType: 'application/yaml',
      buffer: readFileSync(path),
    });
    await page.getByTestId('import-title').fill('Our web server, again');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Our web server, again' }).waitFor();
  }, 60_000);

  it('should take it out of the list after a question', async () => {
    await page.getByTestId('template-archive').click();
    await page.getByTestId('confirm-yes').click();
    await page.getByText('Archived').first().waitFor();
    await page.goto(`${application.url}/templates`);
    await page.getByTestId('template').first().waitFor();
    expect(await page.getByText('Our web server, again').count()).toBe(0);
  }, 30_000);
});

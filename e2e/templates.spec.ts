import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { Application } from './application.js';
import { violationsOf } from './axe.js';
import { describeInBrowser, launchBrowser } from './browser.js';
import { inSight, setUp } from './people.js';

describeInBrowser('templates in a browser', () => {
  let application: Application;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    application = await Application.start({ env: { LAB_TASK_MS: '100', LAB_PACKAGE_SECONDS: '0.05' } });
    browser = await launchBrowser();
    page = await browser.newPage();
    await setUp(application, page);
  });

  afterAll(async () => {
    await browser.close();
    expect(await application.stop()).toBe(0);
  });

  const choose = (name: string, buffer: Buffer) =>
    page.getByTestId('import-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });

  async function exported(as: 'yaml' | 'folder'): Promise<Buffer> {
    const download = page.waitForEvent('download');
    await page.getByTestId(`export-${as}`).click();
    return readFileSync(await (await download).path());
  }

  /** The title of an exported file is taken while its template is in the list. */
  async function importAs(title: string, name: string, content: Buffer): Promise<void> {
    await page.goto(`${application.url}/templates`);
    await choose(name, content);
    await page.getByTestId('import-title').fill(title);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: title }).waitFor();
  }

  /** Types at the end of a code editor. */
  async function typeInto(editor: Locator, text: string): Promise<void> {
    await editor.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(text);
  }

  it('should make one’s own of a built-in one, and edit defaults, packages, a script and a file', async () => {
    await page.goto(`${application.url}/templates/nginx`);
    await page.getByTestId('template-copy').click();
    await page.getByTestId('template-title').fill('Our web server');
    await page.getByLabel('Memory').fill('768');
    await page.getByTestId('group-add').click();
    // The third of each: “the last” may still be the second while the new one is being drawn.
    await page.getByTestId('group-name').nth(2).fill('ours.apt');
    await page.getByTestId('group-lines').nth(2).fill('htop\njq');
    await typeInto(page.getByTestId('script-entry').last(), 'echo from-the-editor; cat /etc/motto');
    await page.getByTestId('script-entry').last().locator('.cm-line span[class]').first().waitFor();
    await page.getByTestId('file-add').click();
    const file = page.getByTestId('file-entry').nth(2);
    await file.getByTestId('file-path').fill('etc/motto');
    await page.getByTestId('template-save').click();
    await page.getByTestId('template-problems').filter({ hasText: 'absolute' }).waitFor();
    await file.getByTestId('file-path').fill('/etc/motto');
    await file.getByLabel('If it is there already').selectOption('REPLACE');
    await file.getByLabel('Mode').fill('0640');
    await typeInto(file, 'measure twice');
    expect(await violationsOf(page)).toEqual([]);
    await page.getByTestId('template-save').click();
    await page.getByRole('heading', { name: 'Our web server' }).waitFor();
    await page.getByText('ours.apt').waitFor();
    await page.getByTestId('script').last().locator('summary').click();
    await page.getByText('from-the-editor').first().waitFor();
  });

  it('should bring all of that into a container, and keep it as another template on the way', async () => {
    await page.getByTestId('use-template').click();
    await page.getByTestId('hostname').fill('ours-1');
    expect(await page.getByTestId('memory').inputValue()).toBe('768');
    await page.getByTestId('root-password').fill('a root password');
    await page.getByTestId('wizard-next').click();
    await inSight(page, 'package-group');
    expect(await page.locator('[data-group="ours.apt"]').count()).toBe(1);
    await page.getByTestId('wizard-next').click();
    await page.getByTestId('script').first().waitFor();
    await page.getByTestId('wizard-next').click();
    await page.getByTestId('save-as-template').locator('summary').click();
    await page.getByTestId('save-title').fill('As in Review');
    await page.keyboard.press('Enter');
    await page.getByTestId('template-saved').waitFor();
    await page.getByTestId('deploy').click();
    await page.getByTestId('ready-card').waitFor();
    await page.getByTestId('log-search').fill('from-the-editor');
    await page
      .getByTestId('log-hits')
      .filter({ hasText: /^1 of \d+$/ })
      .waitFor();
    await page.getByTestId('log-search').fill('measure twice');
    await page
      .getByTestId('log-hits')
      .filter({ hasText: /^1 of \d+$/ })
      .waitFor();
    await page.goto(`${application.url}/templates`);
    await page.getByRole('link', { name: 'As in Review' }).click();
    await page.getByText('/etc/motto').first().waitFor();
  });

  it('should export it, and take either kind of file in again under another title', async () => {
    await page.goto(`${application.url}/templates`);
    await page.getByRole('link', { name: 'Our web server' }).click();
    await page.getByRole('heading', { name: 'Our web server' }).waitFor();
    const [yaml, folder] = [await exported('yaml'), await exported('folder')];
    expect(yaml.toString()).toContain('from-the-editor');
    await importAs('From one file', 'again.yaml', yaml);
    await page.getByText('/etc/motto').first().waitFor();
    await importAs('From a folder', 'again.tar.gz', folder);
    await page.getByText('/etc/motto').first().waitFor();
    expect(await page.getByText('ours.apt').count()).toBe(1);
  });

  it('should name file and line of everything that is wrong in a file, and take nothing of it', async () => {
    await page.goto(`${application.url}/templates`);
    const problems = page.getByTestId('import-problems');
    const conf = 'TEMPLATE_APP="Broken"\nTEMPLATE_OS="debian"\nTEMPLATE_VERSION="12"\nTEMPLATE_CPU=many\n';
    await choose(
      'broken.tar',
      tarOf({ 'web/template.conf': conf, 'web/container-configs/packages/base.apt': 'htop\nrm -rf /; x\n' }),
    );
    await problems.filter({ hasText: 'template.conf, line 4' }).waitFor();
    await problems.filter({ hasText: 'container-configs/packages/base.apt, line 2' }).waitFor();
    await choose('broken.yaml', Buffer.from('title: Broken\nosTemplate: [\n'));
    await problems
      .filter({ hasText: /line \d+/ })
      .filter({ hasText: 'broken.yaml' })
      .waitFor();
    await page.reload();
    await page.getByTestId('template').first().waitFor();
    expect(await page.getByRole('link', { name: 'Broken' }).count()).toBe(0);
  });

  it('should take it out of the list after a question, and put it back', async () => {
    await page.getByRole('link', { name: 'From a folder' }).click();
    await page.getByTestId('template-archive').click();
    await page.getByTestId('confirm-yes').click();
    await page.getByTestId('template-restore').waitFor();
    await page.goto(`${application.url}/templates`);
    await page.getByTestId('template').first().waitFor();
    await page.getByRole('link', { name: 'From a folder' }).waitFor({ state: 'detached' });
    await page.getByRole('switch', { name: 'Show archived ones' }).click();
    await page.getByRole('link', { name: 'From a folder' }).click();
    await page.getByTestId('template-restore').click();
    await page.getByTestId('template-archive').waitFor();
    await page.goto(`${application.url}/templates`);
    await page.getByRole('link', { name: 'From a folder' }).waitFor();
  });
});

/** A folder as tar packs it, with the machine's own tar. */
function tarOf(files: Readonly<Record<string, string>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'infrahaus-template-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return execFileSync('tar', ['-C', folder, '-cf', '-', '.']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Application } from './application.js';

/** The administrator's password in these tests. */
export const PASSWORD = 'correct horse battery';

/** Sets the administrator's password by the printed address; the page is signed in afterwards. */
export async function setUp(application: Application, page: Page): Promise<void> {
  await page.goto(application.setupUrl);
  await page.getByTestId('setup-password').fill(PASSWORD);
  await page.getByTestId('setup-submit').click();
  await page.getByTestId('new-container').first().waitFor();
}

/** A page of the same person in a browser with other settings. */
export async function sameVisitor(
  browser: Browser,
  page: Page,
  options: BrowserContextOptions,
): Promise<Page> {
  const storageState = await page.context().storageState();
  return (await browser.newContext({ ...options, storageState })).newPage();
}

/** Waits until something is in sight; if it does not come, the failure quotes what is there instead. */
export async function inSight(page: Page, testId: string): Promise<void> {
  try {
    await page.getByTestId(testId).first().waitFor();
  } catch (cause) {
    const text = await page.locator('body').innerText();
    throw new Error(`“${testId}” does not come on ${page.url()}, which says:\n${text}`, { cause });
  }
}

import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

const SYSTEM_CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The machine's own browser, or undefined where there is none. */
const systemBrowser = SYSTEM_CHROMIUM.find((path) => existsSync(path));

/**
 * Groups tests that need a browser. Where there is none they are skipped, and their title says why; with
 * INFRAHAUS_REQUIRE_BROWSER=1 they run, and fail, instead.
 */
export function describeInBrowser(title: string, tests: () => void): void {
  if (systemBrowser !== undefined || process.env['INFRAHAUS_REQUIRE_BROWSER'] === '1') describe(title, tests);
  else describe.skip(`${title} (needs Chromium; Debian: apt-get install chromium)`, tests);
}

/** Playwright's own limit of 30 s is too short for a busy machine. */
const LIMIT_MS = 120_000;

/** A browser whose pages wait long enough for what has to come. */
export async function launchBrowser(): Promise<Browser> {
  if (systemBrowser === undefined) throw new Error('There is no Chromium on this machine.');
  const browser = await chromium.launch({ executablePath: systemBrowser, args: FLAGS });
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await open(options);
    context.setDefaultTimeout(LIMIT_MS);
    return context;
  };
  return browser;
}

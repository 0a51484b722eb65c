import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { Benchmark, Ratio, Scale } from '../benchmark.js';
import { RecordedServer } from './recorded-server.js';
import type { Frame } from './recording.js';
import { endingRun, finishedRun, floodingRun, recordingOf } from './recording.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--enable-precise-memory-info'];
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const PROGRESS = '/containers/c1/progress';

/** Notes the longest task and every shift of the layout, from the first moment on. */
const WATCH = `
  window.measured = { longest: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) measured.longest = Math.max(measured.longest, duration);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) measured.shift += value;
  }).observe({ type: 'layout-shift', buffered: true });`;

/** Milliseconds from the start of the navigation until an expression is true. */
async function millisecondsUntil(page: Page, expression: string): Promise<number> {
  const handle = await page.waitForFunction(`(${expression}) && performance.now()`, null, {
    polling: 'raf',
    timeout: 60_000,
  });
  return (await handle.jsonValue()) as number;
}

/** Runs against the built client in a browser of its own; every repetition has a cold cache. */
async function inBrowser<Result>(
  events: () => AsyncIterable<Frame>,
  work: (page: Page, url: string) => Promise<Result>,
  viewport = DESK,
): Promise<Result> {
  const executablePath = CHROMIUM.find((path) => existsSync(path));
  if (!executablePath)
    throw new Error('There is no Chromium on this machine (Debian: apt-get install chromium).');
  const server = await RecordedServer.start(recordingOf(events));
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({ executablePath, args: FLAGS });
    const page = await browser.newPage({ viewport });
    await page.addInitScript(WATCH);
    return await work(page, server.url);
  } finally {
    await browser?.close();
    server.stop();
  }
}

async function median(times: number, once: () => Promise<number>): Promise<{ value: number; all: string }> {
  const values: number[] = [];
  for (let round = 0; round < times; round += 1) values.push(await once());
  const sorted = [...values].sort((a, b) => a - b);
  return { value: sorted[times >> 1] ?? NaN, all: values.map((value) => value.toFixed(0)).join(', ') };
}

const atMost = (what: string, measured: number, value: number, figures: string): Ratio => ({
  ...{ what, measured, figures },
  promise: { kind: 'at-most', value },
});

const rowsReady = `document.querySelectorAll('[data-testid=container-row] a').length > 0`;
const lineShown = (number: number) =>
  `document.querySelector('[data-testid=log-row][data-line="${String(number)}"]')`;

async function* measure(scale: Scale): AsyncGenerator<Ratio> {
  const times = scale === 'smoke' ? 1 : 5;
  const idle = () => finishedRun(100);
  const list = await median(times, () =>
    inBrowser(idle, async (page, url) => {
      await page.goto(`${url}/containers`, { waitUntil: 'commit' });
      return millisecondsUntil(page, rowsReady);
    }),
  );
  yield atMost('container list interactive after a cold load, ms', list.value, 1_000, list.all);
  const finished = await median(times, () =>
    inBrowser(
      () => finishedRun(20_000),
      async (page, url) => {
        await page.goto(`${url}${PROGRESS}`, { waitUntil: 'commit' });
        return millisecondsUntil(page, lineShown(19_999));
      },
    ),
  );
  yield atMost('last of 20,000 lines in sight after a cold load, ms', finished.value, 500, finished.all);
  yield* shifts(idle);
  yield* shiftsToTheEnd();
  yield* flood(scale === 'smoke' ? 3 : 10);
  yield* large();
}

async function* shifts(idle: () => AsyncIterable<Frame>): AsyncGenerator<Ratio> {
  const pages = [
    ['container list', '/containers', rowsReady],
    ['finished run', PROGRESS, lineShown(99)],
  ] as const;
  for (const [name, path, ready] of pages) {
    const shift = await inBrowser(idle, async (page, url) => {
      await page.goto(url + path);
      await millisecondsUntil(page, ready);
      await page.waitForTimeout(500);
      return page.evaluate<number>('measured.shift');
    });
    yield atMost(`layout shift while the ${name} loads`, shift, 0.01, 'cumulative, as the browser scores it');
  }
}

async function* shiftsToTheEnd(): AsyncGenerator<Ratio> {
  const ends = [
    ['READY', 'ready-card'],
    ['FAILED', 'failure-card'],
  ] as const;
  for (const [outcome, card] of ends) {
    for (const viewport of [DESK, PHONE]) {
      const measured = await inBrowser(
        () => endingRun(outcome),
        async (page, url) => {
          await page.goto(url + PROGRESS);
          await page.getByTestId(card).waitFor();
          await page.waitForTimeout(500);
          return page.evaluate<number>('measured.shift');
        },
        viewport,
      );
      const what = `layout shift while a run is watched until it is ${outcome}, ${String(viewport.width)} px wide`;
      yield atMost(what, measured, 0.01, 'cumulative, as the browser scores it');
    }
  }
}

async function* flood(seconds: number): AsyncGenerator<Ratio> {
  const longest = await inBrowser(
    () => floodingRun(5_000, seconds),
    async (page, url) => {
      await page.goto(url + PROGRESS);
      await page.waitForFunction(lineShown(0));
      await page.evaluate('measured.longest = 0');
      await page.waitForFunction(lineShown(5_000 * seconds - 1), null, { timeout: 60_000 });
      return page.evaluate<number>('measured.longest');
    },
  );
  yield atMost(
    'longest task in a flood of 5,000 lines/s, ms',
    longest,
    100,
    `over ${String(seconds)} s; 0 is below 50`,
  );
}

async function* large(): AsyncGenerator<Ratio> {
  const { rows, heap } = await inBrowser(
    () => finishedRun(100_000),
    async (page, url) => {
      await page.goto(url + PROGRESS);
      await page.waitForFunction(lineShown(99_999), null, { timeout: 60_000 });
      const session = await page.context().newCDPSession(page);
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      const rows = await page.getByTestId('log-viewer').locator('*').count();
      return { rows, heap: usedSize / 2 ** 20 };
    },
  );
  yield atMost('nodes of the log viewer at 100,000 lines', rows, 300, 'elements below the scroller');
  yield atMost('heap at 100,000 lines, MiB', heap, 150, 'after a collection');
}

/** The built client in this machine's Chromium, before a server that plays a recording. */
export const clientBenchmark: Benchmark = { name: 'client', measure };

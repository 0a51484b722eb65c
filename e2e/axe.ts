import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** A theme or a state that has just changed blends over; what is looked at is what it comes to. */
const SETTLE = `for (const one of document.getAnimations()) {
  if (one.effect.getComputedTiming().endTime !== Infinity) one.finish();
}`;
const RUN = `axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' | ')))`;

/** What axe has to say against the page as it stands: WCAG 2.2 A and AA, and good practice. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  await page.evaluate(SETTLE);
  return page.evaluate<string[]>(RUN);
}

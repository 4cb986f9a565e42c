import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(path.resolve('package.json')).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What sticks to an edge lies over parts of others only until one scrolls: their size is judged without it. */
const unstick = `for (const one of document.querySelectorAll('.header, .reg-told')) one.style.position = 'static'`;
const stick = `for (const one of document.querySelectorAll('.header, .reg-told')) one.style.position = ''`;

/** What keeps somebody from using a page as it stands: accessibility violations, and a page wider than the screen. */
export async function pageFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  await page.evaluate(unstick);
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, { runOnly: ${JSON.stringify(rules)} })`);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  await page.evaluate(stick);
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
    ...(overflow > 0 ? [`scrolls sideways by ${overflow} px`] : []),
  ];
}

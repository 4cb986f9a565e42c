import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { pageFaults } from './page-faults.js';

/** A phone's browser in Riga, in English; without what a service worker keeps, unless it is asked for. */
export const openPhone = (
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<BrowserContext> =>
  browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en-GB',
    timezoneId: 'Europe/Riga',
    serviceWorkers: 'block',
    ...options,
  });

/** What keeps somebody from using what is shown, with the name of where it is. */
export async function barriersOf(page: Page, place: string): Promise<string[]> {
  return (await pageFaults(page)).map((fault) => `${place}: ${fault}`);
}

/** The eight ways in which every screen is looked at. */
export const eightWays = [390, 1440].flatMap((width) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    ['en-GB', 'lv-LV'].map((locale) => ({ width, colorScheme, locale })),
  ),
);

/** Keeps a picture of what is shown, where somebody wants to look. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env['KOPA_TEST_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/** Presses Tab until an element has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor({ state: 'attached' });
  for (let press = 0; press < 80; press += 1) {
    if (await hasFocus(wanted)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${wanted.toString()} cannot be reached by Tab`);
}

export const hasFocus = (element: Locator): Promise<boolean> =>
  element.evaluate((one) => one === one.ownerDocument.activeElement);

/**
 * Waits until an expression holds in the page; what it promises is waited for. Playwright's own way evaluates it from
 * within the page, which our content security policy forbids.
 */
export async function holds(page: Page, expression: string): Promise<void> {
  for (let look = 0; look < 600; look += 1) {
    if (await page.evaluate<unknown>(expression)) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`${expression} does not hold`);
}

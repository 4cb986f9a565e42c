import type { Locator, Page } from 'playwright-core';
import { pageFaults } from './page-faults.js';

/** What keeps somebody from using what is shown, with the name of where it is. */
export async function barriersOf(page: Page, place: string): Promise<string[]> {
  return (await pageFaults(page)).map((fault) => `${place}: ${fault}`);
}

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

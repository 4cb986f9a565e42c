import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { pageFaults } from './page-faults.js';

describe('Every page', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  let pages: string[];

  beforeAll(async () => {
    server = await DemoServer.start();
    chromium = await openBrowser();
    const { sessions } = await server.programme();
    const inTurn = sessions.find(({ items }) => items.length > 0)!.code;
    const addOn = sessions.find((session) => session.addOn !== null)!.code;
    // Late and cancelled sessions bring colours and words of their own.
    await server.change({ type: 'delay', session: inTurn, minutes: 10, cascade: false, reason: { en: 'Late train' } });
    await server.change({ type: 'cancel', session: sessions.find(({ code }) => code.startsWith('D2-'))!.code });
    const event = `/e/${server.slug}`;
    pages = [
      '/',
      event,
      `${event}/programme`,
      `${event}/programme?q=nothing-fits-this`,
      `${event}/live`,
      `${event}/sessions/${inTurn}`,
      `${event}/sessions/${addOn}`,
      `${event}/sessions/NONE`,
      '/e/none',
      '/sign-in',
      `${event}/nowhere`,
    ];
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  const cases = [390, 1440].flatMap((width) =>
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      ['en-GB', 'lv-LV'].map((locale) => ({ width, colorScheme, locale })),
    ),
  );
  it.each(cases)(
    'has no accessibility violation and no sideways scroll at $width px, $colorScheme, $locale',
    async ({ width, colorScheme, locale }) => {
      const context = await chromium.browser.newContext({
        viewport: { width, height: 844 },
        colorScheme,
        locale,
        timezoneId: 'America/New_York',
        serviceWorkers: 'block',
      });
      const page = await context.newPage();
      const refusals: string[] = [];
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) refusals.push(message.text());
      });
      const found: string[] = [];
      for (const address of pages) {
        await page.goto(server.url + address);
        await page.locator('main h1').waitFor();
        expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
        expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe(colorScheme);
        found.push(...(await pageFaults(page)).map((fault) => `${address}: ${fault}`));
      }
      await context.close();
      expect([...found, ...refusals]).toEqual([]);
    },
    120_000,
  );

  it('has no accessibility violation with the filters open on a phone', async () => {
    const context = await chromium.browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${server.url}/e/${server.slug}/programme`);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('dialog').waitFor();
    await page.getByRole('button', { name: 'Online', exact: true }).click();
    await page.getByRole('button', { name: /^Show \d+ session/ }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Filters (1 on)' }).waitFor();
    expect(new URL(page.url()).searchParams.get('mode')).toBe('online');
    await page.getByRole('button', { name: 'Filters (1 on)' }).click();
    await page.getByRole('dialog').waitFor();
    const found = await pageFaults(page);
    await context.close();
    expect(found).toEqual([]);
  });
});

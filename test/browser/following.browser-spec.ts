import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { holds } from './looking.js';
import { pageFaults } from './page-faults.js';

describe('The programme in the browser', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    server = await DemoServer.start();
    chromium = await openBrowser();
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });
  beforeEach(async () => {
    context = await chromium.browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Riga' });
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const live = () => page.locator('.live-mark');
  const bar = () => page.locator('.connection');

  /** Opens the day of a session and returns its card. */
  const openCard = async (code: string) => {
    const day = (await server.programme()).days[2]!.date;
    await page.goto(`${server.url}/e/${server.slug}/programme?day=${day}`);
    await live().waitFor();
    return page.locator('article', { has: page.locator(`a[href$="/sessions/${code}"]`) });
  };

  it('shows a delay by itself, with the planned time struck through and the change pinned on top', async () => {
    const card = await openCard('D3-CLOSE');
    await page.evaluate('window.notReloaded = true');
    await server.change({
      type: 'delay',
      session: 'D3-CLOSE',
      minutes: 15,
      cascade: false,
      reason: { lv: 'Vilciens kavējas' },
    });
    await card.getByText('15 min late').waitFor();
    expect(await card.locator('del').innerText()).toBe('11:45–12:45');
    expect(await card.locator('time').innerText()).toBe('12:00–13:00');
    expect(await card.locator('.card-reason [lang=lv]').innerText()).toBe('Vilciens kavējas');
    await page.locator('.recent').getByText('Delayed to 12:00–13:00').waitFor();
    expect(await page.evaluate('window.notReloaded')).toBe(true);
  });

  it('shows a departure that is held, with the planned one struck through, on the card and on its page', async () => {
    const card = await openCard('D3-CIDER');
    await page.evaluate('window.notReloaded = true');
    await server.change({ type: 'hold', session: 'D3-CIDER', minutes: 10, reason: { en: 'Lunch runs late' } });
    await card.getByText('Departs 13:40').waitFor();
    expect(await card.locator('.card-journey del').innerText()).toBe('13:30');
    await page.locator('.recent').getByText('Departure held until 13:40').waitFor();
    await card.locator('a').first().click();
    await page.locator('.journey').getByText('held until 13:40').waitFor();
    expect(await page.locator('.journey del').innerText()).toBe('13:30');
    expect(await page.evaluate('window.notReloaded')).toBe(true);
    expect(await pageFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'LV' }).click();
    await page.locator('.journey').getByText('gaida līdz 13:40').waitFor();
    await server.change({ type: 'hold', session: 'D3-CIDER', minutes: -10 });
    await page.locator('.journey').getByText('gaida līdz').waitFor({ state: 'detached' });
    expect(await page.locator('.journey del').count()).toBe(0);
  });

  it('says that it is disconnected while the server is away, and is right again after it came back', async () => {
    const card = await openCard('D3-TECH');
    await page.evaluate('window.notReloaded = true');
    await server.kill();
    await bar().getByText('Disconnected').waitFor();
    await server.restart();
    await server.change({ type: 'cancel', session: 'D3-TECH', reason: { en: 'Room closed' } });
    await live().waitFor();
    await card.getByText('Cancelled').waitFor();
    await bar().getByText('Disconnected').waitFor({ state: 'detached' });
    expect(await page.evaluate('window.notReloaded')).toBe(true);
  });

  it('catches up with what changed while the network was gone', async () => {
    const card = await openCard('D3-NETWORK');
    await context.setOffline(true);
    await bar().getByText('You are offline').waitFor();
    await server.change({ type: 'delay', session: 'D3-NETWORK', minutes: 5, cascade: false });
    await context.setOffline(false);
    await live().waitFor();
    await card.getByText('5 min late').waitFor();
  });

  it('shows the last programme with its age after a reload without a server', async () => {
    await openCard('D3-CIDER');
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    // The second visit is the first that the service worker serves.
    await page.reload();
    await live().waitFor();
    await holds(page, 'navigator.serviceWorker.controller !== null');
    await server.kill();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Programme' }).waitFor();
    await bar()
      .getByText(/This is the programme as of \d\d:\d\d \(less than a minute old\)/)
      .waitFor();
    await page.locator('a[href$="/sessions/D3-CIDER"]').first().waitFor();
    await server.restart();
    await live().waitFor();
  });
});

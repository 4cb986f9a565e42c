import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Programme } from '@kopa/domain';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, eightLooks, takePicture } from './looking.js';

/** An add-on of the third day, which is not over at any hour at which the tests run. */
const visit = 'D3-CIDER';

describe('The organisers’ registrations', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  let programme: Programme;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    server = await DemoServer.start(2);
    chromium = await openBrowser();
    programme = await server.programme();
    await server.organise('PUT', `/sessions/${visit}/places`, { mode: 'in-person', capacity: 1 });
    const [, second, third] = programme.days.map(({ date }) => date);
    const attendance = { [second!]: 'online', [third!]: 'in-person' };
    for (const name of ['Booked Baiba', 'Waiting Ģirts'])
      await server.register(name, { attendance, bookings: [{ session: visit, mode: 'in-person' }] });
    await server.register('Online Olga', { attendance: { [third!]: 'online' } });
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  const open = async (options?: Parameters<Browser['newContext']>[0]): Promise<Page> => {
    const page = await server.openOrganised(chromium.browser, 'registrations', options);
    contexts.push(page.context());
    await page.locator('.people-card').first().waitFor();
    return page;
  };
  const card = (page: Page, name: string) => page.locator('.people-card', { hasText: name });

  it('finds people by name, day, mode and session', async () => {
    const page = await open();
    await page.getByText('3 registrations').waitFor();
    await page.getByLabel('Name, address or code').fill('ģirts');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('1 registration', { exact: true }).waitFor();
    await card(page, 'Waiting Ģirts').getByText('waits, position 1').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('3 registrations').waitFor();
    await page.getByRole('combobox', { name: 'Day' }).selectOption(programme.days[2]!.date);
    await page.getByRole('combobox', { name: 'Takes part' }).selectOption('online');
    await page.getByText('1 registration', { exact: true }).waitFor();
    await card(page, 'Online Olga').waitFor();
    await page.getByRole('combobox', { name: 'Session' }).selectOption(visit);
    await page.getByText('Nobody matches').waitFor();
  });

  it('keeps what is looked for in the address, and gives out the same as a sheet', async () => {
    const page = await open();
    await page.getByRole('combobox', { name: 'Booking' }).selectOption('waitlisted');
    await page.getByText('1 registration', { exact: true }).waitFor();
    expect(page.url()).toContain('?place=waitlisted');
    await page.reload();
    await page.getByText('1 registration', { exact: true }).waitFor();
    await page.getByLabel('Name, address or code').fill('girts');
    await page.getByRole('button', { name: 'Search' }).click();
    const sheet = page.getByRole('link', { name: 'These as CSV' });
    await sheet.and(page.locator('[href*="q=girts"]')).waitFor();
    const answer = await page.request.get(server.url + (await sheet.getAttribute('href'))!);
    expect((await answer.text()).trim().split('\r\n')).toHaveLength(2);
  });

  it('shows all of one person, and puts a day right with a reason', async () => {
    const page = await open();
    await card(page, 'Online Olga').getByRole('link', { name: 'Online Olga' }).click();
    await page.getByRole('heading', { level: 1, name: 'Online Olga' }).waitFor();
    await page.getByText('Please confirm').first().waitFor();
    await page.getByRole('button', { name: 'Put days right' }).click();
    const form = page.locator('.people-deed');
    await form.getByRole('combobox').first().selectOption('online');
    await form.getByRole('button', { name: 'Put days right' }).click();
    await form.getByText('Please say why').waitFor();
    await form.getByLabel('Why').fill('She was there after all');
    await form.getByRole('button', { name: 'Put days right' }).click();
    await page.getByText('She was there after all').waitFor();
    expect(await page.locator('.people-deed').count()).toBe(0);
    await page.goto(`${server.url}/organise/${server.slug}/registrations/NOBODY00`);
    await page.getByRole('heading', { name: 'There is no such registration' }).waitFor();
  });

  it('leads to where somebody waits, and keeps who cancelled somebody and why', async () => {
    const page = await open();
    const waiting = card(page, 'Waiting Ģirts');
    await waiting.getByRole('link', { name: /^Waitlist/ }).waitFor();
    await card(page, 'Booked Baiba')
      .getByRole('button', { name: /^Cancel the registration/ })
      .click();
    const cancels = card(page, 'Booked Baiba').locator('.people-deed');
    await cancels.getByRole('button', { name: 'Cancel the registration' }).click();
    await cancels.getByText('Please say why').waitFor();
    expect(await barriersOf(page, 'deed')).toEqual([]);
    await takePicture(page, 'people-deed');
    await cancels.getByLabel('Why').fill('Asked by telephone');
    await cancels.getByRole('button', { name: 'Cancel the registration' }).click();
    await card(page, 'Booked Baiba').getByText('Cancelled').first().waitFor();
    // Who is next has the place by themselves.
    await waiting.getByText('has a place').waitFor();
    await card(page, 'Booked Baiba').getByRole('link', { name: 'Booked Baiba' }).click();
    await page.getByRole('heading', { level: 1, name: 'Booked Baiba' }).waitFor();
    await page.getByText('Asked by telephone').waitFor();
    await page.getByText('Registration ended').waitFor();
  });

  it.each(eightLooks)('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, ...look }) => {
    const page = await open(look);
    const found = await barriersOf(page, 'people');
    await takePicture(page, `people-${width}-${look.colorScheme}-${look.locale}`);
    await page.locator('.people-card h2 a').first().click();
    await page.locator('.people-story li').first().waitFor();
    found.push(...(await barriersOf(page, 'person')));
    await takePicture(page, `person-${width}-${look.colorScheme}-${look.locale}`);
    expect(found).toEqual([]);
  });
});

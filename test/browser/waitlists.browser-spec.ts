import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RegistrationAnswer } from '@kopa/contracts';
import type { Programme } from '@kopa/domain';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, eightLooks, takePicture } from './looking.js';

/** An add-on of the third day: the day after tomorrow, so that places go to who is next unasked. */
const visit = 'D3-CIDER';

describe('The organisers’ waitlists', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  let programme: Programme;
  let people: Record<string, RegistrationAnswer>;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    server = await DemoServer.start(1);
    chromium = await openBrowser();
    programme = await server.programme();
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });
  beforeEach(async () => {
    await server.organise('PUT', `/sessions/${visit}/places`, { mode: 'in-person', capacity: 1 });
    people = {};
    for (const name of ['Holding Haralds', 'Waiting Anna', 'Waiting Ģirts', 'Waiting Zane'])
      people[name] = await server.register(name, {
        attendance: { [programme.days[2]!.date]: 'in-person' },
        bookings: [{ session: visit, mode: 'in-person' }],
      });
  });
  afterEach(async () => {
    await server.forgetPeople();
    for (const context of contexts.splice(0)) await context.close();
  });

  const open = async (query = '', options?: Parameters<Browser['newContext']>[0]): Promise<Page> => {
    const page = await server.openOrganised(chromium.browser, `waitlists${query}`, options);
    contexts.push(page.context());
    await page.locator('.wait-row').first().waitFor();
    return page;
  };
  const rows = (page: Page) => page.locator('.wait-rows[data-group="waiting"] .wait-who a');
  const row = (page: Page, name: string) => page.locator('.wait-row', { hasText: name });

  it('moves while one looks: who is next has a place as soon as one is given back', async () => {
    const page = await open();
    await page.getByText('1 of 1 places taken').waitFor();
    expect(await rows(page).allTextContents()).toEqual(['Waiting Anna', 'Waiting Ģirts', 'Waiting Zane']);
    await server.attend('DELETE', '/me', people['Holding Haralds']!.manageToken);
    await row(page, 'Waiting Anna').waitFor({ state: 'detached' });
    expect(await rows(page).allTextContents()).toEqual(['Waiting Ģirts', 'Waiting Zane']);
    await page.getByText('2 wait', { exact: true }).waitFor();
  });

  it('says whom a capacity serves before it is set, sets it, and sets it back', async () => {
    const page = await open();
    const places = page.getByLabel(/^Places/);
    await places.fill('3');
    await page.getByText('2 who wait get a place at once').waitFor();
    await page.getByRole('button', { name: /^Set/ }).click();
    await page.getByText(/3 places now; 2 who waited were served/).waitFor();
    await row(page, 'Waiting Ģirts').waitFor({ state: 'detached' });
    expect(await rows(page).allTextContents()).toEqual(['Waiting Zane']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone: 1 places again').waitFor();
    await page.getByText('2 over the capacity').waitFor();
    // Somebody else sets them meanwhile: what they wrote is shown.
    await page.route('**/waitlists/session/**', async (route) => {
      if (route.request().method() === 'PATCH')
        await server.organise('PUT', `/sessions/${visit}/places`, { mode: 'in-person', capacity: 2 });
      await route.continue();
    });
    await places.fill('9');
    await page.getByRole('button', { name: /^Set/ }).click();
    await page.getByText('Somebody set the places meanwhile: 2 now').waitFor();
    expect(await places.inputValue()).toBe('9');
  });

  it('gives a place out of turn only for a reason, which can be undone, and is told and kept', async () => {
    const page = await open(`?q=${visit}&mode=in-person`);
    const give = async (): Promise<void> => {
      await row(page, 'Waiting Zane')
        .getByRole('button', { name: /^Give a place now/ })
        .first()
        .click();
      const form = page.locator('.wait-form');
      await form.getByText('No place is free: Waiting Zane gets one over the capacity').waitFor();
      await form.getByRole('button', { name: 'Give a place now' }).click();
      await form.getByText('Please say why').waitFor();
      await form.getByLabel('Why').fill('Presses the cider');
      await form.getByRole('button', { name: 'Give a place now' }).click();
      await page.getByText('Waiting Zane has a place. They are told in half a minute.').waitFor();
      await row(page, 'Waiting Zane').waitFor({ state: 'detached' });
    };
    await give();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone: Waiting Zane waits where they stood').waitFor();
    await row(page, 'Waiting Zane').waitFor();
    expect(await rows(page).allTextContents()).toEqual(['Waiting Anna', 'Waiting Ģirts', 'Waiting Zane']);
    await give();
    // Those who were skipped stand where they stood.
    expect(await rows(page).allTextContents()).toEqual(['Waiting Anna', 'Waiting Ģirts']);
    await page.getByText('1 over the capacity').waitFor();
    const { code } = people['Waiting Zane']!;
    const mails = (await server.organise('GET', `/mails?registration=${code}&kind=place.confirmed`)) as {
      items: { id: string }[];
    };
    expect(mails.items).toHaveLength(1);
    const letter = (await server.organise('GET', `/mails/${mails.items[0]!.id}/content`)) as { text: string };
    expect(letter.text).toContain('“Presses the cider”');
    await page.goto(`${server.url}/organise/${server.slug}/registrations?over=given`);
    const card = page.locator('.people-card', { hasText: 'Waiting Zane' });
    await card.getByText(/out of turn: Cider in the French tradition.*Why: Presses the cider/).waitFor();
    expect(await page.locator('.people-card').count()).toBe(1);
    await card.getByRole('link', { name: 'Waiting Zane' }).click();
    await page.getByRole('heading', { level: 1, name: 'Waiting Zane' }).waitFor();
    await page.locator('.people-over', { hasText: 'Presses the cider' }).waitFor();
    await page.getByText('Given a place out of turn').first().waitFor();
  });

  it('takes an offer back, the last one first, and somebody off the list', async () => {
    const order = { mode: 'in-person', promotion: 'offer', offerMinutes: 60 };
    await server.organise('PUT', `/sessions/${visit}/places`, { ...order, capacity: 3 });
    await server.organise('PUT', `/sessions/${visit}/places`, { ...order, capacity: 1 });
    const page = await open();
    await page.getByText('Offered a place').waitFor();
    const act = async (name: string, deed: string): Promise<void> => {
      await row(page, name)
        .getByRole('button', { name: new RegExp(`^${deed}`) })
        .first()
        .click();
      const form = page.locator('.wait-form');
      await form.getByLabel('Why').fill('We counted wrong');
      await form.getByRole('button', { name: deed }).click();
    };
    await act('Waiting Anna', 'Take the offer back');
    await page.getByText('take back theirs first').waitFor();
    await page.getByRole('button', { name: 'Leave it' }).click();
    await act('Waiting Ģirts', 'Take the offer back');
    await page.getByText('Waiting Ģirts waits again, and is told why').waitFor();
    await page.locator('.wait-rows[data-group="waiting"]', { hasText: 'Waiting Ģirts' }).waitFor();
    expect(await rows(page).allTextContents()).toEqual(['Waiting Ģirts', 'Waiting Zane']);
    await act('Waiting Ģirts', 'Take off the list');
    await page.getByText('Waiting Ģirts is off the list').waitFor();
    await row(page, 'Waiting Ģirts').waitFor({ state: 'detached' });
  });

  it('keeps what is looked for in the address, and says what to do where nobody waits', async () => {
    const page = await open();
    await page.getByRole('combobox', { name: 'Day' }).selectOption(programme.days[1]!.date);
    await page.getByText('Nothing matches').waitFor();
    expect(page.url()).toContain(`day=${programme.days[1]!.date}`);
    await page.reload();
    await page.getByRole('button', { name: 'Show all that is limited' }).click();
    await page.locator('.wait-card').first().waitFor();
    expect(page.url()).toContain('show=all');
    await page.getByLabel('Session or code').fill('nowhere');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await row(page, 'Waiting Anna').waitFor();
    // From the session itself it is found too.
    await page.locator('.wait-card h2 a').first().click();
    await page.getByRole('link', { name: 'Places and who waits for them' }).click();
    await row(page, 'Waiting Anna').waitFor();
  });

  it('shows viewers how many wait, and not who', async () => {
    const page = await server.openOrganised(chromium.browser, 'waitlists', { role: 'viewer' });
    contexts.push(page.context());
    await page.locator('.wait-row').first().waitFor();
    await page.getByText('Names are for who may see registrations').waitFor();
    expect(await page.locator('.wait-who').allTextContents()).toEqual(
      Array(3).fill(expect.stringMatching(/^Somebody/)),
    );
    expect(await page.locator('.wait-deeds button, .wait-capacity').count()).toBe(0);
  });

  it.each(eightLooks)('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, ...look }) => {
    const order = { mode: 'in-person', promotion: 'offer', offerMinutes: 60 };
    await server.organise('PUT', `/sessions/${visit}/places`, { ...order, capacity: 2 });
    const page = await open('', look);
    await page.locator('.wait-rows[data-group="waiting"] .wait-deeds button').first().click();
    await page.locator('.wait-capacity input').fill('3');
    await page.locator('.wait-foreseen:not(:empty)').waitFor();
    const found = await barriersOf(page, 'waitlists');
    await takePicture(page, `waitlists-${width}-${look.colorScheme}-${look.locale}`);
    expect(found).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventSettings } from '@kopa/contracts';
import type { Locator, Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, takePicture } from './looking.js';

describe('Setting up an event', () => {
  let server: DemoServer;
  let chromium: TestBrowser;

  beforeAll(async () => {
    server = await DemoServer.start(2);
    chromium = await openBrowser();
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  const settings = async (): Promise<EventSettings> =>
    (await server.organise('GET', '/draft/settings')) as EventSettings;
  const byOthers = async (edit: object): Promise<void> => {
    const { version } = await settings();
    await server.organise('PATCH', '/draft/settings', edit, { 'if-match': `"${version}"` });
  };
  const field = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name });
  /** Waits until a field holds what was saved. */
  const expectValue = async (of: Locator, value: string): Promise<void> => {
    await of.waitFor();
    for (let look = 0; look < 200 && (await of.inputValue()) !== value; look += 1) await of.page().waitForTimeout(50);
    expect(await of.inputValue()).toBe(value);
  };
  const said = (page: Page, text: string | RegExp) => page.locator('.set-bar').getByText(text);

  it('starts an event with few answers, and goes on to its rooms', async () => {
    const page = await server.openOrganised(chromium.browser, '', { timezoneId: 'Europe/Riga' });
    await page.goto(`${server.url}/organise`);
    await page.getByRole('link', { name: 'New event' }).click();
    await page.getByRole('button', { name: 'Make the event' }).click();
    await page.getByText('Give it a name in at least one language.').waitFor();
    await field(page, 'Name (Latvian)').fill('Ķekavas ļaužu dienas');
    expect(await field(page, 'Address of its pages').inputValue()).toBe('kekavas-lauzu-dienas');
    await page.getByLabel('First day').fill('2027-05-07');
    await page.getByLabel('Last day').fill('2027-05-06');
    await page.getByRole('button', { name: 'Make the event' }).click();
    await page.getByText(/must not be before the first/).waitFor();
    await page.getByLabel('Last day').fill('2027-05-08');
    await page.getByRole('button', { name: 'Make the event' }).click();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/organise/kekavas-lauzu-dienas/settings');
    await page.getByRole('heading', { name: /8 May 2027/ }).waitFor();
    const rooms = page.locator('section', { has: page.getByRole('heading', { name: 'Rooms', exact: true }) });
    expect(await rooms.locator('li').count()).toBe(2);
    await rooms.getByRole('button', { name: 'Add a room' }).click();
    await said(page, 'Saved.').waitFor();
    expect(await rooms.locator('li').count()).toBe(3);
    await page.getByRole('button', { name: 'Undo the last change' }).click();
    await said(page, 'Taken back.').waitFor();
    expect(await rooms.locator('li').count()).toBe(2);
    await page.context().close();
  });

  it('saves a field when it is left, beside what others alter, and asks where both altered the same', async () => {
    const page = await server.openOrganised(chromium.browser, 'settings');
    const place = field(page, 'Place (English)');
    await place.fill('Lielvārde and online');
    // Somebody else alters something else meanwhile.
    await byOthers({ event: { subtitle: { en: 'By somebody else' } } });
    await place.press('Tab');
    await said(page, 'Saved.').waitFor();
    expect((await settings()).event).toMatchObject({
      place: { en: 'Lielvārde and online' },
      subtitle: { en: 'By somebody else' },
    });
    await place.fill('Mine');
    await byOthers({ event: { place: { en: 'Theirs' } } });
    await place.press('Tab');
    await said(page, 'Somebody else changed the same meanwhile.').waitFor();
    expect((await settings()).event.place).toEqual({ en: 'Theirs' });
    await page.getByRole('button', { name: 'Put mine instead' }).click();
    await said(page, 'Saved.').waitFor();
    expect((await settings()).event.place).toMatchObject({ en: 'Mine' });

    // What one takes back leaves alone what others did since.
    const [day] = (await settings()).days;
    await byOthers({ days: [{ date: day!.date, title: { en: 'Their day' }, theme: {} }] });
    const undo = page.getByRole('button', { name: 'Undo the last change' });
    await undo.click();
    await said(page, 'Taken back.').waitFor();
    expect(await settings()).toMatchObject({ event: { place: { en: 'Theirs' } } });
    expect((await settings()).days[0]!.title).toEqual({ en: 'Their day' });
    // And does not take back what is no longer there.
    await byOthers({ event: { place: { en: 'Theirs again' } } });
    await undo.click();
    await said(page, 'Somebody else changed the same meanwhile.').waitFor();
    expect((await settings()).event.place).toEqual({ en: 'Theirs again' });
    await page.context().close();
  });

  it('says why a room stays, and keeps what was written when the server is away', async () => {
    const page = await server.openOrganised(chromium.browser, 'settings');
    const { rooms } = await settings();
    await page.getByRole('button', { name: `Remove ${rooms[0]!.name['en']}`, exact: true }).click();
    await said(page, /^Not saved: Sessions stand in it \(.*\): move them first\.$/).waitFor();
    await page.context().setOffline(true);
    const subtitle = field(page, 'Subtitle (English)');
    await subtitle.fill('Written without a network');
    await subtitle.press('Tab');
    await said(page, /the server could not be reached/).waitFor();
    expect(await subtitle.inputValue()).toBe('Written without a network');
    await page.context().setOffline(false);
    await subtitle.focus();
    await subtitle.press('Tab');
    await said(page, 'Saved.').waitFor();
    expect((await settings()).event.subtitle).toMatchObject({ en: 'Written without a network' });
    await page.context().close();
  });

  it('describes the event in Markdown with what readers will see, and nothing that could harm them', async () => {
    const page = await server.openOrganised(chromium.browser, 'settings');
    const description = field(page, 'Description (English)');
    await description.fill(
      '**Come** all\n\n<img src=x onerror="document.title=1"> [here](javascript:alert(1)) <b>now</b>',
    );
    const preview = page.getByRole('group', { name: 'Description (English): as readers see it' });
    await preview.locator('strong', { hasText: 'Come' }).waitFor();
    await description.press('Tab');
    await said(page, 'Saved.').waitFor();
    await takePicture(page, 'settings-described');
    const shown = await preview.evaluate((one) => one.innerHTML);
    expect([shown.includes('img'), shown.includes('javascript')]).toEqual([false, false]);
    await server.organise('POST', '/releases', { name: 'Described' });
    const visitor = await page.context().newPage();
    await visitor.goto(`${server.url}/e/${server.slug}`);
    await visitor.locator('.rich strong', { hasText: 'Come' }).waitFor();
    expect((await visitor.locator('.rich').first().innerHTML()).trim()).toBe(shown.trim());
    await page.context().close();
  });

  it('says how people take part, and why a way stays in the reader’s language', async () => {
    const page = await server.openOrganised(chromium.browser, 'settings', { locale: 'lv-LV' });
    const inPerson = page
      .getByRole('group', { name: 'Kā cilvēki piedalās' })
      .getByRole('checkbox', { name: /^Klātienē/ });
    expect(await inPerson.isChecked()).toBe(true);
    await inPerson.click();
    await said(page, /Tajā notiek nodarbības \(.*\): vispirms pārceliet tās\./).waitFor();
    expect(await inPerson.isChecked()).toBe(true);
    const venue = page.getByLabel('Adrese', { exact: true }).first();
    await venue.fill('x'.repeat(501));
    await venue.press('Tab');
    await said(page, 'Nav saglabāts: Adrese: Rakstzīmju skaits: ne vairāk kā 500.').waitFor();
    await page.context().close();
  });

  it('takes positions as they are copied from a map, and how long it takes between venues', async () => {
    const page = await server.openOrganised(chromium.browser, 'settings');
    const { venues } = await settings();
    const [one, other] = venues as [EventSettings['venues'][number], EventSettings['venues'][number]];
    const [from, to] = [one.name['en'], other.name['en']];
    const cards = page.locator('section', { has: page.getByRole('heading', { name: 'Venues', exact: true }) });
    const latitude = cards.getByRole('textbox', { name: 'Latitude' });
    await latitude.nth(0).fill('geo:56.95,24.10?z=15');
    await said(page, 'Saved.').waitFor();
    expect(await cards.getByRole('textbox', { name: 'Longitude' }).nth(0).inputValue()).toBe('24.1');
    await latitude.nth(1).fill('56.50, 25.10');
    const way = page.getByRole('spinbutton', { name: `From ${from} to ${to}, minutes`, exact: true });
    await page
      .getByText(/^estimated: 155 min$/)
      .first()
      .waitFor();
    expect(await way.inputValue()).toBe('');

    await way.fill('75');
    await way.press('Tab');
    const back = page.getByRole('spinbutton', { name: `From ${to} to ${from}, minutes`, exact: true });
    await expectValue(back, '75');
    await page.getByRole('checkbox', { name: 'The way back takes as long' }).uncheck();
    await back.fill('90');
    await back.press('Tab');
    await said(page, 'Saved.').waitFor();
    await page.reload();
    await expectValue(way, '75');
    await expectValue(back, '90');
    expect(await page.getByRole('checkbox', { name: 'The way back takes as long' }).isChecked()).toBe(false);
    const now = (await settings()).venues;
    expect(now.find(({ id }) => id === one.id)).toMatchObject({
      latitude: 56.95,
      longitude: 24.1,
      minutesTo: { [other.id]: 75 },
    });
    expect(now.find(({ id }) => id === other.id)).toMatchObject({ minutesTo: { [one.id]: 90 } });
    await back.fill('80');
    await back.press('Tab');
    await said(page, 'Saved.').waitFor();
    await page.getByRole('button', { name: 'Undo the last change' }).click();
    await expectValue(back, '90');
    await page.context().close();
  });

  it('copies the event to other days', async () => {
    const page = await server.openOrganised(chromium.browser, 'settings');
    await page.getByRole('button', { name: 'Copy it' }).click();
    await page.waitForURL(`**/organise/${server.slug}-2/settings`);
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await page.goto(`${server.url}/organise`);
    await page.locator('.org-cards').waitFor();
    expect(await page.getByRole('link', { name: 'French moods in Zied zeme' }).count()).toBe(2);
    await page.context().close();
  });

  it('deletes an event, and restores it with all that was in it', async () => {
    const page = await server.openOrganised(chromium.browser, 'settings');
    const part = page.locator('section', { has: page.getByRole('heading', { name: 'Delete this event' }) });
    await part.getByText(/^\d+ sessions, with their texts and files$/).waitFor();
    await part.getByRole('button', { name: /^Delete the event/ }).click();
    await takePicture(page, 'settings-delete');
    await part.getByRole('button', { name: /^Yes, delete it/ }).click();
    await page.getByRole('heading', { level: 1, name: 'This event is deleted' }).waitFor();
    await takePicture(page, 'deleted-event');
    expect(await barriersOf(page, 'deleted event')).toEqual([]);
    const gone = await fetch(`${server.url}/api/v1/events/${server.slug}/programme`);
    expect([gone.status, await gone.json()]).toMatchObject([410, { code: 'event.deleted' }]);
    await page.getByText(/It can be restored, with all that was in it, until \d+ \w+ 20\d\d/).waitFor();
    await page.getByRole('link', { name: 'Your events' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your events' }).waitFor();
    await page.getByText(/ · Deleted$/).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'This event is deleted' }).waitFor();
    const visitor = await page.context().newPage();
    await visitor.goto(`${server.url}/e/${server.slug}`);
    await visitor.getByRole('heading', { level: 1, name: 'There is no such event' }).waitFor();
    await page.getByRole('button', { name: 'Restore the event' }).click();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await visitor.reload();
    await visitor.getByRole('heading', { level: 1, name: 'French moods in Zied zeme' }).waitFor();
    await page.context().close();
  });

  it.each(
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      ['en-GB', 'lv-LV'].flatMap((locale) => [390, 1440].map((width) => ({ width, colorScheme, locale }))),
    ),
  )('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, colorScheme, locale }) => {
    const viewport = { width, height: 900 };
    const page = await server.openOrganised(chromium.browser, 'settings', { viewport, colorScheme, locale });
    await page.locator('.set-records').first().waitFor();
    const found = await barriersOf(page, 'settings');
    await takePicture(page, `settings-${width}-${colorScheme}-${locale}`);
    await page.goto(`${server.url}/organise/new`);
    await page.locator('.set-modes').waitFor();
    found.push(...(await barriersOf(page, 'new event')));
    await takePicture(page, `new-event-${width}-${colorScheme}-${locale}`);
    expect(found).toEqual([]);
    await page.context().close();
  });
});

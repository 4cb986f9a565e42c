import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PostedAnnouncement, RegistrationAnswer } from '@kopa/contracts';
import type { Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, eightLooks, hasFocus, openPhone, takePicture } from './looking.js';

const morning = 'D2-MORNING';

describe('Announcements', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  let days: string[];
  let anna: RegistrationAnswer;

  beforeAll(async () => {
    [server, chromium] = await Promise.all([DemoServer.start(1), openBrowser()]);
    days = (await server.programme()).days.map(({ date }) => date);
    anna = await server.register('Anna', {
      attendance: { [days[1]!]: 'in-person' },
      bookings: [{ session: morning, mode: 'in-person' }],
    });
    await server.register('Berta', { attendance: { [days[1]!]: 'online' } });
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  const read = async (part: string, options: Parameters<typeof openPhone>[1] = {}): Promise<Page> => {
    const page = await (await openPhone(chromium.browser, options)).newPage();
    await page.goto(`${server.url}/e/${server.slug}/${part}`);
    await page.locator('.live-mark').waitFor();
    return page;
  };
  const desk = async (options: Parameters<typeof openPhone>[1] = {}): Promise<Page> => {
    const context = await openPhone(chromium.browser, options);
    await context.addCookies([await server.organiserCookie()]);
    const page = await context.newPage();
    await page.goto(`${server.url}/organise/${server.slug}/desk`);
    await page.locator('.live-mark').waitFor();
    return page;
  };
  const say = (order: object): Promise<PostedAnnouncement> =>
    server.organise('POST', '/announcements', {
      texts: { en: 'The yard is open' },
      audience: { to: 'all' },
      kind: 'sticky',
      ...order,
    }) as Promise<PostedAnnouncement>;
  const takeDown = ({ id }: PostedAnnouncement) => server.organise('DELETE', `/announcements/${id}`);
  const onTop = (page: Page) => page.locator('.announcements .announcement');
  const said = (page: Page) => page.locator('.said .announcement');

  it('are said from the desk, seen beforehand, read by everybody at once, and taken back', async () => {
    const reader = await read('live');
    const page = await desk();
    await page.getByRole('button', { name: 'Announce something' }).click();
    const dialog = page.getByRole('dialog', { name: 'Announcement' });
    await dialog.getByText('2 registered people and all who read the public pages').waitFor();
    await dialog.getByRole('textbox', { name: 'In English' }).fill('Lunch is in the yard today.');
    await dialog.getByRole('textbox', { name: 'In Latvian' }).fill('Pusdienas šodien ir pagalmā.');
    expect(await dialog.locator('.announcement').allTextContents()).toEqual([
      'Lunch is in the yard today.',
      'Pusdienas šodien ir pagalmā.',
    ]);
    expect(await barriersOf(page, 'form')).toEqual([]);
    await takePicture(page, 'announce-form');
    await dialog.getByRole('button', { name: 'Announce', exact: true }).click();
    await page.getByText('Announced to 2 registered people.').waitFor();
    await onTop(reader).getByText('Lunch is in the yard today.').waitFor();
    expect(await onTop(reader).locator('..').locator('..').getAttribute('aria-live')).toBe('polite');
    expect(await barriersOf(reader, 'live')).toEqual([]);
    await takePicture(reader, 'announcement-live');
    // Who comes later, in another language, reads it too.
    const later = await read('programme', { locale: 'lv-LV', colorScheme: 'dark' });
    await onTop(later).getByText('Pusdienas šodien ir pagalmā.').waitFor();
    expect(await barriersOf(later, 'programme')).toEqual([]);
    await takePicture(later, 'announcement-programme-lv');
    await page.getByRole('button', { name: 'Undo (30 s)' }).click();
    await page.getByText('Taken back: it stands nowhere any more.').waitFor();
    for (const one of [reader, later]) {
      await onTop(one).waitFor({ state: 'detached' });
      expect(await said(one).count()).toBe(0);
      await one.context().close();
    }
    await page.locator('.announced summary').click();
    await page.getByText(/Everybody · 2 registered people · .* · Taken down at/).waitFor();
    expect(await barriersOf(page, 'list')).toEqual([]);
    await takePicture(page, 'announced-list');
    await page.context().close();
  });

  it('reach those to whom they are addressed, in the original where their language is missing', async () => {
    const stranger = await read('live');
    const own = await (await openPhone(chromium.browser, { locale: 'lv-LV' })).newPage();
    await own.goto(`${server.url}/e/${server.slug}/agenda#${anna.manageToken}`);
    await own.locator('.live-mark').waitFor();
    const page = await desk();
    await page.getByRole('button', { name: 'Announce something' }).click();
    const dialog = page.getByRole('dialog', { name: 'Announcement' });
    await dialog.getByRole('radio', { name: 'Who takes part' }).check();
    await dialog.getByRole('combobox', { name: 'Day' }).selectOption(days[1]!);
    await dialog.getByText('1 registered person', { exact: true }).waitFor();
    await dialog.getByRole('combobox', { name: 'How' }).selectOption('online');
    await dialog.getByRole('combobox', { name: 'Day' }).selectOption('');
    await dialog.getByText('1 registered person', { exact: true }).waitFor();
    await dialog.getByRole('radio', { name: "A session's people" }).check();
    await dialog.getByRole('combobox', { name: 'Session' }).selectOption(morning);
    await dialog.getByText('1 registered person', { exact: true }).waitFor();
    await dialog.getByRole('textbox', { name: 'In English' }).fill('Bring your own cup.');
    await dialog.getByText('Bring your own cup.').nth(2).waitFor();
    expect(await barriersOf(page, 'form for some')).toEqual([]);
    await dialog.getByRole('button', { name: 'Announce', exact: true }).click();
    await page.getByText('Announced to 1 registered person.').waitFor();
    await onTop(own).getByText('Bring your own cup.').waitFor();
    expect(await onTop(own).locator('[lang=en]').textContent()).toBe('Bring your own cup.');
    expect(await onTop(own).locator('.language-label').textContent()).toContain('EN');
    await onTop(own).getByText('Jums').waitFor();
    expect(await barriersOf(own, 'agenda')).toEqual([]);
    await takePicture(own, 'announcement-agenda-lv');
    await own.reload();
    await onTop(own).getByText('Bring your own cup.').waitFor();
    // What is said to everybody afterwards comes alone to who is not addressed.
    const all = await say({});
    await onTop(stranger).getByText('The yard is open').waitFor();
    expect(await onTop(stranger).count()).toBe(1);
    await takeDown(all);
    await page.locator('.announced summary').click();
    await page.getByRole('button', { name: 'Take down' }).click();
    await onTop(own).waitFor({ state: 'detached' });
    for (const one of [stranger, own, page]) await one.context().close();
  });

  it('that pass are put away and stay among what was said', async () => {
    const reader = await read('live');
    const passing = await say({ kind: 'passing', texts: { en: 'The bus is there.', lv: 'Autobuss ir klāt.' } });
    await onTop(reader).getByText('The bus is there.').waitFor();
    await onTop(reader).getByRole('button', { name: 'Put away' }).click();
    await onTop(reader).waitFor({ state: 'detached' });
    expect(await hasFocus(reader.locator('.announcements'))).toBe(true);
    await reader.getByText('What was said (1)').click();
    await said(reader).getByText('The bus is there.').waitFor();
    expect(await barriersOf(reader, 'what was said')).toEqual([]);
    await takePicture(reader, 'announcement-said');
    await reader.reload();
    await reader.getByText('What was said (1)').waitFor();
    expect(await onTop(reader).count()).toBe(0);
    await takeDown(passing);
    await reader.context().close();
  });

  it('go by themselves when they were seen, but not from under a pointer', async () => {
    const context = await openPhone(chromium.browser);
    const reader = await context.newPage();
    await reader.clock.install();
    await reader.goto(`${server.url}/e/${server.slug}/live`);
    await reader.locator('.live-mark').waitFor();
    const passing = await say({ kind: 'passing', texts: { en: 'Coffee is ready.' } });
    await onTop(reader).getByText('Coffee is ready.').hover();
    await reader.clock.runFor(45_000);
    expect(await onTop(reader).count()).toBe(1);
    await reader.mouse.move(0, 0);
    await reader.clock.runFor(25_000);
    await onTop(reader).waitFor({ state: 'detached' });
    await takeDown(passing);
    await context.close();
  });

  it('are said once when their answer was lost', async () => {
    const page = await desk();
    await page.getByRole('button', { name: 'Announce something' }).click();
    const dialog = page.getByRole('dialog', { name: 'Announcement' });
    await dialog.getByRole('textbox', { name: 'In English' }).fill('Only once, please.');
    await dialog.getByRole('radio', { name: 'On top for 15 minutes' }).check();
    let lost = 0;
    await page.route('**/announcements', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      await route.fetch();
      lost += 1;
      return route.abort();
    });
    await dialog.getByRole('button', { name: 'Announce', exact: true }).click();
    await dialog.getByText('The server was not reached.').waitFor();
    await dialog.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('Announced to 2 registered people.').waitFor();
    const reader = await read('programme');
    await onTop(reader).getByText('Only once, please.').waitFor();
    expect(await onTop(reader).count()).toBe(1);
    for (const one of [reader, page]) await one.context().close();
  });

  it.each(eightLooks)('keep nobody out at $width px, $colorScheme, $locale', async ({ width, ...rest }) => {
    const options = { ...rest };
    const only = await say({ texts: { lv: 'Pagalms ir atvērts' } });
    const reader = await read('live', options);
    await onTop(reader).getByText('Pagalms ir atvērts').waitFor();
    const found = await barriersOf(reader, 'live');
    const page = await desk(options);
    await page.locator('.announced summary').click();
    await page.locator('.announced .announcement').first().waitFor();
    found.push(...(await barriersOf(page, 'list')));
    await takePicture(page, `announced-${width}-${rest.colorScheme}-${rest.locale}`);
    await page.locator('.announce-place > button').first().click();
    await page.locator('dialog input[type=radio]').nth(1).check();
    await page.locator('dialog textarea, dialog input[lang]').first().fill('Pusdienas ir pagalmā');
    found.push(...(await barriersOf(page, 'form')));
    await takePicture(page, `announce-${width}-${rest.colorScheme}-${rest.locale}`);
    await takeDown(only);
    for (const one of [reader, page]) await one.context().close();
    expect(found).toEqual([]);
  });
});

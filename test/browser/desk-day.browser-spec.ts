import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Programme } from '@kopa/domain';
import type { Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, eightLooks, openPhone, takePicture } from './looking.js';

describe('A whole day online, from the live desk', () => {
  let server: DemoServer;
  let chromium: TestBrowser;

  beforeAll(async () => {
    // The second day, with what is in person, lies ahead whatever the time is.
    [server, chromium] = await Promise.all([DemoServer.start(1), openBrowser()]);
    const [, date] = (await server.programme()).days.map((day) => day.date);
    await server.register('Anna', {
      attendance: { [date!]: 'in-person' },
      bookings: [{ session: 'D2-SKOLA6', mode: 'in-person' }],
    });
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });

  const open = async (options: Parameters<typeof openPhone>[1] = {}): Promise<Page> => {
    const context = await openPhone(chromium.browser, options);
    await context.addCookies([await server.organiserCookie()]);
    const page = await context.newPage();
    await page.goto(`${server.url}/organise/${server.slug}/desk`);
    await page.locator('.live-mark').waitFor();
    return page;
  };
  const slotOf = async (code: string) =>
    (await server.programme()).sessions.find((session) => session.code === code)!.slots[0]!;
  const stand = ({ sessions }: Programme): unknown =>
    sessions.flatMap(({ slots }) => slots.map((slot) => [slot.id, slot.roomId, slot.onlineRoomId, slot.status]));
  const openDay = async (page: Page): Promise<void> => {
    await page.locator('.desk-whole button').last().click();
    await page.locator('dialog input[type=radio]').nth(-2).check();
    await page.locator('.desk-fates .desk-open').waitFor();
  };

  it('is seen beforehand, chosen where no online room is known, heard by participants and taken back', async () => {
    const participant = await (await openPhone(chromium.browser)).newPage();
    await participant.goto(`${server.url}/e/${server.slug}/sessions/D2-CLOSE`);
    await participant.locator('main h1').waitFor();
    const before = await server.programme();
    const page = await open();
    await openDay(page);
    await page.getByText('2 sessions are to be decided').waitFor();
    const confirm = page.getByRole('button', { name: 'Switch the day to online' });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByText('1 person comes in person that day and is told once').waitFor();
    await page.getByText('1 place in person is kept').waitFor();
    await page.getByRole('combobox', { name: 'For all of these' }).selectOption('stay');
    await page.getByText('are to be decided').waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: /^Lunch/ }).selectOption('cancel');
    await page.getByRole('textbox', { name: 'Reason, English' }).fill('The hall is flooded');
    await takePicture(page, 'desk-day-decided');
    await confirm.click();
    await page.getByText('Done: Switch the day to online').waitFor();
    await page.getByText('is switched to online').waitFor();
    await participant.getByText('The hall is flooded').first().waitFor();
    expect(await slotOf('D2-CLOSE')).toMatchObject({ roomId: null, status: 'scheduled' });
    expect(await slotOf('D2-LUNCH')).toMatchObject({ status: 'cancelled' });
    expect(await slotOf('D2-INCUBATOR')).toMatchObject({ status: 'scheduled' });
    expect(await barriersOf(page, 'day online')).toEqual([]);
    await takePicture(page, 'desk-day-done');
    await page.getByRole('button', { name: 'Undo (30 s)' }).click();
    await page.getByText('Undone: everything stands as before.').waitFor();
    await page.getByText('is switched to online').waitFor({ state: 'detached' });
    expect(stand(await server.programme())).toEqual(stand(before));
    for (const one of [participant, page]) await one.context().close();
  });

  it('comes back later, from another phone, and that is taken back too', async () => {
    const before = await server.programme();
    const [, date] = before.days.map((day) => day.date);
    const choices = [
      { slot: (await slotOf('D2-LUNCH')).id, to: 'cancel' },
      { slot: (await slotOf('D2-INCUBATOR')).id, to: 'stay' },
    ];
    await server.change({ type: 'go-online', date, choices });
    const away = await server.programme();
    const page = await open();
    await page.getByRole('button', { name: 'Back in person' }).click();
    await page.getByText('Places in person are what they were before.').waitFor();
    expect(await barriersOf(page, 'day back')).toEqual([]);
    await page.getByRole('button', { name: 'Bring the day back in person' }).click();
    await page.getByText('Done: Bring the day back in person').waitFor();
    expect(stand(await server.programme())).toEqual(stand(before));
    await page.getByRole('button', { name: 'Undo (30 s)' }).click();
    await page.getByText('Undone: everything stands as before.').waitFor();
    expect(stand(await server.programme())).toEqual(stand(away));
    await server.change({ type: 'return-in-person', date });
    await page.context().close();
  });

  it.each(eightLooks)('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, ...rest }) => {
    const page = await open(rest);
    await openDay(page);
    await page.locator('.desk-foreseen').first().waitFor();
    const found = await barriersOf(page, 'day');
    await takePicture(page, `desk-day-${width}-${rest.colorScheme}-${rest.locale}`);
    await page.context().close();
    expect(found).toEqual([]);
  });
});

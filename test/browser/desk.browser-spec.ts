import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, eightLooks, openPhone, takePicture } from './looking.js';

describe('The live desk', () => {
  let server: DemoServer;
  let chromium: TestBrowser;

  beforeAll(async () => {
    [server, chromium] = await Promise.all([DemoServer.start(), openBrowser()]);
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
    await page.locator('.desk-day:not(.announced) summary').click();
    return page;
  };
  const slotOf = async (code: string) => {
    const session = (await server.programme()).sessions.find((one) => one.code === code)!;
    return { title: session.title['en']!, slot: session.slots[0]! };
  };
  const choose = async (page: Page, code: string): Promise<void> => {
    const { title } = await slotOf(code);
    await page.locator('.desk-day:not(.announced)').getByRole('button', { name: title }).first().click();
  };
  const pressLate = (page: Page) =>
    page.getByRole('group', { name: 'Late by' }).getByRole('button', { name: '10 min' }).click();

  it('makes a session late with what follows, which participants see, and takes it back', async () => {
    const participant = await (await openPhone(chromium.browser)).newPage();
    await participant.goto(`${server.url}/e/${server.slug}/sessions/D2-LUNCH`);
    await participant.locator('main h1').waitFor();
    const page = await open();
    const before = await server.programme();
    await choose(page, 'D2-LUNCH');
    await pressLate(page);
    await page.getByRole('radio', { name: /^With what follows: 1 other session moves/ }).waitFor();
    await page.getByRole('heading', { name: 'People' }).waitFor();
    expect(await barriersOf(page, 'review')).toEqual([]);
    await takePicture(page, 'desk-review');
    await page.getByRole('button', { name: 'Speaker on the way' }).click();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await participant.getByText('10 min late').first().waitFor();
    await participant.getByText('Speaker on the way').first().waitFor();
    await page.getByRole('button', { name: 'Undo (30 s)' }).click();
    await page.getByText('Undone: everything stands as before.').waitFor();
    const times = ({ sessions }: typeof before): unknown =>
      sessions.flatMap(({ slots }) => slots.map(({ id, startsAt, endsAt }) => [id, startsAt, endsAt]));
    expect(times(await server.programme())).toEqual(times(before));
    await participant.context().close();
    await page.context().close();
  });

  it('cancels and reinstates', async () => {
    const page = await open();
    for (const [deed, status] of [
      ['Cancel', 'cancelled'],
      ['Reinstate', 'scheduled'],
    ] as const) {
      await choose(page, 'D2-MORNING');
      await page.getByRole('button', { name: deed, exact: true }).click();
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.getByText('Done: ').waitFor();
      await page.locator('dialog').waitFor({ state: 'detached' });
      expect((await slotOf('D2-MORNING')).slot.status).toBe(status);
    }
    await page.context().close();
  });

  it('swaps two sessions, which participants read as that, and takes it back', async () => {
    const participant = await (await openPhone(chromium.browser)).newPage();
    await participant.goto(`${server.url}/e/${server.slug}/sessions/D2-MORNING`);
    await participant.locator('main h1').waitFor();
    const page = await open();
    const places = async (): Promise<string[][]> =>
      Promise.all(['D2-MORNING', 'D2-CLOSE'].map(slotOf)).then((all) =>
        all.map(({ slot }) => [slot.startsAt, `${slot.roomId} ${slot.onlineRoomId}`]),
      );
    const before = await places();
    const { slot } = await slotOf('D2-CLOSE');
    await choose(page, 'D2-MORNING');
    await page.getByRole('combobox', { name: 'With' }).selectOption(slot.id);
    expect(await barriersOf(page, 'swap choice')).toEqual([]);
    await takePicture(page, 'desk-swap');
    await page.getByRole('button', { name: 'Swap', exact: true }).click();
    await page.getByRole('heading', { name: 'People' }).waitFor();
    expect(await barriersOf(page, 'swap')).toEqual([]);
    await takePicture(page, 'desk-swap-review');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('button', { name: 'Undo (30 s)' }).waitFor();
    expect(await places()).toEqual(before.toReversed());
    const titles = await Promise.all(['D2-MORNING', 'D2-CLOSE'].map(slotOf)).then((all) =>
      all.map(({ title }) => title),
    );
    await participant.getByText(`Swapped with “${titles[1]!}”`).first().waitFor();
    expect(await participant.getByText(/min late/).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo (30 s)' }).click();
    await page.getByText('Undone: everything stands as before.').waitFor();
    expect(await places()).toEqual(before);
    await participant.context().close();
    await page.context().close();
  });

  it('starts the next item in turn, which participants see, and takes it back', async () => {
    const round = 'D2-SKOLA6';
    const { slot } = await slotOf(round);
    const { items } = (await server.programme()).sessions.find(({ code }) => code === round)!;
    if (slot.status === 'scheduled') await server.change({ type: 'start', session: round });
    const participant = await (await openPhone(chromium.browser)).newPage();
    await participant.goto(`${server.url}/e/${server.slug}/live`);
    const card = participant.locator('.now-card', { hasText: (await slotOf(round)).title });
    await card.waitFor();
    const page = await open();
    await choose(page, round);
    await page.getByRole('combobox', { name: 'Somebody else' }).selectOption('1');
    expect(await barriersOf(page, 'in turn')).toEqual([]);
    await takePicture(page, 'desk-in-turn');
    await page.getByRole('button', { name: 'Start it' }).click();
    await page.getByText(`Now: ${items[1]!.title['en']}`).waitFor();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await card.locator('[data-turn=now]', { hasText: items[1]!.title['en']! }).waitFor();
    await card.locator('[data-turn=next]', { hasText: items[2]!.title['en']! }).waitFor();
    expect((await slotOf(round)).slot.turn?.item).toBe(1);
    await takePicture(participant, 'live-in-turn');
    await page.getByRole('button', { name: 'Undo (30 s)' }).click();
    await page.getByText('Undone: everything stands as before.').waitFor();
    expect((await slotOf(round)).slot.turn).toBeUndefined();
    for (const one of [participant, page]) await one.context().close();
  });

  it('does once what is sent again after its answer was lost', async () => {
    const page = await open();
    const { slot } = await slotOf('D2-MORNING');
    await choose(page, 'D2-MORNING');
    await pressLate(page);
    await page.getByRole('radio', { name: 'Only this session' }).check();
    await page.getByRole('heading', { name: 'People' }).waitFor();
    await page.route(/live-changes$/, async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('The server was not reached').waitFor();
    await page.unroute(/live-changes$/);
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('button', { name: 'Undo (30 s)' }).waitFor();
    const after = (await slotOf('D2-MORNING')).slot;
    expect(Date.parse(after.startsAt) - Date.parse(slot.startsAt)).toBe(600_000);
    await page.context().close();
  });

  it('asks again when somebody else was faster', async () => {
    const page = await open();
    await choose(page, 'D2-MORNING');
    await pressLate(page);
    await page.getByRole('heading', { name: 'People' }).waitFor();
    await server.change({ type: 'delay', session: 'D2-MORNING', minutes: 5, cascade: false });
    await page.getByText('Somebody else changed it in the meantime').waitFor();
    expect(await page.getByRole('button', { name: 'Confirm' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Look again' }).click();
    await page.getByRole('button', { name: 'Confirm' }).waitFor();
    await page.context().close();
  });

  it('gives moderators, who check nobody in, the attendance sheets', async () => {
    const page = await server.openOrganised(chromium.browser, 'desk', { role: 'moderator' });
    const { days } = await server.programme();
    await page.getByRole('heading', { name: 'Attendance sheets to print' }).waitFor();
    expect(await page.getByRole('link', { name: 'At the door' }).count()).toBe(0);
    await page.locator('.door-sheets select').selectOption(days[2]!.date);
    const sheet = page.getByRole('link', { name: /^Sheet: Cider/ });
    const address = (await sheet.getAttribute('href'))!;
    const answer = await page.request.get(server.url + address);
    expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'application/pdf']);
    await page.context().close();
  });

  it('says how full what starts next is, and hears of each place that is taken', async () => {
    const [, , date] = (await server.programme()).days.map((day) => day.date);
    const page = await open();
    const cider = page.locator('.desk-board .desk-slot', { hasText: (await slotOf('D3-CIDER')).title });
    await cider.getByText(/0 of \d+ booked/).waitFor();
    await server.register('Anna', {
      telephone: '+371 20000001',
      attendance: { [date!]: 'in-person' },
      bookings: [{ session: 'D3-CIDER', mode: 'in-person' }],
    });
    await cider.getByText(/1 of \d+ booked/).waitFor();
    await takePicture(page, 'desk-seats');
    await server.forgetPeople();
    await cider.getByText(/0 of \d+ booked/).waitFor();
    await page.context().close();
  });

  it.each(eightLooks)('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, ...rest }) => {
    const page = await open(rest);
    const name = `${width}-${rest.colorScheme}-${rest.locale}`;
    await page.locator('.desk-seats').first().waitFor();
    const found = await barriersOf(page, 'board');
    await takePicture(page, `desk-board-${name}`);
    // One that has yet to start, whatever was done with the others.
    const { title } = (await server.programme()).sessions.find(({ code }) => code === 'D2-CLOSE')!;
    await page
      .locator('.desk-day:not(.announced)')
      .getByRole('button', { name: title[rest.locale.slice(0, 2)]! })
      .first()
      .click();
    found.push(...(await barriersOf(page, 'choice')));
    await takePicture(page, `desk-choice-${name}`);
    // Delayed by ten minutes, then swapped with another one instead.
    await page.locator('dialog .desk-minutes').first().locator('button').nth(1).click();
    await page.locator('dialog .desk-foreseen').waitFor();
    found.push(...(await barriersOf(page, 'delay')));
    await takePicture(page, `desk-delay-${name}`);
    await page.locator('dialog .drawer-head button').last().click();
    await page.locator('dialog form select').selectOption({ index: 1 });
    await page.locator('dialog form button[type=submit]').last().click();
    await page.locator('dialog .desk-foreseen').waitFor();
    found.push(...(await barriersOf(page, 'swap')));
    await takePicture(page, `desk-swap-${name}`);
    await page.context().close();
    expect(found).toEqual([]);
  });
});

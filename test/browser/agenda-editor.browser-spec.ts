import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftAgenda, DraftOutline, EventSettings } from '@kopa/contracts';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, hasFocus, holds, takePicture } from './looking.js';

/** In the hall on the second day, alone in its slot. */
const lunch = 'Lunch at CoLabora';
/** In the incubator's seminar room on the same day. */
const incubator = 'Visit: LIAA business incubator Ogre';
/** Hybrid, on the same day. */
const closing = 'What we take away today';

describe('The agenda editor', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  let first: DraftAgenda;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    server = await DemoServer.start(2);
    chromium = await openBrowser();
    first = await draft();
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    // Each test begins with the demo's agenda.
    const now = await draft();
    const edits = first.sessions.flatMap(({ id, slots }) => {
      const current = now.sessions.find((session) => session.id === id)?.slots ?? [];
      const added = current.filter((slot) => !slots.some((one) => one.id === slot.id));
      return [
        ...added.map(({ id: slot, version }) => ({ slot, session: id, seen: version, to: null })),
        ...slots.map(({ id: slot, version: _version, ...to }) => ({
          slot,
          session: id,
          seen: current.find((one) => one.id === slot)?.version ?? null,
          to,
        })),
      ];
    });
    await server.organise('POST', '/draft/placements', { edits });
  });

  const draft = async (): Promise<DraftAgenda> => (await server.organise('GET', '/draft?texts=0')) as DraftAgenda;
  const sessionOf = async (title: string): Promise<DraftOutline> =>
    (await draft()).sessions.find((session) => session.title['en'] === title)!;
  const nameOf = (id: string | null): string => first.rooms.find((room) => room.id === id)?.name['en'] ?? '';
  /** Where a session stands, by local time and rooms. */
  const standOf = async (title: string): Promise<string[]> =>
    (await sessionOf(title)).slots.map(({ startsAt, endsAt, roomId, onlineRoomId }) =>
      [...[startsAt, endsAt].map(clock), nameOf(roomId), nameOf(onlineRoomId)].join(' ').trim(),
    );
  const clock = (at: string): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Riga', hour: '2-digit', minute: '2-digit' }).format(
      new Date(at),
    );

  const open = async (options?: Parameters<Browser['newContext']>[0]): Promise<Page> => {
    const page = await server.openOrganised(chromium.browser, 'agenda', options);
    contexts.push(page.context());
    await page.locator('.ag-card').first().waitFor();
    return page;
  };
  const card = (page: Page, title: string, nth = 0): Locator => page.locator('.ag-card', { hasText: title }).nth(nth);
  const saved = (page: Page): Promise<void> => page.getByText('All changes are saved').waitFor();
  const room = (page: Page, name: string): Locator => page.locator('.ag-room', { hasText: name });
  const boxOf = async (element: Locator) => {
    await element.scrollIntoViewIfNeeded();
    return (await element.boundingBox())!;
  };
  /** Drags from one point to another as a hand does, and stays there. */
  const carry = async (page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> => {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 8, from.y + 8, { steps: 3 });
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.locator('.ag-ghost').waitFor();
  };

  it('shows while dragging where it would stand and what is in the way, and saves the drop at once', async () => {
    const page = await open();
    const from = await boxOf(card(page, lunch));
    const other = await boxOf(card(page, incubator));
    await carry(page, { x: from.x + 30, y: from.y + 8 }, { x: other.x + 60, y: other.y + 40 });
    const ghost = page.locator('.ag-ghost');
    await ghost.getByText(`is taken by “${incubator}”`).waitFor();
    expect(await card(page, incubator).getAttribute('data-hot')).toBe('');
    expect(await barriersOf(page, 'dragging')).toEqual([]);
    await takePicture(page, 'editor-dragging');
    // Out of the way, an hour earlier.
    await page.mouse.move(other.x + 60, other.y - 120, { steps: 6 });
    await holds(page, `document.querySelector('.ag-ghost').dataset.bad === 'false'`);
    const told = /(\d\d:\d\d)–(\d\d:\d\d)/.exec(await ghost.innerText())!;
    await page.mouse.up();
    await saved(page);
    expect(await standOf(lunch)).toEqual([`${told[1]!} ${told[2]!} Incubator seminar room`]);
    await page.keyboard.press('Control+z');
    await holds(page, `document.querySelector('.ag-standing').dataset.saving === 'saved'`);
    expect(await standOf(lunch)).toEqual(['12:30 13:15 CoLabora hall']);
  });

  it('leaves it where it was by Escape, makes it longer by its lower end, and takes it to the tray and back', async () => {
    const page = await open();
    const from = await boxOf(card(page, lunch));
    await carry(page, { x: from.x + 30, y: from.y + 8 }, { x: from.x + 30, y: from.y - 100 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await standOf(lunch)).toEqual(['12:30 13:15 CoLabora hall']);

    const again = await boxOf(card(page, lunch));
    const end = { x: again.x + 60, y: again.y + again.height - 3 };
    await carry(page, end, { x: end.x, y: end.y + 48 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await saved(page);
    expect(await standOf(lunch)).toEqual(['12:30 13:45 CoLabora hall']);
    // It runs into the session after it now.
    await page.getByText('2 session slots with a clash').waitFor();

    const tray = await boxOf(page.locator('.ag-tray'));
    const longer = await boxOf(card(page, lunch));
    await page.mouse.move(longer.x + 30, longer.y + 8);
    await page.mouse.down();
    await page.mouse.move(longer.x + 60, longer.y + 30, { steps: 3 });
    await page.mouse.move(tray.x + 60, tray.y + 150, { steps: 6 });
    await page.locator('.ag-tray[data-target]').waitFor();
    await page.mouse.up();
    const waiting = page.locator('.ag-waiting', { hasText: lunch });
    await waiting.waitFor();
    await saved(page);
    expect(await standOf(lunch)).toEqual([]);
    const seat = await boxOf(waiting);
    const hall = await boxOf(room(page, 'Cider cellar'));
    await carry(page, { x: seat.x + 20, y: seat.y + 10 }, { x: hall.x + 40, y: hall.y + 200 });
    await page.mouse.up();
    await card(page, lunch).waitFor();
    await saved(page);
    expect(await standOf(lunch)).toEqual([expect.stringMatching(/^\d\d:\d\d \d\d:\d\d Cider cellar$/)]);
    // Its own steps are there to be taken back after a reload too.
    await page.reload();
    await card(page, lunch).waitFor();
    for (let step = 0; step < 3; step += 1) await page.getByRole('button', { name: 'Undo' }).click();
    await saved(page);
    expect(await standOf(lunch)).toEqual(['12:30 13:15 CoLabora hall']);
    await page.getByRole('button', { name: 'Redo' }).click();
    await saved(page);
    expect(await standOf(lunch)).toEqual(['12:30 13:45 CoLabora hall']);
  });

  it('keeps in the hand what is carried while the whole draft comes anew', async () => {
    const page = await open();
    const from = await boxOf(card(page, lunch));
    await carry(page, { x: from.x + 30, y: from.y + 8 }, { x: from.x + 30, y: from.y - 60 });
    const settings = (await server.organise('GET', '/draft/settings')) as EventSettings;
    const cellar = settings.rooms.find(({ name }) => name['en'] === 'Cider cellar')!;
    const call = (name: object, version: number) =>
      server.organise(
        'PATCH',
        '/draft/settings',
        { rooms: { upserted: [{ ...cellar, name }] } },
        { 'if-match': `"${version}"` },
      );
    const { version } = (await call({ ...cellar.name, en: 'Old cider cellar' }, settings.version)) as EventSettings;
    await room(page, 'Old cider cellar').waitFor({ state: 'attached' });
    await page.mouse.move(from.x + 30, from.y - 50);
    await page.locator('.ag-ghost').waitFor();
    await page.mouse.up();
    await saved(page);
    await page.locator('[aria-disabled="false"]', { hasText: 'Undo' }).waitFor();
    expect(await standOf(lunch)).not.toEqual(['12:30 13:15 CoLabora hall']);
    await call(cellar.name, version);
  });

  it('is worked by the keyboard, and says aloud what happens', async () => {
    const page = await open();
    const spoken = page.locator('[aria-live="assertive"]');
    await card(page, lunch).focus();
    await page.keyboard.press('m');
    for (const key of ['ArrowDown', 'ArrowDown', 'Shift+ArrowDown', 'ArrowRight', '+']) await page.keyboard.press(key);
    await spoken.getByText('13:10–14:00, Incubator seminar room').waitFor();
    await page.keyboard.press('Enter');
    await saved(page);
    expect(await standOf(lunch)).toEqual(['13:10 14:00 Incubator seminar room']);
    await spoken.getByText(`${lunch} now stands at 13:10–14:00, Incubator seminar room.`).waitFor();
    await holds(page, `document.activeElement.textContent.includes(${JSON.stringify(lunch)})`);
    // Left where it was.
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Escape');
    await spoken.getByText('stays where it was').waitFor();
    // By room and time, with what would be wrong there said before.
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: lunch });
    await dialog.getByLabel('Starts at').fill('25:00');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Please give a time such as 09:30.').waitFor();
    expect(await hasFocus(dialog.getByLabel('Starts at'))).toBe(true);
    await dialog.getByLabel('Starts at').fill('10:45');
    await dialog.getByText(`is taken by “${incubator}”`).waitFor();
    expect(await barriersOf(page, 'dialog')).toEqual([]);
    await takePicture(page, 'editor-dialog');
    await dialog.getByRole('combobox', { name: 'Room', exact: true }).selectOption({ label: 'Cider cellar' });
    await dialog.getByText('No clash here.').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await saved(page);
    expect(await standOf(lunch)).toEqual(['10:45 11:35 Cider cellar']);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await saved(page);
  });

  it('says when a speaker cannot', async () => {
    const page = await open();
    await card(page, closing).click();
    await page
      .getByRole('button', { name: /^When can they\?/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog', { name: /^When .* can$/ });
    await dialog.getByRole('radio', { name: 'Only at these times' }).check();
    await dialog.getByText('No times: they cannot at all.').waitFor();
    await dialog.getByRole('button', { name: 'One more time' }).click();
    await dialog.getByLabel('To').fill('08:00');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Please give times such as 09:30').waitFor();
    expect(await barriersOf(page, 'availability')).toEqual([]);
    await dialog.getByLabel('To').fill('12:00');
    await takePicture(page, 'editor-availability');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await card(page, closing).and(page.locator('[data-clash]')).waitFor();
    await card(page, closing).click();
    await page.getByRole('dialog').getByText('cannot at this time').waitFor();
    await page
      .getByRole('button', { name: /^When can they\?/ })
      .first()
      .click();
    await dialog.getByRole('radio', { name: 'Always' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.locator('.ag-card[data-clash]').first().waitFor({ state: 'detached' });
  });

  it('places a plenary in several rooms at once, and takes it back at once', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'New session' }).click();
    const making = page.getByRole('dialog', { name: 'New session' });
    await making.getByLabel('Title (English)').fill('Plenary in all halls');
    await making.getByRole('button', { name: 'Create it' }).click();
    await page.locator('.ag-waiting', { hasText: 'Plenary in all halls' }).click();
    const dialog = page.getByRole('dialog', { name: 'Plenary in all halls' });
    await dialog.getByRole('combobox', { name: 'Room', exact: true }).selectOption({ label: 'Cider cellar' });
    await dialog.getByRole('checkbox', { name: 'CoLabora hall' }).check();
    await dialog.getByRole('checkbox', { name: 'Main online room' }).check();
    await dialog.getByLabel('Starts at').fill('18:00');
    await dialog.getByRole('button', { name: 'Place it' }).click();
    await saved(page);
    const stands = ['18:00 18:30 CoLabora hall', '18:00 18:30 Cider cellar', '18:00 18:30  Main online room'];
    expect((await standOf('Plenary in all halls')).sort()).toEqual(stands.sort());
    // Of those beside it one is given up, and time goes for all.
    await card(page, 'Plenary in all halls').click();
    await dialog.getByRole('checkbox', { checked: true }).last().uncheck();
    await dialog.getByLabel('Starts at').fill('18:10');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await saved(page);
    expect((await standOf('Plenary in all halls')).map((stand) => stand.slice(0, 11))).toEqual([
      '18:10 18:40',
      '18:10 18:40',
    ]);
    await page.reload();
    await card(page, 'Plenary in all halls').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await saved(page);
    expect((await standOf('Plenary in all halls')).sort()).toEqual(stands.sort());
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.ag-waiting', { hasText: 'Plenary in all halls' }).waitFor();
  });

  it('puts the list on paper, and finds what stands in a hidden room', async () => {
    const page = await open();
    await page.evaluate(`window.dispatchEvent(new Event('beforeprint'))`);
    await page.emulateMedia({ media: 'print' });
    await page.getByRole('table').first().waitFor();
    await page.getByText('French moods in Zied zeme').last().waitFor();
    expect(await page.locator('.ag-bar').isVisible()).toBe(false);
    await takePicture(page, 'editor-print');
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(`window.dispatchEvent(new Event('afterprint'))`);
    await page.locator('.ag-card').first().waitFor();

    await page.getByText('Filter', { exact: true }).click();
    await page.getByRole('checkbox', { name: 'CoLabora hall' }).uncheck();
    await card(page, lunch).waitFor({ state: 'detached' });
    await page.getByRole('searchbox', { name: 'Find a session' }).fill(lunch);
    await page.getByRole('button', { name: lunch }).click();
    await holds(page, `document.activeElement.textContent.includes('${lunch}')`);
  });

  it('moves the rooms of a plenary together, and one side of a hybrid session alone', async () => {
    const page = await open();
    await card(page, lunch).click();
    await page.getByRole('button', { name: 'One more room or time' }).click();
    const dialog = page.getByRole('dialog', { name: lunch });
    await dialog.getByRole('combobox', { name: 'Room', exact: true }).selectOption({ label: 'Cider cellar' });
    await dialog.getByRole('button', { name: 'Place it' }).click();
    await saved(page);
    expect((await standOf(lunch)).sort()).toEqual(['12:30 13:15 CoLabora hall', '12:30 13:15 Cider cellar'].sort());
    await card(page, lunch).focus();
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await saved(page);
    expect((await standOf(lunch)).sort()).toEqual(['12:25 13:10 CoLabora hall', '12:25 13:10 Cider cellar'].sort());

    await card(page, closing).focus();
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await saved(page);
    expect(await standOf(closing)).toEqual(['15:00 16:00 Incubator seminar room Main online room']);
  });

  it('shows two organisers each other’s changes, keeps what both did, and asks where they disagree', async () => {
    const [one, other] = [await open(), await open()];
    await other.getByText('Also here: Operator').waitFor();
    const slotId = (await sessionOf(lunch)).slots[0]!.id;
    // The second organiser's changes do not get through, while the first moves it to another room.
    await other.route('**/draft/placements', (route) => route.abort());
    await card(other, lunch).focus();
    await other.keyboard.press('m');
    await other.keyboard.press('ArrowDown');
    await other.keyboard.press('Enter');
    await other.getByText('Not saved yet: 1 change.').waitFor();
    await takePicture(other, 'editor-unsaved');
    await card(one, lunch).focus();
    await one.keyboard.press('m');
    await one.keyboard.press('ArrowRight');
    await one.keyboard.press('Enter');
    await saved(one);
    await other.unroute('**/draft/placements');
    await saved(other);
    // One altered the room, the other the time.
    expect(await standOf(lunch)).toEqual(['12:35 13:20 Incubator seminar room']);
    await holds(one, `document.querySelector('[data-slot="${slotId}"]').textContent.includes('12:35')`);

    // Now both alter the time.
    await other.route('**/draft/placements', (route) => route.abort());
    await card(other, lunch).focus();
    await other.keyboard.press('m');
    await other.keyboard.press('ArrowUp');
    await other.keyboard.press('Enter');
    await card(one, lunch).focus();
    await one.keyboard.press('m');
    await one.keyboard.press('Shift+ArrowDown');
    await one.keyboard.press('Enter');
    await saved(one);
    await other.unroute('**/draft/placements');
    const dialog = other.getByRole('dialog', { name: 'Two changed it at once' });
    await dialog.getByText('13:05–13:50').waitFor();
    expect(await barriersOf(other, 'contest')).toEqual([]);
    await takePicture(other, 'editor-contest');
    await dialog.getByRole('button', { name: 'Keep mine' }).click();
    await saved(other);
    expect(await standOf(lunch)).toEqual(['12:30 13:15 Incubator seminar room']);

    // Whose change was given up has nothing of it to undo.
    const undo = other.getByRole('button', { name: 'Undo' });
    while ((await undo.getAttribute('aria-disabled')) === 'false') await undo.click();
    await saved(other);
    await other.route('**/draft/placements', (route) => route.abort());
    await card(other, lunch).focus();
    await other.keyboard.press('m');
    await other.keyboard.press('ArrowDown');
    await other.keyboard.press('Enter');
    await card(one, lunch).focus();
    await one.keyboard.press('m');
    await one.keyboard.press('Shift+ArrowDown');
    await one.keyboard.press('Enter');
    await saved(one);
    await other.unroute('**/draft/placements');
    await dialog.getByRole('button', { name: 'Keep theirs' }).click();
    await saved(other);
    expect(await undo.getAttribute('aria-disabled')).toBe('true');
  });

  it('keeps what could not be saved over a reload, and sends it once', async () => {
    const page = await open();
    await page.route('**/draft/placements', (route) => route.abort());
    await card(page, lunch).focus();
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('Not saved yet: 1 change.').waitFor();
    expect(await standOf(lunch)).toEqual(['12:30 13:15 CoLabora hall']);
    await page.unroute('**/draft/placements');
    await page.reload();
    await saved(page);
    await holds(page, `document.querySelector('.ag-standing').dataset.saving === 'saved'`);
    expect(await standOf(lunch)).toEqual(['12:35 13:20 CoLabora hall']);
  });

  it('drags by a finger that holds, and scrolls by one that swipes', async () => {
    const page = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const devtools = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    const box = await boxOf(card(page, lunch));
    const [x, y] = [box.x + 40, box.y + 12];
    await touch('touchStart', x, y);
    for (let step = 1; step <= 6; step += 1) await touch('touchMove', x, y - step * 12);
    await touch('touchEnd', x, y - 72);
    expect(await standOf(lunch)).toEqual(['12:30 13:15 CoLabora hall']);

    const held = await boxOf(card(page, lunch));
    await touch('touchStart', held.x + 40, held.y + 12);
    await page.locator('.ag-card[data-armed]').waitFor();
    for (let step = 1; step <= 6; step += 1) await touch('touchMove', held.x + 40, held.y + 12 - step * 8);
    await page.locator('.ag-ghost').waitFor();
    await touch('touchEnd', 0, 0);
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await saved(page);
    expect(await standOf(lunch)).toEqual([expect.stringMatching(/^(11|12):\d\d 1[23]:\d\d CoLabora hall$/)]);
    expect(await standOf(lunch)).not.toEqual(['12:30 13:15 CoLabora hall']);
  });

  it('finds a session, makes a new one, and has the same agenda as a list', async () => {
    const page = await open();
    await page.getByRole('searchbox', { name: 'Find a session' }).fill('opening');
    await page.getByRole('button', { name: /^Opening: together/ }).click();
    await holds(page, `document.activeElement.textContent.includes('Opening: together')`);
    await page.getByRole('button', { name: 'New session' }).click();
    const dialog = page.getByRole('dialog', { name: 'New session' });
    await dialog.getByRole('button', { name: 'Create it' }).click();
    await dialog.getByText('Please give a title in at least one language.').waitFor();
    await dialog.getByLabel('Title (English)').fill('Jāņu siers un ķīselis');
    await dialog.getByRole('button', { name: 'Create it' }).click();
    await page.locator('.ag-waiting', { hasText: 'Jāņu siers' }).waitFor();
    expect((await draft()).sessions.map(({ code }) => code)).toContain('JANU-SIERS-UN');
    await page.getByRole('button', { name: 'List' }).click();
    await page.getByRole('button', { name: 'Jāņu siers un ķīselis' }).click();
    const place = page.getByRole('dialog', { name: 'Jāņu siers un ķīselis' });
    await place.getByRole('combobox', { name: 'Room', exact: true }).selectOption({ label: 'Cider cellar' });
    await place.getByLabel('Starts at').fill('17:00');
    await place.getByRole('button', { name: 'Place it' }).click();
    await saved(page);
    expect(await standOf('Jāņu siers un ķīselis')).toEqual(['17:00 17:30 Cider cellar']);
    await page.getByRole('row', { name: /17:00–17:30 Jāņu siers un ķīselis/ }).waitFor();
  });

  it.each(
    [390, 1440].flatMap((width) =>
      (
        [
          ['light', 'en-GB'],
          ['dark', 'lv-LV'],
        ] as const
      ).map(([colorScheme, locale]) => ({ width, colorScheme, locale })),
    ),
  )('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, colorScheme, locale }) => {
    const page = await open({ viewport: { width, height: 900 }, colorScheme, locale });
    const found = await barriersOf(page, 'grid');
    await takePicture(page, `editor-${width}-${colorScheme}-${locale}`);
    await page.getByRole('button', { name: locale === 'lv-LV' ? 'Saraksts' : 'List' }).click();
    await page.getByRole('table').first().waitFor();
    found.push(...(await barriersOf(page, 'list')));
    await takePicture(page, `editor-list-${width}-${colorScheme}-${locale}`);
    await page.goto(`${server.url}/organise`);
    await page.locator('.org-cards').waitFor();
    found.push(...(await barriersOf(page, 'events')));
    await page.goto(`${server.url}/organise/${server.slug}`);
    await page.locator('.org-cards').waitFor();
    found.push(...(await barriersOf(page, 'overview')));
    await takePicture(page, `organise-${width}-${colorScheme}-${locale}`);
    expect(found).toEqual([]);
  });

  it('is kept from those who have no part in the event, and from what participants keep offline', async () => {
    const context = await chromium.browser.newContext({ locale: 'en-GB' });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(`${server.url}/organise/${server.slug}/agenda`);
    await page.getByRole('heading', { name: 'Sign in to organise' }).waitFor();
    const kept = await (await fetch(`${server.url}/sw.js`)).text();
    expect(kept).toContain('assets/programme-page');
    expect(kept).not.toMatch(/agenda-editor|assets\/organise/);
  });
});

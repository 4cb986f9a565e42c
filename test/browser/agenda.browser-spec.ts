import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { AgendaView, RegistrationAnswer } from '@kopa/contracts';
import type { Programme } from '@kopa/domain';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, hasFocus, holds, openPhone, tabTo, takePicture } from './looking.js';

/** In the morning of the second day, which is tomorrow: hybrid, then a visit whose coach leaves right after. */
const morning = 'D2-MORNING';
const visit = 'D2-INCUBATOR';
/** On the third day: online, then an add-on with few places. */
const closing = 'D3-CLOSE';
const cider = 'D3-CIDER';

const minute = 60_000;

describe('One’s own agenda in the browser', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  let context: BrowserContext;
  let page: Page;
  let programme: Programme;

  beforeAll(async () => {
    server = await DemoServer.start(1);
    chromium = await openBrowser();
    programme = await server.programme();
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });
  afterEach(async () => {
    await context.close();
    await server.forgetPeople();
  });

  const sessionOf = (code: string) => programme.sessions.find((session) => session.code === code)!;
  const titleOf = (code: string): string => sessionOf(code).title['en']!;
  const after = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * minute).toISOString();
  const days = (...modes: string[]) => Object.fromEntries(programme.days.map(({ date }, n) => [date, modes[n]]));

  const register = (name: string, body: object): Promise<RegistrationAnswer> => server.register(name, body);
  const star = async ({ manageToken }: RegistrationAnswer, code: string, mode: string | null = null) =>
    expect((await server.attend('PUT', `/me/stars/${code}`, manageToken, { mode })).status).toBe(200);
  const agendaOf = async ({ manageToken }: RegistrationAnswer): Promise<AgendaView> =>
    (await (await server.attend('GET', '/me/agenda', manageToken)).json()) as AgendaView;

  const openContext = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<void> => {
    context = await openPhone(chromium.browser, options);
    page = await context.newPage();
  };
  const go = (part: string) => page.goto(`${server.url}/e/${server.slug}/${part}`);
  /** Opens a registration's link and then its agenda. */
  const open = async (
    { manageToken }: RegistrationAnswer,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<void> => {
    await openContext(options);
    await go(`me#${manageToken}`);
    await page.locator('.reg-standing').waitFor();
    await go('agenda');
    await page.locator('.live-mark').waitFor();
    await page.evaluate('window.notReloaded = true');
  };
  const item = (code: string): Locator =>
    page.locator('.agenda-card', { has: page.getByRole('link', { name: titleOf(code) }) });
  const clash = (words: string | RegExp): Locator => page.locator('.clash', { hasText: words });
  const told = (): Locator => page.locator('.reg-told');
  const news = (): Locator => page.getByRole('region', { name: 'Changed in your agenda' });
  const notReloaded = async () => expect(await page.evaluate('window.notReloaded')).toBe(true);

  it('lets somebody online, on a visit and online again see how it fits: one can join from the bus', async () => {
    const ance = await register('Ance, now here, now there', {
      attendance: days('online', 'both', 'both'),
      bookings: [
        { session: visit, mode: 'in-person' },
        { session: cider, mode: 'in-person' },
      ],
    });
    await star(ance, morning, 'online');
    await star(ance, closing);
    await open(ance);
    await item(morning).locator('.mode', { hasText: 'Online' }).waitFor();
    await item(morning).getByText('Starred').waitFor();
    await item(visit).locator('.mode', { hasText: 'In person' }).waitFor();
    await item(visit).getByText('Booked').waitFor();
    await item(visit).getByText('Meet 09:50').waitFor();
    await item(visit).getByText('Departs 10:00').waitFor();
    await item(visit).getByText('Back 12:30').waitFor();
    await item(visit).getByText('Meeting point: CoLabora Lielvārde, main entrance').waitFor();
    expect(
      await item(morning)
        .getByRole('link', { name: /^Join ?:/ })
        .getAttribute('href'),
    ).toMatch(/\/join\/[^/]+$/);
    await clash(`You can join from the bus: “${titleOf(morning)}”`).waitFor();
    await page.getByText('Nothing clashes.').waitFor();
    await page.getByRole('status', { name: 'Now and next' }).waitFor();
    await takePicture(page, 'agenda-on-the-way-390-light');

    // What was to end before the bus is met now goes on while it waits.
    await server.change({ type: 'delay', session: closing, minutes: 35, cascade: false, reason: { en: 'Long talks' } });
    await clash(`You can join from the bus: “${titleOf(closing)}”`).waitFor();
    await item(closing).getByText('35 min late').waitFor();
    const changed = news().locator('li', { hasText: titleOf(closing) });
    await changed.getByText('Begins').waitFor();
    expect(await changed.locator('del').innerText()).toMatch(/11:45$/);
    expect(await changed.locator('strong').innerText()).toMatch(/12:20$/);
    await changed.getByText('Why: Long talks').waitFor();
    await page.getByText('Nothing clashes.').waitFor();
    expect(await barriersOf(page, 'agenda with news')).toEqual([]);
    await page.getByRole('button', { name: 'Got it' }).click();
    await news().waitFor({ state: 'detached' });
    await page.reload();
    await item(closing).waitFor();
    await page.locator('.live-mark').waitFor();
    expect(await news().count()).toBe(0);
    await server.change({ type: 'delay', session: closing, minutes: -35, cascade: false });
  });

  it('tells who waits apart from who goes, and promotes them without a reload', async () => {
    await server.organise('PUT', '/registration', {
      sessions: {
        [cider]: {
          bookUntil: null,
          fallback: { session: closing, mode: 'online' },
          withoutAnswer: 'go',
          isRecorded: false,
          isOpen: false,
        },
      },
    });
    await server.organise('PUT', `/sessions/${cider}/places`, { mode: 'in-person', capacity: 1 });
    const attendance = days('absent', 'absent', 'in-person');
    const onVisit = { attendance, bookings: [{ session: cider, mode: 'in-person' }] };
    const first = await register('First Fanija', onVisit);
    const waits = await register('Waiting Velta', onVisit);
    await open(waits);
    await item(cider).getByText('Waitlist, position 1').waitFor();
    await item(cider).getByText('Not yours yet').waitFor();
    const { bookings } = (await (await server.attend('GET', '/me', waits.manageToken)).json()) as {
      bookings: { id: string }[];
    };
    const fallback = { session: closing, mode: 'online', insteadOf: bookings[0]!.id };
    expect((await server.attend('POST', '/me/bookings', waits.manageToken, fallback)).status).toBe(201);
    await item(closing)
      .getByText(`Until you have a place in: ${titleOf(cider)}`)
      .waitFor();
    await takePicture(page, 'agenda-waiting-390-light');
    expect(await barriersOf(page, 'agenda of who waits')).toEqual([]);
    await server.attend('DELETE', '/me', first.manageToken);
    await item(cider).getByText('Booked').waitFor();
    await news().getByText('You have a place.').waitFor();
    // Its place has ended; what is for everyone is there all the same.
    await item(closing).getByText('For everyone').waitFor();
    await notReloaded();
  });

  it('shows that a delay breaks the way to a bus, mends it by one tap, and takes that back', async () => {
    const { startsAt } = sessionOf(morning).slots[0]!;
    await server.change({ type: 'move', session: morning, startsAt: after(startsAt, -20) });
    const ruta = await register('Rūta on the bus', {
      attendance: days('absent', 'in-person', 'absent'),
      bookings: [
        { session: morning, mode: 'in-person' },
        { session: visit, mode: 'in-person' },
      ],
    });
    await open(ruta);
    await page.getByText('Nothing clashes.').waitFor();
    await server.change({ type: 'delay', session: morning, minutes: 25, cascade: false, reason: { en: 'Ice' } });
    const broken = clash(`You would miss the departure by 5 minutes: “${titleOf(visit)}”.`);
    await broken.waitFor();
    await page.getByText('1 clash to look at').waitFor();
    await news()
      .getByText(`Clashes now: ${titleOf(morning)} and ${titleOf(visit)}.`)
      .waitFor();
    await takePicture(page, 'agenda-clash-390-light');
    expect(await barriersOf(page, 'agenda with a clash')).toEqual([]);
    await broken.getByRole('button', { name: `Join “${titleOf(morning)}” online from the bus` }).click();
    await told()
      .getByText(`You now follow it online: ${titleOf(morning)}.`)
      .waitFor();
    await clash('You can join from the bus').waitFor();
    await page.getByText('Nothing clashes.').waitFor();
    const modes = async () =>
      (await agendaOf(ruta)).items
        .filter(({ because }) => because === 'booking')
        .map(({ session, mode }) => [session, mode]);
    expect(await modes()).toEqual([
      [morning, 'online'],
      [visit, 'in-person'],
    ]);
    await told().getByRole('button', { name: 'Undo' }).click();
    await broken.waitFor();
    await told()
      .getByText(`As it was: ${titleOf(morning)}.`)
      .waitFor();
    expect(await modes()).toEqual([
      [morning, 'in-person'],
      [visit, 'in-person'],
    ]);
    await notReloaded();
    await server.change({ type: 'move', session: morning, startsAt });
  });

  it('takes by one tap what organisers offer instead, and gives it back', async () => {
    const [workshop, story] = ['D2-WEEKLY', 'D2-SKOLA6'] as const;
    await server.organise('PUT', '/registration', {
      sessions: {
        [workshop]: {
          bookUntil: null,
          fallback: { session: story, mode: 'online' },
          withoutAnswer: 'go',
          isRecorded: false,
          isOpen: false,
        },
      },
    });
    const frida = await register('Frida who goes', {
      attendance: days('absent', 'in-person', 'absent'),
      bookings: [
        { session: visit, mode: 'in-person' },
        { session: workshop, mode: 'online' },
      ],
    });
    await open(frida);
    const overlap = clash(/^These overlap by/).filter({ hasText: titleOf(workshop) });
    await overlap.getByRole('button', { name: new RegExp(`^Take “${titleOf(story)}” instead \\(online, `) }).click();
    await told()
      .getByText(`You now have instead: ${titleOf(story)}.`)
      .waitFor();
    await page.getByText('Nothing clashes.').waitFor();
    const booked = async () =>
      (await agendaOf(frida)).items.filter(({ because }) => because === 'booking').map(({ session }) => session);
    expect(await booked()).toEqual([visit, story]);
    await told().getByRole('button', { name: 'Undo' }).click();
    await overlap.waitFor();
    expect((await booked()).toSorted()).toEqual([visit, workshop].toSorted());
    await notReloaded();
    await server.organise('PUT', '/registration', {});
  });

  it('says what overlaps and what does not fit the day, and leaves one out for its recording', async () => {
    const [a, b] = ['D2-WEEKLY', 'D2-BUSINESS'] as const;
    await server.organise('PUT', '/registration', {
      sessions: { [a]: { bookUntil: null, fallback: null, withoutAnswer: 'go', isRecorded: true, isOpen: false } },
    });
    const olga = await register('Olga online', { attendance: days('absent', 'online', 'absent') });
    for (const code of [a, b]) await star(olga, code);
    await star(olga, visit);
    await open(olga);
    const overlap = clash('These overlap by 45 minutes (10:00–10:45)')
      .filter({ hasText: titleOf(a) })
      .filter({ hasText: titleOf(b) });
    await overlap.waitFor();
    const unfit = clash('You said online for this day; this is in person only');
    expect(await unfit.getByRole('link', { name: 'Change how I take part in this day' }).getAttribute('href')).toBe(
      `/e/${server.slug}/me`,
    );
    await overlap.getByRole('button', { name: `Leave out “${titleOf(a)}”; watch the recording later` }).click();
    await told().getByText('You can watch the recording later.').waitFor();
    await item(a).waitFor({ state: 'detached' });
    await told().getByRole('button', { name: 'Undo' }).click();
    await overlap.waitFor();
    // A swap that the server refuses leaves everything as it was, and says so.
    await page.route('**/me/stars/**', (route) => route.abort());
    await overlap.getByRole('button', { name: /^Leave out/ }).click();
    await told().getByRole('alert').getByText('The server could not be reached').waitFor();
    await page.unroute('**/me/stars/**');
    await told().getByRole('button', { name: 'Try again' }).click();
    await item(a).waitFor({ state: 'detached' });
  });

  it('stars sessions at once, takes it back when that fails, and shows only what is one’s own', async () => {
    const stella = await register('Starring Stella', { attendance: days('online', 'online', 'online') });
    await open(stella);
    const day = programme.days[2]!.date;
    await go(`programme?day=${day}`);
    const button = page.getByRole('button', { name: `Star: ${titleOf(closing)}` });
    await button.click();
    await page.getByRole('button', { name: `Star: ${titleOf(closing)}`, pressed: true }).waitFor();
    await told()
      .getByText(`Starred: ${titleOf(closing)}.`)
      .waitFor();
    expect((await agendaOf(stella)).stars).toEqual([{ session: closing, mode: null }]);
    await takePicture(page, 'programme-starred-390-light');
    expect(await barriersOf(page, 'programme with a star')).toEqual([]);
    await page.route('**/me/stars/**', (route) => route.abort());
    await page.getByRole('button', { name: `Star: ${titleOf(cider)}` }).click();
    await told().getByRole('alert').waitFor();
    await page.getByRole('button', { name: `Star: ${titleOf(cider)}`, pressed: false }).waitFor();
    await page.unroute('**/me/stars/**');

    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('button', { name: 'Mine' }).click();
    await page.getByRole('button', { name: /^Show/ }).click();
    expect(await page.locator('.card-title').allInnerTexts()).toEqual([titleOf(closing)]);
    await page
      .getByRole('article')
      .getByRole('link', { name: titleOf(closing) })
      .click();
    await page.getByRole('heading', { level: 1, name: titleOf(closing) }).waitFor();
    await page.getByRole('button', { name: `Star : ${titleOf(closing)}`, pressed: true }).click();
    await told()
      .getByText(`No longer starred: ${titleOf(closing)}.`)
      .waitFor();
    await told().getByRole('button', { name: 'Undo' }).click();
    await told()
      .getByText(`Starred: ${titleOf(closing)}.`)
      .waitFor();
    await told().getByRole('link', { name: 'My agenda' }).click();
    await item(closing).getByText('Starred').waitFor();
    await item(closing)
      .getByRole('button', { name: /^Remove the star/ })
      .click();
    // It is for everyone: without the star it stays.
    await item(closing).getByText('For everyone').waitFor();
    await told().getByRole('button', { name: 'Undo' }).click();
    await item(closing).getByText('Starred').waitFor();
  });

  it('explains stars and the agenda to somebody without a registration, and leads to one', async () => {
    await openContext();
    await go(`programme?day=${programme.days[2]!.date}`);
    await page.getByRole('button', { name: `Star: ${titleOf(closing)}` }).click();
    await told().getByText('Stars need a registration').waitFor();
    await page.getByRole('button', { name: `Star: ${titleOf(closing)}`, pressed: false }).waitFor();
    expect(await barriersOf(page, 'star of a stranger')).toEqual([]);
    await told().getByRole('link', { name: 'Register' }).click();
    await page.getByRole('heading', { level: 1, name: 'Register' }).waitFor();
    await go('agenda');
    await page.getByRole('heading', { level: 1, name: 'Your agenda begins with a registration' }).waitFor();
    expect(await barriersOf(page, 'agenda of a stranger')).toEqual([]);
    await takePicture(page, 'agenda-stranger-390-light');
  });

  it('opens without a network, with the age of what it shows, and is right again with one', async () => {
    const olafs = await register('Offline Olafs', {
      attendance: days('absent', 'absent', 'in-person'),
      bookings: [{ session: cider, mode: 'in-person' }],
    });
    await open(olafs, { serviceWorkers: 'allow' });
    await item(cider).waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await context.setOffline(true);
    await page.getByText(/^As of \d\d:\d\d, /).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'My agenda' }).waitFor();
    await page.getByText(/^As of \d\d:\d\d, less than a minute ago\.$/).waitFor();
    await item(cider).getByText('Meet 13:15').waitFor();
    expect(await barriersOf(page, 'agenda offline')).toEqual([]);
    await takePicture(page, 'agenda-offline-390-light');
    await star(olafs, closing);
    await context.setOffline(false);
    await item(closing).waitFor();
    await page.getByText(/^As of/).waitFor({ state: 'detached' });
  });

  it('stays whole while a new version arrives, which the next visit has', async () => {
    const worker = path.join(import.meta.dirname, '../../apps/web/dist/sw.js');
    const built = readFileSync(worker, 'utf8');
    const deploy = (text: string): void => {
      writeFileSync(worker, text);
      writeFileSync(`${worker}.gz`, gzipSync(text));
      writeFileSync(`${worker}.br`, brotliCompressSync(text));
    };
    const registration = 'navigator.serviceWorker.getRegistration()';
    const uta = await register('Uta of yesterday', { attendance: days('absent', 'absent', 'in-person') });
    await open(uta, { serviceWorkers: 'allow' });
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    // The second visit is the first that the service worker serves for certain.
    await page.reload();
    await page.locator('.live-mark').waitFor();
    await page.evaluate('window.notReloaded = true');
    await holds(page, 'navigator.serviceWorker.controller !== null');
    try {
      deploy(`${built}\n// a version of tomorrow`);
      await page.evaluate(`${registration}.then((one) => one.update()).then(() => undefined)`);
      await holds(page, `${registration}.then(({ waiting }) => waiting?.state === 'installed')`);
      // It waits for as long as this page is open.
      expect(await page.evaluate('navigator.serviceWorker.controller.state')).toBe('activated');
      // Parts of the old version that this page has not loaded yet are still to be had, also without a network.
      await context.setOffline(true);
      await page.getByRole('link', { name: 'Programme' }).first().click();
      await page.waitForURL('**/programme*');
      await page
        .getByRole('link', { name: titleOf('D1-TOUR') })
        .first()
        .waitFor();
      await notReloaded();
      await context.setOffline(false);
      const next = await context.newPage();
      await page.close();
      page = next;
      const isNew = () => page.evaluate<boolean>(`${registration}.then(({ waiting }) => waiting === null)`);
      // A visit that begins before the old page's end is noticed still has the old version.
      for (let visits = 0; visits < 20; visits += 1) {
        await go('agenda');
        if (await isNew()) break;
        await page.goto('about:blank');
        await page.waitForTimeout(100);
      }
      expect(await isNew()).toBe(true);
    } finally {
      deploy(built);
    }
  });

  it('is used by the keyboard alone on a phone', async () => {
    const [a, b] = ['D2-QUIET', 'D2-STORIES'] as const;
    await server.organise('PUT', '/registration', {
      sessions: { [a]: { bookUntil: null, fallback: null, withoutAnswer: 'go', isRecorded: true, isOpen: false } },
    });
    const klavs = await register('Keyboard Klāvs', { attendance: days('absent', 'online', 'absent') });
    for (const code of [a, b]) await star(klavs, code);
    await open(klavs);
    const way = page.getByRole('button', { name: `Leave out “${titleOf(a)}”; watch the recording later` });
    await tabTo(page, way);
    await page.keyboard.press('Enter');
    await told().getByText('You can watch the recording later.').waitFor();
    const undo = told().getByRole('button', { name: 'Undo' });
    await tabTo(page, undo);
    await page.keyboard.press('Enter');
    await way.waitFor();
    await page.keyboard.press('Home');
    const toProgramme = page.getByRole('link', { name: 'Find more in the programme' });
    await tabTo(page, toProgramme);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Programme' }).waitFor();
    const dayTwo = page.getByRole('navigation', { name: 'Days' }).getByRole('button').nth(1);
    await tabTo(page, dayTwo);
    await page.keyboard.press('Enter');
    const pressed = page.getByRole('button', { name: `Star: ${titleOf('D2-WEEKLY')}` });
    await tabTo(page, pressed);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: `Star: ${titleOf('D2-WEEKLY')}`, pressed: true }).waitFor();
    expect(await hasFocus(pressed)).toBe(true);
  });

  it.each([
    { language: 'en', scheme: 'light', width: 1440 },
    { language: 'en', scheme: 'dark', width: 390 },
    { language: 'lv', scheme: 'dark', width: 1440 },
    { language: 'lv', scheme: 'light', width: 390 },
  ] as const)('has no barriers in $language, $scheme, at $width px', async ({ language, scheme, width }) => {
    const laima = await register('Looked at by Laima', {
      attendance: days('absent', 'in-person', 'online'),
      bookings: [
        { session: morning, mode: 'in-person' },
        { session: visit, mode: 'in-person' },
        { session: 'D2-SKOLA6', mode: 'in-person' },
        { session: closing, mode: 'online' },
      ],
    });
    const { manageToken } = laima;
    await star(laima, cider);
    await openContext({
      viewport: { width, height: width === 390 ? 844 : 900 },
      locale: language === 'lv' ? 'lv-LV' : 'en-GB',
      colorScheme: scheme,
    });
    await go(`me#${manageToken}`);
    await page.locator('.reg-standing').waitFor();
    await go('agenda');
    await page.locator('.live-mark').waitFor();
    await page.locator('.clash').first().waitFor();
    await takePicture(page, `agenda-${width}-${scheme}-${language}`);
    expect(await barriersOf(page, 'agenda')).toEqual([]);
    await go(`programme?day=${programme.days[2]!.date}`);
    await page.locator('.star[aria-pressed=true]').first().waitFor();
    await takePicture(page, `programme-${width}-${scheme}-${language}`);
    expect(await barriersOf(page, 'programme')).toEqual([]);
    await go(`sessions/${cider}`);
    await page.locator('.star-wide[aria-pressed=true]').waitFor();
    await takePicture(page, `session-${width}-${scheme}-${language}`);
    expect(await barriersOf(page, 'session')).toEqual([]);
  });
});

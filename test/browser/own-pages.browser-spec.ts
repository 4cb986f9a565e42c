import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { AgendaView, Mail, MailContent, RegistrationAnswer, Ticket } from '@kopa/contracts';
import type { Programme, Slot } from '@kopa/domain';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, hasFocus, holds, openPhone, tabTo, takePicture } from './looking.js';

/** A hybrid session of tomorrow, which is the event's second day. */
const hybrid = 'D2-MORNING';
/** With a journey, on the same day. */
const visit = 'D2-INCUBATOR';

const minute = 60_000;

describe('What one takes along from an event', () => {
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

  const slotOf = (code: string): Slot => programme.sessions.find((session) => session.code === code)!.slots[0]!;
  const titleOf = (code: string): string => programme.sessions.find((session) => session.code === code)!.title['en']!;

  const register = (name: string, body: object = {}): Promise<RegistrationAnswer> =>
    server.register(name, {
      telephone: '+371 20000000',
      attendance: { [programme.days[0]!.date]: 'online', [programme.days[1]!.date]: 'both' },
      ...body,
    });
  const confirmed = async (name: string, body: object = {}): Promise<RegistrationAnswer> => {
    const registered = await register(name, body);
    await server.organise('POST', `/registrations/${registered.code}/confirm`);
    return registered;
  };
  const asked = async <T>({ manageToken }: RegistrationAnswer, part: string): Promise<T> =>
    (await (await server.attend('GET', `/me/${part}`, manageToken)).json()) as T;

  const openContext = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<void> => {
    context = await openPhone(chromium.browser, options);
    page = await context.newPage();
  };
  const go = (part: string) => page.goto(`${server.url}/e/${server.slug}/${part}`);
  const open = async (
    { manageToken }: RegistrationAnswer,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<void> => {
    await openContext(options);
    await go(`me#${manageToken}`);
    await page.locator('.reg-standing').waitFor();
  };
  const heading = (name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name });
  const region = (name: string): Locator => page.getByRole('region', { name });

  it('gives a calendar to subscribe to, and a new address once one has read what that means', async () => {
    const karlis = await register('Kārlis with a calendar');
    await open(karlis, { permissions: ['clipboard-read', 'clipboard-write'] });
    const calendar = region('My calendar');
    const address = calendar.getByLabel('Address of my calendar');
    const { feedUrl } = await asked<AgendaView>(karlis, 'agenda');
    expect(await address.inputValue()).toBe(feedUrl);
    const subscribe = calendar.getByRole('link', { name: 'Subscribe in my calendar' });
    expect(await subscribe.getAttribute('href')).toBe(feedUrl.replace(/^http/, 'webcal').replace('webcals', 'webcal'));
    await calendar.getByRole('button', { name: 'Copy the address' }).click();
    await calendar.getByText('The address is copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(feedUrl);
    const coming = page.waitForEvent('download');
    await calendar.getByRole('link', { name: 'Download as a file' }).click();
    expect((await coming).suggestedFilename()).toBe('agenda.ics');

    const renew = calendar.getByRole('button', { name: 'Get a new address' });
    await tabTo(page, renew);
    await page.keyboard.press('Enter');
    await calendar.getByText('The old address stops working at once').waitFor();
    expect(await barriersOf(page, 'calendar, asked')).toEqual([]);
    await tabTo(page, calendar.getByRole('button', { name: 'Leave it as it is' }));
    await page.keyboard.press('Enter');
    await renew.waitFor();
    expect((await fetch(feedUrl)).status).toBe(200);
    await renew.click();
    await calendar.getByRole('button', { name: 'Yes, a new address' }).click();
    const outcome = calendar.getByText('This is your new address.');
    await outcome.waitFor();
    expect(await hasFocus(outcome)).toBe(true);
    const renewed = await address.inputValue();
    expect(renewed).not.toBe(feedUrl);
    // A feed that was just read is believed for a moment.
    for (let look = 0; look < 200 && (await fetch(feedUrl)).ok; look += 1) await pause(50);
    expect((await fetch(feedUrl)).status).toBe(404);
    expect((await fetch(renewed)).status).toBe(200);
    // In a village hall's network there is neither https nor a clipboard.
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
    await calendar.getByRole('button', { name: 'Copy the address' }).click();
    await calendar.getByText('It could not be copied.').waitFor();
    expect(await hasFocus(address)).toBe(true);
  });

  it('lets one choose which mail comes, and shows as it was what could not be kept', async () => {
    const maija = await register('Maija of few mails');
    await open(maija);
    const mail = region('Mail to me');
    const reminders = mail.getByRole('checkbox', { name: /^A reminder/ });
    const changes = mail.getByRole('checkbox', { name: /^Changes/ });
    await reminders.uncheck();
    await mail.getByText('Saved.').waitFor();
    expect((await asked<AgendaView>(maija, 'agenda')).mail).toEqual({
      reminders: false,
      changes: true,
      messages: true,
    });
    await page.route('**/me/mail', (route) => route.abort());
    await changes.click();
    await mail.getByRole('alert').waitFor();
    expect(await changes.isChecked()).toBe(true);
    await page.unroute('**/me/mail');
    await page.reload();
    await reminders.waitFor();
    expect(await reminders.isChecked()).toBe(false);
  });

  it('ends mail by the link in it, by a button only, and takes that back', async () => {
    const uldis = await confirmed('Uldis unsubscribing');
    await server.attend('PUT', `/me/stars/${hybrid}`, uldis.manageToken, { mode: 'online' });
    await server.change({ type: 'delay', session: hybrid, minutes: 15, cascade: false, reason: { en: 'Ice' } });
    const letter = await letterOf(uldis, 'agenda.changed');
    await server.change({ type: 'delay', session: hybrid, minutes: -15, cascade: false });
    const link = /\/unsubscribe\S+#[\w.-]+/.exec(letter.text)![0];
    const wanted = async () => (await asked<AgendaView>(uldis, 'agenda')).mail;
    await openContext();
    await go(link.slice(1));
    await heading('No more mail about changes of what you booked or starred?').waitFor();
    expect(await barriersOf(page, 'unsubscribing')).toEqual([]);
    expect(await wanted()).toEqual({ reminders: true, changes: true, messages: true });
    await page.getByRole('button', { name: 'Do not send it any more' }).click();
    await heading('Done: it is not sent any more.').waitFor();
    expect(await wanted()).toEqual({ reminders: true, changes: false, messages: true });
    await takePicture(page, 'unsubscribed-390-light-en');
    await page.getByRole('button', { name: 'Undo' }).click();
    await heading('It is sent again.').waitFor();
    expect(await wanted()).toEqual({ reminders: true, changes: true, messages: true });
    // A mail's link without a kind is of all that is not essential.
    await go('about:blank');
    await go(link.slice(1).replace(/\?[^#]*/, ''));
    await page.getByRole('button', { name: 'Do not send it any more' }).click();
    await heading('Done: it is not sent any more.').waitFor();
    expect(await wanted()).toEqual({ reminders: false, changes: false, messages: false });
    await page.goto('about:blank');
    await go('unsubscribe#no-such-token');
    await page.getByRole('button').filter({ hasText: 'Do not send' }).click();
    await heading('This link is not valid any more').waitFor();
  });

  /** The newest letter of a kind to somebody, as soon as it is written. */
  const letterOf = async ({ code }: RegistrationAnswer, kind: string): Promise<MailContent> => {
    for (let look = 0; look < 500; look += 1) {
      const { items } = (await server.organise('GET', `/mails?kind=${kind}`)) as { items: Mail[] };
      const found = items.find(({ registration }) => registration === code);
      if (found !== undefined) return (await server.organise('GET', `/mails/${found.id}/content`)) as MailContent;
      await pause(30);
    }
    throw new Error(`no ${kind} was written to ${code}`);
  };

  it('shows the ticket without a network too, and replaces it', async () => {
    const tija = await confirmed('Tija Ticket-Āboliņa', { bookings: [{ session: visit, mode: 'in-person' }] });
    await open(tija, { serviceWorkers: 'allow', timezoneId: 'Europe/Paris' });
    await page.getByRole('link', { name: 'My ticket' }).click();
    await heading('Tija Ticket-Āboliņa').waitFor();
    const qr = page.getByRole('img', { name: 'QR code of the ticket' });
    const drawn = await qr.innerHTML();
    const steps = page.locator('.own-ticket-times > div');
    expect(await steps.allInnerTexts()).toEqual([
      expect.stringMatching(/^09:50\s+Meet: CoLabora/),
      expect.stringMatching(/^10:00\s+Departure$/),
      expect.stringMatching(/^10:30–12:00\s+At the place$/),
      expect.stringMatching(/^12:30\s+Back$/),
    ]);
    await page.getByText('Times in Europe/Riga').waitFor();
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: 'As PDF, to print' }).click();
    expect((await coming).suggestedFilename()).toMatch(/\.pdf$/);
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await context.setOffline(true);
    await page.reload();
    await heading('Tija Ticket-Āboliņa').waitFor();
    await page.getByText(/^As of .*: there is no connection just now\.$/).waitFor();
    expect(await qr.innerHTML()).toBe(drawn);
    expect(await page.getByRole('button', { name: 'Get a new ticket' }).count()).toBe(0);
    expect(await barriersOf(page, 'ticket offline')).toEqual([]);
    await takePicture(page, 'ticket-offline-390-light-en');
    await context.setOffline(false);
    await page.reload();
    await page.getByRole('button', { name: 'Get a new ticket' }).click();
    await page.getByText('The old code is no longer accepted').waitFor();
    await page.getByRole('button', { name: 'Yes, a new ticket' }).click();
    await page.getByText('This is your new ticket.').waitFor();
    expect(await qr.innerHTML()).not.toBe(drawn);
  });

  it('says why there is no ticket: not confirmed, nobody known, or somebody else’s link opened since', async () => {
    const eva = await register('Eva, early');
    await open(eva);
    await go('ticket');
    await heading('Your ticket comes with the confirmation').waitFor();
    await server.organise('POST', `/registrations/${eva.code}/confirm`);
    await page.reload();
    await heading('Eva, early').waitFor();
    // On the same phone somebody else opens the link of a mail that leads to their agenda.
    const other = await confirmed('Oskars, other');
    await page.goto('about:blank');
    await go(`agenda#${other.manageToken}`);
    await heading('My agenda').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await page.getByRole('link', { name: 'My ticket' }).click();
    await heading('Oskars, other').waitFor();
    expect((await asked<Ticket>(other, 'ticket')).name).toBe('Oskars, other');
    await context.close();
    await openContext();
    await go('ticket');
    await heading('No registration is known in this browser').waitFor();
    expect(await barriersOf(page, 'ticket of nobody')).toEqual([]);
    await go('agenda#no-such-token');
    await heading('This link does not work any more').waitFor();
  });

  it('says when an online room opens, in both zones, and goes on as it moves, opens and is cancelled', async () => {
    const jana = await register('Jana, joining');
    const slot = slotOf(hybrid);
    await open(jana, { timezoneId: 'Europe/Paris' });
    // Where the agenda, the calendar and mails lead.
    await page.goto(`${server.url}/join/${slot.id}`);
    await heading(/^The room opens .+ at 09:15$/).waitFor();
    await page.getByText(/ at 08:15 your time \(Paris\)$/).waitFor();
    await page.getByText(titleOf(hybrid)).first().waitFor();
    expect(await page.getByRole('link', { name: 'Join now' }).count()).toBe(0);
    expect(await barriersOf(page, 'too early')).toEqual([]);
    await page.evaluate('window.notReloaded = true');
    const soon = new Date(Date.now() + 10 * minute).toISOString();
    await server.change({ type: 'move', session: hybrid, startsAt: soon, reason: { en: 'Snow is coming' } });
    const join = page.getByRole('link', { name: 'Join now' });
    await join.waitFor();
    await page.getByText('Snow is coming').waitFor();
    expect(await join.getAttribute('href')).toMatch(new RegExp(`/join/${slot.id}$`));
    const opened = await page.request.get(`${server.url}${(await join.getAttribute('href'))!}`, { maxRedirects: 0 });
    expect(opened.status()).toBe(302);
    expect(opened.headers()['location']).toMatch(/^https:\/\/meet\.example\.org\//);
    await server.change({ type: 'cancel', session: hybrid, reason: { en: 'Too much snow' } });
    await heading('This session was cancelled').waitFor();
    await page.getByText('Too much snow').waitFor();
    expect(await page.getByRole('button', { name: 'Start the test' }).count()).toBe(0);
    expect(await barriersOf(page, 'cancelled room')).toEqual([]);
    await server.change({ type: 'reinstate', session: hybrid });
    await join.waitFor();
    expect(await page.evaluate('window.notReloaded')).toBe(true);
    await server.change({ type: 'move', session: hybrid, startsAt: slot.startsAt });
  });

  it('says who may join and where nobody can: denied, no place online, no online room', async () => {
    const slot = slotOf(hybrid);
    await openContext();
    await go(`join/${slot.id}`);
    await heading('This session is open to those who are registered').waitFor();
    await page.getByRole('link', { name: 'Register' }).last().waitFor();
    expect(await barriersOf(page, 'denied')).toEqual([]);
    await context.close();
    const full = await register('Fricis without a place');
    await open(full);
    await server.organise('PUT', `/sessions/${hybrid}/places`, { mode: 'online', capacity: 0 });
    await go(`join/${slot.id}`);
    await heading('Online places in this session are limited').waitFor();
    await server.organise('PUT', `/sessions/${hybrid}/places`, { mode: 'online', capacity: null });
    await go(`join/${slotOf(visit).id}`);
    await heading('There is no online room').waitFor();
    await go(`join/${randomUUID()}`);
    await heading('There is no such session').waitFor();
  });

  it('tests camera and sound only when asked, says what to do when refused, and lets go of them', async () => {
    const dace = await register('Dace with a camera');
    await open(dace);
    await go(`join/${slotOf(hybrid).id}`);
    const start = page.getByRole('button', { name: 'Start the test' });
    await start.waitFor();
    expect(await page.locator('video').count()).toBe(0);
    // Nobody is there to answer the browser's question: what is not granted is refused.
    await context.grantPermissions([]);
    await start.click();
    const refused = page.getByText('The browser was not allowed to use camera and microphone.');
    const unsupported = page.getByText('Camera and sound cannot be tested here: this browser does not allow it');
    await refused.or(unsupported).waitFor();
    expect(await barriersOf(page, 'camera refused')).toEqual([]);
    if (await unsupported.isVisible()) {
      expect(
        await page.evaluate(`navigator.mediaDevices.getUserMedia({ audio: true }).catch(({ name }) => name)`),
      ).toBe('NotSupportedError');
      console.warn(
        'Tested is what a browser without cameras shows, the rest was skipped: the packaged browser can film nothing, a Chromium of the machine can.',
      );
      return;
    }
    await context.grantPermissions(['camera', 'microphone']);
    await page.evaluate(`{
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      window.tracks = [];
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await ask(wanted);
        window.tracks.push(...stream.getTracks());
        return stream;
      };
    }`);
    await start.click();
    await page.locator('video').waitFor();
    await holds(page, 'document.querySelector("video").videoWidth > 0');
    await page.getByText('We hear you.').waitFor();
    await page.getByRole('button', { name: 'Play a test tone' }).click();
    await page.getByText('Do you hear the tone?').waitFor();
    const microphones = page.getByLabel('Microphone', { exact: true });
    if ((await microphones.count()) > 0) await microphones.selectOption({ index: 1 });
    await page.locator('video').waitFor();
    expect(await barriersOf(page, 'camera test')).toEqual([]);
    await takePicture(page, 'camera-test-390-light-en');
    const states = () => page.evaluate<string[]>('window.tracks.map(({ readyState }) => readyState)');
    expect(await states()).toContain('live');
    await page.getByRole('link', { name: 'About this session' }).click();
    await heading(titleOf(hybrid)).waitFor();
    expect(new Set(await states())).toEqual(new Set(['ended']));
  });

  it.each([
    { language: 'en', scheme: 'light', width: 1440 },
    { language: 'en', scheme: 'dark', width: 390 },
    { language: 'lv', scheme: 'dark', width: 1440 },
    { language: 'lv', scheme: 'light', width: 390 },
  ] as const)('has no barriers in $language, $scheme, at $width px', async ({ language, scheme, width }) => {
    const laima = await confirmed('Looked at by Laima', { bookings: [{ session: visit, mode: 'in-person' }] });
    await open(laima, {
      viewport: { width, height: width === 390 ? 844 : 900 },
      locale: language === 'lv' ? 'lv-LV' : 'en-GB',
      colorScheme: scheme,
      timezoneId: 'Europe/Paris',
    });
    const found: string[] = [];
    const look = async (place: string): Promise<void> => {
      await takePicture(page, `${place}-${width}-${scheme}-${language}`);
      found.push(...(await barriersOf(page, place)));
    };
    await page.locator('#own-mail').waitFor();
    await look('manage');
    await go('ticket');
    await page.locator('.own-qr svg').waitFor();
    await look('ticket');
    await page.locator('.own-ticket-ways button').last().click();
    await page.locator('.own-ticket-ways .reg-problem').waitFor();
    await look('ticket-asked');
    await go(`join/${slotOf(hybrid).id}`);
    await page.locator('.own-test').waitFor();
    await look('join');
    await go('unsubscribe?kind=reminders#any');
    await page.locator('.notice button').waitFor();
    await look('unsubscribe');
    expect(found).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Invitation, RegistrationView } from '@kopa/contracts';
import type { Programme } from '@kopa/domain';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, hasFocus, tabTo as tabToIn, takePicture } from './looking.js';

/** From 18 years on, on the third day, which is not over at any hour at which the tests run. */
const visit = 'D3-CIDER';
/** Online on the same day. */
const closing = 'D3-CLOSE';

const consents = ['pictures', 'directory'].map((purpose) => ({
  purpose,
  version: 1,
  text: { en: `You may: ${purpose}.`, lv: `Drīkst: ${purpose}.` },
}));
const letter = { kind: 'file', key: 'letter', label: { en: 'Letter', lv: 'Vēstule' }, required: true };
const pdf = Buffer.from('%PDF-1.7 a letter');

describe('Registering by the organisers’ terms in the browser', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  let context: BrowserContext;
  let page: Page;
  let programme: Programme;
  let places: number;

  beforeAll(async () => {
    server = await DemoServer.start();
    chromium = await openBrowser();
    programme = await server.programme();
    places = programme.sessions.find(({ code }) => code === visit)!.capacity['in-person']!;
    await setSeats(1);
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });
  beforeEach(async () => {
    await setRules({});
    await setPlaces(places);
  });
  afterEach(() => context.close());

  const setRules = (rules: object) => server.organise('PUT', '/registration', rules);
  const setSeats = (capacity: number) => server.organise('PUT', `/sessions/${visit}/seats`, { capacity });
  const setPlaces = (capacity: number) =>
    server.organise('PUT', `/sessions/${visit}/places`, { mode: 'in-person', capacity });
  const open = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<void> => {
    context = await chromium.browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/Riga',
      serviceWorkers: 'block',
      viewport: { width: 390, height: 844 },
      ...options,
    });
    page = await context.newPage();
  };
  const address = (part: string) => `${server.url}/e/${server.slug}/${part}`;
  const third = () => programme.days[2]!.date;
  /** The birthday of somebody who was so old on the first day. */
  const bornBefore = (years: number): string => {
    const { date } = programme.days[0]!;
    return `${Number(date.slice(0, 4)) - years}-01-01`;
  };

  const tabTo = (wanted: Locator): Promise<void> => tabToIn(page, wanted);
  const heading = (name: string) => page.getByRole('heading', { name });
  const next = () => page.getByRole('button', { name: 'Continue', exact: true });
  const send = () => page.getByRole('button', { name: /^(Send the registration|Register \d people)$/ });
  const option = (mode: string) => page.locator(`input[name="day-${third()}"][value="${mode}"]`);
  const choice = () => page.locator(`input[name="session-${visit}"]`).first();
  const summary = () => page.locator('.reg-summary');
  const born = () => page.getByLabel(/^Date of birth/);
  const ownWay = () => page.getByLabel(/go (my|our) own way/);

  const fillYou = async (name: string): Promise<void> => {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('E-mail', { exact: true }).fill(`${randomUUID()}@example.org`);
  };
  const addPerson = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Add a person' }).click();
    await page.getByLabel('Name of person 2').fill(name);
  };
  /** Opens the form and fills in the steps before the sessions. */
  const comeToSessions = async (name: string, colleague?: string): Promise<void> => {
    await page.goto(address('register'));
    await fillYou(name);
    if (colleague !== undefined) await addPerson(colleague);
    await next().click();
    await option('in-person').check();
    await next().click();
    await choice().check();
  };
  const sent = () => page.getByRole('heading', { name: /^Thank you, / });
  /** What the server has of those who were registered last, the contact first. */
  const registered = async (): Promise<{ token: string; own: RegistrationView }[]> => {
    await sent().waitFor();
    const tokens = await page
      .locator('a[href*="#kr_"]')
      .evaluateAll((links) => links.map((link) => (link.getAttribute('href') ?? '').split('#')[1]!));
    return Promise.all(tokens.map(async (token) => ({ token, own: await registrationOf(token) })));
  };
  const registrationOf = async (token: string): Promise<RegistrationView> =>
    (await (await own('', token)).json()) as RegistrationView;
  const own = (part: string, token: string) =>
    fetch(`${server.url}/api/v1/events/${server.slug}/me${part}`, { headers: { authorization: `Bearer ${token}` } });

  it('gives a seat in the coach, for which it asks a telephone, by the keyboard', async () => {
    await open();
    await comeToSessions('Coach Katrīna');
    await born().fill('1980-01-01');
    const seat = page.getByLabel(/^Seat in the coach/);
    expect(await seat.isChecked()).toBe(true);
    await page.getByText('1 seat left').waitFor();
    await tabTo(next());
    await page.keyboard.press('Enter');
    await summary().getByText('Please give a telephone number').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const telephone = page.getByLabel('Telephone');
    expect(await hasFocus(telephone)).toBe(true);
    expect(await telephone.getAttribute('aria-invalid')).toBe('true');
    // Who goes their own way is not asked.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowDown');
    expect(await ownWay().isChecked()).toBe(true);
    expect(await telephone.count()).toBe(0);
    await page.keyboard.press('ArrowUp');
    await tabTo(telephone);
    await page.keyboard.type('+371 20000000');
    await page.keyboard.press('Enter');
    await page.getByText('+371 20000000').waitFor();
    await tabTo(send());
    await page.keyboard.press('Enter');
    await page.getByText('A seat in the coach is yours').waitFor();
    const [contact] = await registered();
    expect(contact!.own).toMatchObject({
      telephone: '+371 20000000',
      bookings: [{ status: 'confirmed', seat: { status: 'confirmed' } }],
    });
  });

  it('asks a telephone of each of a delegation, or lets all go their own way', async () => {
    await setSeats(0);
    await open();
    await comeToSessions('Contact Cilda', 'Delegate Dace');
    await page.getByText('Full: you wait for one').waitFor();
    for (const date of await born().all()) await date.fill('1980-01-01');
    await page.getByLabel('Telephone of Contact Cilda').fill('+371 20000001');
    await next().click();
    await summary().getByRole('link', { name: 'Delegate Dace: Please give a telephone number' }).click();
    expect(await hasFocus(page.getByLabel('Telephone of Delegate Dace'))).toBe(true);
    await page.keyboard.type('+371 20000002');
    await next().click();
    await send().click();
    const waiting = await registered();
    expect(waiting.map(({ own }) => [own.telephone, own.bookings[0]!.seat?.status])).toEqual([
      ['+371 20000001', 'waitlisted'],
      ['+371 20000002', 'waitlisted'],
    ]);
    await page.getByRole('button', { name: 'Register somebody else' }).click();
    await comeToSessions('Contact Cora', 'Delegate Dora');
    for (const date of await born().all()) await date.fill('1980-01-01');
    await ownWay().check();
    await next().click();
    await page.getByText('We go our own way').waitFor();
    await send().click();
    for (const { own } of await registered()) {
      expect(own.telephone).toBe('');
      expect(own.bookings).toMatchObject([{ status: 'confirmed' }]);
      expect(own.bookings[0]).not.toHaveProperty('seat');
    }
  });

  it('says at once who is too young, and asks under 18 for a guardian and no pictures', async () => {
    await setRules({ consents });
    await open();
    await comeToSessions('Parent Pēteris', 'Young Zane');
    await ownWay().check();
    await next().click();
    await summary().getByText('Parent Pēteris: Please give the date of birth.').waitFor();
    await page.getByLabel('Date of birth of Parent Pēteris').fill('1980-01-01');
    await page.getByLabel('Date of birth of Young Zane').fill(bornBefore(16));
    await page.getByText(/Young Zane: “.*” is for people from 18 years on/).waitFor();
    await next().click();
    await summary()
      .getByText(/Young Zane: “.*” is for people from 18 years on/)
      .waitFor();
    // Without it they can come; who said that they are under age brings a guardian's agreement.
    await choice().uncheck();
    const guardian = page.getByRole('group', { name: 'Under 18: who answers for Young Zane?' });
    await guardian.waitFor();
    expect(await page.getByLabel('Date of birth of Parent Pēteris').count()).toBe(0);
    await next().click();
    await summary().getByText('Young Zane: Under 18 it takes the agreement of the parent or guardian.').waitFor();
    await guardian.getByLabel('Name of the parent or guardian').fill('Mother Māra');
    await guardian.getByLabel('E-mail of the parent or guardian').fill('mara@example.org');
    await tabTo(guardian.getByRole('checkbox'));
    await page.keyboard.press('Space');
    await next().click();
    await page.getByText('Mother Māra, mara@example.org').waitFor();
    // The contact is of age, and agrees for themselves only.
    await page.getByRole('checkbox', { name: 'You may: pictures.' }).check();
    await send().click();
    const [parent, young] = await registered();
    expect(parent!.own).toMatchObject({ bornOn: null, guardian: null, consents: [{ purpose: 'pictures' }] });
    expect(young!.own).toMatchObject({
      bornOn: bornBefore(16),
      guardian: { name: 'Mother Māra', email: 'mara@example.org', agrees: true },
    });
  });

  it('leaves pictures off for a contact under 18, also where they were agreed to before', async () => {
    await setRules({ consents });
    await open();
    await comeToSessions('Young Jana');
    await ownWay().check();
    await born().fill('1980-01-01');
    await next().click();
    await page.getByRole('checkbox', { name: 'You may: pictures.' }).check();
    await page.getByRole('checkbox', { name: 'You may: directory.' }).check();
    await page.getByRole('button', { name: /^Change.*Bookings$/ }).click();
    await born().fill(bornBefore(17));
    await choice().uncheck();
    await page.getByLabel('Name of the parent or guardian').fill('Father Fricis');
    await page.getByLabel('E-mail of the parent or guardian').fill('fricis@example.org');
    await page.getByLabel('The parent or guardian agrees that I take part.').check();
    await next().click();
    const pictures = page.getByRole('checkbox', { name: /^You may: pictures\./ });
    expect([await pictures.isDisabled(), await pictures.isChecked()]).toEqual([true, false]);
    await page.getByText('Stays off under 18').waitFor();
    await send().click();
    const [contact] = await registered();
    expect(contact!.own).toMatchObject({ guardian: { name: 'Father Fricis' }, consents: [{ purpose: 'directory' }] });
  });

  describe('with an invitation', () => {
    const invite = async (quota: object): Promise<string> =>
      ((await server.organise('POST', '/invitations', { label: 'Partners', quota })) as Invitation).code;
    const code = () => page.getByLabel(/^Invitation code/);

    it('says which mode takes a code and where to give it, and puts what is wrong with it there', async () => {
      const invited = await invite({ 'in-person': 1 });
      await setRules({ 'in-person': { byInvitation: true } });
      await open();
      await page.goto(address('register'));
      await fillYou('Invited Ieva');
      await next().click();
      await page.getByText('In person: this takes an invitation code.').waitFor();
      expect(await option('in-person').isDisabled()).toBe(true);
      await tabTo(page.getByRole('button', { name: 'Give the code in the step “You”' }));
      await page.keyboard.press('Enter');
      await code().waitFor();
      expect(await hasFocus(code())).toBe(true);
      await page.keyboard.type('WRONG');
      await page.reload();
      await code().waitFor();
      expect(await code().inputValue()).toBe('WRONG');
      // What is said of the code moves the button, and a press on its way would miss it.
      await page.waitForLoadState('networkidle');
      await next().click();
      await option('in-person').check();
      await next().click();
      await next().click();
      await send().click();
      await summary().getByRole('link', { name: 'This invitation code is not known here.' }).click();
      await code().waitFor();
      expect([await hasFocus(code()), await code().getAttribute('aria-invalid')]).toEqual([true, 'true']);
      await code().fill(invited.toLowerCase());
      for (let step = 0; step < 3; step += 1) await next().click();
      await send().click();
      await sent().waitFor();

      // By the link that was passed on too far.
      await page.goto(address(`register?invitation=${invited}`));
      await code().waitFor();
      expect(await code().inputValue()).toBe(invited);
      await fillYou('Late Lauma');
      await next().click();
      await option('in-person').check();
      await next().click();
      await next().click();
      await page.getByText(invited).waitFor();
      await send().click();
      await summary().getByRole('link', { name: 'not so many places left (In person: 0)' }).click();
      expect(await hasFocus(code())).toBe(true);
    });

    it('lets who is invited in though registration is closed to others', async () => {
      const invited = await invite({});
      const closesAt = new Date(Date.now() - 60_000).toISOString();
      await setRules({ 'in-person': { closesAt }, online: { closesAt } });
      await open();
      await page.goto(address('register'));
      await heading('Registration is not open').waitFor();
      await tabTo(code());
      await page.keyboard.type(invited);
      await page.keyboard.press('Enter');
      await fillYou('Guest Gita');
      await next().click();
      await option('in-person').check();
      await next().click();
      await next().click();
      await send().click();
      const [contact] = await registered();
      expect(contact!.own.days[2]).toMatchObject({ mode: 'in-person', status: 'confirmed' });
    });

    it('tells of a code when its field is left, and never keeps anybody from going on', async () => {
      const invited = await invite({ 'in-person': 0, online: 1 });
      const full = await invite({ 'in-person': 0, online: 0 });
      await setRules({ online: { byInvitation: true } });
      await open();
      await page.goto(address(`register?invitation=${invited}`));
      await page.getByText('This code holds.').waitFor();
      await code().fill('WRONG');
      expect(await page.getByText('This code holds.').count()).toBe(0);
      expect(await code().getAttribute('aria-invalid')).toBe(null);
      await page.keyboard.press('Tab');
      await page.locator('#invitation[aria-invalid]').waitFor();
      await page.locator('#invitation-error').getByText('This invitation code is not known here.').waitFor();
      expect(await barriersOf(page, 'a wrong code')).toEqual([]);
      await code().fill(full);
      await page.keyboard.press('Tab');
      await page.locator('#invitation-error').getByText('This invitation code cannot be used any more.').waitFor();
      await code().fill(invited.toLowerCase());
      await page.keyboard.press('Tab');
      await page.getByText('This code holds.').waitFor();
      expect(await code().getAttribute('aria-invalid')).toBe(null);
      // Without an answer of the server nothing is said, and one goes on.
      await page.route('**/registration/invitations/**', (route) => route.abort());
      await code().fill('OTHER');
      await fillYou('Invited Inga');
      await next().click();
      await heading('Your days').waitFor();
    });

    it('keeps the code out of the way of those who have none', async () => {
      await open();
      await page.goto(address('register'));
      const have = page.getByRole('button', { name: 'I have an invitation code' });
      await have.waitFor();
      expect(await code().count()).toBe(0);
      await tabTo(have);
      await page.keyboard.press('Enter');
      await code().waitFor();
      await page.locator('#invitation:focus').waitFor();
    });
  });

  it('offers what may be taken while one waits, and asks whether short notice is fine', async () => {
    const fallback = { session: closing, mode: 'online' };
    await setRules({ sessions: { [visit]: { fallback } } });
    await setPlaces(0);
    await open();
    await comeToSessions('Waiting Willa');
    await ownWay().check();
    await born().fill('1980-01-01');
    const notice = page.getByRole('checkbox', { name: /^A place may come free at the last moment/ });
    await tabTo(notice);
    await page.keyboard.press('Space');
    await choice().uncheck();
    expect(await notice.count()).toBe(0);
    await choice().check();
    expect(await notice.isChecked()).toBe(true);
    await next().click();
    await page.getByText('A place that comes free at the last moment is offered too.').waitFor();
    await send().click();
    await page.getByText('While you wait:').waitFor();
    await tabTo(page.getByRole('button', { name: 'Take it meanwhile' }));
    await page.keyboard.press('Enter');
    const taken = page.locator('.reg-lines > div').last();
    await taken.getByText('Place held').waitFor();
    expect(await page.getByText('While you wait:').count()).toBe(0);
    const [contact] = await registered();
    const [waits] = contact!.own.bookings.filter(({ session }) => session === visit);
    expect(contact!.own.shortNotice).toBe(true);
    expect(waits).toMatchObject({ status: 'waitlisted' });
    expect(contact!.own.bookings).toContainEqual(
      expect.objectContaining({ ...fallback, status: 'confirmed', insteadOf: waits!.id }),
    );
  });

  describe('with a day that is full in person', () => {
    const limit = (capacity: number | null) =>
      server.organise('PUT', `/days/${third()}/places`, { mode: 'in-person', capacity });
    let waiting: string | undefined;
    beforeEach(() => limit(0));
    // Who waits still when the limit goes would, near the day, not move up, and keep all others waiting.
    afterEach(async () => {
      await server.attend('DELETE', '/me', waiting);
      await limit(null);
    });

    it('lets who waits say how they take part until then, and say so anew later', async () => {
      await open();
      await page.goto(address('register'));
      await fillYou('Waiting Vilnis');
      await next().click();
      const meanwhile = page.getByRole('group', { name: 'Until you have a place:' });
      await option('online').check();
      expect(await meanwhile.count()).toBe(0);
      await option('in-person').check();
      expect(await meanwhile.getByRole('radio', { name: 'Online' }).isChecked()).toBe(true);
      await tabTo(meanwhile.getByRole('radio', { name: 'Online' }));
      await page.keyboard.press('ArrowDown');
      expect(await barriersOf(page, 'days')).toEqual([]);
      await takePicture(page, 'meanwhile-days');
      await next().click();
      await next().click();
      await page.getByText('Until there is a place you are not counted for this day.').waitFor();
      await send().click();
      const [contact] = await registered();
      waiting = contact!.token;
      await page.getByText('Until there is a place you are not counted for this day.').waitFor();
      expect(contact!.own.days[2]).toMatchObject({ mode: 'in-person', status: 'waitlisted', meanwhile: 'absent' });

      await page.getByRole('link', { name: 'See and change my registration' }).click();
      const own = page.getByRole('group', { name: /^Until I have a place, / });
      await own.getByRole('button', { name: 'Not on this day', pressed: true }).waitFor();
      await own.getByRole('button', { name: 'Online' }).click();
      const told = page.locator('.reg-told');
      await told.getByText('Until there is a place you take part online.').waitFor();
      const days = async () => (await registrationOf(contact!.token)).days[2];
      expect(await days()).toMatchObject({ status: 'waitlisted', meanwhile: 'online' });
      expect(await barriersOf(page, 'own days')).toEqual([]);
      await takePicture(page, 'meanwhile-own');
      await told.getByRole('button', { name: 'Undo' }).click();
      await own.getByRole('button', { name: 'Not on this day', pressed: true }).waitFor();
      expect(await days()).toMatchObject({ meanwhile: 'absent' });
    });
  });

  it('offers what a coach goes to without a seat to who gave no telephone', async () => {
    const fallback = { session: 'D3-LUNCH', mode: 'in-person' };
    await server.organise('PUT', `/sessions/${fallback.session}/seats`, { capacity: 5 });
    await setRules({ sessions: { [visit]: { fallback } } });
    await setPlaces(0);
    await open();
    await comeToSessions('Waiting Wanda');
    await ownWay().check();
    await born().fill('1980-01-01');
    await next().click();
    await send().click();
    await page.getByRole('button', { name: 'Take it meanwhile' }).click();
    await page.locator('.reg-lines > div').last().getByText('Place held').waitFor();
    const [contact] = await registered();
    const taken = contact!.own.bookings.find(({ session }) => session === fallback.session);
    expect(taken).toMatchObject({ status: 'confirmed' });
    expect(taken).not.toHaveProperty('seat');
  });

  describe('with a question for a file', () => {
    beforeEach(() => setRules({ questions: [letter] }));

    const file = () => page.getByLabel(/^Letter/);
    const give = (name: string, buffer: Buffer) => file().setInputFiles({ name, mimeType: 'application/pdf', buffer });

    it('takes one by the keyboard, keeps it over a reload, and lets it be taken away', async () => {
      await open();
      await page.goto(address('register'));
      await fillYou('File Filips');
      await page.getByText('One file: PDF, PNG or JPEG, up to 5 MB.').waitFor();
      await next().click();
      await summary().getByText('Please answer: Letter').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await hasFocus(file())).toBe(true);
      await give('page.pdf', Buffer.from('<script>'));
      await page.getByText('This is not a PDF, PNG or JPEG file.').waitFor();
      await give('big.pdf', Buffer.alloc(5 * 1024 * 1024 + 1, '%PDF-'));
      await page.getByText('This file has more than 5 MB.').waitFor();
      const chosen = page.waitForEvent('filechooser');
      await tabTo(file());
      await page.keyboard.press('Enter');
      await (await chosen).setFiles({ name: 'Vēstule.pdf', mimeType: 'application/pdf', buffer: pdf });
      const name = page.getByText('Vēstule.pdf', { exact: true });
      await name.waitFor();
      expect(await page.getByText('This file has more than 5 MB.').count()).toBe(0);
      await page.reload();
      await name.waitFor();
      await tabTo(page.getByRole('button', { name: 'Take away' }));
      await page.keyboard.press('Enter');
      expect(await hasFocus(file())).toBe(true);
      expect(await name.count()).toBe(0);
      await next().click();
      await summary().getByText('Please answer: Letter').waitFor();
      await give('Vēstule.pdf', pdf);
      await name.waitFor();
      await next().click();
      await option('in-person').check();
      await next().click();
      await next().click();
      await name.waitFor();
      await send().click();
      const [contact] = await registered();
      const kept = await own(`/files/${String(contact!.own.answers['letter'])}`, contact!.token);
      expect(Buffer.from(await kept.arrayBuffer()).equals(pdf)).toBe(true);
    });

    it('shows over a slow line how far it is, goes not on before it is there, and can be stopped', async () => {
      await open();
      await page.goto(address('register'));
      await fillYou('Slow Sanita');
      const network = await context.newCDPSession(page);
      await network.send('Network.enable');
      const line = (uploadThroughput: number) =>
        network.send('Network.emulateNetworkConditions', {
          offline: false,
          latency: 0,
          downloadThroughput: -1,
          uploadThroughput,
        });
      await line(50_000);
      await give('big.pdf', Buffer.alloc(4 * 1024 * 1024, '%PDF-'));
      await page.getByRole('progressbar', { name: 'Sending big.pdf' }).waitFor();
      await next().click();
      await summary().getByText('The file is still on its way').waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText('Stopped. Nothing was kept.').waitFor();
      await line(-1);
      await give('big.pdf', Buffer.alloc(4 * 1024 * 1024, '%PDF-'));
      await page.getByText('big.pdf', { exact: true }).waitFor();
      await next().click();
      await heading('Your days').waitFor();
    });

    it('says that a file is not kept any more where it was left too long', async () => {
      await open();
      await page.goto(address('register'));
      await fillYou('Forgotten Fanija');
      await give('Vēstule.pdf', pdf);
      await page.getByText('Vēstule.pdf', { exact: true }).waitFor();
      // As a draft that was left open for days.
      await page.evaluate(
        ([from, to]) => {
          const storage = (globalThis as unknown as { sessionStorage: Record<string, string> }).sessionStorage;
          for (const key of Object.keys(storage)) storage[key] = storage[key]!.replace(new RegExp(from!, 'g'), to!);
        },
        ['"file":"[^"]+"', `"file":"${randomUUID()}"`],
      );
      await page.reload();
      await next().click();
      await option('in-person').check();
      await next().click();
      await next().click();
      await send().click();
      await summary().getByRole('link', { name: 'The server does not have this file any more.' }).click();
      expect(await hasFocus(file())).toBe(true);
    });
  });

  const cases = [
    { width: 390, colorScheme: 'light', locale: 'lv-LV' },
    { width: 390, colorScheme: 'dark', locale: 'en-GB' },
    { width: 1440, colorScheme: 'light', locale: 'en-GB' },
    { width: 1440, colorScheme: 'dark', locale: 'lv-LV' },
  ] as const;
  it.each(cases)(
    'keeps nobody out at $width px, $colorScheme, $locale',
    async ({ width, colorScheme, locale }) => {
      await setRules({
        questions: [letter],
        consents,
        'in-person': { byInvitation: true },
        sessions: { [visit]: { fallback: { session: closing, mode: 'online' } } },
      });
      await setPlaces(0);
      const invited = (await server.organise('POST', '/invitations', {})) as Invitation;
      await open({ viewport: { width, height: 844 }, colorScheme, locale });
      const found: string[] = [];
      const check = async (place: string): Promise<void> => {
        found.push(...(await barriersOf(page, place)));
        await takePicture(page, `terms-${place}-${width}-${colorScheme}-${locale.slice(0, 2)}`);
      };
      const submit = () => page.locator('form button[type=submit]').click();
      await page.goto(address('register'));
      await page.locator('#name').fill('Ieva Kalniņa');
      await page.locator('#email').fill(`${randomUUID()}@example.org`);
      await page.locator('#answer-letter').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: pdf });
      await page.locator('.reg-people .link-button').last().click();
      await page.locator('.reg-people input').first().fill('Jānis Ozols');
      await page.locator('.reg-people input[type=file]').setInputFiles({
        name: 'not-a-letter.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from('no'),
      });
      await page.locator('.reg-people [role=alert] .reg-error').waitFor();
      await check('you');
      await page.locator('.reg-people input[type=file]').setInputFiles({
        name: 'letter-with-a-rather-long-name-from-the-municipality-2026-final.pdf',
        mimeType: 'application/pdf',
        buffer: pdf,
      });
      await page.locator('.reg-people .reg-file .reg-row').waitFor();
      await submit();
      await page.locator('.reg-warning').waitFor();
      await check('days-by-invitation');
      await page.locator('.reg-warning button').click();
      await page.locator('#invitation').fill(invited.code);
      await submit();
      await option('in-person').check();
      await submit();
      await choice().check();
      await submit();
      await summary().waitFor();
      await check('sessions-errors');
      for (const telephone of await page.locator('input[type=tel]').all()) await telephone.fill('+371 20000000');
      await page.locator('input[type=date]').first().fill('1980-01-01');
      await page.locator('input[type=date]').last().fill(bornBefore(12));
      await page.locator('.reg-born .reg-warning').or(page.locator('.reg-born .reg-error')).first().waitFor();
      await check('too-young');
      await choice().uncheck();
      await page.locator('.reg-guardian').waitFor();
      await check('guardian');
      await page.locator('input[type=date]').last().fill('1985-05-05');
      await choice().check();
      await page.locator('input[type=date]').first().fill('1980-01-01');
      await check('sessions');
      await submit();
      await page.locator('.reg-next').waitFor();
      await check('check');
      await submit();
      await page.locator('.reg-asked').first().waitFor();
      await check('sent');
      await page.locator('.reg-asked button').first().click();
      await page.locator('.reg-sent .reg-status[data-status=confirmed]').first().waitFor();
      await check('fallback-taken');
      const closesAt = new Date(Date.now() - 60_000).toISOString();
      await setRules({ 'in-person': { closesAt }, online: { closesAt } });
      await page.goto(address('register'));
      await page.locator('#invitation').waitFor();
      await check('shut');
      expect(found).toEqual([]);
    },
    120_000,
  );
});

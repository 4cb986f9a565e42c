import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RegistrationAnswer, RegistrationRules, RegistrationView } from '@kopa/contracts';
import type { Programme } from '@kopa/domain';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { openPhone } from './looking.js';
import { pageFaults } from './page-faults.js';

/** An add-on of the third day, which is not over at any hour at which the tests run; from 18 years on. */
const visit = 'D3-CIDER';
/** Held online on the same day. */
const online = 'D3-CLOSE';

const consents = [
  {
    purpose: 'pictures',
    version: 2,
    text: { en: 'You may show pictures of me.', lv: 'Drīkst rādīt manus attēlus.' },
  },
  { purpose: 'directory', version: 1, text: { en: 'List me as a participant.', lv: 'Rādiet mani sarakstā.' } },
];

describe('A registration by the organisers’ terms, in the browser', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  let context: BrowserContext;
  let page: Page;
  let programme: Programme;
  let title: string;
  let made: RegistrationAnswer[];

  beforeAll(async () => {
    server = await DemoServer.start();
    chromium = await openBrowser();
    programme = await server.programme();
    title = titleOf(visit);
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });
  beforeEach(async () => {
    made = [];
    await setRules({});
    await setPlaces(20);
  });
  /** Each test begins with nobody on the visit. */
  afterEach(async () => {
    await context.close();
    for (const one of made.flatMap((answer) => [answer, ...answer.people]))
      await server.attend('DELETE', '/me', one.manageToken);
  });

  const titleOf = (code: string): string => programme.sessions.find((session) => session.code === code)!.title['en']!;
  const setRules = (rules: Partial<RegistrationRules>) => server.organise('PUT', '/registration', rules);
  const setPlaces = (capacity: number) =>
    server.organise('PUT', `/sessions/${visit}/places`, { mode: 'in-person', capacity });
  const setSeats = (capacity: number) => server.organise('PUT', `/sessions/${visit}/seats`, { capacity });
  const person = (name: string, more: object = {}) => ({
    name,
    email: `${randomUUID()}@example.org`,
    locale: 'en',
    bornOn: '1984-05-04',
    attendance: { [programme.days[2]!.date]: 'in-person' },
    ...more,
  });
  const onVisit = (seat: boolean) => ({ bookings: [{ session: visit, mode: 'in-person', seat }] });
  const register = async (body: object): Promise<RegistrationAnswer> => {
    const answer = await server.attend('POST', '/registrations', undefined, body);
    expect(answer.status).toBe(201);
    const registered = (await answer.json()) as RegistrationAnswer;
    made.push(registered);
    return registered;
  };
  const ownOf = async ({ manageToken }: { manageToken: string }): Promise<RegistrationView> =>
    (await (await server.attend('GET', '/me', manageToken)).json()) as RegistrationView;
  /** Opens a registration's page on a phone. */
  const open = async (
    { manageToken }: { manageToken: string },
    options: Parameters<Browser['newContext']>[0] = {},
    prepare: (page: Page) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<void> => {
    context = await openPhone(chromium.browser, options);
    page = await context.newPage();
    await prepare(page);
    await page.goto(`${server.url}/e/${server.slug}/me#${manageToken}`);
    await page.locator('.reg-standing').waitFor();
  };
  const bookings = () => page.getByRole('region', { name: 'My bookings' });
  const booked = (of: string = title) => bookings().locator('li', { has: page.getByRole('link', { name: of }) });
  const told = () => page.locator('.reg-told');

  it('moves up in the queue without reload when somebody before gives up', async () => {
    await setPlaces(0);
    const before = await register(person('Before Baiba', onVisit(false)));
    const waits = await register(person('Waiting Velta', onVisit(false)));
    await open(waits);
    await booked().getByText('Waitlist, position 2').waitFor();
    await server.attend('DELETE', '/me', before.manageToken);
    await booked().getByText('Waitlist, position 1').waitFor();
  });

  it('asks for nothing by itself while it is followed live, though one waits', async () => {
    await setPlaces(0);
    let live: () => void = () => undefined;
    const isLive = new Promise<void>((resolve) => (live = resolve));
    let asked = 0;
    await open(await register(person('Quiet Kristaps', onVisit(false))), {}, async (opened) => {
      await opened.clock.install();
      opened.on('websocket', (socket) =>
        socket.on('framereceived', ({ payload }) => payload.includes('"synced"') && live()),
      );
    });
    await booked().getByText('Waitlist, position 1').waitFor();
    await isLive;
    page.on('request', (request) => (asked += Number(new URL(request.url()).pathname.endsWith('/me'))));
    /** How often it asked for the registration while half a minute and more went by. */
    const askedMeanwhile = async (): Promise<number> => {
      const before = asked;
      await page.clock.fastForward(31_000);
      await page.evaluate('fetch("/api/v1/events")');
      return asked - before;
    };
    // Each of the first counts, whenever they come, brings one look.
    let looks = await askedMeanwhile();
    for (let again = 0; looks > 0 && again < 5; again++) looks = await askedMeanwhile();
    expect(looks).toBe(0);
    // What moves is looked at nevertheless.
    await setPlaces(1);
    await booked().getByText('Place held').waitFor();
  });

  it('takes a seat in the coach once a telephone is given, and gives it back to who waits', async () => {
    await setSeats(1);
    const first = await register(person('Seated Sanita', onVisit(false)));
    await open(first);
    const way = page.getByRole('group', { name: `How I get there: ${title}` });
    await way.getByRole('button', { name: 'Own way', pressed: true }).waitFor();
    await booked().getByText('1 seat left').waitFor();
    await way.getByRole('button', { name: 'Seat in the coach' }).click();
    // The number is asked where it is needed, and looked at before it is sent.
    const telephone = booked().getByLabel('Telephone');
    expect(await telephone.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    await telephone.fill('none');
    await page.keyboard.press('Enter');
    await booked().getByText('Please give a telephone number, such as').waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await telephone.fill('+371 20000000');
    await page.keyboard.press('Enter');
    await told().getByText(`You have a seat in the coach: ${title}`).waitFor();
    await booked().getByText('A seat in the coach is yours').waitFor();
    expect(await ownOf(first)).toMatchObject({
      telephone: '+371 20000000',
      bookings: [{ status: 'confirmed', seat: { status: 'confirmed' } }],
    });
    await page.getByRole('region', { name: 'About me' }).getByText('+371 20000000').waitFor();

    const second = await register(person('Second Skaidrīte', { telephone: '+371 21111111', ...onVisit(true) }));
    expect((await ownOf(second)).bookings[0]?.seat).toEqual({ status: 'waitlisted', position: 1 });
    await way.getByRole('button', { name: 'Own way' }).click();
    await told().getByText(`You get there by your own way: ${title}`).waitFor();
    expect((await ownOf(second)).bookings[0]?.seat).toEqual({ status: 'confirmed' });
    await told().getByRole('button', { name: 'Undo' }).click();
    await booked().getByText('Waiting for a seat in the coach, position 1').waitFor();
  });

  it('offers the fallback to who waits, and ends it when they have their place, without a reload', async () => {
    await setRules({
      sessions: {
        [visit]: {
          bookUntil: null,
          fallback: { session: online, mode: 'online' },
          withoutAnswer: 'go',
          isRecorded: false,
          isOpen: false,
        },
      },
    });
    await setPlaces(1);
    const first = await register(person('First Fanija', onVisit(false)));
    const second = await register(person('Waiting Vija', onVisit(false)));
    await open(second);
    await page.evaluate('window.notReloaded = true');
    await booked()
      .getByText(`While you wait: ${titleOf(online)} (online)`)
      .waitFor();
    await page.getByRole('checkbox', { name: 'Offer me a place at short notice too' }).check();
    await told().getByText('Places are offered to you at short notice too.').waitFor();
    expect((await ownOf(second)).shortNotice).toBe(true);
    expect(await pageFaults(page)).toEqual([]);
    await booked().getByRole('button', { name: 'Take it meanwhile' }).click();
    await booked(titleOf(online)).getByText(`Until you have a place in: ${title}`).waitFor();
    await booked().getByText('Waitlist, position 1').waitFor();
    await server.attend('DELETE', '/me', first.manageToken);
    await booked().getByText('Place held').waitFor();
    await booked(titleOf(online)).waitFor({ state: 'detached' });
    expect(await page.evaluate('window.notReloaded')).toBe(true);
    expect((await ownOf(second)).bookings.map(({ session }) => session)).toEqual([visit]);
  });

  it('passes a place on to the colleague who can have it, and says why others cannot', async () => {
    const contact = await register(
      person('Contact Krista', {
        ...onVisit(false),
        people: [
          person('Away Aivars', { attendance: { [programme.days[2]!.date]: 'online' } }),
          person('Colleague Kaspars'),
        ],
      }),
    );
    await open(contact);
    await booked().getByRole('button', { name: 'Pass on to a colleague' }).click();
    const choice = page.getByRole('group', { name: `To whom does your place go? ${title}` });
    await choice.getByRole('button', { name: 'Away Aivars' }).click();
    await choice.getByRole('alert').getByText('Away Aivars has no place on').waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await choice.getByRole('button', { name: 'Colleague Kaspars' }).click();
    await told().getByText(`Colleague Kaspars has your place now: ${title}`).waitFor();
    await bookings().getByText('You have booked nothing yet').waitFor();
    const colleague = contact.people.find(({ name }) => name === 'Colleague Kaspars')!;
    expect((await ownOf(colleague)).bookings).toMatchObject([{ session: visit, status: 'confirmed' }]);
  });

  it('makes a day one online by one tap, shows what can be followed then, and takes it back', async () => {
    await setSeats(2);
    const anna = await register(person('Online Anna', { telephone: '+371 20000000', ...onVisit(true) }));
    await open(anna);
    const days = page.getByRole('region', { name: 'My days' });
    const third = days.getByRole('listitem').filter({ has: page.getByRole('group', { name: /How I take part/ }) });
    await days.getByRole('button', { name: 'Online this day instead' }).click();
    await third.last().getByRole('button', { name: 'Online', pressed: true }).waitFor();
    await told().getByText(`Given back: ${title}`).waitFor();
    const link = days.getByRole('link', { name: titleOf(online) });
    await link.waitFor();
    expect(new URL(await link.evaluate((one) => (one as HTMLAnchorElement).href)).pathname).toBe(
      `/e/${server.slug}/sessions/${online}`,
    );
    expect(await pageFaults(page)).toEqual([]);
    expect((await ownOf(anna)).bookings).toEqual([]);
    await told().getByRole('button', { name: 'Undo' }).click();
    await days.getByRole('button', { name: 'Online this day instead' }).waitFor();
    await booked().getByText('A seat in the coach is yours').waitFor();
    expect(await ownOf(anna)).toMatchObject({
      bookings: [{ session: visit, status: 'confirmed', seat: { status: 'confirmed' } }],
    });
  });

  it('lets consent be taken back and given, by the text that is asked now', async () => {
    await setRules({ consents });
    const agreed = await register(person('Agreeing Agnese', { consents: [{ purpose: 'pictures', version: 2 }] }));
    await open(agreed);
    const pictures = page.getByRole('checkbox', { name: 'You may show pictures of me.' });
    const directory = page.getByRole('checkbox', { name: 'List me as a participant.' });
    expect([await pictures.isChecked(), await directory.isChecked()]).toEqual([true, false]);
    await pictures.click();
    await told().getByText('Taken back: You may show pictures of me.').waitFor();
    expect((await ownOf(agreed)).consents).toEqual([]);
    expect(await pictures.isChecked()).toBe(false);
    await told().getByRole('button', { name: 'Undo' }).click();
    await told().getByText('Thank you, you agreed: You may show pictures of me.').waitFor();
    await directory.click();
    await told().getByText('Thank you, you agreed: List me').waitFor();
    expect((await ownOf(agreed)).consents.map(({ purpose }) => purpose).sort()).toEqual(['directory', 'pictures']);

    // Another text was not agreed to; it is asked anew, and the earlier one stands until it is taken back.
    await setRules({ consents: consents.map((consent) => ({ ...consent, version: consent.version + 1 })) });
    await page.reload();
    await page.getByText('You agreed to an earlier text').first().waitFor();
    expect([await pictures.isChecked(), await directory.isChecked()]).toEqual([false, false]);
    expect(await pageFaults(page)).toEqual([]);
    const versions = async () =>
      (await ownOf(agreed)).consents.map(({ purpose, version }) => `${purpose} ${version}`).sort();
    await directory.click();
    await told().getByText('Thank you, you agreed: List me').waitFor();
    expect(await versions()).toEqual(['directory 2', 'pictures 2']);
    await page.getByRole('button', { name: /^Take back what I agreed to.*You may show/ }).click();
    await told().getByText('Taken back: You may show pictures of me.').waitFor();
    expect(await versions()).toEqual(['directory 2']);
    expect(await page.getByText('You agreed to an earlier text').count()).toBe(0);
  });

  it('takes consent to pictures back with an age at which nobody can give it', async () => {
    await setRules({ consents });
    const given = consents.map(({ purpose, version }) => ({ purpose, version }));
    const young = await register(person('Younger Jurģis', { consents: given }));
    await open(young);
    const about = page.getByRole('region', { name: 'About me' });
    await about.getByRole('button', { name: 'Change my details' }).click();
    await about.getByLabel('Date of birth').fill('2012-01-01');
    await about.getByLabel('Name of the parent or guardian').fill('Mother Māra');
    await about.getByLabel('E-mail of the parent or guardian').fill('mara@example.org');
    await about.getByRole('checkbox', { name: 'The parent or guardian agrees that I take part.' }).check();
    await about.getByRole('button', { name: 'Save' }).click();
    await told().getByText('Your details are saved.').waitFor();
    expect((await ownOf(young)).consents.map(({ purpose }) => purpose)).toEqual(['directory']);
    expect(await about.getByRole('checkbox', { name: 'You may show pictures of me.' }).isDisabled()).toBe(true);
  });

  it('takes no consent to pictures under 18, and asks for who answers', async () => {
    await setRules({ consents });
    const guardian = { name: 'Mother Māra', email: 'mara@example.org', agrees: true };
    const young = await register(person('Young Jānis', { bornOn: '2012-01-01', guardian }));
    await open(young);
    const about = page.getByRole('region', { name: 'About me' });
    await about.getByText('Mother Māra, mara@example.org').waitFor();
    expect(await about.getByRole('checkbox', { name: 'You may show pictures of me.' }).isDisabled()).toBe(true);
    expect(await about.getByRole('checkbox', { name: 'List me as a participant.' }).isDisabled()).toBe(false);
    await about.getByRole('button', { name: 'Change my details' }).click();
    await about.getByLabel('Name of the parent or guardian').fill('');
    await about.getByRole('button', { name: 'Save' }).click();
    await about.locator('.reg-summary').getByText('Please give the name of the parent or guardian.').waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await about.getByLabel('Name of the parent or guardian').fill('Father Pēteris');
    await about.getByRole('button', { name: 'Save' }).click();
    await told().getByText('Your details are saved.').waitFor();
    expect((await ownOf(young)).guardian).toEqual({ ...guardian, name: 'Father Pēteris' });
  });

  it('shows a file by its name, and lets it be replaced for good', async () => {
    const letter = { key: 'letter', kind: 'file', label: { en: 'Letter' }, why: {}, required: false } as const;
    await setRules({ questions: [{ ...letter, mode: null, session: null, isSensitive: false }] });
    const pdf = Buffer.from('%PDF-1.7 a letter');
    const sent = await fetch(`${server.url}/api/v1/events/${server.slug}/registration/files?name=First.pdf`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: pdf,
    });
    const { file } = (await sent.json()) as { file: string };
    const gives = await register(person('Filing Filips', { answers: { letter: file } }));
    await open(gives);
    const about = page.getByRole('region', { name: 'About me' });
    const href = await about.getByRole('link', { name: 'First.pdf' }).getAttribute('href');
    expect(href).toBe(`/api/v1/events/${server.slug}/me/files/${file}`);
    await about.getByRole('button', { name: 'Change my details' }).click();
    await about.getByRole('link', { name: 'First.pdf' }).waitFor();
    await about
      .getByLabel(/^Letter/)
      .setInputFiles({ name: 'Second.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 another') });
    await about.getByText('Second.pdf', { exact: true }).waitFor();
    // It is not one's own before it is saved.
    expect(await about.getByRole('link', { name: 'Second.pdf' }).count()).toBe(0);
    await about.getByRole('button', { name: 'Save' }).click();
    await told().getByText('Your details are saved.').waitFor();
    expect(await told().getByRole('button', { name: 'Undo' }).count()).toBe(0);
    await about.getByRole('link', { name: 'Second.pdf' }).waitFor();
    expect((await ownOf(gives)).files.map(({ name }) => name)).toEqual(['Second.pdf']);
    expect(await pageFaults(page)).toEqual([]);
  });

  it('says until when can be booked, and takes the button away after it', async () => {
    const bookUntil = new Date(Date.now() + 86_400_000).toISOString();
    const terms = { bookUntil, fallback: null, withoutAnswer: 'go', isRecorded: false, isOpen: false } as const;
    await setRules({ sessions: { [visit]: terms } });
    await open(await register(person('Late Linards', { telephone: '+371 20000000' })));
    const another = page.getByRole('region', { name: 'Book another session' });
    const offer = another.locator('li', { has: page.getByText(title, { exact: true }) });
    await offer.getByText(/^Book by /).waitFor();
    await offer.getByRole('button', { name: 'Book: In person' }).waitFor();
    await setRules({ sessions: { [visit]: { ...terms, bookUntil: new Date(Date.now() - 60_000).toISOString() } } });
    // The page that is open still has the button; the server's word stands, and is looked up.
    await offer.getByRole('button', { name: 'Book: In person' }).click();
    await told().getByText('the deadline has passed').waitFor();
    await offer.getByText(/^Booking in person closed /).waitFor();
    expect(await offer.getByRole('button').count()).toBe(0);
    expect(await pageFaults(page)).toEqual([]);
  });

  it('says that what is cancelled keeps the place, and when it is back', async () => {
    await open(await register(person('Patient Pauls', onVisit(false))));
    await booked().getByText('Place held').waitFor();
    await server.change({ type: 'cancel', session: visit });
    await booked().getByText('your place is kept in case it takes place after all').waitFor();
    expect(await booked().getByText('Place held').count()).toBe(0);
    expect(await pageFaults(page)).toEqual([]);
    await server.change({ type: 'reinstate', session: visit });
    await booked().getByText('Place held').waitFor();
  });

  it.each([
    { keepUntil: null, before: 'Nothing is kept.', after: 'Nothing about you is kept.' },
    {
      keepUntil: '2099-12-31',
      before: 'is kept until 31 December 2099: your name, your organisation',
      after: 'Kept until 31 December 2099',
    },
  ])(
    'erases all but what has to be kept until $keepUntil, after one question',
    async ({ keepUntil, before, after }) => {
      await setRules({ keepUntil });
      const gone = await register(person('Leaving Laila', onVisit(false)));
      await open(gone);
      const own = page.getByRole('region', { name: 'My data' });
      await own.getByText(before).waitFor();
      await own.getByRole('button', { name: 'Erase my data' }).click();
      await own.getByText('This cannot be undone.').waitFor();
      expect(await pageFaults(page)).toEqual([]);
      expect((await ownOf(gone)).name).toBe('Leaving Laila');
      await own.getByRole('button', { name: 'Yes, erase my data' }).click();
      await page.getByRole('heading', { level: 1, name: 'Your data is erased' }).waitFor();
      await page.getByText(after).waitFor();
      expect(await page.getByText('no longer work').count()).toBe(1);
      expect(await pageFaults(page)).toEqual([]);
      expect((await server.attend('GET', '/me', gone.manageToken)).status).toBe(401);
      await page.goto('about:blank');
      await page.goto(`${server.url}/e/${server.slug}/me#${gone.manageToken}`);
      await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
    },
  );

  /** Each language in each scheme, each width with both. */
  it.each([
    { width: 390, colorScheme: 'light', locale: 'lv-LV' },
    { width: 390, colorScheme: 'dark', locale: 'en-GB' },
    { width: 1440, colorScheme: 'light', locale: 'en-GB' },
    { width: 1440, colorScheme: 'dark', locale: 'lv-LV' },
  ] as const)(
    'can be used by everybody at $width px, $colorScheme, $locale',
    async ({ width, colorScheme, locale }) => {
      await setSeats(5);
      await setPlaces(1);
      await setRules({
        consents,
        keepUntil: '2099-12-31',
        sessions: {
          [visit]: {
            bookUntil: new Date(Date.now() + 43_200_000).toISOString(),
            fallback: { session: online, mode: 'online' },
            withoutAnswer: 'go',
            isRecorded: false,
            isOpen: false,
          },
        },
      });
      const all = { telephone: '+371 20000000', ...onVisit(true) };
      const holds = await register(person('Holding Helga', { ...all, people: [person('Colleague Kaspars')] }));
      const waits = await register(person('Waiting Vija', all));
      const found: string[] = [];
      const check = async (place: string): Promise<void> => {
        found.push(...(await pageFaults(page)).map((fault) => `${place}: ${fault}`));
        const folder = process.env['KOPA_TEST_PICTURES'];
        if (folder !== undefined)
          await page.screenshot({
            path: `${folder}/terms-${place}-${width}-${colorScheme}-${locale.slice(0, 2)}.png`,
            fullPage: true,
          });
      };
      await open(holds, { viewport: { width, height: 844 }, colorScheme, locale });
      await page.locator('button[aria-expanded]').first().click();
      await check('holds');
      await context.close();
      await open(waits, { viewport: { width, height: 844 }, colorScheme, locale });
      await page.locator('.reg-own-list .icon-online').first().click();
      await page.locator('.reg-follow').waitFor();
      await check('online');
      await page.locator('.reg-told-line .link-button').first().click();
      await page.locator('.reg-asked button').first().waitFor();
      await check('waits');
      await page.locator('#own-facts ~ p button').click();
      await page.locator('#telephone').waitFor();
      await check('facts');
      await page.locator('.reg-danger').last().click();
      await page.locator('.reg-problem').waitFor();
      await check('erase');
      expect(found).toEqual([]);
    },
  );
});

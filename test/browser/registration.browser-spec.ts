import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PlacesAnswer, RegistrationAnswer, RegistrationView } from '@kopa/contracts';
import type { Programme } from '@kopa/domain';
import type { Browser, BrowserContext, Locator, Page, WebSocket } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, tabTo as tabToIn, takePicture } from './looking.js';

/** An add-on of the third day, which is not over at any hour at which the tests run. */
const visit = 'D3-CIDER';

const inEnglish = (en: string) => ({ en });
/** What organisers ask in these tests: of everybody, of those in person, of those on the visit. */
const asked = {
  questions: [
    {
      kind: 'text',
      key: 'diet',
      label: { en: 'Diet', lv: 'Ēdiens' },
      why: { en: 'For the kitchen.', lv: 'Virtuvei.' },
      required: true,
      isSensitive: true,
    },
    {
      kind: 'choices',
      key: 'topics',
      label: { en: 'What brings you here?', lv: 'Kas jūs interesē?' },
      options: [
        { key: 'food', label: { en: 'Food', lv: 'Ēdiens' } },
        { key: 'digital', label: inEnglish('Digital villages') },
      ],
    },
    {
      kind: 'choice',
      key: 'role',
      label: { en: 'Your role', lv: 'Jūsu loma' },
      options: [
        { key: 'mayor', label: { en: 'Mayor', lv: 'Mērs' } },
        { key: 'guest', label: { en: 'Guest', lv: 'Viesis' } },
      ],
    },
    {
      kind: 'number',
      key: 'nights',
      label: { en: 'Nights at the hostel', lv: 'Naktis viesnīcā' },
      required: true,
      mode: 'in-person',
      min: 0,
      max: 5,
    },
    {
      kind: 'yes-no',
      key: 'boots',
      label: { en: 'Do you need boots?', lv: 'Vai vajag zābakus?' },
      why: { en: 'The orchard is wet.', lv: 'Dārzs ir slapjš.' },
      required: true,
      session: visit,
    },
  ],
  consents: [
    {
      purpose: 'pictures',
      version: 2,
      text: { en: 'You may show pictures of me.', lv: 'Drīkst rādīt manus attēlus.' },
    },
  ],
};

describe('Registration in the browser', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  let context: BrowserContext;
  let page: Page;
  let programme: Programme;
  let title: string;
  let capacity: number;

  beforeAll(async () => {
    server = await DemoServer.start();
    chromium = await openBrowser();
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });
  const open = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<void> => {
    context = await chromium.browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/Riga',
      serviceWorkers: 'block',
      ...options,
    });
    page = await context.newPage();
  };
  beforeEach(async () => {
    await server.organise('PUT', '/registration', {});
    programme = await server.programme();
    const session = programme.sessions.find(({ code }) => code === visit)!;
    title = session.title['en']!;
    capacity = session.capacity['in-person']!;
  });
  afterEach(() => context.close());

  const address = (part: string) => `${server.url}/e/${server.slug}/${part}`;
  const day = (position: number) => programme.days[position]!.date;
  const call: DemoServer['attend'] = (...asked) => server.attend(...asked);
  const registerByFetch = async (people: number): Promise<RegistrationAnswer> => {
    const person = (number: number) => ({
      name: `Person ${number}`,
      email: `${randomUUID()}@example.org`,
      locale: 'en',
      attendance: { [day(2)]: 'in-person' },
      bookings: [{ session: visit, mode: 'in-person' }],
    });
    const answer = await call('POST', '/registrations', undefined, {
      ...person(1),
      people: Array.from({ length: people - 1 }, (_, index) => person(index + 2)),
    });
    expect(answer.status).toBe(201);
    return (await answer.json()) as RegistrationAnswer;
  };
  const ownOf = async (manageToken: string): Promise<RegistrationView> =>
    (await (await call('GET', '/me', manageToken)).json()) as RegistrationView;
  const leave = async ({ manageToken }: { manageToken: string }) =>
    expect((await call('DELETE', '/me', manageToken)).status).toBe(204);

  const tabTo = (wanted: Locator): Promise<void> => tabToIn(page, wanted);
  const heading = (name: string) => page.getByRole('heading', { name });
  const next = () => page.getByRole('button', { name: 'Continue', exact: true });
  const option = (date: string, mode: string) => page.locator(`input[name="day-${date}"][value="${mode}"]`);
  const choice = (code: string) => page.locator(`input[name="session-${code}"]`).first();

  /** The visit is from an age on: all are asked when they were born. */
  const giveBirthDates = async (): Promise<void> => {
    for (const date of await page.locator('input[type=date]').all()) await date.fill('1980-01-01');
  };
  const booked = () => page.locator('li', { has: page.getByRole('link', { name: title }) });
  const fillYou = async (name: string): Promise<void> => {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('E-mail', { exact: true }).fill(`${randomUUID()}@example.org`);
  };
  /** Registers in person on the third day, with the visit. */
  const registerInBrowser = async (name: string, atShortNotice = false): Promise<void> => {
    await page.goto(address('register'));
    await fillYou(name);
    await next().click();
    await option(day(2), 'in-person').check();
    await next().click();
    await choice(visit).check();
    await giveBirthDates();
    if (atShortNotice) await page.getByLabel(/^A place may come free at the last moment/).check();
    await next().click();
    await page.getByRole('button', { name: 'Send the registration' }).click();
    await heading('Thank you, you are registered').waitFor();
  };

  it('takes a registration at 390 px by the keyboard alone, and Back goes a step back', async () => {
    await open({ viewport: { width: 390, height: 844 }, locale: 'lv-LV' });
    await page.goto(address('register'));
    const go = page.getByRole('button', { name: 'Turpināt', exact: true });
    // Nothing filled in: the summary has the focus and its first line leads to the field.
    await tabTo(go);
    await page.keyboard.press('Enter');
    const summary = page.locator('.reg-summary');
    await summary.getByText('Jālabo 2 lietas').waitFor();
    expect(await summary.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Anna Bērziņa');
    await tabTo(page.getByLabel('E-pasts', { exact: true }));
    await page.keyboard.type('anna@example.org');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Jūsu dienas' }).waitFor();
    await page.goBack();
    await page.getByLabel('E-pasts', { exact: true }).waitFor();
    await page.reload();
    expect(await page.getByLabel('E-pasts', { exact: true }).inputValue()).toBe('anna@example.org');
    await tabTo(go);
    await page.keyboard.press('Enter');
    // The chosen one of a group has the focus; the arrow keys choose: absent, then round to "in person".
    await tabTo(option(day(2), 'absent'));
    await page.keyboard.press('ArrowRight');
    expect(await option(day(2), 'in-person').isChecked()).toBe(true);
    await page.keyboard.press('Enter');
    await tabTo(choice(visit));
    await page.keyboard.press('Space');
    await giveBirthDates();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Pārbaude' }).waitFor();
    await tabTo(page.getByRole('button', { name: 'Nosūtīt reģistrāciju' }));
    await page.keyboard.press('Enter');
    await heading('Paldies, jūs esat reģistrēts').waitFor();
    await page.getByText('anna@example.org').waitFor();
    expect(await page.locator('.reg-status[data-status=confirmed]').count()).toBe(2);
    await tabTo(page.getByRole('link', { name: 'Skatīt un mainīt manu reģistrāciju' }));
    await page.keyboard.press('Enter');
    await heading('Vēl nav apstiprināta').waitFor();
    expect(new URL(page.url()).hash).toBe('');
  });

  it('shows the promotion of one who waits without a reload, after somebody else gave a place back', async () => {
    await open();
    const sockets: WebSocket[] = [];
    page.on('websocket', (socket) => sockets.push(socket));
    const full = await registerByFetch(capacity);
    await registerInBrowser('Waiting Willa');
    const taken = () => page.locator('.reg-status');
    await taken().getByText('Waitlist, position').waitFor();
    await page.getByRole('link', { name: 'See and change my registration' }).click();
    await booked().getByText('Waitlist, position').waitFor();
    await page.evaluate('window.notReloaded = true');
    // All leave, so that it does not matter who else of this file waits before.
    await leave(full);
    for (const person of full.people) await leave(person);
    await booked().getByText('Place held').waitFor();
    await page.locator('.reg-told').getByText(`You have a place: ${title}`).waitFor();
    expect(await page.evaluate('window.notReloaded')).toBe(true);
    // The programme, the places left and what is one's own come by one and the same.
    expect(sockets.filter((socket) => !socket.isClosed())).toHaveLength(1);
  });

  it('gives a booking back, takes it again, changes a day and takes that back, and cancels by two presses', async () => {
    await open();
    await registerInBrowser('Changing Charlie');
    await page.getByRole('link', { name: 'See and change my registration' }).click();
    const told = page.locator('.reg-told');
    await booked().getByRole('button', { name: 'Give back' }).click();
    await page.getByText('You have booked nothing yet').waitFor();
    await told.getByRole('button', { name: 'Book again' }).click();
    await told.getByText(`You have a place: ${title}`).waitFor();
    const modes = page.getByRole('group', { name: /How I take part/ }).last();
    await modes.getByRole('button', { name: 'Online' }).click();
    await told.getByText(`Given back: ${title}`).waitFor();
    await told.getByRole('button', { name: 'Undo' }).click();
    await booked().getByRole('button', { name: 'Give back' }).waitFor();
    expect(await modes.getByRole('button', { pressed: true }).innerText()).toContain('In person');
    await page.getByRole('button', { name: 'Cancel my registration' }).click();
    await page.getByRole('button', { name: 'Press again to cancel everything' }).click();
    await heading('Your registration is cancelled').waitFor();
    await page.reload();
    await heading('We do not know you in this browser yet').waitFor();
  });

  it('asks whether somebody who is online comes in person for one session only', async () => {
    await open();
    await page.goto(address('register'));
    await fillYou('Online Olga');
    await next().click();
    await page.getByRole('group', { name: 'All days at once:' }).getByRole('button', { name: 'Online' }).click();
    await next().click();
    await next().click();
    await page.getByRole('button', { name: 'Send the registration' }).click();
    await page.getByRole('link', { name: 'See and change my registration' }).click();
    await page
      .locator('li', { has: page.getByText(title) })
      .getByRole('button', { name: 'Book: In person' })
      .click();
    await page.getByLabel('Date of birth').fill('1984-05-04');
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await page.getByRole('button', { name: 'Yes, come in person' }).click();
    await page.locator('.reg-told').getByText(`You have a place: ${title}`).waitFor();
    const modes = page.getByRole('group', { name: /How I take part/ }).last();
    await modes.getByRole('button', { name: 'Both', pressed: true }).waitFor();
  });

  it('changes today to online by one tap, and takes that back by another', async () => {
    await open();
    const answer = await call('POST', '/registrations', undefined, {
      name: 'Travelling Tom',
      email: `${randomUUID()}@example.org`,
      locale: 'en',
      attendance: { [day(1)]: 'in-person' },
    });
    const { manageToken } = (await answer.json()) as RegistrationAnswer;
    await page.goto(address(`me#${manageToken}`));
    await page.getByRole('button', { name: 'Online today instead' }).click();
    const today = page.getByRole('group', { name: /How I take part/ }).first();
    await today.getByRole('button', { name: 'Online', pressed: true }).waitFor();
    await page.locator('.reg-told').getByRole('button', { name: 'Undo' }).click();
    await today.getByRole('button', { name: 'In person', pressed: true }).waitFor();
  });

  describe('with places of a day that are offered', () => {
    const limit = async (capacity: number | null): Promise<PlacesAnswer> => {
      const order = { mode: 'in-person', capacity, promotion: 'offer' };
      return (await server.organise('PUT', `/days/${day(2)}/places`, order)) as PlacesAnswer;
    };
    // Others of this file hold places of the day: one more is left.
    beforeEach(async () => limit((await limit(null)).taken + 1));
    afterEach(() => limit(null));

    it('lets one take the offered place, or leave it and queue again', async () => {
      const first = await registerByFetch(1);
      await open({ viewport: { width: 390, height: 844 } });
      // From noon on tomorrow's places in person go to those only who take them at short notice.
      await registerInBrowser('Offered Olita', true);
      await page.getByRole('link', { name: 'See and change my registration' }).click();
      const row = page.getByRole('region', { name: 'My days' }).getByRole('listitem').last();
      await row.getByText('Waitlist, position 1').waitFor();
      await page.evaluate('window.notReloaded = true');
      await leave(first);
      await row.getByText(/^! Offered to you until /).waitFor();
      await page.locator('.reg-told').getByText('A place is offered to you on').waitFor();
      expect(await page.evaluate('window.notReloaded')).toBe(true);
      await tabTo(row.getByRole('button', { name: 'Decline' }));
      await page.keyboard.press('Enter');
      const told = page.locator('.reg-told');
      await told.getByText('the place goes to who is next').waitFor();
      await row.getByRole('button', { name: 'Online', pressed: true }).waitFor();
      const second = await registerByFetch(1);
      await tabTo(told.getByRole('button', { name: 'Queue again' }));
      await page.keyboard.press('Enter');
      await row.getByText('Waitlist, position 1').waitFor();
      await leave(second);
      await tabTo(row.getByRole('button', { name: 'Accept' }));
      await page.keyboard.press('Enter');
      await told.getByText('You have a place on').waitFor();
      await row.getByText('Place held').waitFor();
      expect(await row.getByRole('button', { name: 'Accept' }).count()).toBe(0);
    });
  });

  it('registers a delegation of five with a link for each, also when the first answer is lost', async () => {
    await open();
    await page.goto(address('register'));
    await fillYou('Contact Cora');
    for (let number = 2; number <= 5; number += 1) {
      await page.getByRole('button', { name: /^\+?\s?Add (a|another) person$/ }).click();
      await page.getByLabel(`Name of person ${number}`).fill(`Delegate ${number}`);
    }
    await page.getByText('5 people in all').waitFor();
    await next().click();
    await option(day(2), 'in-person').check();
    await next().click();
    await choice(visit).check();
    await giveBirthDates();
    await next().click();
    let isLost = false;
    await page.route('**/registrations', async (request) => {
      if (isLost) return request.continue();
      isLost = true;
      await request.fetch();
      return request.abort();
    });
    const send = page.getByRole('button', { name: 'Register 5 people' });
    await send.click();
    await page.getByRole('alert').getByText('The server could not be reached').waitFor();
    await send.click();
    await heading('Thank you, 5 people are registered').waitFor();
    const links = page.getByRole('link', { name: /See and change the registration of/ });
    expect(await links.count()).toBe(5);
    const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    expect(new Set(addresses).size).toBe(5);
    await page.goto(server.url + addresses[4]!);
    await page.getByText('Registered as Delegate 5').waitFor();
    for (const link of addresses) await leave({ manageToken: link.split('#')[1]! });
  });

  it('puts what the server refuses beside its field, and names a lost link', async () => {
    await open();
    await page.goto(address('me#kr_nonsense'));
    await heading('This link does not work any more').waitFor();
    await page.goto(address('register'));
    await page.route('**/registrations', (request) =>
      request.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          code: 'input.invalid',
          detail: 'no',
          errors: [{ path: 'email', message: 'must be an e-mail address' }],
        }),
      }),
    );
    await fillYou('Refused Rita');
    await next().click();
    await option(day(2), 'in-person').check();
    await next().click();
    await next().click();
    await page.getByRole('button', { name: 'Send the registration' }).click();
    await page.getByRole('link', { name: /Please give an e-mail address/ }).click();
    const email = page.getByLabel('E-mail', { exact: true });
    await email.waitFor();
    expect(await email.getAttribute('aria-invalid')).toBe('true');
    expect(await email.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  });

  it('confirms by a button, and asks whether another registration of the address is replaced', async () => {
    await open();
    await page.goto(address('confirm'));
    await heading('The link is not whole').waitFor();
    const person = { email: 'otto@example.org', locale: 'en', attendance: { [day(2)]: 'online' } };
    const registered: RegistrationAnswer[] = [];
    for (const name of ['Other Otto', 'New Nora']) {
      const answer = await call('POST', '/registrations', undefined, { name, ...person });
      registered.push((await answer.json()) as RegistrationAnswer);
    }
    const statusOf = async ({ manageToken }: RegistrationAnswer): Promise<unknown> =>
      ((await (await call('GET', '/me', manageToken)).json()) as { status?: string }).status;
    const links = [...(await server.outbox()).matchAll(/ otto@example\.org .*\n {2}confirm: \S+(#\S+)/g)].map(
      ([, token]) => token!,
    );
    expect(links).toHaveLength(2);
    for (const link of links) {
      await page.goto('about:blank');
      await page.goto(address(`confirm${link}`));
      await heading('Confirm your registration').waitFor();
      // A scanner of mails that opens the link has confirmed nothing.
      expect(await statusOf(registered[links.indexOf(link)]!)).toBe('unconfirmed');
      await page.getByRole('button', { name: 'Confirm' }).click();
      if (link === links[0]) await heading('Confirmed. See you there!').waitFor();
    }
    await page.getByRole('button', { name: 'Replace: Other Otto' }).click();
    await heading('Confirmed. See you there!').waitFor();
    expect([await statusOf(registered[0]!), await statusOf(registered[1]!)]).toEqual([401, 'confirmed']);
  });

  describe('with questions of the organisers', () => {
    beforeEach(() => server.organise('PUT', '/registration', asked));

    const question = (label: string) => page.getByLabel(new RegExp(`^${label}`));
    const registerAsked = async (name: string): Promise<RegistrationAnswer> => {
      const answer = await call('POST', '/registrations', undefined, {
        name,
        email: `${randomUUID()}@example.org`,
        locale: 'en',
        attendance: { [day(2)]: 'online' },
        answers: { diet: 'All', topics: ['food'] },
        consents: [{ purpose: 'pictures', version: 2 }],
      });
      expect(answer.status).toBe(201);
      return (await answer.json()) as RegistrationAnswer;
    };
    const tokens = () =>
      page
        .locator('a[href*="#kr_"]')
        .evaluateAll((links) => links.map((link) => (link.getAttribute('href') ?? '').split('#')[1]!));

    it('asks each where it becomes known who is asked, and keeps answers and consents over a reload', async () => {
      await open({ viewport: { width: 390, height: 844 } });
      await page.goto(address('register'));
      await fillYou('Asked Aija');
      await page.getByText('Why we ask: For the kitchen.').waitFor();
      await page.getByText('Only people named by the organisers see this; it is deleted after the event.').waitFor();
      expect(await question('Nights').count()).toBe(0);
      await tabTo(next());
      await page.keyboard.press('Enter');
      await page.locator('.reg-summary').getByText('Please answer: Diet').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await question('Diet').getAttribute('aria-invalid')).toBe('true');
      await page.keyboard.type('No nuts');
      await tabTo(question('Food'));
      await page.keyboard.press('Space');
      await tabTo(question('Your role'));
      await page.keyboard.type('Mayor');
      await tabTo(next());
      await page.keyboard.press('Enter');

      await tabTo(option(day(2), 'absent'));
      expect(await question('Nights').count()).toBe(0);
      await page.keyboard.press('ArrowRight');
      await tabTo(question('Nights'));
      await page.keyboard.type('9');
      await page.keyboard.press('Enter');
      await page.locator('.reg-summary').getByText('Please give at most 5: Nights at the hostel').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Backspace');
      await page.keyboard.type('2');
      await page.keyboard.press('Enter');

      await tabTo(choice(visit));
      const boots = page.getByRole('group', { name: 'Do you need boots?' });
      expect(await boots.count()).toBe(0);
      await page.keyboard.press('Space');
      await boots.getByText('The orchard is wet.').waitFor();
      await giveBirthDates();
      await tabTo(next());
      await page.keyboard.press('Enter');
      await page.locator('.reg-summary').getByText('Please answer: Do you need boots?').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await tabTo(next());
      await page.keyboard.press('Enter');

      const pictures = page.getByRole('checkbox', { name: 'You may show pictures of me.' });
      await pictures.waitFor();
      expect(await pictures.isChecked()).toBe(false);
      await tabTo(pictures);
      await page.keyboard.press('Space');
      await page.reload();
      await pictures.waitFor();
      expect(await pictures.isChecked()).toBe(true);
      await tabTo(page.getByRole('button', { name: 'Send the registration' }));
      await page.keyboard.press('Enter');
      await heading('Thank you, you are registered').waitFor();
      const [token] = await tokens();
      expect(await ownOf(token!)).toMatchObject({
        answers: { diet: 'No nuts', topics: ['food'], role: 'mayor', nights: 2, boots: true },
        consents: [{ purpose: 'pictures', version: 2 }],
      });
      await leave({ manageToken: token! });
    });

    it('lets each of a delegation answer for themselves, and nobody agree for another', async () => {
      await open();
      await page.goto(address('register'));
      await fillYou('Contact Cilda');
      await page.getByRole('button', { name: 'Add a person' }).click();
      const second = page.getByRole('listitem', { name: 'Person 2' });
      await second.getByLabel('Name of person 2').fill('Delegate Dace');
      await question('Diet').first().fill('All');
      await next().click();
      await page.locator('.reg-summary').getByText('Please answer: Diet (Delegate Dace)').click();
      expect(await second.getByLabel(/^Diet/).evaluate((field) => field === document.activeElement)).toBe(true);
      await second.getByLabel(/^Diet/).fill('Vegan');
      await next().click();
      await option(day(2), 'in-person').check();
      await page
        .getByRole('group', { name: 'Answers of Contact Cilda' })
        .getByLabel(/^Nights/)
        .fill('1');
      await page
        .getByRole('group', { name: 'Answers of Delegate Dace' })
        .getByLabel(/^Nights/)
        .fill('3');
      await next().click();
      await next().click();
      await page.getByText('You can agree for yourself only').waitFor();
      await page.getByRole('checkbox', { name: 'You may show pictures of me.' }).check();
      await page.getByRole('button', { name: 'Register 2 people' }).click();
      await heading('Thank you, 2 people are registered').waitFor();
      const [contact, other] = await Promise.all((await tokens()).map(ownOf));
      expect(contact).toMatchObject({ answers: { diet: 'All', nights: 1 }, consents: [{ purpose: 'pictures' }] });
      expect(other).toMatchObject({ answers: { diet: 'Vegan', nights: 3 }, consents: [] });
    });

    it('leads to the field of a question that came while the form was filled in', async () => {
      await open();
      await page.goto(address('register'));
      await fillYou('Late Laima');
      await question('Diet').fill('All');
      await next().click();
      await option(day(2), 'online').check();
      await next().click();
      await next().click();
      const [diet, ...others] = asked.questions;
      const late = { ...diet, key: 'badge', label: inEnglish('Name for the badge') };
      await server.organise('PUT', '/registration', { ...asked, questions: [diet, late, ...others] });
      await page.getByRole('button', { name: 'Send the registration' }).click();
      await page.getByRole('link', { name: 'Please answer: Name for the badge' }).click();
      const field = question('Name for the badge');
      expect(await field.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
      await field.fill('Laima');
      for (let step = 0; step < 3; step += 1) await next().click();
      await page.getByRole('button', { name: 'Send the registration' }).click();
      await heading('Thank you, you are registered').waitFor();
    });

    it('changes what one said of oneself and takes it back, at 390 px by the keyboard', async () => {
      const { manageToken } = await registerAsked('Facts Fricis');
      const { email } = await ownOf(manageToken);
      await open({ viewport: { width: 390, height: 844 } });
      await page.goto(address(`me#${manageToken}`));
      const about = page.getByRole('region', { name: 'About me' });
      await about.getByText('You may show pictures of me.').waitFor();
      await tabTo(about.getByRole('button', { name: 'Change my details' }));
      await page.keyboard.press('Enter');
      await about.getByText(email).waitFor();
      expect(await about.getByRole('textbox', { name: 'E-mail' }).count()).toBe(0);
      // The name has the focus.
      await page.keyboard.press('Control+A');
      await page.keyboard.type('Facts Frida');
      await tabTo(about.getByLabel(/^Country/));
      await page.keyboard.type('Latv');
      await tabTo(question('Diet'));
      await page.keyboard.press('Control+A');
      await page.keyboard.press('Delete');
      await tabTo(about.getByRole('button', { name: 'Save' }));
      await page.keyboard.press('Enter');
      await page.locator('.reg-summary').getByText('Please answer: Diet').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.keyboard.type('Soup');
      await tabTo(about.getByRole('button', { name: 'Save' }));
      await page.keyboard.press('Enter');
      await page.locator('.reg-told').getByText('Your details are saved.').waitFor();
      await page.getByText('Registered as Facts Frida').waitFor();
      const changed = { name: 'Facts Frida', country: 'LV', answers: { diet: 'Soup', topics: ['food'] } };
      expect(await ownOf(manageToken)).toMatchObject(changed);
      await page.locator('.reg-told').getByRole('button', { name: 'Undo' }).click();
      await page.getByText('Registered as Facts Fricis').waitFor();
      expect(await ownOf(manageToken)).toMatchObject({ country: null, answers: { diet: 'All', topics: ['food'] } });
    });

    it('names a field that only the server refuses, and what would be right, in the reader’s language', async () => {
      const { manageToken } = await registerAsked('Garā Gunta');
      await open({ viewport: { width: 390, height: 844 }, locale: 'lv-LV' });
      await page.goto(address(`me#${manageToken}`));
      const about = page.getByRole('region', { name: 'Par mani' });
      await about.getByRole('button', { name: 'Mainīt manas ziņas' }).click();
      const organisation = about.getByLabel(/^Organizācija/);
      await organisation.evaluate((element) => element.removeAttribute('maxlength'));
      await organisation.fill('Ļ'.repeat(201));
      await about.getByRole('button', { name: 'Saglabāt' }).click();
      const refused = 'Organizācija: Rakstzīmju skaits: ne vairāk kā 200.';
      await page.locator('.reg-summary').getByRole('link', { name: refused }).click();
      expect(await organisation.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
      expect(await organisation.getAttribute('aria-invalid')).toBe('true');
      await takePicture(page, 'field-refused-lv');
      await organisation.fill('Ļaudis');
      await about.getByRole('button', { name: 'Saglabāt' }).click();
      await page.locator('.reg-told').getByText('Jūsu ziņas ir saglabātas.').waitFor();
      // A place that is no longer there, said as a whole.
      await server.attend('DELETE', '/me', manageToken);
      await page.getByRole('button', { name: 'Mainīt manas ziņas' }).click();
      await organisation.fill('Ļaužu biedrība');
      await about.getByRole('button', { name: 'Saglabāt' }).click();
      await page.getByText('Jūsu reģistrācija ir atcelta').waitFor();
    });

    it('shows what was changed elsewhere meanwhile, and keeps what is typed', async () => {
      const { manageToken } = await registerAsked('Twofold Tija');
      await open();
      await page.goto(address(`me#${manageToken}`));
      const about = page.getByRole('region', { name: 'About me' });
      await about.getByRole('button', { name: 'Change my details' }).click();
      await question('Diet').fill('Vegan');
      const { version } = await ownOf(manageToken);
      const elsewhere = await call(
        'PATCH',
        '/me',
        manageToken,
        { organisation: 'Zied zeme', answers: { diet: 'Fish' } },
        { 'if-match': `"${version}"` },
      );
      expect(elsewhere.status).toBe(200);
      await about.getByRole('button', { name: 'Save' }).click();
      const late = about.getByRole('alert');
      await late.getByText('This was changed elsewhere meanwhile').waitFor();
      await late.getByText('Zied zeme').waitFor();
      await late.getByText('Fish').waitFor();
      // It appears where the pressed button is, not above what is in sight.
      expect((await late.boundingBox())!.y).toBeGreaterThan(0);
      expect(await question('Diet').inputValue()).toBe('Vegan');
      expect(await about.getByLabel(/^Organisation/).inputValue()).toBe('Zied zeme');
      await about.getByRole('button', { name: 'Save' }).click();
      await page.locator('.reg-told').getByText('Your details are saved.').waitFor();
      expect(await ownOf(manageToken)).toMatchObject({ organisation: 'Zied zeme', answers: { diet: 'Vegan' } });
    });

    it('says when a mode opens or closed, and does not let it be chosen', async () => {
      const opensAt = new Date(Date.now() + 86_400_000).toISOString();
      await server.organise('PUT', '/registration', { 'in-person': { opensAt } });
      await open();
      await page.goto(address('register'));
      await fillYou('Early Elza');
      await next().click();
      await page.getByText(/^In person: registration opens /).waitFor();
      expect(await option(day(2), 'in-person').isDisabled()).toBe(true);
      expect(await option(day(2), 'both').isDisabled()).toBe(true);
      await option(day(2), 'online').check();
      await next().click();
      await heading('Sessions and visits').waitFor();
      // It closes behind the back of who fills the form in.
      const closesAt = new Date(Date.now() - 60_000).toISOString();
      await server.organise('PUT', '/registration', { online: { closesAt } });
      await next().click();
      await page.getByRole('button', { name: 'Send the registration' }).click();
      await page.getByRole('link', { name: /^Online: registration closed / }).click();
      expect(await option(day(2), 'online').isDisabled()).toBe(true);
      await server.organise('PUT', '/registration', { online: { closesAt }, 'in-person': { opensAt } });
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'Registration is not open' }).waitFor();
    });
  });

  /** Each language in each scheme, each width with both. */
  const cases = [
    { width: 390, colorScheme: 'light', locale: 'lv-LV' },
    { width: 390, colorScheme: 'dark', locale: 'en-GB' },
    { width: 1280, colorScheme: 'light', locale: 'en-GB' },
    { width: 1280, colorScheme: 'dark', locale: 'lv-LV' },
  ] as const;
  it.each(cases)(
    'has no accessibility violation and no sideways scroll at $width px, $colorScheme, $locale',
    async ({ width, colorScheme, locale }) => {
      await open({ viewport: { width, height: 844 }, colorScheme, locale });
      const found: string[] = [];
      const check = async (place: string): Promise<void> => {
        found.push(...(await barriersOf(page, place)));
        await takePicture(page, `reg-${place}-${width}-${colorScheme}-${locale.slice(0, 2)}`);
      };
      const submit = () => page.locator('form button[type=submit]').click();
      await server.organise('PUT', '/registration', asked);
      await page.goto(address('register'));
      await page.locator('#name').waitFor();
      await submit();
      await page.locator('.reg-summary').waitFor();
      await check('errors');
      await page.locator('#name').fill('Ieva Kalniņa');
      await page.locator('#email').fill(`${randomUUID()}@example.org`);
      await page.locator('.reg-people .link-button').last().click();
      await page.locator('.reg-people input').first().fill('Jānis Ozols');
      for (const diet of await page.locator('textarea').all()) await diet.fill('Veg');
      await check('you');
      await submit();
      await option(day(1), 'online').check();
      await option(day(2), 'both').check();
      for (const nights of await page.locator('input[inputmode=decimal]').all()) await nights.fill('2');
      await check('days');
      await submit();
      await choice(visit).check();
      await giveBirthDates();
      for (const boots of await page.locator('input[name^=answer-boots]:first-of-type').all()) await boots.check();
      await page.locator('.reg-more summary').click();
      await check('sessions');
      await submit();
      await page.locator('.reg-next').waitFor();
      await check('check');
      await submit();
      await page.locator('.reg-done').waitFor();
      await check('sent');
      await page.locator('a[href*="#kr_"]').first().click();
      await page.locator('.reg-standing').waitFor();
      await page.locator('.reg-own-list .segments button').last().click();
      await page.locator('.reg-told-line').waitFor();
      await check('manage');
      await page.locator('#own-facts ~ p button').click();
      await page.locator('#name').waitFor();
      await check('facts');
      await page.goto(address('confirm#kc_token'));
      await page.locator('main h1').waitFor();
      await check('confirm');
      await page.locator('main .link-button').click();
      await page.locator('main .link-button:not(.strong)').waitFor();
      await check('confirm-refused');
      await context.clearCookies();
      await page.goto(address('me'));
      await page.locator('.notice h1').waitFor();
      await check('unknown');
      const at = new Date(Date.now() + 86_400_000).toISOString();
      await server.organise('PUT', '/registration', { 'in-person': { opensAt: at } });
      await page.goto(address('register'));
      await page.locator('#name').fill('Ieva Kalniņa');
      await page.locator('#email').fill(`${randomUUID()}@example.org`);
      await submit();
      await page.locator('.reg-warning').waitFor();
      await check('days-shut');
      expect(found).toEqual([]);
    },
    120_000,
  );
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Invitation, PoolStanding, RegistrationTerms } from '@kopa/contracts';
import type { Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, eightLooks, hasFocus, openPhone, tabTo, takePicture } from './looking.js';

const question = (key: string, en: string): object => ({ kind: 'text', key, label: { en } });

describe('Terms of registration as organisers write them', () => {
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

  const terms = async (): Promise<RegistrationTerms> =>
    (await server.organise('GET', '/registration/terms')) as RegistrationTerms;
  const byOthers = async (edit: object): Promise<void> => {
    const { version } = await terms();
    await server.organise('PATCH', '/registration', edit, { 'if-match': `"${version}"` });
  };
  const open = (options = {}): Promise<Page> => server.openOrganised(chromium.browser, 'registration', options);
  const bar = (page: Page, text: string | RegExp) => page.locator('.terms-bar').getByText(text);
  const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
  const card = (page: Page, number: number) => page.getByRole('group', { name: `Question ${number}`, exact: true });
  const saved = (page: Page) => bar(page, 'Saved. It holds from now on.').waitFor();

  it('begins from nothing, asks a question in two languages, opens, and the public form asks it', async () => {
    expect((await terms()).version).toBe(0);
    const page = await open();
    await page.getByRole('heading', { name: 'Registration has not been described yet' }).waitFor();
    await takePicture(page, 'terms-blank');
    await page.getByRole('button', { name: 'Begin with what most events need' }).click();
    await bar(page, 'Not saved yet.').waitFor();
    // What one begins with is in both languages of the event.
    expect(await card(page, 1).getByLabel('Question (Latvian)').inputValue()).toBe('Ko Jūs ēdat?');
    expect((await terms()).version).toBe(0);

    await page.getByLabel('Kind of answer').last().selectOption('choice');
    await page.getByRole('button', { name: 'Add a question' }).click();
    const added = card(page, 3);
    await added.getByLabel('Question (English)').fill('How do you travel?');
    await added.getByLabel('Question (Latvian)').fill('Kā ieradīsieties?');
    await added.getByLabel('Option 1 (English)').fill('By train');
    await added.getByLabel('Option 1 (Latvian)').fill('Ar vilcienu');
    await added.getByLabel('Option 2 (English)').fill('By coach');
    await added.getByLabel('Option 2 (Latvian)').fill('Ar autobusu');
    await added.getByLabel('Must be answered').check();
    await page.getByRole('button', { name: 'Move How do you travel? up' }).click();
    await page.getByText('How do you travel?: now 2 of 3').waitFor();

    const online = page.getByRole('group', { name: 'Online', exact: true });
    await online.getByLabel('Opens').fill('2032-01-01T09:00');
    await online.getByLabel('Closes').fill('2032-02-01T09:00');
    await online.getByText(/^Opens on .*2032/).waitFor();
    await online.getByRole('button', { name: 'Open it now Online' }).click();
    await online.getByText(/^Open until .*2032/).waitFor();
    await page.getByRole('group', { name: 'In person', exact: true }).getByLabel('Closes').fill('');
    await save(page).click();
    await saved(page);
    const { version, rules } = await terms();
    expect([version, rules.questions.map(({ key }) => key)]).toEqual([1, ['diet', 'how-do-you-travel', 'access']]);
    expect(rules.questions[1]).toMatchObject({
      kind: 'choice',
      required: true,
      options: [
        { key: 'by-train', label: { en: 'By train', lv: 'Ar vilcienu' } },
        { key: 'by-coach', label: { en: 'By coach', lv: 'Ar autobusu' } },
      ],
    });
    await page.getByRole('link', { name: 'See the public form' }).click();
    await page.getByText('How do you travel?').waitFor();
    await page.context().close();

    const phone = await openPhone(chromium.browser, { locale: 'lv-LV' });
    const visitor = await phone.newPage();
    await visitor.goto(`${server.url}/e/${server.slug}/register`);
    await visitor.getByText('Kā ieradīsieties?').waitFor();
    await visitor.getByText('Ar vilcienu').waitFor({ state: 'attached' });
    await phone.close();
  });

  it('names what is wrong at its field, and keeps it until it is right', async () => {
    await server.organise('PUT', '/registration', { questions: [question('diet', 'Diet')] });
    const page = await open();
    const inPerson = page.getByRole('group', { name: 'In person', exact: true });
    // In the night when clocks go forward there is no half past three.
    await inPerson.getByLabel('Opens').fill('2027-03-28T03:30');
    await inPerson.getByText('The clock skips this time that night').waitFor();
    await inPerson.getByLabel('Closes').fill('2026-10-25T03:30');
    await inPerson.getByText('The clock says this twice that night').waitFor();
    await card(page, 1).getByLabel('Question (English)').fill('');
    await save(page).click();
    await bar(page, '2 fields need another look before it can be saved:').waitFor();
    expect(await inPerson.getByLabel('Opens').inputValue()).toBe('2027-03-28T03:30');
    await card(page, 1).getByText('Give it a text in at least one language.').waitFor();
    await takePicture(page, 'terms-wrong');
    expect(await barriersOf(page, 'terms with faults')).toEqual([]);
    await page.getByRole('button', { name: /^Question 1: Give it a text/ }).click();
    expect(await hasFocus(card(page, 1).getByLabel('Question (English)'))).toBe(true);
    await page.keyboard.type('What do you eat?');
    await inPerson.getByLabel('Opens').fill('2027-03-28T04:30');
    await inPerson.getByText('It must close after it opens.').waitFor();
    expect(await inPerson.getByLabel('Closes').getAttribute('aria-invalid')).toBe('true');
    await inPerson.getByLabel('Closes').fill('2027-10-31T03:30');
    await save(page).click();
    await saved(page);
    // Half past three stands twice on that night's clock: the first time is summer time.
    expect((await terms()).rules['in-person']).toMatchObject({
      opensAt: '2027-03-28T01:30:00.000Z',
      closesAt: '2027-10-31T00:30:00.000Z',
    });
    await page.context().close();
  });

  it('says what the server refuses at its field too', async () => {
    await server.organise('PUT', '/registration', { questions: [question('diet', 'Diet')] });
    const page = await open();
    await card(page, 1).getByLabel('Question (English)').fill('Diet\0');
    await save(page).click();
    await bar(page, '1 field needs another look before it can be saved:').waitFor();
    expect(await card(page, 1).getByLabel('Question (English)').getAttribute('aria-invalid')).toBe('true');
    await card(page, 1).getByLabel('Question (English)').fill('Diets');
    await save(page).click();
    await saved(page);
    await page.context().close();
  });

  it('joins the edits of two organisers, and asks where both altered the same', async () => {
    await server.organise('PUT', '/registration', { questions: [question('diet', 'Diet')] });
    const page = await open();
    const label = card(page, 1).getByLabel('Question (English)');
    // What another saves appears by itself where one has written nothing.
    await byOthers({ sendsInvitations: true });
    await page.getByRole('checkbox', { name: 'Send bookings to calendars by mail', checked: true }).waitFor();
    await label.fill('What do you eat?');
    await page.getByRole('button', { name: 'Add a question' }).click();
    await card(page, 2).getByLabel('Question (English)').fill('Anything else?');
    await byOthers({
      questions: [{ ...question('diet', 'Diet'), required: true }, question('badge', 'Name on the badge')],
      keepUntil: '2031-12-31',
    });
    await save(page).click();
    await saved(page);
    const joined = (await terms()).rules;
    expect(joined.keepUntil).toBe('2031-12-31');
    expect(joined.questions.map(({ key, label: { en }, required }) => [key, en, required])).toEqual([
      ['diet', 'What do you eat?', true],
      ['badge', 'Name on the badge', false],
      ['anything-else', 'Anything else?', false],
    ]);

    const altered = (en: string) =>
      joined.questions.map((one) => (one.key === 'diet' ? { ...one, label: { en } } : one));
    await label.fill('Mine');
    await byOthers({ questions: altered('Theirs') });
    await save(page).click();
    await bar(page, 'Somebody else changed the same meanwhile: “Mine”.').waitFor();
    expect((await terms()).rules.questions[0]!.label).toEqual({ en: 'Theirs' });
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await saved(page);
    expect((await terms()).rules.questions[0]!.label).toEqual({ en: 'Mine' });
    await label.fill('Mine again');
    await byOthers({ questions: altered('Theirs again') });
    await save(page).click();
    await page.getByRole('button', { name: 'Keep theirs' }).click();
    await saved(page);
    expect(await label.inputValue()).toBe('Theirs again');
    await page.context().close();
  });

  it('keeps what is not saved over a reload and without a network, and takes it back', async () => {
    await server.organise('PUT', '/registration', { questions: [question('diet', 'Diet')] });
    const page = await open();
    const label = card(page, 1).getByLabel('Question (English)');
    await label.fill('Diet?');
    await page.reload();
    await bar(page, 'What you did not save last time is still here.').waitFor();
    expect(await label.inputValue()).toBe('Diet?');
    await page.getByRole('button', { name: 'Discard what is not saved' }).click();
    expect(await label.inputValue()).toBe('Diet');
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    expect(await label.inputValue()).toBe('Diet?');
    await page.context().setOffline(true);
    await save(page).click();
    await bar(page, /^No connection: what you wrote is kept here/).waitFor();
    await page.context().setOffline(false);
    await saved(page);
    expect((await terms()).rules.questions[0]!.label).toEqual({ en: 'Diet?' });
    await page.context().close();
  });

  it('sets places of a day in each mode, and takes that back', async () => {
    const page = await open();
    const { days } = await server.programme();
    const pool = page.getByRole('group', { name: /: Places online$/ }).nth(1);
    await pool.getByLabel('Places online').fill('250');
    await pool.getByLabel('Places online').press('Tab');
    await pool.getByText('Saved.').waitFor();
    await pool.getByLabel('Who waits gets a free place').selectOption('offer');
    await pool.getByLabel('Hours to accept it').waitFor();
    const ofDay = async () =>
      ((await server.organise('GET', '/places')) as PoolStanding[]).find(
        ({ scope, key, mode }) => scope === 'day' && key === days[0]!.date && mode === 'online',
      );
    await pool.getByText('Saved.').waitFor();
    expect(await ofDay()).toMatchObject({ capacity: 250, promotion: 'offer', offerMinutes: 1440, isSet: true });
    await pool.getByRole('button', { name: /^Undo/ }).click();
    await pool.getByText(/^As it was before/).waitFor();
    expect(await ofDay()).toMatchObject({ capacity: 250, promotion: 'automatic' });
    await page.context().close();
  });

  it('joins places that two organisers set, and asks where both set the same; nothing typed is lost', async () => {
    const { days } = await server.programme();
    const { date } = days[1]!;
    const byAnother = (order: object): Promise<unknown> =>
      server.organise('PUT', `/days/${date}/places`, { mode: 'in-person', ...order });
    const ofDay = async () =>
      ((await server.organise('GET', '/places')) as PoolStanding[]).find(
        ({ scope, key, mode }) => scope === 'day' && key === date && mode === 'in-person',
      );
    await byAnother({ capacity: 100 });
    const page = await open();
    const pool = page.getByRole('group', { name: /: Places in person$/ }).nth(2);
    const places = pool.getByLabel('Places in person');
    await places.waitFor();
    expect(await places.inputValue()).toBe('100');
    // Another field: both hold.
    await byAnother({ capacity: 100, promotion: 'offer' });
    await places.fill('120');
    await places.press('Tab');
    await pool.getByText('it holds too: Who waits gets a free place: As an offer to accept.').waitFor();
    expect(await ofDay()).toMatchObject({ capacity: 120, promotion: 'offer' });
    expect(await pool.getByLabel('Who waits gets a free place').inputValue()).toBe('offer');
    // The same one: asked about, with what is typed still there.
    await byAnother({ capacity: 90, promotion: 'offer' });
    await places.fill('130');
    await places.press('Tab');
    await pool.getByText('Somebody else changed the same meanwhile: Places in person: 90.').waitFor();
    expect(await places.inputValue()).toBe('130');
    expect(await ofDay()).toMatchObject({ capacity: 90 });
    expect(await barriersOf(page, 'contested places')).toEqual([]);
    await takePicture(page, 'terms-places-contested');
    // Nor is it lost without a network.
    await page.context().setOffline(true);
    await pool.getByRole('button', { name: /^Keep mine/ }).click();
    await pool.getByText('the server could not be reached').waitFor();
    expect(await places.inputValue()).toBe('130');
    await page.context().setOffline(false);
    await pool.getByRole('button', { name: /^Keep mine/ }).click();
    await pool.getByText('Saved.').waitFor();
    expect(await ofDay()).toMatchObject({ capacity: 130, promotion: 'offer' });
    await byAnother({ capacity: 80, promotion: 'offer' });
    await places.fill('140');
    await places.press('Tab');
    await pool.getByRole('button', { name: /^Keep theirs/ }).click();
    await pool.getByRole('button', { name: /^Keep theirs/ }).waitFor({ state: 'detached' });
    expect(await places.inputValue()).toBe('80');
    expect(await ofDay()).toMatchObject({ capacity: 80 });
    await page.context().close();
  });

  it.each(
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      ['en-GB', 'lv-LV'].flatMap((locale) => [390, 1440].map((width) => ({ width, colorScheme, locale }))),
    ),
  )('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, colorScheme, locale }) => {
    const { sessions } = await server.programme();
    const addOn = sessions.find((session) => session.addOn !== null)!.code;
    await server.organise('PUT', '/registration', {
      'in-person': { closesAt: '2032-01-01T09:00:00Z' },
      online: { byInvitation: true },
      questions: [
        {
          ...question('diet', 'Diet'),
          kind: 'choice',
          options: [{ key: 'all', label: { en: 'Everything', lv: 'Visu' } }],
        },
        { ...question('age', 'Age'), kind: 'number', min: 1 },
      ],
      consents: [{ purpose: 'pictures', version: 1, text: { en: 'Pictures' } }],
      sessions: { [addOn]: {} },
    });
    const page = await open({ viewport: { width, height: 900 }, colorScheme, locale });
    await page.locator('.terms-pool').first().waitFor();
    await takePicture(page, `terms-${width}-${colorScheme}-${locale}`);
    expect(await barriersOf(page, 'terms of registration')).toEqual([]);
    await page.context().close();
  });

  describe('by invitation codes', () => {
    const openCodes = (options = {}): Promise<Page> => server.openOrganised(chromium.browser, 'codes', options);
    const codeCard = (page: Page, code: string) => page.locator(`[data-code="${code}"]`);
    const quota = (page: Page, code: string, mode: string) => codeCard(page, code).locator(`li[data-mode="${mode}"]`);
    const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
    const codes = async (): Promise<Invitation[]> => (await server.organise('GET', '/invitations')) as Invitation[];
    /** Registers somebody for the last day in person by a link, up to what is answered. */
    const registerBy = async (link: string): Promise<Page> => {
      const [last] = (await server.programme()).days.slice(-1);
      const phone = await openPhone(chromium.browser);
      const guest = await phone.newPage();
      const next = guest.getByRole('button', { name: 'Continue', exact: true });
      await guest.goto(link);
      await guest.getByText('This code holds.').waitFor();
      await guest.getByLabel('Name', { exact: true }).fill('Guest Gita');
      await guest.getByLabel('E-mail', { exact: true }).fill(`${randomUUID()}@example.org`);
      await next.click();
      await guest.locator(`input[name="day-${last!.date}"][value="in-person"]`).check();
      await next.click();
      await next.click();
      await guest.getByRole('button', { name: 'Send the registration' }).click();
      return guest;
    };

    it('are made, handed out, used, withdrawn and taken back, also by the keyboard', async () => {
      await server.organise('PUT', '/registration', { 'in-person': { byInvitation: true } });
      const terms = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
      await terms.getByRole('link', { name: 'Make and hand out invitation codes' }).click();
      const page = terms;
      await page.getByRole('heading', { name: 'No code yet' }).waitFor();
      expect(await barriersOf(page, 'no code yet')).toEqual([]);
      await takePicture(page, 'codes-none');
      await tabTo(page, button(page, 'Make a code'));
      await page.keyboard.press('Enter');
      await page.getByLabel('For whom').waitFor();
      expect(await hasFocus(page.getByLabel('For whom'))).toBe(true);
      await page.keyboard.type('Riga partners');
      await page.keyboard.press('Tab');
      await page.keyboard.type('two');
      await page.getByLabel('Can be used until').fill('2020-01-01T09:00');
      await page.keyboard.press('Enter');
      await page.getByText('A whole number from 0 on, or nothing for no limit.').waitFor();
      await page.getByText('This has passed already: choose a later moment').waitFor();
      const inPerson = page.getByLabel('People in person');
      expect([await hasFocus(inPerson), await inPerson.getAttribute('aria-invalid')]).toEqual([true, 'true']);
      expect(await barriersOf(page, 'a code with faults')).toEqual([]);
      await takePicture(page, 'codes-wrong');
      await inPerson.fill('2');
      await page.getByLabel('Can be used until').fill('');
      expect(await codes()).toEqual([]);
      await page.getByLabel('Can be used until').press('Enter');
      await page.getByText(/^The code [A-Z2-9]{8} is made/).waitFor();
      const [made] = await codes();
      const { code } = made!;
      expect(made).toMatchObject({ label: 'Riga partners', quota: { 'in-person': 2, online: null }, closesAt: null });
      await quota(page, code, 'in-person').getByText('In person: 0 of 2 used').waitFor();

      // The keyboard goes on at the link, which is ready to be sent.
      expect(await hasFocus(button(page, `Copy the link ${code}`))).toBe(true);
      await page.keyboard.press('Enter');
      await page.getByText(`The link of ${code} is copied.`).waitFor();
      const link = await page.getByLabel(`Link ${code}`).inputValue();
      expect(link).toBe(`${server.url}/e/${server.slug}/register?invitation=${code}`);
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(link);

      const guest = await registerBy(link);
      await guest.getByRole('heading', { name: /^Thank you, / }).waitFor();
      await guest.context().close();
      await quota(page, code, 'in-person').getByText('In person: 1 of 2 used').waitFor();

      await button(page, `Withdraw ${code}`).click();
      await page.getByText(`The code ${code} is withdrawn: nobody registers by it any more.`).waitFor();
      await page.locator('[data-group=withdrawn]').getByText(code, { exact: true }).first().waitFor();
      const late = await (await openPhone(chromium.browser)).newPage();
      await late.goto(link);
      await late.locator('#invitation-error').getByText('This invitation code cannot be used any more.').waitFor();
      expect(await hasFocus(button(page, 'Undo'))).toBe(true);
      await page.keyboard.press('Enter');
      await page.getByText(`The code ${code} can be used again.`).waitFor();
      await page.locator('[data-group=inUse]').getByText(code, { exact: true }).first().waitFor();
      await late.reload();
      await late.getByText('This code holds.').waitFor();
      await late.context().close();

      // Much later, from where it stands among the withdrawn.
      await button(page, `Withdraw ${code}`).click();
      await button(page, 'Close this notice').click();
      await button(page, `Let it be used again ${code}`).click();
      await page.getByText(`The code ${code} can be used again.`).waitFor();
      expect((await codes())[0]).toMatchObject({ withdrawnAt: null, taken: { 'in-person': 1 } });
      await page.context().close();
    });

    it('are changed as they were seen: what others set meanwhile is shown, and not lost', async () => {
      const { code } = (await server.organise('POST', '/invitations', {
        label: 'Speakers',
        quota: { online: 5 },
      })) as Invitation;
      const page = await openCodes();
      await button(page, `Change ${code}`).click();
      await codeCard(page, code).getByLabel('People online').fill('7');
      await server.organise('PATCH', `/invitations/${code}`, { label: 'Guests' }, { 'if-match': '"1"' });
      await button(page, 'Save').click();
      await page.getByText('Somebody changed this code meanwhile.').waitFor();
      const label = codeCard(page, code).getByLabel('For whom');
      expect([await label.inputValue(), await codeCard(page, code).getByLabel('People online').inputValue()]).toEqual([
        'Guests',
        '7',
      ]);
      await button(page, 'Save').click();
      await page.getByText(`The code ${code} is changed.`).waitFor();
      expect(await hasFocus(button(page, `Change ${code}`))).toBe(true);
      expect((await codes()).find((one) => one.code === code)).toMatchObject({
        label: 'Guests',
        quota: { 'in-person': null, online: 7 },
      });
      // What the server refuses stands at its field too.
      await button(page, `Change ${code}`).click();
      await label.fill('Guests\0');
      await button(page, 'Save').click();
      await page.getByText('One line of at most 120 characters.').waitFor();
      expect([await hasFocus(label), await label.getAttribute('aria-invalid')]).toEqual([true, 'true']);
      await page.context().setOffline(true);
      await label.fill('Guests of honour');
      await button(page, 'Save').click();
      await page.getByText('The server could not be reached. Nothing is lost: try again.').waitFor();
      await page.context().setOffline(false);
      await button(page, 'Save').click();
      await page.getByRole('heading', { name: 'Guests of honour' }).waitFor();
      await page.context().close();
    });

    it('are for who may change registrations, and for nobody else', async () => {
      for (const role of ['viewer', 'moderator'] as const) {
        const page = await openCodes({ role });
        await page.getByRole('heading', { name: 'Your role does not hand out codes' }).waitFor();
        expect(await page.getByRole('link', { name: 'Invitation codes', exact: true }).count()).toBe(0);
        await page.context().close();
      }
      const page = await openCodes({ role: 'organiser' });
      await page.getByRole('link', { name: 'Invitation codes', exact: true }).waitFor();
      await button(page, 'Make a code').waitFor();
      await page.context().close();
    });

    it.each(eightLooks)(
      'keep nobody out at $width px, $colorScheme, $locale',
      async ({ width, colorScheme, locale, viewport }) => {
        for (const { code } of await codes()) await server.organise('DELETE', `/invitations/${code}`);
        await server.organise('POST', '/invitations', { label: 'Latvian partners', quota: { 'in-person': 20 } });
        await server.organise('POST', '/invitations', { quota: { 'in-person': 0, online: 0 } });
        await server.organise('POST', '/invitations', { label: 'Early birds', closesAt: '2026-01-01T09:00:00Z' });
        const page = await openCodes({ viewport, colorScheme, locale });
        await page.locator('[data-group=inUse] .people-card').nth(2).waitFor();
        await page.locator('.codes > p .link-button.strong').click();
        await page.locator('[data-group=inUse] [aria-expanded]').first().click();
        await page.locator('.codes-form').nth(1).waitFor();
        await takePicture(page, `codes-${width}-${colorScheme}-${locale}`);
        expect(await barriersOf(page, 'codes')).toEqual([]);
        await page.locator('[data-group=inUse] .people-card').last().locator('.org-deeds button').last().click();
        await page.locator('.wait-done').waitFor();
        await takePicture(page, `codes-withdrawn-${width}-${colorScheme}-${locale}`);
        expect(await barriersOf(page, 'codes after one was withdrawn')).toEqual([]);
        await page.context().close();
      },
    );
  });
});

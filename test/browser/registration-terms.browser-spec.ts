import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PoolStanding, RegistrationTerms } from '@kopa/contracts';
import type { Page } from 'playwright-core';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, hasFocus, openPhone, takePicture } from './looking.js';

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
});

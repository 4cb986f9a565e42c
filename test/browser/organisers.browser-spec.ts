import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { runKopa, startServer, type TestServer } from '../support/server.js';
import { openBrowser, type TestBrowser } from './chromium.js';
import { barriersOf, openPhone, takePicture } from './looking.js';

const password = 'a phrase of my own';

describe('Organisers', () => {
  let database: TestDatabase;
  let server: TestServer;
  let chromium: TestBrowser;
  let slug: string;

  beforeAll(async () => {
    [database, chromium] = await Promise.all([createTestDatabase(), openBrowser()]);
    server = await startServer({ databaseUrl: database.url });
    const { items } = (await (await fetch(`${server.url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    slug = items[0]!.slug;
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
    await database.drop();
  });

  /** Path of the page to which an invitation leads. */
  const invite = async (email: string): Promise<string> => {
    const { stdout } = await runKopa(
      database.url,
      ...['organiser', '--email', email, '--event', slug, '--role', 'owner'],
    );
    return new URL(stdout.trim()).pathname + new URL(stdout.trim()).hash;
  };
  /** Each width and each scheme in each language, without all their combinations: every look takes a second. */
  const looks = {
    'en-GB': [
      { width: 390, scheme: 'light' },
      { width: 1440, scheme: 'dark' },
    ],
    'lv-LV': [
      { width: 390, scheme: 'dark' },
      { width: 1440, scheme: 'light' },
    ],
  } as const;
  const lookAround = async (page: Page, name: string, locale: keyof typeof looks): Promise<string[]> => {
    const found: string[] = [];
    const place = `${name} ${locale}`;
    for (const { width, scheme } of looks[locale]) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme: scheme });
      found.push(...(await barriersOf(page, `${place} ${width} ${scheme}`)));
      await takePicture(page, `organisers-${name}-${locale}-${width}-${scheme}`);
    }
    return found;
  };

  it.each(['en-GB', 'lv-LV'] as const)(
    'get in by an invitation and a password, with no barrier (%s)',
    async (locale) => {
      const isEnglish = locale === 'en-GB';
      const email = `${isEnglish ? 'anna' : 'berta'}@example.org`;
      const say = (english: string, latvian: string): string => (isEnglish ? english : latvian);
      const button = (english: string, latvian: string) =>
        page.getByRole('button', { name: say(english, latvian), exact: true });
      const link = (english: string, latvian: string) =>
        page.getByRole('link', { name: say(english, latvian), exact: true });
      const context = await openPhone(chromium.browser, { locale });
      const page = await context.newPage();
      const found: string[] = [];
      const passwordField = page.getByLabel(say('Password', 'Parole'), { exact: true });

      await page.goto(server.url + (await invite(email)));
      await passwordField.fill('too short');
      await button('Accept the invitation', 'Pieņemt uzaicinājumu').click();
      await page.getByText(say('The password needs at least 12', 'Parolei vajag vismaz 12')).waitFor();
      found.push(...(await lookAround(page, 'invitation', locale)));
      expect(await passwordField.inputValue()).toBe('too short');
      await passwordField.fill(password);
      await button('Accept the invitation', 'Pieņemt uzaicinājumu').click();
      await link('Team', 'Komanda').first().waitFor();

      await button('Sign out', 'Atslēgties').click();
      await page.waitForURL(`${server.url}/`);
      await page.goto(`${server.url}/sign-in`);
      await page.getByLabel(say('E-mail address', 'E-pasta adrese')).fill(email);
      await passwordField.fill('not my password at all');
      await button('Sign in', 'Pieslēgties').click();
      await page.getByText(say('The address or the password is not right', 'Adrese vai parole nav pareiza')).waitFor();
      found.push(...(await lookAround(page, 'sign-in', locale)));
      await passwordField.fill(password);
      await button('Sign in', 'Pieslēgties').click();
      await page.getByRole('heading', { level: 1, name: say('Your events', 'Jūsu pasākumi') }).waitFor();

      await page.goto(`${server.url}/organise/${slug}/team`);
      await page.getByLabel(say('E-mail address', 'E-pasta adrese')).fill('guest@example.org');
      await button('Send the invitation', 'Nosūtīt uzaicinājumu').click();
      await page.getByText(say('guest@example.org is invited.', 'guest@example.org ir uzaicināts.')).waitFor();
      await page.getByLabel(say('What it is for', 'Kam tas vajadzīgs')).fill('Screens');
      await button('Make a token', 'Izveidot marķieri').click();
      await page.getByText(say('Copy it now', 'Nokopējiet to tagad')).waitFor();
      found.push(...(await lookAround(page, 'team', locale)));

      await link('Audit trail', 'Izmaiņu žurnāls').click();
      const joined = say('Organiser joined', 'Rīkotājs pievienojies');
      await page.getByRole('heading', { name: `${joined}: ${email}` }).waitFor();
      found.push(...(await lookAround(page, 'audit', locale)));
      await page.getByLabel(say('To what', 'Ar ko')).fill('Screens');
      await button('Search', 'Meklēt').click();
      await page.getByRole('heading', { name: `${joined}: ${email}` }).waitFor({ state: 'detached' });
      await page
        .getByRole('heading', { name: say('Token made: Screens', 'Marķieris izveidots: Screens') })
        .first()
        .waitFor();

      const other = await openPhone(chromium.browser, { locale });
      const signedIn = await other.request.post(`${server.url}/api/v1/login-sessions`, { data: { email, password } });
      const current = `${server.url}/api/v1/login-sessions/current`;
      expect([signedIn.status(), (await other.request.get(current)).status()]).toEqual([201, 200]);
      await page.goto(`${server.url}/organise/account`);
      await page.getByText(say('This browser', 'Šī pārlūkprogramma')).waitFor();
      found.push(...(await lookAround(page, 'account', locale)));
      await button('Sign out everywhere else', 'Atslēgt visur citur').click();
      await page.getByText(say('It was signed out.', 'Tas ir atslēgts.')).waitFor();
      expect((await other.request.get(current)).status()).toBe(401);
      await Promise.all([context.close(), other.close()]);
      expect(found).toEqual([]);
    },
  );
});

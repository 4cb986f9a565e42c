import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { runKopa, startServer, type TestServer } from '../support/server.js';
import { openBrowser, type TestBrowser } from './chromium.js';
import { barriersOf, openPhone, takePicture } from './looking.js';

const password = 'a phrase of my own';
type Language = 'en-GB' | 'lv-LV';

// Many looks with a loaded machine's browser.
jest.setTimeout(180_000);

describe("An organiser's account", () => {
  let database: TestDatabase;
  let server: TestServer;
  let chromium: TestBrowser;
  let slug: string;
  /** By its name: passkeys are of a domain, never of an address. */
  let url: string;

  beforeAll(async () => {
    [database, chromium] = await Promise.all([createTestDatabase(), openBrowser()]);
    server = await startServer({ databaseUrl: database.url });
    url = server.url.replace('127.0.0.1', 'localhost');
    const { items } = (await (await fetch(`${server.url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    slug = items[0]!.slug;
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
    await database.drop();
  });

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
  const lookAround = async (page: Page, name: string, locale: Language): Promise<string[]> => {
    const found: string[] = [];
    for (const { width, scheme } of looks[locale]) {
      await page.setViewportSize({ width, height: 844 });
      await page.emulateMedia({ colorScheme: scheme });
      found.push(...(await barriersOf(page, `${name} ${locale} ${width} ${scheme}`)));
      await takePicture(page, `account-${name}-${locale}-${width}-${scheme}`);
    }
    return found;
  };

  /** Somebody who accepted an invitation, in a browser of their own. */
  const join = async (email: string, locale: Language): Promise<Page> => {
    const order = ['organiser', '--email', email, '--event', slug, '--role', 'owner'];
    const { stdout } = await runKopa(database.url, ...order);
    const link = new URL(stdout.trim());
    const context = await openPhone(chromium.browser, { locale });
    const page = await context.newPage();
    await page.goto(`${url}${link.pathname}${link.hash}`);
    const isEnglish = locale === 'en-GB';
    await page.getByLabel(isEnglish ? 'Password' : 'Parole', { exact: true }).fill(password);
    await page.getByRole('button', { name: isEnglish ? 'Accept the invitation' : 'Pieņemt uzaicinājumu' }).click();
    await page
      .getByRole('link', { name: isEnglish ? 'Team' : 'Komanda', exact: true })
      .first()
      .waitFor();
    return page;
  };
  /** Gives a page's browser an authenticator that asks for a finger, and gets one. */
  const attachAuthenticator = async (page: Page): Promise<void> => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    } as const;
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
  };

  it.each(['en-GB', 'lv-LV'] as const)('has passkeys, which sign in (%s)', async (locale) => {
    const isEnglish = locale === 'en-GB';
    const say = (english: string, latvian: string): string => (isEnglish ? english : latvian);
    const page = await join(`${isEnglish ? 'anna' : 'berta'}@example.org`, locale);
    const button = (english: string, latvian: string) =>
      page.getByRole('button', { name: say(english, latvian), exact: true });
    const found: string[] = [];
    await attachAuthenticator(page);

    await page.goto(`${url}/organise/account`);
    const name = page.getByLabel(say('Name of the passkey', 'Piekļuves atslēgas nosaukums'));
    await name.fill('Phone');
    await button('Add a passkey', 'Pievienot piekļuves atslēgu').click();
    await page.getByText(say('“Phone” was added', '“Phone” ir pievienota')).waitFor();
    await button('Add a passkey', 'Pievienot piekļuves atslēgu').click();
    await page.getByText(say('This device has a passkey for', 'Šai ierīcei jau ir')).waitFor();
    await button('Rename Phone', 'Pārsaukt Phone').click();
    await name.first().fill('My phone');
    found.push(...(await lookAround(page, 'renaming', locale)));
    await page.keyboard.press('Enter');
    await page.getByText(say('called “My phone” now', 'sauc “My phone”')).waitFor();
    found.push(...(await lookAround(page, 'passkeys', locale)));

    await page.context().clearCookies();
    await page.goto(`${url}/sign-in`);
    await button('Sign in with a passkey', 'Pieslēgties ar piekļuves atslēgu').waitFor();
    found.push(...(await lookAround(page, 'sign-in', locale)));
    await button('Sign in with a passkey', 'Pieslēgties ar piekļuves atslēgu').click();
    await page.getByRole('heading', { level: 1, name: say('Your events', 'Jūsu pasākumi') }).waitFor();

    await page.goto(`${url}/organise/account`);
    await button('Remove My phone', 'Izslēgt My phone').click();
    await button('Yes, remove My phone', 'Jā, izslēgt My phone').click();
    await page.getByText(say('“My phone” was removed', '“My phone” ir noņemta')).waitFor();
    await page.context().clearCookies();
    await page.goto(`${url}/sign-in`);
    await button('Sign in with a passkey', 'Pieslēgties ar piekļuves atslēgu').click();
    await page.getByText(say('This passkey was removed here', 'Šī piekļuves atslēga šeit ir noņemta')).waitFor();

    // The same server by its address instead of its name.
    await page.goto(`${server.url}/sign-in`);
    await page.getByText(say('Passkeys do not work at this address', 'Šajā adresē piekļuves atslēgas')).waitFor();
    found.push(...(await lookAround(page, 'address', locale)));
    await page.context().close();
    expect(found).toEqual([]);
  });

  it.each(['en-GB', 'lv-LV'] as const)('has a second factor, which signing in asks for (%s)', async (locale) => {
    const isEnglish = locale === 'en-GB';
    const say = (english: string, latvian: string): string => (isEnglish ? english : latvian);
    const email = `${isEnglish ? 'cora' : 'dace'}@example.org`;
    const page = await join(email, locale);
    const button = (english: string, latvian: string) =>
      page.getByRole('button', { name: say(english, latvian), exact: true });
    const code = page.getByLabel(say('Code', 'Kods'), { exact: true });
    const found: string[] = [];

    await page.goto(`${url}/organise/account`);
    await button('Set up an authenticator app', 'Iestatīt autentifikatora lietotni').click();
    const secret = (await page.locator('.team-secret').textContent()) ?? '';
    const totp = new TOTP({ secret: secret.replaceAll(' ', '') });
    await code.fill('000000');
    await button('Turn it on', 'Ieslēgt').click();
    await page.getByText(say('The code is not right', 'Kods nav pareizs')).waitFor();
    found.push(...(await lookAround(page, 'factor', locale)));
    await code.fill(totp.generate());
    await button('Turn it on', 'Ieslēgt').click();
    await page.getByText(say('The second factor is on', 'Otrais faktors ir ieslēgts')).waitFor();
    found.push(...(await lookAround(page, 'recovery', locale)));
    const recoveryCode = (await page.locator('.team-codes code').first().textContent()) ?? '';

    await page.context().clearCookies();
    await page.goto(`${url}/sign-in`);
    await page.getByLabel(say('E-mail address', 'E-pasta adrese')).fill(email);
    await page.getByLabel(say('Password', 'Parole'), { exact: true }).fill(password);
    await button('Sign in', 'Pieslēgties').click();
    await code.fill('000000');
    await button('Sign in', 'Pieslēgties').click();
    await page.getByText(say('The code is not right', 'Kods nav pareizs')).waitFor();
    found.push(...(await lookAround(page, 'sign-in-code', locale)));
    await code.fill(recoveryCode);
    await button('Sign in', 'Pieslēgties').click();
    await page.getByRole('heading', { level: 1, name: say('Your events', 'Jūsu pasākumi') }).waitFor();
    await page.context().close();
    expect(found).toEqual([]);
  });
});

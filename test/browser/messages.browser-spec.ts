import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { person } from '../support/demo-event.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { openMailServer, type MailServer } from '../support/mail-server.js';
import { startServer, type TestServer } from '../support/server.js';
import { openBrowser, type TestBrowser } from './chromium.js';
import { barriersOf, takePicture } from './looking.js';

describe('Messages to a segment', () => {
  let database: TestDatabase;
  let mail: MailServer;
  let server: TestServer;
  let chromium: TestBrowser;
  let address: string;
  let cookies: Awaited<ReturnType<BrowserContext['cookies']>>;

  beforeAll(async () => {
    [database, mail, chromium] = await Promise.all([createTestDatabase(), openMailServer(), openBrowser()]);
    server = await startServer({ databaseUrl: database.url, env: { SMTP_URL: mail.url } });
    const { items } = (await (await fetch(`${server.url}/api/v1/events`)).json()) as {
      items: { slug: string; firstDay: string }[];
    };
    const [event] = items;
    address = `${server.url}/organise/${event!.slug}/messages`;
    mail.refuse.set('wrong@example.org', { code: 550, text: '5.1.1 no such user here' });
    for (const [name, country] of [
      ['Anna', 'LV'],
      ['Wrong', 'LV'],
      ['Erki', 'EE'],
    ] as const) {
      const body = person(name, { attendance: { [event!.firstDay]: 'online' }, country, locale: 'en' });
      await fetch(`${server.url}/api/v1/events/${event!.slug}/registrations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    }
    const context = await chromium.browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    const link = /once, within 10 minutes\): \S+?(\/sign-in\S+)/.exec(server.output())![1]!;
    await page.goto(server.url + link);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
    cookies = await context.cookies();
    await context.close();
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
    await mail.close();
    await database.drop();
  });

  const open = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
    const context = await chromium.browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      serviceWorkers: 'block',
      ...options,
    });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(address);
    await page.getByRole('textbox').nth(1).waitFor();
    return page;
  };
  const sentOf = (page: Page, subject: string) => page.locator('.people-card', { hasText: subject });
  const write = async (page: Page, subject: string): Promise<void> => {
    await page.getByLabel('Subject (English)').fill(subject);
    await page.getByLabel('Text (English)').fill('The path is wet.');
  };

  it('goes to whom the filters choose, after a look, and says what became of each mail', async () => {
    const page = await open();
    await page.getByText('3 people', { exact: true }).waitFor();
    await page.getByRole('combobox', { name: 'Country' }).selectOption('LV');
    await page.getByText('2 people', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Write a subject and a text').waitFor();
    await write(page, 'Bring boots');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Look at the preview first').waitFor();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('2 mails to 2 people.').waitFor();
    await page.locator('iframe').first().contentFrame().getByText('The path is wet.').last().waitFor();
    // In the other language it is labelled as the original.
    await page.getByText('In Latvian it is sent as the original (English), labelled.').waitFor();
    await page.getByRole('button', { name: 'Test mail to myself' }).click();
    // Who signed in by the printed link has no address.
    await page.getByText('There is no address of yours for a test').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const card = sentOf(page, 'Bring boots');
    await card.getByText(/Goes out in \d+ seconds?\./).waitFor();
    await card.getByText(/1 sent · 1 refused/).waitFor({ timeout: 60_000 });
    await card.getByRole('button', { name: /^Each person/ }).click();
    await card.getByText('5.1.1 no such user here').waitFor();
    await page.context().close();
    expect(mail.to('anna@example.org').filter(({ subject }) => subject === 'Bring boots')).toHaveLength(1);
    expect(mail.to('erki@example.org').filter(({ subject }) => subject === 'Bring boots')).toHaveLength(0);
  });

  it('is taken back before it goes out', async () => {
    const page = await open();
    await write(page, 'A mistake');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('3 mails to 3 people.').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const card = sentOf(page, 'A mistake');
    await card.getByRole('button', { name: /^Take it back/ }).click();
    await card.getByText(/3 not sent · Stopped/).waitFor();
    await page.context().close();
    expect(mail.received.filter(({ subject }) => subject === 'A mistake')).toEqual([]);
  });

  const cases = [390, 1440].flatMap((width) =>
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      ['en-GB', 'lv-LV'].map((locale) => ({ width, colorScheme, locale })),
    ),
  );
  it.each(cases)('keeps no organiser out at $width px, $colorScheme, $locale', async ({ width, ...options }) => {
    const page = await open({ viewport: { width, height: 900 }, ...options });
    await page.locator('.people-card').first().waitFor();
    const found = await barriersOf(page, 'messages');
    await takePicture(page, `messages-${width}-${options.colorScheme}-${options.locale}`);
    await page.context().close();
    expect(found).toEqual([]);
  });
});

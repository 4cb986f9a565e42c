import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { person } from '../support/demo-event.js';
import { openMailServer, type MailServer } from '../support/mail-server.js';
import { startServer, type TestServer } from '../support/server.js';
import { openBrowser, type TestBrowser } from './chromium.js';
import { barriersOf, takePicture } from './looking.js';

describe('The outbox', () => {
  let database: TestDatabase;
  let mail: MailServer;
  let server: TestServer;
  let chromium: TestBrowser;
  let address: string;
  let oldAddress: string;
  let cookies: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;

  beforeAll(async () => {
    [database, mail, chromium] = await Promise.all([createTestDatabase(), openMailServer(), openBrowser()]);
    server = await startServer({ databaseUrl: database.url, env: { SMTP_URL: mail.url } });
    const { items } = (await (await fetch(`${server.url}/api/v1/events`)).json()) as {
      items: { slug: string; firstDay: string }[];
    };
    const [event] = items;
    address = `${server.url}/organise/${event!.slug}/mail`;
    oldAddress = `${server.url}/e/${event!.slug}/outbox`;
    mail.refuse.set('wrong@example.org', { code: 550, text: '5.1.1 no such user here' });
    for (const name of ['Anna', 'Wrong']) {
      const body = person(name, { attendance: { [event!.firstDay]: 'online' } });
      await fetch(`${server.url}/api/v1/events/${event!.slug}/registrations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    }
    const context = await chromium.browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    // Where it once was: it leads to where it is.
    await page.goto(oldAddress);
    await page.waitForURL(address);
    await page.getByText('Sign in').first().waitFor();
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

  const open = async (options: { width: number; colorScheme: 'light' | 'dark'; locale: string }): Promise<Page> => {
    const { width, ...rest } = options;
    const context = await chromium.browser.newContext({
      viewport: { width, height: 844 },
      serviceWorkers: 'block',
      ...rest,
    });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(address);
    await page.getByText('wrong@example.org').first().waitFor();
    return page;
  };

  const cases = [390, 1440].flatMap((width) =>
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      ['en-GB', 'lv-LV'].map((locale) => ({ width, colorScheme, locale })),
    ),
  );
  it.each(cases)('keeps no organiser out at $width px, $colorScheme, $locale', async (options) => {
    const page = await open(options);
    await page.getByText('550 5.1.1 no such user here').waitFor();
    await page.getByRole('button', { name: /anna@example\.org/ }).click();
    await page.frameLocator('iframe').getByRole('heading', { level: 1 }).waitFor();
    const found = await barriersOf(page, 'outbox');
    await takePicture(page, `outbox-${options.width}-${options.colorScheme}-${options.locale}`);
    await page.context().close();
    expect(found).toEqual([]);
  });

  it('sends again what was refused', async () => {
    const page = await open({ width: 390, colorScheme: 'light', locale: 'en-GB' });
    mail.refuse.clear();
    await page.getByRole('button', { name: 'Refused' }).click();
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('day.reminder');
    await page.getByRole('heading', { name: 'There is no such mail' }).waitFor();
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('registration.confirm');
    // The address is all that a colleague needs.
    expect(page.url()).toContain('state=refused&kind=registration.confirm');
    await page.reload();
    await page.getByRole('button', { name: 'Send again wrong@example.org' }).click();
    await page.getByRole('heading', { name: 'There is no such mail' }).waitFor();
    await mail.wait(2);
    await page.getByRole('button', { name: 'All' }).click();
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('');
    await page.getByRole('link', { name: 'wrong@example.org' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Wrong' }).waitFor();
    await page.context().close();
    expect(mail.to('wrong@example.org')).toHaveLength(1);
  });
});

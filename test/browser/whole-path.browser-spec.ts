import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftAgenda } from '@kopa/contracts';
import type { Programme } from '@kopa/domain';
import type { Locator, Page } from 'playwright-core';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { runKopa, startServer, type TestServer } from '../support/server.js';
import { openBrowser, type TestBrowser } from './chromium.js';
import { barriersOf, eightLooks, holds, takePicture } from './looking.js';

const slug = 'study-trip';
const partner = 'Ecomuseum';
/** The partner's own plan: one day that is none of ours. */
const schedule = {
  schedule: {
    version: '1',
    conference: {
      title: 'Partner day',
      time_zone_name: 'Europe/Paris',
      days: [
        {
          date: '2019-05-04',
          day_start: '2019-05-04T08:00:00+02:00',
          rooms: {
            Barn: ['Le cidre fermier', 'Écoles de village', 'Jardins partagés'].map((title, index) => ({
              guid: `0f6b7a52-0000-4000-8000-00000000000${index}`,
              id: index + 1,
              title,
              date: `2019-05-04T1${index}:00:00+02:00`,
              duration: '00:45',
              language: 'fr',
              persons: [{ id: index + 1, public_name: `Partner speaker ${index + 1}` }],
            })),
          },
        },
      ],
    },
  },
};

/** A zone in which it is morning, at whatever hour the tests run: the day that is steered is today. */
function morningZone(): string {
  const hourIn = (zone: string): number =>
    Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(new Date()));
  const found = Intl.supportedValuesOf('timeZone').find((zone) => hourIn(zone) === 8);
  if (found === undefined) throw new Error('it is eight in the morning nowhere');
  return found;
}

describe('An organiser, from the invitation to the audit trail', () => {
  const zone = morningZone();
  const folder = mkdtempSync(path.join(tmpdir(), 'kopa-partner-'));
  let database: TestDatabase;
  let server: TestServer;
  let chromium: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    [database, chromium] = await Promise.all([createTestDatabase(), openBrowser()]);
    server = await startServer({ databaseUrl: database.url });
    const context = await chromium.browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: zone,
      serviceWorkers: 'block',
    });
    page = await context.newPage();
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const day = (offset: number): string =>
    new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(Date.now() + offset * 86_400_000);
  const open = (part: string) => page.goto(`${server.url}/organise/${slug}/${part}`);
  const button = (name: string | RegExp, within: Page | Locator = page): Locator =>
    within.getByRole('button', { name, exact: true });
  const field = (name: string | RegExp): Locator => page.getByRole('textbox', { name, exact: true });
  /** Asks as the organiser who is signed in. */
  const ask = async <T>(part: string): Promise<T> => {
    const answer = await page.request.get(`${server.url}/api/v1/events/${slug}${part}`);
    if (!answer.ok()) throw new Error(`${part} was answered ${answer.status()}`);
    return (await answer.json()) as T;
  };
  const register = async (name: string, session: string): Promise<void> => {
    const answer = await fetch(`${server.url}/api/v1/events/${slug}/registrations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({
        name,
        email: `${crypto.randomUUID()}@example.org`,
        locale: 'en',
        attendance: { [day(2)]: 'in-person' },
        bookings: [{ session, mode: 'in-person' }],
      }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  };
  const saved = () => page.getByText('All changes are saved').waitFor();
  /** Opens a session of the agenda and says where it stands. */
  const place = async (title: string, room: string, time: string, minutes: number, on = 0): Promise<Locator> => {
    await button(new RegExp(title)).first().click();
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.getByRole('combobox', { name: 'Room', exact: true }).selectOption({ label: room });
    await dialog.getByLabel('Day').selectOption({ index: on });
    await dialog.getByLabel('Starts at').fill(time);
    await dialog.getByLabel('Minutes').fill(String(minutes));
    return dialog;
  };

  it('goes the whole way', async () => {
    // In by invitation.
    const { items } = (await (await fetch(`${server.url}/api/v1/events`)).json()) as { items: { slug: string }[] };
    const invited = ['organiser', '--email', 'anna@example.org', '--event', items[0]!.slug, '--role', 'organiser'];
    const link = new URL((await runKopa(database.url, ...invited)).stdout.trim());
    await page.goto(server.url + link.pathname + link.hash);
    await page.getByLabel('Password', { exact: true }).fill('a phrase of my own');
    await button('Accept the invitation').click();
    await page.getByRole('link', { name: 'Sessions' }).first().waitFor();

    // An event of three days.
    await page.goto(`${server.url}/organise/new`);
    await field('Name (English)').fill('Study trip');
    await field('Address of its pages').fill(slug);
    await page.getByLabel('First day').fill(day(0));
    await page.getByLabel('Last day').fill(day(2));
    await page.getByRole('combobox', { name: 'Time zone' }).fill(zone);
    await button('Make the event').click();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();

    // What the partner planned, told before it is done.
    await open('sessions');
    await page.getByRole('link', { name: 'Import' }).click();
    const file = path.join(folder, 'partner.json');
    writeFileSync(file, JSON.stringify(schedule));
    await page.getByLabel('Choose a file').setInputFiles(file);
    await field('Whose sessions they are').fill(partner);
    await field('Whose sessions they are').press('Tab');
    await page.getByText('3 new sessions').waitFor();
    const found: string[] = [];
    for (const { colorScheme, viewport } of eightLooks.filter(({ locale }) => locale === 'en-GB')) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      found.push(...(await barriersOf(page, `import ${viewport.width} ${colorScheme}`)));
      await takePicture(page, `import-${viewport.width}-${colorScheme}`);
    }
    expect(found).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    expect((await ask<DraftAgenda>('/draft?texts=0')).sessions).toEqual([]);
    await button('Import into the draft').click();
    await page.getByRole('heading', { name: 'Imported' }).waitFor();
    await page.getByRole('link', { name: 'Place them in the agenda' }).click();

    // Placed; a clash is shown, and mended.
    await page.getByText('Not placed (3)').waitFor();
    const [hall, other] = (await ask<DraftAgenda>('/draft?texts=0')).rooms.filter(({ kind }) => kind === 'physical');
    const room = hall!.name['en']!;
    expect(other).toBeUndefined();
    await (await place('Le cidre fermier', room, '10:00', 45)).getByText('No clash here.').waitFor();
    await button('Place it').click();
    await saved();
    const second = await place('Écoles de village', room, '10:30', 45);
    await second.getByText(`${room} is taken by “Le cidre fermier”.`).waitFor();
    await button('Place it', second).click();
    await page.getByText('2 session slots with a clash').waitFor();
    await (await place('Écoles de village', room, '10:45', 45)).getByText('No clash here.').waitFor();
    await button('Save').click();
    await page.getByText('No clashes').waitFor();
    await saved();

    // Two visits, on the last day.
    for (const [title, time] of [
      ['Visit to the mill', '14:00'],
      ['Visit to the orchard', '16:00'],
    ] as const) {
      await open('agenda');
      await button('New session').click();
      const making = page.getByRole('dialog', { name: 'New session' });
      await making.getByLabel('Title (English)').fill(title);
      await making.getByLabel('Kind').selectOption('visit');
      await button('Create it', making).click();
      await making.waitFor({ state: 'detached' });
      await page.locator('.ag-waiting', { hasText: title }).waitFor();
      await button('Place it', await place(title, room, time, 60, 2)).click();
      await saved();
      await open('sessions');
      await page.getByRole('link', { name: title }).click();
      await page.getByLabel('Places in person').fill('1');
      await page.getByLabel('Places in person').press('Tab');
      await button('Add a journey').click();
      await page.getByLabel('Meet at').fill(`${day(2)}T${time}`);
      await page.getByLabel('Meet at').blur();
      await page.locator('.ses-bar').getByText('Saved.').waitFor();
    }
    const { sessions } = await ask<DraftAgenda>('/draft?texts=0');
    const mill = sessions.find(({ title }) => title['en'] === 'Visit to the mill')!.code;

    // Released.
    await open('releases');
    await page.getByRole('heading', { name: 'Next release: 1' }).waitFor();
    await button('Publish').click();
    await page.getByText(/^Release 1 is published\./).waitFor();
    const programme = async (): Promise<Programme> =>
      (await (await fetch(`${server.url}/api/v1/events/${slug}/programme`)).json()) as Programme;
    expect((await programme()).sessions.filter(({ slots }) => slots.length > 0)).toHaveLength(4);

    // Registration opens; a second person waits for a place, and gets it when there are more.
    await open('registration');
    await button('Begin with what most events need').click();
    const inPerson = page.getByRole('group', { name: 'In person', exact: true });
    await inPerson.getByLabel('Closes').fill('');
    await inPerson.getByLabel('Opens').fill('');
    await button('Save').click();
    await page.locator('.terms-bar').getByText('Saved. It holds from now on.').waitFor();
    await register('Holding Haralds', mill);
    await register('Waiting Žanete', mill);
    await open(`waitlists?q=${mill}`);
    const waiting = page.locator('.wait-rows[data-group="waiting"] .wait-who a');
    await waiting.getByText('Waiting Žanete').waitFor();
    await page.getByLabel(/^Places/).fill('2');
    await page.getByText(/^1 who waits gets a place at once/).waitFor();
    await button(/^Set/).click();
    await waiting.first().waitFor({ state: 'detached' });

    // Late, with what follows.
    const startOf = async (title: string): Promise<number> => {
      const session = (await programme()).sessions.find((one) => Object.values(one.title).includes(title));
      return Date.parse(session!.slots[0]!.startsAt);
    };
    const before = await startOf('Écoles de village');
    await open('desk');
    await page.locator('.live-mark').waitFor();
    await page.locator('.desk-day:not(.announced) summary').click();
    await page.locator('.desk-day:not(.announced)').getByRole('button', { name: 'Le cidre fermier' }).first().click();
    await button('15 min', page.getByRole('group', { name: 'Late by' })).click();
    await page.getByRole('radio', { name: /^With what follows: 1 other session moves/ }).check();
    await page.getByRole('heading', { name: 'People' }).waitFor();
    await button('Speaker on the way').click();
    await button('Confirm').click();
    await button('Undo (30 s)').waitFor();
    expect((await startOf('Écoles de village')) - before).toBe(15 * 60_000);

    // Somebody walks in, and the sheet is printed.
    await open('door');
    await page.locator('.door-count').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Zigrīda Šķēle');
    await button('Register and check in').click();
    await page.getByText('Zigrīda Šķēle is registered and checked in.').waitFor();
    const sheet = await page.getByRole('link', { name: 'Sheet of the day (PDF)' }).getAttribute('href');
    const printed = await page.request.get(server.url + sheet!);
    expect(printed.headers()['content-type']).toBe('application/pdf');
    expect((await printed.body()).subarray(0, 5).toString()).toBe('%PDF-');

    // And all of it can be read afterwards.
    await open('audit');
    await page.getByRole('heading', { name: /^Registered at the door/ }).waitFor();
    const earlier = button('Earlier entries');
    while ((await earlier.count()) > 0) {
      const shown = await page.locator('main li h2').count();
      await earlier.click();
      await holds(page, `document.querySelectorAll('main li h2').length > ${shown}`);
    }
    const deeds = (await page.locator('main li h2').allInnerTexts()).map((text) => text.split(':')[0]).toReversed();
    expect(deeds.filter((deed, at) => deed !== deeds[at - 1])).toEqual([
      'Event made',
      'Schedule imported into the draft',
      'Placed in the agenda',
      'Moved in the agenda',
      ...['Session made', 'Placed in the agenda', 'Session edited'],
      ...['Session made', 'Placed in the agenda', 'Session edited'],
      'Released',
      'Terms of registration changed',
      'Places set',
      'Delayed live',
      'Registered at the door',
    ]);
  });
});

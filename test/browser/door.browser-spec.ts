import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CoachList, DoorPeople, Ticket } from '@kopa/contracts';
import { dayOf, type Programme } from '@kopa/domain';
import type { BrowserContext, Page } from 'playwright-core';
import QRCode from 'qrcode';
import { openBrowser, type TestBrowser } from './chromium.js';
import { DemoServer } from './demo-server.js';
import { barriersOf, eightLooks, holds, openPhone, takePicture } from './looking.js';

/** An add-on of the third day, which is not over at any hour at which the tests run. */
const visit = 'D3-CIDER';

/** A camera before which codes are held up: its picture is a drawing of them, which the page has to read. */
const shownToCamera = `
  const drawing = document.createElement('canvas');
  drawing.width = drawing.height = 480;
  const pen = drawing.getContext('2d');
  let draw = () => pen.fillRect(0, 0, 480, 480);
  setInterval(() => draw(), 100);
  window.show = (modules, size) => {
    const step = Math.floor(480 / (size + 8));
    draw = () => {
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, 480, 480);
      pen.fillStyle = '#000';
      modules.forEach((isDark, at) => {
        if (isDark) pen.fillRect((4 + (at % size)) * step, (4 + Math.floor(at / size)) * step, step, step);
      });
    };
  };
  navigator.mediaDevices.getUserMedia = () => Promise.resolve(drawing.captureStream(10));`;

describe('At the door', () => {
  let server: DemoServer;
  let chromium: TestBrowser;
  let programme: Programme;
  let day: string;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    [server, chromium] = await Promise.all([DemoServer.start(2), openBrowser()]);
    programme = await server.programme();
    day = programme.days[2]!.date;
    const { zone, dayChangeHour } = programme.event;
    expect(dayOf(new Date().toISOString(), zone, dayChangeHour)).toBe(programme.days[1]!.date);
  });
  afterAll(async () => {
    await chromium.close();
    await server.stop();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  const phone = async (options: Parameters<typeof openPhone>[1] = {}): Promise<BrowserContext> => {
    const context = await openPhone(chromium.browser, options);
    contexts.push(context);
    await context.addCookies([await server.organiserCookie()]);
    return context;
  };
  const open = async (context: BrowserContext, part = 'door'): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`${server.url}/organise/${server.slug}/${part}`);
    return page;
  };
  /** The door of the third day. */
  const openDoor = async (options: Parameters<typeof openPhone>[1] = {}): Promise<Page> => {
    const page = await open(await phone(options));
    await page.locator('.door-day select').selectOption(day);
    await page.locator('.door-count').waitFor();
    return page;
  };
  const people = async (): Promise<DoorPeople['items']> =>
    ((await server.organise('GET', `/door/people?day=${day}`)) as DoorPeople).items;
  const named = async (name: string): Promise<DoorPeople['items']> =>
    (await people()).filter((one) => one.name === name);
  const walkIn = async (page: Page, name: string): Promise<void> => {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByRole('button', { name: 'Register and check in' }).click();
  };

  it('registers somebody by their name and one button, and takes it back', async () => {
    const page = await openDoor();
    await walkIn(page, 'Zigrīda Šķēle');
    await page.getByText('Zigrīda Šķēle is registered and checked in.').waitFor();
    expect(await named('Zigrīda Šķēle')).toMatchObject([{ mode: 'in-person', status: 'confirmed' }]);
    await page.getByText('1 person is here').waitFor();
    await takePicture(page, 'door-done');
    await page.getByRole('button', { name: 'Take back Zigrīda Šķēle' }).click();
    await page.getByText('Zigrīda Šķēle: taken back.').waitFor();
    expect(await named('Zigrīda Šķēle')).toMatchObject([{ presentAt: null }]);
  });

  it('keeps what is done without a connection over a reload, and sends it exactly once', async () => {
    const { code } = await server.register('Gaida Gaidīte', { attendance: { [day]: 'in-person' } });
    const context = await phone({ serviceWorkers: 'allow' });
    const page = await open(context);
    await page.locator('.door-day select').selectOption(day);
    await page.locator('.door-count').waitFor();
    // What opens without a connection is there when the worker is, and what the page is made of is kept.
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await page.reload();
    await page.locator('.door-day select').selectOption(day);
    await page.locator('.door-count').waitFor();
    await expectKept(page);
    await context.setOffline(true);
    await walkIn(page, 'Bez Tīkla');
    await page.getByText('1 waiting to be sent').waitFor();
    await page.getByLabel('Name or code').fill('gaid');
    await page.getByRole('button', { name: 'Check in Gaida Gaidīte' }).click();
    await page.getByText('2 waiting to be sent').waitFor();
    expect(await barriersOf(page, 'waiting')).toEqual([]);
    await takePicture(page, 'door-waiting');
    await page.reload();
    await page.getByText('2 waiting to be sent').waitFor();
    expect(await named('Bez Tīkla')).toEqual([]);
    // The answer to the first is lost on its way: it is sent again, and is done once all the same.
    let lost = 0;
    await page.route(/door\/walk-ins$/, async (route) => {
      if (lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      await route.abort();
    });
    await context.setOffline(false);
    await page.getByText('Bez Tīkla is registered and checked in.').waitFor();
    await page.getByText('Gaida Gaidīte is checked in.').waitFor();
    expect(lost).toBe(1);
    expect(await named('Bez Tīkla')).toHaveLength(1);
    expect((await people()).find((one) => one.code === code)?.presentAt).not.toBeNull();
    await page.reload();
    await page.locator('.door-count').waitFor();
    expect(await page.locator('.door-waiting').count()).toBe(0);
    expect(await named('Bez Tīkla')).toHaveLength(1);
  });

  it('asks for a reason over the capacity, gives back what was refused, and never gives a seat that is not there', async () => {
    await server.organise('PUT', `/sessions/${visit}/places`, { mode: 'in-person', capacity: 1 });
    await server.organise('PUT', `/sessions/${visit}/seats`, { capacity: 1 });
    const page = await openDoor();
    const title = programme.sessions.find(({ code }) => code === visit)!.title['en']!;
    const session = page.getByRole('checkbox', { name: title });
    await page.getByText('coach: 1 seat left').waitFor();
    // Somebody else takes the last place and seat while this phone has no connection.
    await page.context().setOffline(true);
    await session.check();
    await page.getByLabel('Telephone, for the coach').fill('+371 20000001');
    await walkIn(page, 'Otrais Oto');
    await page.getByText('1 waiting to be sent').waitFor();
    await server.organise('POST', '/door/walk-ins', {
      name: 'Pirmā Paula',
      locale: 'lv',
      day,
      telephone: '+371 20000002',
      bookings: [{ session: visit, mode: 'in-person', seat: true }],
      at: new Date().toISOString(),
    });
    await page.context().setOffline(false);
    await page.getByText('No seat is free in the coach. They can go their own way.').waitFor();
    expect(await named('Otrais Oto')).toEqual([]);
    expect(await barriersOf(page, 'refused')).toEqual([]);
    await takePicture(page, 'door-refused');
    await page.getByRole('button', { name: 'Correct and send again' }).click();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Otrais Oto');
    expect(await page.getByRole('checkbox', { name: 'Seat in the coach' }).isChecked()).toBe(false);
    await page.getByRole('button', { name: 'Register and check in' }).click();
    // By now the phone knows that the visit is full, else the server says so.
    const because = page.getByLabel('Why a place over the capacity');
    const correct = page.getByRole('button', { name: 'Correct and send again' });
    await because.or(correct).first().waitFor();
    if (await correct.isVisible()) await correct.click();
    await because.waitFor();
    await takePicture(page, 'door-over');
    await page.getByRole('button', { name: 'Guest of the host' }).click();
    await page.getByRole('button', { name: 'Register and check in' }).click();
    await page.getByText('Over the capacity.').waitFor();
    expect(await named('Otrais Oto')).toMatchObject([{ sessions: [visit] }]);
  });

  it('checks in by a scanned ticket, once, without a network, and refuses a forged one', async () => {
    const { code, manageToken } = await server.register('Biļete Baiba', { attendance: { [day]: 'in-person' } });
    await server.organise('POST', `/registrations/${code}/confirm`, {});
    const ticket = (await (await server.attend('GET', '/me/ticket', manageToken)).json()) as Ticket;
    const context = await phone();
    await context.addInitScript(shownToCamera);
    const page = await open(context);
    await page.locator('.door-day select').selectOption(day);
    await page.locator('.door-count').waitFor();
    const show = (text: string): Promise<unknown> => {
      const { modules } = QRCode.create(text === '' ? ' ' : text, { errorCorrectionLevel: 'M' });
      return page.evaluate(`window.show(${JSON.stringify([...modules.data])}, ${modules.size})`);
    };
    await page.getByRole('button', { name: 'Scan a ticket' }).click();
    await page.locator('.door-camera video').waitFor();
    await show(`${ticket.code.slice(0, -4)}AAAA`);
    await page.getByText('This is no ticket of this event.').waitFor();
    await show('https://example.org');
    await page.getByText('This is no ticket.').waitFor();
    await context.setOffline(true);
    await show(ticket.code);
    await page.locator('.door-outcome').getByText('Biļete Baiba is checked in.').waitFor();
    expect(await barriersOf(page, 'scanned')).toEqual([]);
    await context.setOffline(false);
    await page.locator('.door-done').getByText('Biļete Baiba is checked in.').waitFor();
    expect((await people()).find((one) => one.code === code)?.presentAt).not.toBeNull();
    await page.getByRole('button', { name: 'Stop scanning' }).click();
    await page.getByRole('button', { name: 'Scan a ticket' }).click();
    await page.getByText('Biļete Baiba was here already, since').waitFor();
  });

  it('gives the guide of a coach telephones and who is in, works without a connection and keeps no telephone too long', async () => {
    await server.organise('PUT', `/sessions/${visit}/places`, { mode: 'in-person', capacity: 50 });
    await server.organise('PUT', `/sessions/${visit}/seats`, { capacity: 50 });
    const goes = (name: string, seat = true): Promise<{ code: string }> =>
      server.register(name, {
        attendance: { [day]: 'in-person' },
        telephone: '+371 20 000 111',
        bookings: [{ session: visit, mode: 'in-person', seat }],
      });
    const first = await goes('Kāpj Karlīne');
    const second = await goes('Nebrauc Nora');
    await goes('Pati Paula', false);
    const coach = async () => ((await server.organise('GET', `/coaches/${visit}`)) as CoachList).people;
    const stateOf = async ({ code }: { code: string }) => (await coach()).find((one) => one.code === code)?.state;
    const context = await phone({ serviceWorkers: 'allow' });
    const page = await open(context, `coach/${visit}`);
    const call = page.getByRole('link', { name: 'Call Kāpj Karlīne: +371 20 000 111' });
    await call.waitFor();
    expect(await call.getAttribute('href')).toBe('tel:+37120000111');
    await page.getByRole('heading', { name: 'Go their own way' }).waitFor();
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await page.reload();
    await call.waitFor();
    await expectKept(page);
    await context.setOffline(true);
    const boarded = page.getByRole('button', { name: 'Boarded Kāpj Karlīne' });
    await boarded.click();
    await page.getByRole('button', { name: 'Boarded Nebrauc Nora' }).click();
    await page.getByRole('button', { name: 'Not coming Nebrauc Nora' }).click();
    await page.getByText('3 waiting to be sent').waitFor();
    await page.reload();
    await page.getByText('No connection: the list is of').waitFor();
    expect(await boarded.getAttribute('aria-pressed')).toBe('true');
    expect(await barriersOf(page, 'coach')).toEqual([]);
    await takePicture(page, 'coach-offline');
    expect(await stateOf(first)).toBe('none');
    // Another guide said something later of the first one: that holds.
    await server.organise('PUT', `/coaches/${visit}/marks/${first.code}`, {
      state: 'not-coming',
      at: new Date().toISOString(),
    });
    await context.setOffline(false);
    await page.locator('.door-status .door-waiting').waitFor({ state: 'detached' });
    await page.locator('[data-state="not-coming"]').getByText('Kāpj Karlīne').first().waitFor();
    expect([await stateOf(first), await stateOf(second)]).toEqual(['not-coming', 'not-coming']);
    // A week after the event telephones are gone from this browser, whichever page is opened.
    const kept = `new Promise((done) => {
      const opened = indexedDB.open('keyval-store');
      opened.onsuccess = () => {
        const keys = opened.result.transaction('keyval').objectStore('keyval').getAllKeys();
        keys.onsuccess = () => done(keys.result.filter((key) => String(key).startsWith('personal:')).length);
      };
    })`;
    expect(await page.evaluate<number>(kept)).toBeGreaterThan(0);
    await page.close();
    const later = await context.newPage();
    await later.clock.setFixedTime(new Date(Date.parse(`${programme.event.lastDay}T12:00:00Z`) + 9 * 86_400_000));
    await later.goto(`${server.url}/`);
    await holds(later, `${kept}.then((number) => number === 0)`);
  });

  it.each(eightLooks)('keeps nobody out at $width px, $colorScheme, $locale', async ({ width, ...rest }) => {
    await server.register('Anna-Marija Ozola', { attendance: { [day]: 'in-person' }, organisation: 'Lauku tīkls' });
    const page = await openDoor(rest);
    await page.locator('input[type="search"]').fill('anna');
    await page.locator('.door-person').first().waitFor();
    await page.locator('.door-sessions input').first().check();
    await page.locator('.door-send').click();
    await page.locator('.org-fault:not(:empty)').first().waitFor();
    const found = await barriersOf(page, 'door');
    await takePicture(page, `door-${width}-${rest.colorScheme}-${rest.locale}`);
    await page.goto(`${server.url}/organise/${server.slug}/coach/${visit}`);
    await page.locator('.coach-person').first().waitFor();
    found.push(...(await barriersOf(page, 'coach')));
    await takePicture(page, `coach-${width}-${rest.colorScheme}-${rest.locale}`);
    expect(found).toEqual([]);
  });

  /** Waits until the page's own parts are kept for times without a connection. */
  async function expectKept(page: Page): Promise<void> {
    const kept = `caches.open('organise').then((cache) => cache.keys()).then((keys) => keys.length)`;
    const used = `performance.getEntriesByType('resource').filter(({ name }) => /\\/assets\\/organise/.test(name)).length`;
    for (let look = 0; look < 200; look += 1) {
      if ((await page.evaluate<number>(kept)) >= (await page.evaluate<number>(used))) return;
      await page.waitForTimeout(50);
    }
    throw new Error('the page was not kept');
  }
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import type { RegistrationAnswer } from '@kopa/contracts';
import { openDemoEvent, type DemoEvent } from '../../../../../test/support/demo-event.js';

const believed = 1_050;

describe('an own calendar', () => {
  let event: DemoEvent;
  let { call, register, book, organiser, settle, setPlaces } = {} as DemoEvent;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, register, book, organiser, settle, setPlaces } = event);
  });
  afterAll(() => event.close());

  const path = ({ feedUrl }: { feedUrl: string }): string => new URL(feedUrl).pathname;
  const get = (url: string, headers: Record<string, string> = {}) => event.app.inject({ method: 'GET', url, headers });
  const entries = async (address: { feedUrl: string }, query = '') => {
    const answer = await get(`${path(address)}${query}`);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
    const calendar = new ICAL.Component(ICAL.parse(answer.body) as unknown[]);
    return calendar.getAllSubcomponents('vevent').map((component) => {
      const entry = new ICAL.Event(component);
      return {
        summary: entry.summary,
        location: entry.location,
        description: entry.description,
        starts: entry.startDate.toJSDate().toISOString(),
        ends: entry.endDate.toJSDate().toISOString(),
        sequence: entry.sequence,
        uid: entry.uid,
        status: String(component.getFirstPropertyValue('status')),
      };
    });
  };
  /** What is read is believed for a second. */
  const later = () => new Promise((resolve) => setTimeout(resolve, believed));
  const visit = { session: 'D2-INCUBATOR', mode: 'in-person' };
  const stay = async (): Promise<RegistrationAnswer> => register('Anna', { bookings: [visit] });

  it('has each entry where its owner is: the meeting point from gathering to return, the own join address online', async () => {
    const anna = await stay();
    await call('PUT', '/me/stars/D1-OPEN', anna.manageToken, {});
    const [opening, incubator, ...more] = await entries(anna, '?lang=en');
    expect(more).toEqual([]);
    expect(opening).toMatchObject({
      status: 'CONFIRMED',
      location: expect.stringMatching(/^http:\/\/localhost:3000\/join\/[0-9a-f-]{36}\?token=kj_/),
    });
    expect(incubator).toMatchObject({
      status: 'CONFIRMED',
      location: expect.not.stringContaining('http'),
      starts: '2026-10-08T06:50:00.000Z',
      ends: '2026-10-08T09:30:00.000Z',
      uid: expect.stringMatching(/^slot-[0-9a-f-]{36}@/),
    });
    const [, latvian] = await entries(anna, '?lang=lv');
    expect(latvian!.description).toMatch(/Pulcēšanās: 09:50/);
    expect((await get(path(anna))).body).toMatch(/LANGUAGE|PRODID:.*LV/i);
  });

  it('is TENTATIVE where its owner waits, CANCELLED where it was given back or called off, numbered upwards', async () => {
    await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: 1 });
    const first = (await call('GET', '/registrations?q=anna', organiser)).json<{ items: { code: string }[] }>();
    expect(first.items).toHaveLength(1);
    const berta = await register('Berta', { bookings: [visit] });
    const [waiting] = await entries(berta);
    expect(waiting!.status).toBe('TENTATIVE');
    await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: 2 });
    await later();
    const [promoted] = await entries(berta);
    expect([promoted!.status, promoted!.uid]).toEqual(['CONFIRMED', waiting!.uid]);
    expect(promoted!.sequence).toBeGreaterThan(waiting!.sequence);

    expect(
      (await call('POST', '/live-changes', organiser, { type: 'cancel', session: visit.session })).statusCode,
    ).toBe(201);
    await settle();
    await later();
    const [off] = await entries(berta);
    expect([off!.status, off!.summary.split(':')[0]]).toEqual(['CANCELLED', 'ATCELTS']);
    expect(off!.sequence).toBeGreaterThan(promoted!.sequence);
    await call('POST', '/live-changes', organiser, { type: 'reinstate', session: visit.session });
    await settle();
    await call('DELETE', `/me/bookings/${berta.bookings[0]!.id}`, berta.manageToken);
    await later();
    const [given, ...others] = await entries(berta);
    expect([given!.status, given!.uid, others]).toEqual(['CANCELLED', waiting!.uid, []]);
    expect(given!.sequence).toBeGreaterThan(off!.sequence);

    await book(berta.manageToken, visit.session);
    await later();
    expect((await entries(berta)).map(({ status }) => status)).toEqual(['CONFIRMED']);
    await call('DELETE', '/me', berta.manageToken);
    await later();
    expect((await entries(berta)).map(({ status }) => status)).toEqual(['CANCELLED']);
  });

  it('has stable bytes and an ETag, on the fast lane and off it', async () => {
    await event.app.listen(0, '127.0.0.1');
    const get = async (url: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${await event.app.getUrl()}${url}`, { headers });
      return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
    };
    const cilda = await register('Cilda', { bookings: [{ session: 'D3-CIDER', mode: 'in-person' }] });
    const first = await get(path(cilda));
    const etag = first.headers.etag!;
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const wait of [0, believed]) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      expect((await get(path(cilda))).body).toBe(first.body);
      const again = await get(path(cilda), { 'if-none-match': etag });
      expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag]);
    }
    const downloaded = await get(`${path(cilda)}?download=1`);
    expect(downloaded.headers['content-disposition']).toBe('attachment; filename="agenda.ics"');
  });

  it('opens by its newest address alone, and remembers that a calendar subscribes to it', async () => {
    const dora = await register('Dora');
    expect((await get(`${path(dora)}?download=1`)).statusCode).toBe(200);
    const subscribed = async (): Promise<boolean> => {
      const [row]: [{ at: Date | null }] = await event.database.dataSource.query(
        'SELECT feed_read_at AS at FROM registrations WHERE id = $1',
        [dora.id],
      );
      return row.at !== null;
    };
    expect(await subscribed()).toBe(false);
    await later();
    expect((await get(path(dora))).statusCode).toBe(200);
    expect(await subscribed()).toBe(true);
    const renewed = (await call('POST', '/me/feed/reissue', dora.manageToken)).json<{ feedUrl: string }>();
    expect(path(renewed)).not.toBe(path(dora));
    await later();
    const old = await get(path(dora));
    expect([old.statusCode, old.json<{ code: string }>().code]).toEqual([404, 'calendar.unknown']);
    expect((await get(path(renewed))).statusCode).toBe(200);
    const forged = path(renewed).replace(/.\.ics$/, (end) => (end[0] === 'A' ? 'B.ics' : 'A.ics'));
    expect((await get(forged)).statusCode).toBe(404);
    await call('POST', '/me/erasure', dora.manageToken);
    await later();
    expect((await get(path(renewed))).statusCode).toBe(404);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { Programme } from '@kopa/domain';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createToken } from '../accounts/tokens.js';
import { AppModule } from '../app.module.js';
import { createApp } from '../create-app.js';
import { parseConfig } from '../platform/config.js';
import { loadDemo } from '../programme/load-demo.js';

describe('calendars over HTTP', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let programme: Programme;
  let token: string;

  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });

  beforeAll(async () => {
    database = await createTestDatabase();
    const { dataSource } = database;
    await loadDemo(dataSource, { day: 1, now: new Date('2026-10-07T05:00:00Z') });
    app = await createApp(
      AppModule.with(parseConfig({ KOPA_PUBLIC_URL: 'https://kopa.example' }), dataSource),
      pino({ level: 'silent' }),
    );
    await app.init();
    programme = (await get('/api/v1/events/french-moods/programme')).json<Programme>();
    const eventId = programme.event.id;
    const order = { eventId, role: 'organiser', name: '', expiresAt: null, at: new Date() } as const;
    token = await createToken(dataSource.manager, order);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const entriesIn = (body: string): number => body.split('BEGIN:VEVENT').length - 1;

  it('serves the event and each of its parts to anybody, never compressed', async () => {
    const { tracks, rooms, sessions } = programme;
    const tour = sessions.find(({ code }) => code === 'D1-TOUR')!;
    const online = rooms.find(({ id }) => id === tour.slots[0]!.onlineRoomId)!;
    const parts: [string, number][] = [
      ['', sessions.length],
      ['/sessions/D1-TOUR', 1],
      ['/days/2026-10-07', sessions.filter(({ code }) => code.startsWith('D1-')).length],
      [`/tracks/${tracks[0]!.id}`, sessions.filter(({ trackId }) => trackId === tracks[0]!.id).length],
      [`/rooms/${online.id}`, sessions.filter(({ slots }) => slots[0]!.onlineRoomId === online.id).length],
    ];
    for (const [path, count] of parts) {
      const answer = await get(`/calendar/french-moods${path}.ics`, { 'accept-encoding': 'gzip, br' });
      expect([path, answer.statusCode, entriesIn(answer.body)]).toEqual([path, 200, count]);
      expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8');
      expect(answer.headers['content-encoding']).toBeUndefined();
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(answer.headers.etag).toMatch(/^"[\w-]{22}"$/);
    }
  });

  it('answers 304 to who has it, until a live change; then only the changed slot is another', async () => {
    const url = '/calendar/french-moods.ics';
    const first = await get(url);
    const known = { 'if-none-match': first.headers.etag as string };
    expect([(await get(url, known)).statusCode, (await get(url, known)).body]).toEqual([304, '']);

    const change = await app.inject({
      method: 'POST',
      url: '/api/v1/events/french-moods/live-changes',
      headers: { authorization: `Bearer ${token}` },
      payload: { type: 'delay', session: 'D1-TOUR', minutes: 10, cascade: false },
    });
    expect(change.statusCode).toBe(201);
    const second = await get(url, known);
    expect(second.statusCode).toBe(200);
    expect(second.headers.etag).not.toBe(first.headers.etag);
    const before = new Set(first.body.split('BEGIN:VEVENT'));
    const differing = second.body.split('BEGIN:VEVENT').filter((entry) => !before.has(entry));
    expect(differing).toHaveLength(1);
    expect(differing[0]).toMatch(/^SEQUENCE:1\r$/m);
  });

  it('speaks the language that was asked for, or its base, else the event’s first', async () => {
    const nameIn = async (query: string): Promise<string | undefined> =>
      /^X-WR-CALNAME:(.*)\r$/m.exec((await get(`/calendar/french-moods.ics${query}`)).body)?.[1];
    expect(await nameIn('')).toBe('French moods in Zied zeme');
    expect(await nameIn('?lang=lv')).toBe('Francijas noskaņas Zied zemē');
    expect(await nameIn('?lang=lv-LV')).toBe('Francijas noskaņas Zied zemē');
    expect(await nameIn('?lang=fr')).toBe('French moods in Zied zeme');
    const wrong = await get('/calendar/french-moods.ics?lang=%0d%0aX');
    expect(wrong.json()).toMatchObject({ status: 422, code: 'input.invalid', errors: [{ path: 'lang' }] });
  });

  it('names the file to who downloads it', async () => {
    const dispositionOf = async (url: string) => (await get(url)).headers['content-disposition'];
    expect(await dispositionOf('/calendar/french-moods.ics?download=1')).toBe(
      'attachment; filename="french-moods.ics"',
    );
    expect(await dispositionOf('/calendar/french-moods/sessions/D1-OPEN.ics?download=1')).toBe(
      'attachment; filename="french-moods-session-D1-OPEN.ics"',
    );
    expect(await dispositionOf('/calendar/french-moods.ics')).toBe('inline; filename="french-moods.ics"');
  });

  it.each([
    ['/calendar/nowhere.ics', 'event.unknown'],
    ['/calendar/french-moods/sessions/NONE.ics', 'calendar.unknown'],
    ['/calendar/french-moods/days/2026-10-10.ics', 'calendar.unknown'],
    ['/calendar/french-moods/tracks/none.ics', 'calendar.unknown'],
    ['/calendar/french-moods/rooms/none.ics', 'calendar.unknown'],
  ])('answers 404 to %s', async (url, code) => {
    const answer = await get(url);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ status: 404, code });
  });
});

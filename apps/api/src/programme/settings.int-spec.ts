import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventSettings } from '@kopa/contracts';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { createConsoleLink } from '../accounts/login.service.js';

describe('setting up an event', () => {
  let event: DemoEvent;
  let { call, organiser } = {} as DemoEvent;
  let cookie: string;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, organiser } = event);
    const link = await createConsoleLink(event.database.dataSource.manager, 'http://localhost', event.clock.now());
    const answer = await event.app.inject({
      method: 'POST',
      url: '/api/v1/login-sessions',
      payload: { challenge: link.split('#')[1] },
    });
    cookie = String(answer.headers['set-cookie']).split(';')[0]!;
  });
  afterAll(() => event.close());

  const settings = async (): Promise<EventSettings> => (await call('GET', '/draft/settings', organiser)).json();
  const edit = (body: object, version: number) =>
    call('PATCH', '/draft/settings', organiser, body, { 'if-match': `"${version}"` });
  const asOperator = (url: string, payload: object, headers: Record<string, string> = {}) =>
    event.app.inject({
      method: 'POST',
      url: `/api/v1/events${url}`,
      payload,
      headers: { cookie, host: 'localhost', origin: 'http://localhost', ...headers },
    });
  const wanted = {
    slug: 'village-days',
    title: { lv: 'Ciema dienas', en: 'Village days' },
    zone: 'Europe/Riga',
    firstDay: '2027-03-27',
    lastDay: '2027-03-29',
    languages: ['lv', 'en'],
    modes: ['in-person', 'online'],
  };

  it('edits facts, days, rooms and tracks together, counts it, and notes who did it', async () => {
    const before = await settings();
    const room = { ...before.rooms.find(({ kind }) => kind === 'online')!, joinUrl: 'https://meet.example/new' };
    const track = { id: randomUUID(), name: { lv: 'Ēdieni' }, slug: 'edieni', colour: '#3b6e4f', position: 90 };
    const answer = await edit(
      {
        event: { subtitle: { lv: 'Jauns apakšvirsraksts' } },
        days: [{ date: before.days[0]!.date, title: { lv: 'Pirmā' }, theme: {} }],
        rooms: { upserted: [room] },
        tracks: { upserted: [track] },
      },
      before.version,
    );
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      { event: { subtitle: { lv: 'Jauns apakšvirsraksts' } } },
    ]);
    const after = await settings();
    expect(after).toEqual(answer.json());
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.days[0]).toMatchObject({ title: { lv: 'Pirmā' } });
    expect(after.tracks).toContainEqual(track);
    expect(after.rooms).toContainEqual(room);
    const [entry]: { action: string; after: object }[] = await event.database.dataSource.query(
      'SELECT action, after FROM audit_entries ORDER BY id DESC LIMIT 1',
    );
    expect(entry?.action).toBe('settings.edited');
    // The address by which a room is joined is a secret.
    expect(JSON.stringify(entry?.after)).not.toContain('meet.example');
  });

  it('counts what is edited of the lists alone, and of a join link alone', async () => {
    const { version, rooms, days } = await settings();
    const room = rooms.find(({ kind }) => kind === 'online')!;
    const link = await edit({ rooms: { upserted: [{ ...room, joinUrl: 'https://meet.example/other' }] } }, version);
    expect(link.json()).toMatchObject({ version: version + 1 });
    const day = await edit({ days: [{ date: days[1]!.date, title: { en: 'Second' }, theme: {} }] }, version + 1);
    expect(day.json()).toMatchObject({ version: version + 2 });
  });

  it('keeps how long it is between venues, undoes it, and takes it along into a copy', async () => {
    const before = await settings();
    const [one, other] = before.venues;
    const upserted = [{ ...one!, minutesTo: { [other!.id]: 17 } }];
    const said = await edit({ venues: { upserted } }, before.version);
    expect(said.json()).toMatchObject({ version: before.version + 1 });
    expect((await settings()).venues).toEqual([upserted[0], ...before.venues.slice(1)]);
    const { slug } = (
      await asOperator(`/${event.slug}/copies`, { slug: 'with-ways', title: { en: 'Copy' }, firstDay: '2027-10-06' })
    ).json<{ slug: string }>();
    const copy = await event.app.inject({ url: `/api/v1/events/${slug}/draft/settings`, headers: { cookie } });
    const { venues } = copy.json<EventSettings>();
    const [from] = venues.filter(({ minutesTo }) => minutesTo !== undefined);
    expect(from).toMatchObject({ name: one!.name });
    expect(venues.find(({ id }) => from!.minutesTo![id] === 17)).toMatchObject({ name: other!.name });
    // What is published says it from the next release on, and agendas go by it.
    await call('POST', '/releases', organiser, { name: 'Ways' });
    const published = (await call('GET', '/programme')).json<{ venues: EventSettings['venues'] }>();
    expect(published.venues).toContainEqual(upserted[0]);
    const back = await edit({ venues: { upserted: [one!] } }, before.version + 1);
    expect(back.json<EventSettings>().venues).toEqual(before.venues);
    const nowhere = { ...one!, minutesTo: { [randomUUID()]: 17 } };
    const refused = await edit({ venues: { upserted: [nowhere] } }, before.version + 2);
    expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([
      422,
      expect.stringContaining('is no other venue of this event'),
    ]);
  });

  it('answers a late edit with what stands now, and alters nothing', async () => {
    const now = await settings();
    const answer = await edit({ event: { place: { en: 'Elsewhere' } } }, now.version - 1);
    expect([answer.statusCode, answer.json()]).toMatchObject([412, { code: 'settings.late', current: now }]);
    expect(await settings()).toEqual(now);
    expect((await call('PATCH', '/draft/settings', organiser, {})).statusCode).toBe(428);
  });

  it.each<[string, object, string]>([
    ['a zone that is none', { event: { zone: 'Riga' } }, 'event.zone'],
    ['days the wrong way round', { event: { firstDay: '2026-10-09', lastDay: '2026-10-07' } }, 'event.lastDay'],
    [
      'a colour that is none',
      { tracks: { upserted: [{ id: randomUUID(), name: { en: 'T' }, slug: 't', colour: 'green', position: 1 }] } },
      'tracks.upserted[0].colour',
    ],
    [
      'a venue without a name',
      { venues: { upserted: [{ id: randomUUID(), name: {}, address: '', latitude: null, longitude: null }] } },
      'venues.upserted[0].name',
    ],
  ])('names the field of %s', async (_, body, path) => {
    const { version } = await settings();
    const answer = await edit(body, version);
    expect([answer.statusCode, answer.json()]).toMatchObject([422, { code: 'input.invalid', errors: [{ path }] }]);
    expect((await settings()).version).toBe(version);
  });

  it('keeps a room in which something stands, and names what', async () => {
    const { version, rooms } = await settings();
    const answer = await edit({ rooms: { removed: rooms.map(({ id }) => id) } }, version);
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ detail: string }>().detail).toMatch(/rooms\.removed\[\d\] \d+ sessions? in it \(.*D1-/);
  });

  it('keeps a description as it was written, and publishes the harmless part of it by every way', async () => {
    const written = '**Come** all <img src=x onerror=alert(1)>[here](javascript:alert(1))<script>alert(1)</script>';
    const { version } = await settings();
    expect((await edit({ event: { description: { en: written } } }, version)).statusCode).toBe(200);
    expect((await settings()).event.description).toEqual({ en: written });
    const { seq } = (await call('GET', '/programme')).json<{ seq: number }>();
    await call('POST', '/releases', organiser, { name: 'Described' });
    const published = (await call('GET', `/programme?atLeast=${seq + 1}`)).json<{ event: { description: object } }>();
    const shown = { en: '<p><strong>Come</strong> all <a rel="noopener nofollow">here</a></p>' };
    expect(published.event.description).toEqual(shown);
    expect((await call('GET', '')).json<{ description: object }>().description).toEqual(shown);
    // Followers lay the row of the release over what they have.
    const { changes } = (await call('GET', `/changes?since=${seq}`)).json<{
      changes: { patch?: { event: { description: object } | null } }[];
    }>();
    expect(changes.flatMap(({ patch }) => patch?.event?.description ?? [])).toEqual([shown]);
  });

  it('makes a usable event, once for a key, that its maker sees', async () => {
    const headers = { 'idempotency-key': 'make-1' };
    for (let time = 0; time < 2; time += 1) {
      const answer = await asOperator('', wanted, headers);
      expect([answer.statusCode, answer.json()]).toEqual([201, { slug: 'village-days' }]);
    }
    const taken = await asOperator('', wanted);
    expect([taken.statusCode, taken.json()]).toMatchObject([409, { code: 'event.slugTaken' }]);
    const made = await event.app.inject({ url: '/api/v1/events/village-days/draft/settings', headers: { cookie } });
    const { event: facts, days, rooms } = made.json<EventSettings>();
    expect(facts).toMatchObject({ slug: 'village-days', title: wanted.title, languages: ['lv', 'en'] });
    // Clocks go forward on the second day.
    expect(days.map(({ startsAt, endsAt }) => (Date.parse(endsAt) - Date.parse(startsAt)) / 3_600_000)).toEqual([
      24, 23, 24,
    ]);
    expect(rooms.map(({ kind }) => kind)).toEqual(['physical', 'online']);
    const { events } = (await event.app.inject({ url: '/api/v1/login-sessions/current', headers: { cookie } })).json<{
      events: { slug: string; state: string }[];
    }>();
    expect(events).toContainEqual(expect.objectContaining({ slug: 'village-days', state: 'draft' }));
    expect((await event.app.inject({ url: '/api/v1/events/village-days/programme' })).statusCode).toBe(404);
  });

  it('refuses new events to tokens, and names what is wrong with them', async () => {
    const byToken = await event.app.inject({
      method: 'POST',
      url: '/api/v1/events',
      payload: { ...wanted, slug: 'token-days' },
      headers: { authorization: `Bearer ${organiser}` },
    });
    expect(byToken.statusCode).toBe(403);
    const bad = await asOperator('', { ...wanted, slug: 'bad-days', zone: 'Rīga' });
    expect([bad.statusCode, bad.json()]).toMatchObject([422, { errors: [{ path: 'zone' }] }]);
  });

  it('copies an event to other days, with its registration rules and without its people and join links', async () => {
    const rules = {
      online: { opensAt: '2026-09-01T06:00:00.000Z', closesAt: null, byInvitation: false },
      keepUntil: '2031-12-31',
    };
    expect((await call('PUT', '/registration', organiser, rules)).statusCode).toBe(200);
    await event.register('Eva');
    const request = { slug: 'next-year', title: { en: 'Next year' }, firstDay: '2027-10-06' };
    const answer = await asOperator(`/${event.slug}/copies`, request);
    expect([answer.statusCode, answer.json()]).toEqual([201, { slug: 'next-year' }]);
    const read = async (slug: string) =>
      (await event.app.inject({ url: `/api/v1/events/${slug}/draft`, headers: { cookie } })).json<{
        sessions: { code: string; slots: { startsAt: string }[] }[];
      }>();
    const [from, to] = [await read(event.slug), await read('next-year')];
    expect(to.sessions.map(({ code }) => code)).toEqual(from.sessions.map(({ code }) => code));
    const moved = from.sessions.flatMap(({ slots }, index) =>
      slots.map((slot, at) => Date.parse(to.sessions[index]!.slots[at]!.startsAt) - Date.parse(slot.startsAt)),
    );
    expect(new Set(moved)).toEqual(new Set([364 * 86_400_000]));
    const copied: { rooms: { joinUrl: string | null }[] } = (
      await event.app.inject({ url: '/api/v1/events/next-year/draft/settings', headers: { cookie } })
    ).json();
    expect(new Set(copied.rooms.map(({ joinUrl }) => joinUrl))).toEqual(new Set([null]));
    const [row]: { rules: object }[] = await event.database.dataSource.query(
      `SELECT rules FROM registration_rules r JOIN events e ON e.id = r.event_id WHERE e.slug = 'next-year'`,
    );
    expect(row?.rules).toMatchObject({ online: { opensAt: '2027-08-31T06:00:00.000Z' }, keepUntil: '2032-12-29' });
    const people: unknown[] = await event.database.dataSource.query(
      `SELECT 1 FROM registrations r JOIN events e ON e.id = r.event_id WHERE e.slug = 'next-year'`,
    );
    expect(people).toEqual([]);
    await event.isSound();
  });
});

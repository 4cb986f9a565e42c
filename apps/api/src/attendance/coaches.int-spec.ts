import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CoachList, CoachPerson } from '@kopa/contracts';
import { askedQueries } from '../../../../test/support/asked-queries.js';
import { days, openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { createToken } from '../accounts/tokens.js';
import { deleteWhatHasServed } from '../registration/erasure.js';

const visit = 'D2-INCUBATOR';

describe('the guide’s list for a coach', () => {
  let event: DemoEvent;
  let guide: string;

  beforeAll(async () => {
    event = await openDemoEvent();
    event.clock.at = new Date('2026-10-08T05:30:00Z');
    guide = await createToken(event.database.dataSource.manager, {
      eventId: event.eventId,
      role: 'checkin',
      name: 'Guide',
      expiresAt: null,
      at: event.clock.at,
    });
    await event.setPlaces(`sessions/${visit}/`, { mode: 'in-person', capacity: 3 });
    await event.call('PUT', `/sessions/${visit}/seats`, event.organiser, { capacity: 1 });
  });
  afterAll(() => event.close());

  const at = (minutes = 0): string => new Date(event.clock.at.getTime() + minutes * 60_000).toISOString();
  const list = async (): Promise<CoachList> => (await event.call('GET', `/coaches/${visit}`, guide)).json();
  const line = async (code: string): Promise<CoachPerson | undefined> =>
    (await list()).people.find((one) => one.code === code);
  const mark = (code: string, state: string, when = at(), token = guide) =>
    event.call('PUT', `/coaches/${visit}/marks/${code}`, token, { state, at: when });
  const goes = (name: string, telephone: string, seat = true) =>
    event.register(name, {
      telephone,
      answers: {},
      bookings: [{ session: visit, mode: 'in-person', seat }],
    });

  it('says who has a seat, who goes their own way, who waits and who gave their place back, and how to call them', async () => {
    const seated = await goes('Autobusā Aija', '+371 20000001');
    const queued = await goes('Rindā Rita', '+371 20000002');
    const alone = await goes('Pati Paula', '', false);
    const waiting = await goes('Gaida Gatis', '+371 20000003');
    expect(await list()).toMatchObject({ session: visit, seats: { capacity: 1, taken: 1 } });
    expect(await line(seated.code)).toEqual({
      code: seated.code,
      name: 'Autobusā Aija',
      telephone: '+371 20000001',
      booking: 'confirmed',
      seat: 'confirmed',
      state: 'none',
      at: null,
      presentAt: null,
    });
    expect(await line(queued.code)).toMatchObject({ booking: 'confirmed', seat: 'waitlisted' });
    expect(await line(alone.code)).toMatchObject({ booking: 'confirmed', seat: null, telephone: '' });
    expect(await line(waiting.code)).toMatchObject({ booking: 'waitlisted', seat: 'waitlisted' });
    await event.call('POST', `/registrations/${seated.code}/confirm`, event.organiser, {});
    const { id } = seated.bookings[0]!;
    expect((await event.call('DELETE', `/me/bookings/${id}`, seated.manageToken)).statusCode).toBeLessThan(300);
    expect(await line(seated.code)).toMatchObject({ booking: 'cancelled', seat: 'cancelled' });
    expect(await line(queued.code)).toMatchObject({ seat: 'confirmed' });
    // So late nobody is sent on the way unasked.
    expect(await line(waiting.code)).toMatchObject({ booking: 'waitlisted' });
    // What goes on beside it is not counted: places that were freed above are still being settled.
    const asked = async (): Promise<number> =>
      (await askedQueries(list)).filter((text) => /check_ins|scope = 'seat'/.test(text)).length;
    expect(await asked()).toBe(2);
    await event.setPlaces(`sessions/${visit}/`, { mode: 'in-person', capacity: 100 });
    for (const name of ['Viens', 'Divi', 'Trīs']) await goes(name, '+371 20000009');
    expect(await asked()).toBe(2);
  });

  it('holds what was said last of each, in whatever order it comes, with when they boarded', async () => {
    const { code } = await goes('Kāpj Karlīne', '+371 20000004');
    event.clock.advance(10);
    expect((await mark(code, 'present', at(-5))).json()).toMatchObject({ state: 'present', presentAt: at(-5) });
    // A second phone was without a connection, and sends what it said before that.
    expect((await mark(code, 'not-coming', at(-8))).json()).toMatchObject({ state: 'present', presentAt: at(-5) });
    expect(await line(code)).toMatchObject({ state: 'present', at: at(-5), presentAt: at(-5) });
    const both = await Promise.all([mark(code, 'not-coming', at(-1)), mark(code, 'none', at(-2))]);
    expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(await line(code)).toMatchObject({ state: 'not-coming', at: at(-1), presentAt: null });
    await event.isSound();
  });

  it('takes marks only of who has or had a place there, from who may', async () => {
    const { code } = await event.register('Cits Cilvēks');
    expect((await mark(code, 'present')).json()).toMatchObject({ status: 404, code: 'booking.unknown' });
    expect((await mark('NOBODY00', 'present')).json()).toMatchObject({ code: 'registration.unknown' });
    expect((await event.call('GET', '/coaches/NOWHERE', guide)).json()).toMatchObject({ code: 'session.unknown' });
    const moderator = await createToken(event.database.dataSource.manager, {
      eventId: event.eventId,
      role: 'moderator',
      name: '',
      expiresAt: null,
      at: event.clock.at,
    });
    expect((await event.call('GET', `/coaches/${visit}`, moderator)).statusCode).toBe(200);
    expect((await mark(code, 'present', at(), moderator)).statusCode).toBe(403);
  });

  it('keeps no telephone longer than a week after the event', async () => {
    const { keepUntil, people } = await list();
    expect(keepUntil).toBe('2026-10-16T21:00:00.000Z');
    expect(people.some(({ telephone }) => telephone !== '')).toBe(true);
    event.clock.at = new Date(keepUntil);
    // The list says none even before they are deleted.
    expect((await list()).people.filter(({ telephone }) => telephone !== '')).toEqual([]);
    await deleteWhatHasServed(event.database.dataSource, event.clock.at);
    const [{ count }] = await event.database.dataSource.query<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM registrations WHERE telephone <> ''`,
    );
    expect(count).toBe(0);
    expect(days[2]).toBe('2026-10-09');
  });
});

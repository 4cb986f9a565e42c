import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DoorPeople, DoorWalkInAnswer, Ticket } from '@kopa/contracts';
import { fewestQueries } from '../../../../test/support/asked-queries.js';
import { days, openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { createToken } from '../accounts/tokens.js';

const day = days[1];
const visit = 'D2-INCUBATOR';

describe('at the door', () => {
  let event: DemoEvent;
  let door: string;

  beforeAll(async () => {
    event = await openDemoEvent();
    event.clock.at = new Date('2026-10-08T05:30:00Z');
    door = await createToken(event.database.dataSource.manager, {
      eventId: event.eventId,
      role: 'checkin',
      name: 'Door',
      expiresAt: null,
      at: event.clock.at,
    });
  });
  afterAll(() => event.close());

  const at = (): string => event.clock.at.toISOString();
  const walkIn = (name: string, more: object = {}, key: string = randomUUID()) =>
    event.call(
      'POST',
      '/door/walk-ins',
      door,
      { name, locale: 'lv', day, at: at(), ...more },
      { 'idempotency-key': key },
    );
  const booked = (seat = false): object => ({ bookings: [{ session: visit, mode: 'in-person', seat }] });
  const people = async (more = ''): Promise<DoorPeople> =>
    (await event.call('GET', `/door/people?day=${day}${more}`, door)).json();
  const mark = (code: string, state: string, when = at()) =>
    event.call('PUT', `/door/arrivals/${day}/${code}`, door, { state, at: when });
  const entries = (subject: string): Promise<{ action: string; reason: string; after: unknown }[]> =>
    event.database.dataSource.query('SELECT action, reason, after FROM audit_entries WHERE subject = $1 ORDER BY id', [
      subject,
    ]);
  const mails = (code: string): Promise<{ kind: string }[]> =>
    event.database.dataSource.query(
      `SELECT m.kind FROM outbox_mails m JOIN registrations r ON r.id = m.registration_id WHERE r.code = $1 ORDER BY m.id`,
      [code],
    );
  const rows = async (code: string): Promise<number> => {
    const [{ count }] = await event.database.dataSource.query<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM check_ins c JOIN registrations r ON r.id = c.registration_id WHERE r.code = $1`,
      [code],
    );
    return count;
  };
  const numberNamed = async (name: string): Promise<number> => {
    const [{ count }] = await event.database.dataSource.query<[{ count: number }]>(
      'SELECT count(*)::int AS count FROM registrations WHERE name = $1',
      [name],
    );
    return count;
  };

  it('registers somebody by name alone, checks them in at once and writes them no mail', async () => {
    const answer = await walkIn('Zigrīda Šķēle', booked());
    expect(answer.statusCode).toBe(201);
    const { code, ...rest } = answer.json<DoorWalkInAnswer>();
    expect(rest).toMatchObject({ name: 'Zigrīda Šķēle', arrivedAt: at(), over: [] });
    expect((await people()).items.find((one) => one.code === code)).toMatchObject({
      status: 'confirmed',
      mode: 'in-person',
      presentAt: at(),
      sessions: [visit],
    });
    expect(await mails(code)).toEqual([]);
    expect(await entries(code)).toMatchObject([{ action: 'registration.walkedIn', after: { day, mode: 'in-person' } }]);
    await event.isSound();
  });

  it('confirms in the one mail that it writes to who gives an address', async () => {
    const { code } = (await walkIn('Ar Pastu', { email: 'Ar.Pastu@example.org' })).json<DoorWalkInAnswer>();
    expect(await mails(code)).toEqual([{ kind: 'registration.confirmed' }]);
  });

  it('does it once, however often and at the same time it is sent', async () => {
    const key = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => walkIn('Trīsreiz Sūtīts', {}, key)));
    answers.push(await walkIn('Trīsreiz Sūtīts', {}, key));
    // What was sent is compared: another time is another request.
    expect(new Set(answers.map((answer) => answer.json<DoorWalkInAnswer>().code)).size).toBe(1);
    expect(await numberNamed('Trīsreiz Sūtīts')).toBe(1);
    expect(await rows(answers[0]!.json<DoorWalkInAnswer>().code)).toBe(1);
    await event.isSound();
  });

  it('counts when they stood there, not when a phone had a connection again', async () => {
    const then = new Date(event.clock.at.getTime() - 20 * 60_000).toISOString();
    expect((await walkIn('Vēlāk Nosūtīts', { at: then })).json()).toMatchObject({ arrivedAt: then });
    expect((await walkIn('Ātrs Pulkstenis', { at: '2026-10-08T23:00:00Z' })).json()).toMatchObject({ arrivedAt: at() });
  });

  it('gives a place over the capacity with a reason alone, and keeps it', async () => {
    await event.setPlaces(`sessions/${visit}/`, { mode: 'in-person', capacity: 1 });
    const refused = await walkIn('Bez Iemesla', booked());
    expect([refused.statusCode, refused.json()]).toMatchObject([409, { code: 'places.full', places: [visit] }]);
    expect(await numberNamed('Bez Iemesla')).toBe(0);
    const given = await walkIn('Ar Iemeslu', { ...booked(), overBecause: ' Runātāja pavadone ' });
    const { code, over } = given.json<DoorWalkInAnswer>();
    expect(over).toEqual([visit]);
    expect(await entries(code)).toMatchObject([
      { action: 'registration.walkedIn', reason: 'Runātāja pavadone', after: { over: [visit] } },
    ]);
    expect(
      await event.database.dataSource.query(
        `SELECT l.over_because FROM places l JOIN registrations r ON r.id = l.registration_id
          WHERE r.code = $1 AND l.over_because IS NOT NULL`,
        [code],
      ),
    ).toEqual([{ over_because: 'Runātāja pavadone' }]);
    await event.isSound();
    // What was given over the capacity goes to nobody else when it is given back.
    expect((await event.call('POST', `/registrations/${code}/cancel`, event.organiser, {})).statusCode).toBe(200);
    await event.isSound();
    expect((await walkIn('Pēc Atteikuma', booked())).statusCode).toBe(409);
    await event.setPlaces(`sessions/${visit}/`, { mode: 'in-person', capacity: 100 });
  });

  it('gives places of a full day with a reason, and those of its sessions with them', async () => {
    await event.setPlaces(`days/${day}/`, { mode: 'in-person', capacity: 1 });
    expect((await walkIn('Pilna Diena', booked())).json()).toMatchObject({ code: 'places.full', places: ['day'] });
    const given = await walkIn('Pilna Diena', { ...booked(), overBecause: 'Ministre' });
    expect(given.json()).toMatchObject({ over: ['day'] });
    await event.isSound();
    await event.setPlaces(`days/${day}/`, { mode: 'in-person', capacity: null });
  });

  it('gives the last seat of a coach to exactly one of many, whatever reason they have', async () => {
    await event.call('PUT', `/sessions/${visit}/seats`, event.organiser, { capacity: 1 });
    const telephone = '+371 20000000';
    const without = await walkIn('Bez Tālruņa', booked(true));
    expect([without.statusCode, without.json()]).toMatchObject([
      422,
      { errors: [{ path: 'telephone', code: 'telephone.missing' }] },
    ]);
    const answers = await Promise.all(
      [1, 2, 3, 4].map((nth) => walkIn(`Autobuss ${nth}`, { ...booked(true), telephone, overBecause: 'Steidzami' })),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409, 409]);
    for (const refused of answers.filter(({ statusCode }) => statusCode === 409))
      expect(refused.json()).toMatchObject({ code: 'seats.full', places: [visit] });
    const [pool] = await event.database.dataSource.query<[object]>(
      `SELECT capacity, ceiling, taken, waiting, given_over FROM place_pools WHERE scope = 'seat' AND key = $1`,
      [visit],
    );
    expect(pool).toEqual({ capacity: 1, ceiling: 1, taken: 1, waiting: 0, given_over: 0 });
    // The database refuses it whoever asks.
    await expect(
      event.database.dataSource.query(`UPDATE place_pools SET given_over = 1 WHERE scope = 'seat'`),
    ).rejects.toThrow('place_pools_given_over');
    expect((await walkIn('Savā Gaitā', { ...booked(), telephone })).statusCode).toBe(201);
    await event.isSound();
  });

  it('checks in whoever is registered, once, and takes it back; the later saying holds', async () => {
    const { code } = await event.register('Reģistrēta Rūta');
    const early = new Date(event.clock.at.getTime() - 60_000).toISOString();
    const answers = await Promise.all([1, 2, 3].map(() => mark(code, 'present', early)));
    expect(answers.map((answer) => answer.json<object>())).toEqual(
      answers.map(() => ({ code, name: 'Reģistrēta Rūta', state: 'present', at: early, presentAt: early })),
    );
    expect(await rows(code)).toBe(1);
    // Who comes has confirmed by that.
    expect((await people()).items.find((one) => one.code === code)).toMatchObject({
      status: 'confirmed',
      presentAt: early,
    });
    // Again later: there since the first time.
    expect((await mark(code, 'present')).json()).toMatchObject({ at: at(), presentAt: early });
    // Said before, came later: nothing changes.
    expect((await mark(code, 'none', early)).json()).toMatchObject({ state: 'present', at: at() });
    event.clock.advance(1);
    expect((await mark(code, 'none')).json()).toMatchObject({ state: 'none', presentAt: null });
    expect((await people()).items.find((one) => one.code === code)).toMatchObject({ presentAt: null });
    expect((await entries(code)).map(({ action }) => action)).toEqual(['arrival.marked', 'arrival.marked']);
    await event.isSound();
  });

  it.each([
    ['NOBODY00', day, 404, 'registration.unknown'],
    ['NOBODY00', '2026-01-01', 404, 'day.unknown'],
  ])('knows no %s on %s', async (code, date, status, problem) => {
    const answer = await event.call('PUT', `/door/arrivals/${date}/${code}`, door, { state: 'present', at: at() });
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { code: problem }]);
  });

  it('lets nobody in whose registration was cancelled', async () => {
    const { code, manageToken } = await event.register('Atteikusies Anna');
    await event.call('DELETE', '/me', manageToken);
    const answer = await mark(code, 'present');
    expect([answer.statusCode, answer.json()]).toMatchObject([409, { code: 'registration.cancelled' }]);
    expect(await rows(code)).toBe(0);
  });

  it('reads tickets: of who comes, replaced ones, and those that are none', async () => {
    const { code, manageToken } = await event.register('Biļete Baiba');
    await event.call('POST', `/registrations/${code}/confirm`, event.organiser, {});
    const read = async (ticket: string): Promise<object> =>
      (await event.call('POST', '/door/tickets', door, { ticket, day })).json<object>();
    const first = (await event.call('GET', '/me/ticket', manageToken)).json<Ticket>();
    expect(await read(first.code)).toMatchObject({ state: 'valid', person: { code, presentAt: null } });
    const { code: second } = (await event.call('POST', '/me/ticket/reissue', manageToken)).json<Ticket>();
    expect(await read(first.code)).toMatchObject({ state: 'replaced', person: { code, ticketVersion: 2 } });
    expect(await read(`${second.slice(0, -4)}AAAA`)).toEqual({ state: 'unknown', person: null });
    await event.call('DELETE', '/me', manageToken);
    expect(await read(second)).toMatchObject({ state: 'cancelled', person: { code, status: 'cancelled' } });
  });

  it('lists who may come page by page, with no more queries for many, and finds them by name or code', async () => {
    const all = (await people()).items.map(({ code }) => code);
    const first = await people('&limit=2');
    expect(first.items.map(({ code }) => code)).toEqual(all.slice(0, 2));
    const rest = await people(`&after=${first.next}`);
    expect(rest).toMatchObject({ items: all.slice(2).map((code) => ({ code })), next: null });
    expect(rest.keepUntil).toBe('2026-10-16T21:00:00.000Z');
    const found = (await people('&q=zigr%C4%ABda')).items;
    expect(found.map(({ name }) => name)).toEqual(['Zigrīda Šķēle']);
    expect(Object.keys(found[0]!).sort()).toEqual(
      [
        'code',
        'id',
        'markedAt',
        'mode',
        'name',
        'organisation',
        'presentAt',
        'sessions',
        'status',
        'ticketVersion',
      ].sort(),
    );
    const one = await fewestQueries(() => people('&limit=1'));
    const many = await fewestQueries(() => people());
    expect(many.length).toBe(one.length);
  });
});

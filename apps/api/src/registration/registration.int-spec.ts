import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Booking, RegistrationAnswer, RegistrationView } from '@kopa/contracts';
import type { PlannedSession, Programme } from '@kopa/domain';
import { fewestQueries } from '../../../../test/support/asked-queries.js';
import { waitingForLocks, type TestDatabase } from '../../../../test/support/database.js';
import { days, inPerson, online, openDemoEvent, person, type DemoEvent } from '../../../../test/support/demo-event.js';
import { createToken } from '../accounts/tokens.js';
import { AppModule } from '../app.module.js';
import { createApp } from '../create-app.js';
import { parseConfig } from '../platform/config.js';
import { transaction, TryAgain } from '../platform/database.js';
import { loadDraft, saveDraft } from '../programme/draft-store.js';
import { PeopleService } from './people.service.js';
import { claimPlaces } from './claims.js';
import { cancelPlaces } from './giving-back.js';
import { findPools, poolNameText } from './pools.js';
import { LinkTokens } from './link-tokens.js';
import { outbox } from './registration.commands.js';
import { Presents } from './present.js';
import { ownPlaces } from './registration-view.js';

describe('registration', () => {
  let event: DemoEvent;
  let database: TestDatabase;
  let { app, clock, eventId, slug, organiser, call, register, me, book, setPlaces, counts, settle, isSound } =
    {} as DemoEvent;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ database, app, clock, eventId, slug, organiser, call, register, me } = event);
    ({ book, setPlaces, counts, settle, isSound } = event);
  });
  afterAll(() => event.close());

  const code = (answer: { json: () => { code: string } }): string => answer.json().code;

  it('registers a person with days and bookings, in one go, and shows it to its owner', async () => {
    const before = await counts();
    const bookings = [{ session: 'D2-INCUBATOR', mode: 'in-person' }];
    const created = await register('Anna', { bookings });
    expect(created).toMatchObject({
      status: 'unconfirmed',
      confirmBy: '2026-10-02T05:00:00.000Z',
      bookings: [{ session: 'D2-INCUBATOR', mode: 'in-person', status: 'confirmed' }],
    });
    const view = await me(created.manageToken);
    expect(view).toMatchObject({ name: 'Anna', email: 'anna@example.org', status: 'unconfirmed', version: 1 });
    expect(view.days).toEqual(created.days);
    expect(view.days.map(({ date, mode, status }) => [date, mode, status])).toEqual([
      [days[0], 'online', 'confirmed'],
      [days[1], 'in-person', 'confirmed'],
      [days[2], 'in-person', 'confirmed'],
    ]);
    const left = before.sessions['D2-INCUBATOR']?.['in-person'] ?? 0;
    expect((await counts()).sessions['D2-INCUBATOR']?.['in-person']).toBe(left - 1);
    await isSound();
  });

  it('answers a repeated key with the same registration and token, and another body with 422', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      [1, 2, 3].map(() => call('POST', '/registrations', undefined, person('Twice'), key)),
    );
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    const other = await call('POST', '/registrations', undefined, person('Other'), key);
    expect([other.statusCode, code(other)]).toEqual([422, 'idempotency.mismatch']);
    expect(answers[0]!.body).not.toContain('undefined');
    const kept: { answer: object }[] = await database.dataSource.query('SELECT answer FROM idempotency_keys');
    expect(JSON.stringify(kept)).not.toContain(answers[0]!.json<RegistrationAnswer>().manageToken);
  });

  it.each([
    ['a day that the event does not have', { attendance: { '2026-10-20': 'online' } }, 'attendance.2026-10-20'],
    ['no day at all', { attendance: {} }, 'attendance'],
    ['a mode that there is not', { attendance: { [days[0]]: 'there' } }, `attendance.${days[0]}`],
    ['a session that there is not', { bookings: [{ session: 'NONE', mode: 'online' }] }, 'bookings[0]'],
    [
      'a mode that the session does not have',
      { bookings: [{ session: 'D2-INCUBATOR', mode: 'online' }] },
      'bookings[0]',
    ],
    [
      'in person on an online day',
      { attendance: online, bookings: [{ session: 'D2-INCUBATOR', mode: 'in-person' }] },
      'bookings[0].mode',
    ],
    ['an address that is none', { email: 'anna' }, 'email'],
    ['two lines in a name', { name: 'Anna\r\nBcc: all' }, 'name'],
    ['a field that is not known', { admin: true }, ''],
    ['an answer to no question', { answers: { shoes: 'red' } }, 'answers.shoes'],
    ['a time zone that there is not', { timezone: 'Mars/Base' }, 'timezone'],
    ['what no text may hold', { organisation: 'a\u0000b' }, 'organisation'],
    ['a consent that nobody asks', { consents: [{ purpose: 'soul', version: 1 }] }, 'consents[0]'],
    ['a person of the group', { people: [person('Berta', { attendance: {} })] }, 'people[0].attendance'],
  ])('refuses %s and names the field', async (_, more, path) => {
    const answer = await call('POST', '/registrations', undefined, person('Wrong', more));
    expect([answer.statusCode, answer.json()]).toMatchObject([422, { code: 'input.invalid', errors: [{ path }] }]);
  });

  it('gives the last place once, queues the others in order, and promotes in the transaction that frees it', async () => {
    await setPlaces('sessions/D3-CIDER/', { mode: 'in-person', capacity: 2 });
    const people: RegistrationAnswer[] = [];
    for (const name of ['Aija', 'Baiba', 'Cilda', 'Dace'])
      people.push(await register(name, { bookings: [{ session: 'D3-CIDER', mode: 'in-person' }] }));
    const states = async () => Promise.all(people.map(async ({ manageToken }) => (await me(manageToken)).bookings[0]));
    expect((await states()).map((booking) => [booking?.status, booking?.position])).toEqual([
      ['confirmed', undefined],
      ['confirmed', undefined],
      ['waitlisted', 1],
      ['waitlisted', 2],
    ]);
    expect((await counts()).sessions['D3-CIDER']).toEqual({ 'in-person': 0 });
    const [first] = people;
    const gone = await call('DELETE', `/me/bookings/${first!.bookings[0]!.id}`, first!.manageToken);
    expect(gone.statusCode).toBe(204);
    expect((await states()).map((booking) => [booking?.status, booking?.position])).toEqual([
      [undefined, undefined],
      ['confirmed', undefined],
      ['confirmed', undefined],
      ['waitlisted', 1],
    ]);
    await isSound();
    const raised = await setPlaces('sessions/D3-CIDER/', { mode: 'in-person', capacity: 3 });
    expect(raised.json()).toEqual({ mode: 'in-person', version: 2, capacity: 3, taken: 3, waiting: 0, promoted: 1 });
    const lowered = await setPlaces('sessions/D3-CIDER/', { mode: 'in-person', capacity: 1 });
    expect(lowered.json()).toEqual({ mode: 'in-person', version: 3, capacity: 1, taken: 3, waiting: 0, promoted: 0 });
    const late = await register('Elga', { bookings: [{ session: 'D3-CIDER', mode: 'in-person' }] });
    await call('DELETE', '/me', people[1]!.manageToken);
    expect((await me(late.manageToken)).bookings[0]).toMatchObject({ status: 'waitlisted', position: 1 });
    await isSound();
    await setPlaces('sessions/D3-CIDER/', { mode: 'in-person', capacity: null });
    expect((await me(late.manageToken)).bookings[0]?.status).toBe('confirmed');
    const trail: { action: string; before: object; after: object }[] = await database.dataSource.query(
      `SELECT action, before, after FROM audit_entries ORDER BY id LIMIT 1`,
    );
    expect(trail).toMatchObject([{ action: 'places.set', after: { capacity: 2 } }]);
    await isSound();
  });

  it('offers instead of giving where it is so set, and passes an offer on when it is declined or expires', async () => {
    await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: 1, promotion: 'offer', offerMinutes: 60 });
    await call('DELETE', '/me', (await register('Fills')).manageToken);
    const holders: { id: string }[] = await database.dataSource.query(
      `SELECT l.id FROM places l JOIN place_pools p ON p.id = l.pool_id WHERE p.key = 'D2-INCUBATOR' AND l.status = 'confirmed'`,
    );
    expect(holders).toHaveLength(1);
    const people: RegistrationAnswer[] = [];
    for (const name of ['Gita', 'Hilda', 'Ieva'])
      people.push(await register(name, { bookings: [{ session: 'D2-INCUBATOR', mode: 'in-person' }] }));
    const statuses = async () =>
      Promise.all(people.map(async ({ manageToken }) => (await me(manageToken)).bookings[0]?.status));
    await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: 2, promotion: 'offer', offerMinutes: 60 });
    expect(await statuses()).toEqual(['offered', 'waitlisted', 'waitlisted']);
    const [gita, hilda, ieva] = people;
    const decline = await call('POST', `/me/bookings/${gita!.bookings[0]!.id}/decline`, gita!.manageToken);
    expect(decline.statusCode).toBe(200);
    expect(await statuses()).toEqual([undefined, 'offered', 'waitlisted']);
    clock.advance(61);
    const late = await call('POST', `/me/bookings/${hilda!.bookings[0]!.id}/accept`, hilda!.manageToken);
    expect([late.statusCode, code(late)]).toEqual([409, 'offer.gone']);
    await settle();
    expect(await statuses()).toEqual([undefined, undefined, 'offered']);
    const taken = await call('POST', `/me/bookings/${ieva!.bookings[0]!.id}/accept`, ieva!.manageToken);
    expect(taken.json<RegistrationView>().bookings[0]).toMatchObject({ status: 'confirmed' });
    await isSound();
  });

  it('offers a place that clashes with what is confirmed, and says so', async () => {
    // The quiet residents' session runs online while the visit is under way.
    await setPlaces('sessions/D2-QUIET/', { mode: 'online', capacity: 0 });
    await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: null });
    const { manageToken } = await register('Jana', { bookings: [{ session: 'D2-INCUBATOR', mode: 'in-person' }] });
    expect(await book(manageToken, 'D2-QUIET', 'online')).toMatchObject({ status: 'waitlisted', position: 1 });
    await setPlaces('sessions/D2-QUIET/', { mode: 'online', capacity: 5 });
    const { bookings } = await me(manageToken);
    expect(bookings.find(({ session }) => session === 'D2-QUIET')).toMatchObject({ status: 'offered', clashes: true });
    await isSound();
  });

  it('lets bookings wait with the place of their day, at their number', async () => {
    await setPlaces(`days/${days[1]}/`, { mode: 'in-person', capacity: 0 });
    await setPlaces('sessions/D2-SKOLA6/', { mode: 'in-person', capacity: 1 });
    const waiting = await register('Karina', { bookings: [{ session: 'D2-SKOLA6', mode: 'in-person' }] });
    const view = await me(waiting.manageToken);
    expect(view.days[1]).toMatchObject({ status: 'waitlisted', position: 1, meanwhile: 'online' });
    expect(view.bookings[0]).toMatchObject({ status: 'waitlisted', waitsForDay: true });
    expect(waiting.bookings[0]).toMatchObject({ status: 'waitlisted', waitsForDay: true });
    await isSound();
    await setPlaces(`days/${days[1]}/`, { mode: 'in-person', capacity: null });
    await settle();
    expect((await me(waiting.manageToken)).bookings[0]).toMatchObject({ session: 'D2-SKOLA6', status: 'confirmed' });
    await isSound();
  });

  it('asks before an online day becomes one in person too, and then makes it both', async () => {
    const { manageToken } = await register('Laima', { attendance: online });
    const asked = await call('POST', '/me/bookings', manageToken, { session: 'D2-INCUBATOR', mode: 'in-person' });
    expect([asked.statusCode, asked.json()]).toMatchObject([409, { code: 'day.mode', date: days[1], mode: 'online' }]);
    const order = { session: 'D2-INCUBATOR', mode: 'in-person', comeInPerson: true };
    const booked = await call('POST', '/me/bookings', manageToken, order);
    expect(booked.json()).toMatchObject({ status: 'confirmed' });
    expect((await me(manageToken)).days.map(({ mode, status }) => [mode, status])).toEqual([
      ['online', 'confirmed'],
      ['both', 'confirmed'],
      ['online', 'confirmed'],
    ]);
    const twice = await call('POST', '/me/bookings', manageToken, order);
    expect([twice.statusCode, code(twice)]).toEqual([409, 'place.held']);
    await isSound();
  });

  it('frees what a day that goes online takes in person, and keeps what can be followed online', async () => {
    const { manageToken } = await register('Made', { bookings: [{ session: 'D2-INCUBATOR', mode: 'in-person' }] });
    await book(manageToken, 'D2-QUIET', 'online');
    const { version } = await me(manageToken);
    const patched = await call(
      'PATCH',
      '/me',
      manageToken,
      { attendance: { [days[1]]: 'online' } },
      { 'if-match': `"${version}"` },
    );
    expect(patched.statusCode).toBe(200);
    const view = patched.json<RegistrationView>();
    expect(view.days[1]).toMatchObject({ date: days[1], mode: 'online', status: 'confirmed' });
    expect(view.bookings.map(({ session }) => session)).toEqual(['D2-QUIET']);
    expect(view.version).toBe(version + 1);
    const late = await call('PATCH', '/me', manageToken, { name: 'Late' }, { 'if-match': `"${version}"` });
    expect([late.statusCode, code(late)]).toEqual([412, 'registration.late']);
    const blind = await call('PATCH', '/me', manageToken, { name: 'Blind' });
    expect([blind.statusCode, code(blind)]).toEqual([428, 'version.missing']);
    await isSound();
  });

  it('leaves days that are over to the organisers', async () => {
    const { manageToken } = await register('Nora');
    const { version } = await me(manageToken);
    const before = clock.at;
    clock.at = new Date('2026-10-08T08:00:00Z');
    const late = await call(
      'PATCH',
      '/me',
      manageToken,
      { attendance: { [days[0]]: 'absent' } },
      { 'if-match': `"${version}"` },
    );
    clock.at = before;
    expect([late.statusCode, code(late)]).toEqual([409, 'day.past']);
  });

  it('registers a delegation: each with a link, a mode and an address or the contact’s', async () => {
    const group = await register('Olga', {
      people: [
        person('Paula', { attendance: online }),
        { ...person('Rita'), email: undefined, bookings: [{ session: 'D2-INCUBATOR', mode: 'in-person' }] },
      ],
    });
    expect(group.people.map(({ name }) => name)).toEqual(['Paula', 'Rita']);
    const views = await Promise.all([group, ...group.people].map(({ manageToken }) => me(manageToken)));
    expect(views.map(({ email }) => email)).toEqual(['olga@example.org', 'paula@example.org', 'olga@example.org']);
    expect(new Set(group.people.map(({ manageToken }) => manageToken)).size).toBe(2);
    // That they share an address is no question: the contact named each.
    for (const { id } of [group, ...group.people]) {
      const token = await app.get(LinkTokens).make('confirm', id, 1);
      expect((await call('POST', '/registrations/confirm', undefined, { token })).statusCode).toBe(200);
    }
    await isSound();
  });

  it('gives everybody the pool that another makes in the same moment', async () => {
    const { dataSource } = database;
    const name = { scope: 'day' as const, key: '2026-10-30', mode: 'online' as const, capacity: null };
    let commit: () => void = () => undefined;
    let tell: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (commit = resolve));
    const isMade = new Promise<void>((resolve) => (tell = resolve));
    const first = dataSource.transaction(async (manager) => {
      const pools = await findPools(manager, eventId, [name]);
      tell();
      await gate;
      return pools;
    });
    await isMade;
    const second = findPools(dataSource.manager, eventId, [name]);
    await waitingForLocks(database, 1);
    commit();
    const [made, found] = (await Promise.all([first, second])).map((pools) => pools.get(poolNameText(name)));
    expect(found).toEqual({ ...made, isNew: false });
    await dataSource.query(`DELETE FROM place_pools WHERE key = '2026-10-30'`);
  });

  it('registers any number of people with the same number of round trips', async () => {
    const queries = async (count: number): Promise<number> => {
      const people = Array.from({ length: count }, (_, index) => person(`Many${index}`));
      return (await fewestQueries(() => register('Many', { people }))).length;
    };
    // One that registers alone needs no lock ahead of its claims.
    expect(await queries(40)).toBe(await queries(1));
  });

  it('offers a day as it does a session, to be accepted or declined; a place of a day is no booking', async () => {
    const full = await setPlaces(`days/${days[1]}/`, { mode: 'in-person', capacity: 0, promotion: 'offer' });
    const capacity = full.json<{ taken: number }>().taken + 1;
    const [one, two] = [await register('Dina'), await register('Egils')];
    const day = async ({ manageToken }: RegistrationAnswer) => (await me(manageToken)).days[1]!;
    expect([(await day(one)).position, (await day(two)).position]).toEqual([1, 2]);
    await setPlaces(`days/${days[1]}/`, { mode: 'in-person', capacity, promotion: 'offer' });
    const offered = await day(one);
    expect(offered).toMatchObject({ status: 'offered', meanwhile: 'online' });
    const back = await call('DELETE', `/me/bookings/${offered.id}`, one.manageToken);
    expect([back.statusCode, code(back)]).toEqual([404, 'booking.unknown']);
    expect((await call('POST', `/me/bookings/${offered.id}/decline`, one.manageToken)).statusCode).toBe(200);
    const accepted = await call('POST', `/me/bookings/${(await day(two)).id}/accept`, two.manageToken);
    expect(accepted.json<RegistrationView>().days[1]).toMatchObject({ status: 'confirmed' });
    await setPlaces(`days/${days[1]}/`, { mode: 'in-person', capacity: null });
    const event = await setPlaces('', { mode: 'online', capacity: 5, promotion: 'offer' });
    expect([event.statusCode, event.json()]).toMatchObject([422, { errors: [{ path: 'promotion' }] }]);
    await isSound();
  });

  it('refuses what is over, what is closed and ids that are none, each by its name', async () => {
    const { manageToken } = await register('Fanija', { attendance: online });
    const before = clock.at;
    clock.at = new Date('2026-10-09T20:00:00Z');
    const over = await call('POST', '/me/bookings', manageToken, { session: 'D2-QUIET', mode: 'online' });
    clock.at = before;
    expect([over.statusCode, code(over)]).toEqual([409, 'session.over']);
    const closesAt = '2026-09-30T00:00:00Z';
    await call('PUT', '/registration', organiser, { 'in-person': { closesAt } });
    const closed = { path: 'attendance', code: 'mode.closed', mode: 'in-person', at: closesAt };
    const answers = [
      await call('POST', '/registrations', undefined, person('Late')),
      await call('POST', '/registrations', undefined, {
        ...person('Late', { attendance: online, bookings: [{ session: 'D2-SKOLA6', mode: 'in-person' }] }),
      }),
      await call('POST', '/me/bookings', manageToken, { session: 'D2-SKOLA6', mode: 'in-person', comeInPerson: true }),
    ];
    await call('PUT', '/registration', organiser, {});
    for (const answer of answers)
      expect(answer.json<{ errors: object[] }>().errors).toContainEqual(expect.objectContaining(closed));
    const id = await call('DELETE', '/me/bookings/xyz', manageToken);
    expect([id.statusCode, id.json()]).toMatchObject([422, { errors: [{ path: 'id', message: 'must be a UUID' }] }]);
    const untitled = { questions: [{ kind: 'text', key: 'diet', label: {} }] };
    expect((await call('PUT', '/registration', organiser, untitled)).json()).toMatchObject({
      errors: [{ path: 'questions[0].label' }],
    });
  });

  it('shows sensitive answers to those alone who may see them', async () => {
    const rules = {
      questions: [
        { kind: 'text', key: 'diet', label: { en: 'Diet' }, isSensitive: true },
        { kind: 'text', key: 'arrival', label: { en: 'Arrival' } },
      ],
    };
    await call('PUT', '/registration', organiser, rules);
    await register('Gundega', { answers: { diet: 'no nuts', arrival: 'by train' } });
    await call('PUT', '/registration', organiser, rules);
    const moderator = await createToken(database.dataSource.manager, {
      eventId,
      role: 'moderator',
      name: '',
      expiresAt: null,
      at: clock.at,
    });
    const answersFor = async (token: string) =>
      (await call('GET', '/registrations?q=Gundega', token)).json<{ items: RegistrationView[] }>().items[0]?.answers;
    expect(await answersFor(moderator)).toEqual({ arrival: 'by train' });
    expect(await answersFor(organiser)).toEqual({ arrival: 'by train', diet: 'no nuts' });
    const { body } = await call('GET', '/registrations.csv', organiser);
    expect([body.includes('by train'), body.includes('no nuts')]).toEqual([true, false]);
    await call('PUT', '/registration', organiser, {});
  });

  it('lets organisers correct a day that is over, with a reason, and walk one person in', async () => {
    const questions = [{ kind: 'text', key: 'diet', label: { en: 'Diet' } }];
    await call('PUT', '/registration', organiser, { questions });
    const { manageToken, code: own } = await register('Helga');
    const { version } = await me(manageToken);
    const before = clock.at;
    clock.at = new Date('2026-10-08T08:00:00Z');
    const correct = (body: object) =>
      call('PATCH', `/registrations/${own}`, organiser, body, { 'if-match': `"${version}"` });
    const silent = await correct({ attendance: { [days[0]]: 'absent' } });
    const guardian = { name: 'Mother', email: 'mother@example.org', agrees: true };
    const personal = { telephone: '+371 20000000', bornOn: '1980-01-01', guardian, answers: { diet: 'no nuts' } };
    const corrected = await correct({ attendance: { [days[0]]: 'absent' }, ...personal, reason: 'was ill' });
    clock.at = before;
    await call('PUT', '/registration', organiser, {});
    expect([silent.statusCode, silent.json()]).toMatchObject([422, { errors: [{ path: 'reason' }] }]);
    expect(corrected.json<RegistrationView>().days[0]).toEqual({ date: days[0], mode: 'absent' });
    const [entry]: object[] = await database.dataSource.query(
      `SELECT subject, before, after, reason FROM audit_entries WHERE action = 'registration.corrected'`,
    );
    expect(entry).toEqual({
      subject: own,
      before: { attendance: inPerson },
      after: {
        attendance: { [days[0]]: 'absent' },
        changed: ['telephone', 'bornOn', 'guardian', 'attendance', 'answers.diet'],
      },
      reason: 'was ill',
    });
    const several = await call('POST', '/registrations/walk-in', organiser, person('Walks', { people: [] }));
    expect(several.statusCode).toBe(422);
  });

  it('confirms by the mailed link; an address that is known is asked what it means', async () => {
    const confirm = async (id: string, choice?: object | string) =>
      call('POST', '/registrations/confirm', undefined, {
        token: await app.get(LinkTokens).make('confirm', id, 1),
        ...(choice === undefined ? {} : { choice }),
      });
    const [one, two, three] = [await register('Sanita'), await register('Sanita'), await register('Sanita')];
    expect((await confirm(one.id)).json()).toMatchObject({ status: 'confirmed', confirmBy: null });
    const asked = await confirm(two.id);
    expect([asked.statusCode, asked.json()]).toMatchObject([
      409,
      { code: 'registration.choice', others: [{ id: one.id, name: 'Sanita' }] },
    ]);
    expect((await confirm(two.id, 'another-person')).json()).toMatchObject({ status: 'confirmed' });
    expect((await confirm(three.id, { replace: one.id })).json()).toMatchObject({ status: 'confirmed' });
    expect((await call('GET', '/me', one.manageToken)).statusCode).toBe(401);
    const forged = await call('POST', '/registrations/confirm', undefined, {
      token: (await app.get(LinkTokens).make('confirm', two.id, 1)).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    });
    expect([forged.statusCode, code(forged)]).toEqual([404, 'link.unknown']);
    // Opened again it asks nothing more; of a link that was revoked nothing is known.
    expect((await confirm(two.id)).json()).toMatchObject({ status: 'confirmed' });
    await database.dataSource.query('UPDATE registrations SET token_version = 2 WHERE id = $1', [two.id]);
    expect((await confirm(two.id)).statusCode).toBe(404);
    const mails: { recipient: string }[] = await database.dataSource.query(
      `SELECT recipient FROM outbox_mails WHERE kind = 'registration.confirm' AND recipient LIKE 'sanita@%'`,
    );
    expect(mails).toHaveLength(3);
  });

  it('gives places back when nobody confirms in time', async () => {
    await setPlaces('sessions/D3-CIDER/', { mode: 'in-person', capacity: null });
    const lapsing = await register('Tija', { bookings: [{ session: 'D3-CIDER', mode: 'in-person' }] });
    clock.advance(24 * 60 + 1);
    await settle();
    expect((await call('GET', '/me', lapsing.manageToken)).statusCode).toBe(401);
    await isSound();
  });

  it('lets each registration reach its own and nothing else', async () => {
    const [own, other] = [
      await register('Una', { bookings: [{ session: 'D2-INCUBATOR', mode: 'in-person' }] }),
      await register('Vera'),
    ];
    const [booking] = own.bookings;
    const answers = await Promise.all([
      call('GET', '/me'),
      call('GET', '/me', organiser),
      call('DELETE', `/me/bookings/${booking!.id}`, other.manageToken),
      call('POST', `/me/bookings/${booking!.id}/accept`, other.manageToken),
      call('PUT', '/places', own.manageToken, { mode: 'online', capacity: 1 }),
      call('GET', '/draft', own.manageToken),
      call('GET', '/changes?since=0&stream=organisers', own.manageToken),
      call('GET', `/changes?since=0&stream=me:${other.code}`, own.manageToken),
      call('GET', '/changes?since=0&stream=me'),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 403, 404, 404, 403, 403, 403, 403, 401]);
    const mine = await call('GET', '/changes?since=0&stream=me', own.manageToken);
    expect(mine.json<{ changes: { type: string }[] }>().changes.map(({ type }) => type)).toContain('booking.confirmed');
    const foreign = { 'if-match': '"1"', cookie: `kopa-me=${own.manageToken}`, origin: 'https://evil.example' };
    const forged = await call('PATCH', '/me', undefined, { name: 'Forged' }, foreign);
    expect([forged.statusCode, code(forged)]).toEqual([403, 'origin.foreign']);
    const page = { ...foreign, origin: 'http://localhost:3000' };
    expect((await call('PATCH', '/me', undefined, { name: 'Una B.' }, page)).json()).toMatchObject({ name: 'Una B.' });
  });

  it('books once for a key, also for twins at the same time', async () => {
    const { manageToken } = await register('Zane');
    await setPlaces('sessions/D2-STORIES/', { mode: 'online', capacity: 30 });
    const key = { 'idempotency-key': randomUUID() };
    const order = { session: 'D2-STORIES', mode: 'online' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => call('POST', '/me/bookings', manageToken, order, key)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    const other = await call('POST', '/me/bookings', manageToken, { ...order, session: 'D2-QUIET' }, key);
    expect([other.statusCode, code(other)]).toEqual([422, 'idempotency.mismatch']);
    const again = await call('POST', '/me/bookings', manageToken, order, { 'idempotency-key': randomUUID() });
    expect([again.statusCode, code(again)]).toEqual([409, 'place.held']);
    await isSound();
  });

  it('registers with three bookings and all answers in at most 8 round trips', async () => {
    const rules = { questions: [{ kind: 'text', key: 'diet', label: { en: 'Diet' }, isSensitive: true }] };
    expect((await call('PUT', '/registration', organiser, rules)).statusCode).toBe(200);
    const more = {
      answers: { diet: 'none' },
      bookings: [
        { session: 'D2-INCUBATOR', mode: 'in-person' },
        { session: 'D2-SKOLA6', mode: 'in-person' },
        { session: 'D3-CIDER', mode: 'in-person' },
      ],
    };
    await register('Warm', more);
    let nth = 0;
    const own = await fewestQueries(async () => {
      const key = { 'idempotency-key': randomUUID() };
      const counted = person(`Counted${(nth += 1)}`, more);
      expect((await call('POST', '/registrations', undefined, counted, key)).statusCode).toBe(201);
    });
    expect([own.length > 3 && own.length <= 8, own]).toEqual([true, own]);
    await call('PUT', '/registration', organiser, {});
  });

  it('lets organisers find, confirm, promote with a reason, cancel and export, all in the trail', async () => {
    await setPlaces('sessions/D1-TOUR/', { mode: 'online', capacity: 1 });
    const bookings = [{ session: 'D1-TOUR', mode: 'online' }];
    const [held, first, second] = [
      await register('Ādams', { bookings, organisation: '=HYPERLINK("x")' }),
      await register('Bērziņš', { bookings }),
      await register('Cīrulis', { bookings }),
    ];
    const found = await call('GET', `/registrations?session=D1-TOUR&day=${days[0]}&mode=online&q=b%C4%93rz`, organiser);
    expect(found.json<{ items: RegistrationView[] }>().items.map(({ name }) => name)).toEqual(['Bērziņš']);
    const confirmed = await call('POST', `/registrations/${first.code}/confirm`, organiser, {});
    expect(confirmed.json()).toMatchObject({ status: 'confirmed' });
    const promote = (reason: string) =>
      call('POST', `/registrations/${second.code}/bookings/${second.bookings[0]!.id}/promote`, organiser, { reason });
    expect([(await promote('')).statusCode, code(await promote('her own talk'))]).toEqual([422, 'places.full']);
    await setPlaces('sessions/D1-TOUR/', { mode: 'online', capacity: 1, promotion: 'offer' });
    const cancelled = await call('POST', `/registrations/${held.code}/cancel`, organiser, { reason: 'by telephone' });
    expect(cancelled.json()).toMatchObject({ status: 'cancelled', bookings: [] });
    expect((await me(first.manageToken)).bookings[0]).toMatchObject({ status: 'offered' });
    await setPlaces('sessions/D1-TOUR/', { mode: 'online', capacity: 2, promotion: 'offer' });
    expect((await me(second.manageToken)).bookings[0]).toMatchObject({ status: 'offered' });
    const walkIn = await call('POST', '/registrations/walk-in', organiser, person('Walks In'));
    expect(walkIn.json()).toMatchObject({ status: 'confirmed' });
    const table = await call('GET', '/registrations.csv', organiser);
    expect(table.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(table.body).toContain(`Bērziņš`);
    expect(table.body).toContain(`"'=HYPERLINK(""x"")"`);
    expect(table.body).not.toContain('diet');
    const trail: { action: string; subject: string; reason: string }[] = await database.dataSource.query(
      `SELECT action, subject, reason FROM audit_entries WHERE action IN ('registration.confirmed', 'registration.cancelled') ORDER BY id`,
    );
    expect(trail).toEqual([
      { action: 'registration.confirmed', subject: first.code, reason: '' },
      { action: 'registration.cancelled', subject: held.code, reason: 'by telephone' },
      { action: 'registration.confirmed', subject: walkIn.json<RegistrationView>().code, reason: '' },
    ]);
    await isSound();
  });

  it('lists any number of registrations with the same number of queries', async () => {
    const queries = async (limit: number): Promise<number> => {
      const asked = await fewestQueries(() => app.get(PeopleService).list(eventId, { limit }, { sensitive: false }));
      return asked.filter((text) => text.includes('registration')).length;
    };
    expect(await queries(1)).toBe(await queries(50));
  });

  it('follows what is published: a capacity raised in a release, and a session that goes online', async () => {
    const { manager } = database.dataSource;
    const redraft = async (session: string, change: (entry: PlannedSession) => void): Promise<void> => {
      const draft = (await loadDraft(manager, eventId))!;
      change(draft.sessions.find(({ code: own }) => own === session)!);
      await saveDraft(manager, draft);
      expect((await call('POST', '/releases', organiser, { name: 'Next', choices: {} })).statusCode).toBe(201);
      await settle();
    };
    const states = async (people: RegistrationAnswer[]) =>
      Promise.all(
        people.map(async ({ manageToken }) => {
          const [booking] = (await me(manageToken)).bookings;
          return [booking?.session, booking?.mode, booking?.status, booking?.position].join(' ').trim();
        }),
      );
    await redraft('D1-COVID', ({ capacity }) => (capacity.online = 1));
    const bookings = [{ session: 'D1-COVID', mode: 'online' }];
    const online = [await register('Elza', { bookings }), await register('Fricis', { bookings })];
    expect(await states(online)).toEqual(['D1-COVID online confirmed', 'D1-COVID online waitlisted 1']);
    await redraft('D1-COVID', ({ capacity }) => (capacity.online = 2));
    expect(await states(online)).toEqual(['D1-COVID online confirmed', 'D1-COVID online confirmed']);

    // Two in the hall and one who waits: the house closes, online has room for one.
    await setPlaces('sessions/D2-SKOLA6/', { mode: 'in-person', capacity: 2 });
    await setPlaces('sessions/D2-SKOLA6/', { mode: 'online', capacity: 100 });
    await database.dataSource.query(
      `UPDATE registrations SET status = 'unconfirmed', confirm_by = $1
        WHERE id IN (SELECT registration_id FROM places l JOIN place_pools p ON p.id = l.pool_id WHERE p.key = 'D2-SKOLA6')`,
      [new Date(clock.at.getTime() - 1000)],
    );
    await settle();
    const hall: RegistrationAnswer[] = [];
    for (const name of ['Guna', 'Harijs', 'Inta'])
      hall.push(await register(name, { bookings: [{ session: 'D2-SKOLA6', mode: 'in-person' }] }));
    await setPlaces('sessions/D2-SKOLA6/', { mode: 'online', capacity: 1 });
    expect(await states(hall)).toEqual([
      'D2-SKOLA6 in-person confirmed',
      'D2-SKOLA6 in-person confirmed',
      'D2-SKOLA6 in-person waitlisted 1',
    ]);
    await redraft('D2-SKOLA6', ({ slots }) => slots.forEach((slot) => (slot.roomId = null)));
    expect(await states(hall)).toEqual([
      'D2-SKOLA6 online confirmed',
      'D2-SKOLA6 online waitlisted 1',
      'D2-SKOLA6 online waitlisted 2',
    ]);
    await isSound();
  });

  describe('a day given back while a booking of it is made', () => {
    const start = async (name: string) => {
      await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: null });
      const { id, manageToken } = await register(name);
      const { manager } = database.dataSource;
      const [day] = (await ownPlaces(manager, [id])).filter(({ scope, key }) => scope === 'day' && key === days[1]);
      const [pool]: { id: string }[] = await manager.query(`SELECT id FROM place_pools WHERE key = 'D2-INCUBATOR'`);
      const present = await app.get(Presents).of(eventId);
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      return { id, manageToken, day: day!, pool: pool!, present, gate, open: () => open() };
    };
    const begun = (work: (tell: () => void) => Promise<unknown>) => {
      let tell: () => void = () => undefined;
      const told = new Promise<void>((resolve) => (tell = resolve));
      return { done: work(() => tell()), told };
    };

    it('makes the booking that waited for it begin anew', async () => {
      const { id, day, pool, present, gate, open } = await start('Kate');
      const leaving = begun((tell) =>
        transaction(database.dataSource, async (manager) => {
          await cancelPlaces(manager, [day.id], present);
          tell();
          await gate;
        }),
      );
      await leaving.told;
      const claim = { id: randomUUID(), poolId: pool.id, afterId: day.id };
      const booking = database.dataSource.transaction((manager) =>
        claimPlaces(manager, [{ registrationId: id, claims: [claim] }], clock.at),
      );
      const outcome = booking.then(
        () => 'booked',
        (error: unknown) => error,
      );
      await Promise.race([waitingForLocks(database, 1), outcome]);
      open();
      await leaving.done;
      expect(await outcome).toBeInstanceOf(TryAgain);
      await isSound();
    });

    it('asks whoever has no place on the day to come in person anew', async () => {
      const { manageToken, day, present } = await start('Maija');
      await transaction(database.dataSource, (manager) => cancelPlaces(manager, [day.id], present));
      const order = { session: 'D2-INCUBATOR', mode: 'in-person' };
      const asked = await call('POST', '/me/bookings', manageToken, order);
      expect([asked.statusCode, code(asked)]).toEqual([409, 'day.mode']);
      const booked = await call('POST', '/me/bookings', manageToken, { ...order, comeInPerson: true });
      expect(booked.json()).toMatchObject({ status: 'confirmed' });
      expect((await me(manageToken)).days[1]).toMatchObject({ mode: 'in-person', status: 'confirmed' });
      await isSound();
    });

    it('takes with it the booking that was made just before', async () => {
      const { id, day, pool, present, gate, open } = await start('Lote');
      const booking = begun((tell) =>
        transaction(database.dataSource, async (manager) => {
          const claims = [{ id: randomUUID(), poolId: pool.id, afterId: day.id }];
          await claimPlaces(manager, [{ registrationId: id, claims }], clock.at);
          tell();
          await gate;
        }),
      );
      await booking.told;
      const leaving = transaction(database.dataSource, (manager) => cancelPlaces(manager, [day.id], present));
      await waitingForLocks(database, 1);
      open();
      await Promise.all([booking.done, leaving]);
      expect((await ownPlaces(database.dataSource.manager, [id])).map(({ key }) => key)).not.toContain('D2-INCUBATOR');
      await isSound();
    });
  });

  it('answers 429 with Retry-After when one mailbox registers too often, and goes on answering others', async () => {
    const limited = await createApp(
      AppModule.with(parseConfig({}), database.dataSource, clock),
      pino({ level: 'silent' }),
    );
    await limited.init();
    try {
      const post = (email: string) =>
        limited.inject({
          method: 'POST',
          url: `/api/v1/events/${slug}/registrations`,
          payload: { ...person('Again'), email },
        });
      const statuses = [];
      for (let turn = 0; turn < 30; turn += 1) statuses.push((await post('again@example.org')).statusCode);
      expect(new Set(statuses)).toEqual(new Set([201]));
      const refused = await post('Again@example.org');
      expect([refused.statusCode, code(refused), refused.headers['retry-after']]).toEqual([
        429,
        'tries.tooMany',
        '3600',
      ]);
      expect((await post('another@example.org')).statusCode).toBe(201);
      const send = () =>
        limited.inject({
          method: 'POST',
          url: `/api/v1/events/${slug}/registration/files?name=a.pdf`,
          headers: { 'content-type': 'application/octet-stream' },
          payload: Buffer.from('%PDF-'),
        });
      const { manageToken } = await register('Often');
      const book = () =>
        limited.inject({
          method: 'POST',
          url: `/api/v1/events/${slug}/me/bookings`,
          headers: { authorization: `Bearer ${manageToken}` },
          payload: { session: 'D1-ROUND', mode: 'online' },
        });
      for (let turn = 0; turn < 120; turn += 1) await book();
      expect((await book()).statusCode).toBe(429);
      for (let turn = 0; turn < 60; turn += 1) await send();
      expect((await send()).statusCode).toBe(429);
      const look = () => limited.inject({ url: `/api/v1/events/${slug}/registration/invitations/GUESSED2` });
      for (let turn = 0; turn < 60; turn += 1) await look();
      expect((await look()).statusCode).toBe(429);
    } finally {
      await limited.close();
    }
  });

  it('gives people all that is kept of them', async () => {
    const { manageToken } = await register('Ulla', { bookings: [{ session: 'D3-CIDER', mode: 'in-person' }] });
    await call('DELETE', `/me/bookings/${(await me(manageToken)).bookings[0]!.id}`, manageToken);
    const answer = await call('GET', '/me/data', manageToken);
    expect(answer.headers['content-disposition']).toBe('attachment; filename="registration.json"');
    const kept = answer.json<{ registration: RegistrationView; history: { type: string; place: Booking }[] }>();
    expect(kept.registration).toEqual(await me(manageToken));
    const cider = kept.history.filter(({ place }) => place.session === 'D3-CIDER').map(({ type }) => type);
    expect(cider).toEqual(['booking.confirmed', 'booking.cancelled']);
  });

  it('offers a place in person in the last twelve hours, to those alone for whom short notice is fine', async () => {
    const joined = async (name: string, more: object): Promise<RegistrationAnswer> => {
      const answer = await register(name, more);
      await call('POST', `/registrations/${answer.code}/confirm`, organiser);
      return answer;
    };
    await setPlaces('sessions/D3-CIDER/', { mode: 'in-person', capacity: 0 });
    const bookings = [{ session: 'D3-CIDER', mode: 'in-person' }];
    const { manageToken: first } = await joined('Vija', { bookings });
    const { manageToken: second } = await joined('Anna', { bookings, shortNotice: true });
    const before = clock.at;
    const { sessions } = (await call('GET', '/programme')).json<Programme>();
    const meetAt = sessions.find(({ code: own }) => own === 'D3-CIDER')!.addOn!.meetAt!;
    clock.at = new Date(Date.parse(meetAt) - 3 * 3600_000);
    await setPlaces('sessions/D3-CIDER/', { mode: 'in-person', capacity: null });
    const offered = ['offered', new Date(Date.parse(meetAt) - 1.5 * 3600_000).toISOString()];
    const stateOf = async (token: string) => {
      await settle();
      const [booking] = (await me(token)).bookings;
      return [booking?.status, booking?.offeredUntil];
    };
    expect(await stateOf(first)).toEqual(['waitlisted', undefined]);
    expect(await stateOf(second)).toEqual(offered);
    await isSound();
    // Whoever says so only now is offered what is free at once; and so is who has just come.
    await call('PATCH', '/me', first, { shortNotice: true }, { 'if-match': '"2"' });
    expect(await stateOf(first)).toEqual(offered);
    await setPlaces('sessions/D3-CIDER/', { mode: 'in-person', capacity: 2 });
    await joined('Waits', { bookings });
    await setPlaces('sessions/D3-CIDER/', { mode: 'in-person', capacity: null });
    const { manageToken: late } = await joined('Late', { bookings, shortNotice: true });
    expect(await stateOf(late)).toEqual(offered);
    const { manageToken: later } = await joined('Later', { shortNotice: true });
    await call('POST', '/me/bookings', later, bookings[0]);
    expect(await stateOf(later)).toEqual(offered);
    await isSound();
    clock.at = before;
    await setPlaces('sessions/D3-CIDER/', { mode: 'in-person', capacity: null });
  });

  it('prints the outbox with links that work', async () => {
    const { id } = await register('Outboxed');
    const mails = await outbox(database.dataSource, 'https://kopa.example', slug);
    const token = /confirm#(\S+)/.exec(mails.find((mail) => mail.includes('outboxed@example.org')) ?? '')?.[1];
    expect((await call('POST', '/registrations/confirm', undefined, { token })).json()).toMatchObject({
      id,
      status: 'confirmed',
    });
  });

  it('keeps the database sound when everybody wants the same at once', async () => {
    await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: 60 });
    const bookings = [{ session: 'D2-INCUBATOR', mode: 'in-person' }];
    const people = await Promise.all(Array.from({ length: 24 }, (_, index) => register(`Crowd${index}`, { bookings })));
    await Promise.all(
      people.map(({ manageToken, bookings: [booking] }, index) =>
        index % 2 === 0
          ? call('DELETE', `/me/bookings/${booking!.id}`, manageToken)
          : call('DELETE', '/me', manageToken),
      ),
    );
    await sleep(0);
    await settle();
    await isSound();
  });

  it('forgets what it keeps in memory when a backup was restored under it', async () => {
    const { manageToken } = await register('Žanete');
    const { dataSource } = database;
    await dataSource.query(`UPDATE server_keys SET key = sha256(key)`);
    await dataSource.query(`UPDATE stream_heads SET epoch = gen_random_uuid() WHERE name = 'event'`);
    while ((await call('GET', '/me', manageToken)).statusCode === 200) await sleep(20);
    expect((await call('GET', '/me', (await register('Zigmārs')).manageToken)).statusCode).toBe(200);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import type { Booking, GoNoGo, Invitation, RegistrationAnswer, RegistrationView } from '@kopa/contracts';
import type { PlannedSession, Programme } from '@kopa/domain';
import type { EntityManager } from 'typeorm';
import { waitingForLocks } from '../../../../test/support/database.js';
import { days, openDemoEvent, person, type DemoEvent } from '../../../../test/support/demo-event.js';
import { createToken } from '../accounts/tokens.js';
import { loadDraft, saveDraft } from '../programme/draft-store.js';
import { transaction } from '../platform/database.js';
import { deleteWhatHasServed } from './erasure.js';
import { cancelPlaces } from './giving-back.js';
import { lockPools } from './pools.js';
import { Presents } from './present.js';
import { queuePlaces } from './promotion.js';
import { cancelRegistration } from './registration-state.js';
import { ownPlaces } from './registration-view.js';

const visit = { session: 'D2-INCUBATOR', mode: 'in-person' };
const cider = { session: 'D3-CIDER', mode: 'in-person' };

describe('registration by the organisers’ terms', () => {
  let event: DemoEvent;
  let { clock, database, eventId, organiser, call, register, me, book, setPlaces, counts, settle, isSound } =
    {} as DemoEvent;
  let start: Date;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ clock, database, eventId, organiser, call, register, me, book, setPlaces, counts, settle, isSound } = event);
    start = clock.at;
  });
  afterAll(() => event.close());
  /** Each story begins with nobody, published capacities and no rules. */
  beforeEach(async () => {
    clock.at = start;
    const { dataSource } = database;
    await event.empty();
    await dataSource.query('DELETE FROM go_no_go');
    await dataSource.query('DELETE FROM invitations');
    await dataSource.query(
      `UPDATE place_pools SET capacity = NULL, ceiling = NULL,
              promotion = 'automatic', is_set = scope = 'session'`,
    );
    await rules({});
  });

  const rules = async (set: object): Promise<void> => {
    const answer = await call('PUT', '/registration', organiser, set);
    expect([answer.statusCode, answer.json()]).toMatchObject([200, {}]);
  };
  const bookingIn = async (token: string, session: string): Promise<Booking | undefined> =>
    (await me(token)).bookings.find((booking) => booking.session === session);
  const confirmed = async (name: string, more: object): Promise<RegistrationAnswer> => {
    const answer = await register(name, more);
    await call('POST', `/registrations/${answer.code}/confirm`, organiser);
    return answer;
  };
  const refusal = (answer: Awaited<ReturnType<DemoEvent['call']>>) => {
    const { code, errors } = answer.json<{ code: string; errors?: { path: string; code?: string }[] }>();
    return [answer.statusCode, code, ...(errors ?? []).map(({ path }) => path)];
  };
  const patch = async (token: string, change: object) =>
    call('PATCH', '/me', token, change, { 'if-match': `"${(await me(token)).version}"` });
  const live = async (change: object): Promise<void> => {
    expect((await call('POST', '/live-changes', organiser, change)).statusCode).toBe(201);
    await settle();
  };
  const sessionOf = async (code: string) =>
    (await call('GET', '/programme')).json<Programme>().sessions.find((session) => session.code === code)!;

  const redraft = async (code: string, change: (entry: PlannedSession) => void): Promise<void> => {
    const draft = (await loadDraft(database.dataSource.manager, eventId))!;
    change(draft.sessions.find((session) => session.code === code)!);
    await saveDraft(database.dataSource.manager, draft);
    expect((await call('POST', '/releases', organiser, { name: 'Next', choices: {} })).statusCode).toBe(201);
    await settle();
  };
  /** Brings D2-QUIET from online to a hall with two places; what it gives brings it back. */
  const moveToHall = async (): Promise<() => Promise<void>> => {
    const { rooms } = (await loadDraft(database.dataSource.manager, eventId))!;
    const roomId = rooms.find(({ kind }) => kind === 'physical')!.id;
    let onlineRoomId: string | null = null;
    await redraft('D2-QUIET', ({ slots: [slot], capacity }) => {
      onlineRoomId = slot!.onlineRoomId;
      Object.assign(slot!, { roomId, onlineRoomId: null });
      capacity['in-person'] = 2;
    });
    return () => redraft('D2-QUIET', ({ slots: [slot] }) => Object.assign(slot!, { roomId: null, onlineRoomId }));
  };
  /** A transaction that has done its work when it has `told` so, and ends after `commit`. */
  const held = (work: (manager: EntityManager) => Promise<unknown>) => {
    let commit: () => void = () => undefined;
    let tell: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (commit = resolve));
    const told = new Promise<void>((resolve) => (tell = resolve));
    const done = transaction(database.dataSource, async (manager) => {
      await work(manager);
      tell();
      await gate;
    });
    return { told, commit, done };
  };

  describe('a coach', () => {
    const telephone = '+371 20000000';
    const setSeats = (capacity: number) => call('PUT', '/sessions/D2-INCUBATOR/seats', organiser, { capacity });

    it('has seats of its own beside the places at the goal; who goes their own way takes none', async () => {
      expect((await setSeats(1)).json()).toMatchObject({ capacity: 1, taken: 0 });
      const first = await register('Anna', { telephone, bookings: [visit] });
      const second = await register('Berta', { telephone, bookings: [visit] });
      const own = await register('Cilda', { bookings: [{ ...visit, seat: false }] });
      expect(first.bookings[0]).toMatchObject({ status: 'confirmed', seat: { status: 'confirmed' } });
      expect(second.bookings[0]).toMatchObject({ status: 'confirmed', seat: { status: 'waitlisted', position: 1 } });
      expect(own.bookings[0]).not.toHaveProperty('seat');
      expect((await counts()).seats).toEqual({ 'D2-INCUBATOR': 0 });

      const left = await call('PUT', `/me/bookings/${first.bookings[0]!.id}/seat`, first.manageToken, { seat: false });
      expect(left.json<RegistrationView>().bookings[0]).not.toHaveProperty('seat');
      expect((await bookingIn(second.manageToken, visit.session))?.seat).toEqual({ status: 'confirmed' });
      await call('DELETE', `/me/bookings/${second.bookings[0]!.id}`, second.manageToken);
      expect((await counts()).seats).toEqual({ 'D2-INCUBATOR': 1 });
      const again = await call('PUT', `/me/bookings/${first.bookings[0]!.id}/seat`, first.manageToken, { seat: true });
      expect(again.json<RegistrationView>().bookings[0]?.seat).toEqual({ status: 'confirmed' });
      await isSound();
    });

    it('takes nobody before they have a place at the goal', async () => {
      await setSeats(5);
      await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: 1 });
      const first = await register('Anna', { telephone, bookings: [visit] });
      const { manageToken } = await register('Berta', { telephone });
      expect(await book(manageToken, 'D2-INCUBATOR')).toMatchObject({
        status: 'waitlisted',
        seat: { status: 'waitlisted' },
      });
      expect((await counts()).seats).toEqual({ 'D2-INCUBATOR': 4 });
      await call('DELETE', '/me', first.manageToken);
      await settle();
      expect(await bookingIn(manageToken, 'D2-INCUBATOR')).toMatchObject({
        status: 'confirmed',
        seat: { status: 'confirmed' },
      });
      await isSound();
    });

    it('needs a telephone number, for the guide to call', async () => {
      await setSeats(5);
      const posted = await call('POST', '/registrations', undefined, person('Anna', { bookings: [visit] }));
      expect(refusal(posted)).toEqual([422, 'input.invalid', 'telephone']);
      const { manageToken } = await register('Berta');
      expect(refusal(await call('POST', '/me/bookings', manageToken, visit))).toEqual([
        422,
        'input.invalid',
        'telephone',
      ]);
      const asked = { ...visit, comeInPerson: true };
      expect(refusal(await call('POST', '/me/bookings', manageToken, asked))).toContain('telephone');
      expect((await call('POST', '/me/bookings', manageToken, { ...visit, seat: false })).statusCode).toBe(201);
      const { id } = (await bookingIn(manageToken, visit.session))!;
      const seat = () => call('PUT', `/me/bookings/${id}/seat`, manageToken, { seat: true });
      expect(refusal(await seat())).toContain('telephone');
      await patch(manageToken, { telephone });
      expect((await seat()).statusCode).toBe(200);
      // As long as a seat is held the number stays.
      expect(refusal(await patch(manageToken, { telephone: '' }))).toEqual([422, 'input.invalid', 'telephone']);
    });

    it('is not offered where none goes', async () => {
      const { manageToken, bookings } = await register('Anna', { telephone, bookings: [cider] });
      expect(bookings[0]).not.toHaveProperty('seat');
      const asked = await call('PUT', `/me/bookings/${bookings[0]!.id}/seat`, manageToken, { seat: true });
      expect(refusal(asked)).toEqual([404, 'seat.none']);
    });
  });

  it('takes bookings in person until the deadline that is set', async () => {
    await call('PUT', '/sessions/D3-CIDER/seats', organiser, { capacity: 5 });
    const early = await register('Early', { telephone: '+371 20000000', bookings: [cider] });
    await rules({ sessions: { 'D3-CIDER': { bookUntil: clock.at.toISOString() } } });
    const seat = async (wanted: boolean) =>
      (await call('PUT', `/me/bookings/${early.bookings[0]!.id}/seat`, early.manageToken, { seat: wanted })).statusCode;
    expect([await seat(false), await seat(true)]).toEqual([200, 409]);
    const posted = await call(
      'POST',
      '/registrations',
      undefined,
      person('Anna', { bookings: [{ ...cider, seat: false }] }),
    );
    expect(refusal(posted)).toEqual([422, 'input.invalid', 'bookings[0]']);
    const { manageToken } = await register('Berta');
    expect(refusal(await call('POST', '/me/bookings', manageToken, cider))).toEqual([409, 'booking.closed']);
    clock.advance(-1);
    expect((await call('POST', '/me/bookings', manageToken, { ...cider, seat: false })).statusCode).toBe(201);
  });

  it('promotes nobody to what is over', async () => {
    await setPlaces('sessions/D2-WEEKLY/', { mode: 'online', capacity: 0 });
    const weekly = { session: 'D2-WEEKLY', mode: 'online' };
    const { manageToken } = await confirmed('Anna', { bookings: [weekly] });
    clock.at = new Date(Date.parse((await sessionOf('D2-WEEKLY')).slots[0]!.endsAt));
    await setPlaces('sessions/D2-WEEKLY/', { mode: 'online', capacity: 5 });
    expect(await bookingIn(manageToken, 'D2-WEEKLY')).toMatchObject({ status: 'waitlisted' });
    await isSound();
    // Held longer than planned, it is theirs.
    await live({ type: 'extend', session: 'D2-WEEKLY', minutes: 30 });
    expect(await bookingIn(manageToken, 'D2-WEEKLY')).toMatchObject({ status: 'confirmed' });
    await live({ type: 'extend', session: 'D2-WEEKLY', minutes: -30 });
    await isSound();
  });

  describe('a fallback', () => {
    const weekly = { session: 'D2-WEEKLY', mode: 'online' };
    const both = { attendance: { [days[1]]: 'both' } };

    beforeEach(async () => {
      await rules({ sessions: { 'D2-INCUBATOR': { fallback: weekly } } });
      await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: 1 });
    });

    it('is offered at once to who waits, and ends when they are promoted, though both are at the same time', async () => {
      const first = await register('Anna', { ...both, bookings: [visit] });
      const { manageToken, bookings } = await register('Berta', { ...both, bookings: [visit] });
      expect(first.bookings[0]).not.toHaveProperty('fallback');
      expect(bookings[0]).toMatchObject({ status: 'waitlisted', position: 1, fallback: weekly });
      const taken = await call('POST', '/me/bookings', manageToken, { ...weekly, insteadOf: bookings[0]!.id });
      expect(taken.json()).toMatchObject({ status: 'confirmed', insteadOf: bookings[0]!.id });
      expect(await bookingIn(manageToken, visit.session)).not.toHaveProperty('fallback');
      expect(await bookingIn(manageToken, visit.session)).toMatchObject({ status: 'waitlisted', position: 1 });

      await call('DELETE', '/me', first.manageToken);
      await settle();
      const view = await me(manageToken);
      expect(view.bookings.map(({ session, status }) => [session, status])).toEqual([['D2-INCUBATOR', 'confirmed']]);
      await isSound();
    });

    it('stays when its owner gives up the queue', async () => {
      await register('Anna', { ...both, bookings: [visit] });
      const { manageToken, bookings } = await register('Berta', { ...both, bookings: [visit] });
      await call('POST', '/me/bookings', manageToken, { ...weekly, insteadOf: bookings[0]!.id });
      await call('DELETE', `/me/bookings/${bookings[0]!.id}`, manageToken);
      await settle();
      const view = await me(manageToken);
      expect(view.bookings).toMatchObject([{ session: 'D2-WEEKLY', status: 'confirmed' }]);
      expect(view.bookings[0]).not.toHaveProperty('insteadOf');
      await isSound();
    });

    it('is of something that one waits for oneself', async () => {
      const first = await register('Anna', { ...both, bookings: [visit] });
      const second = await register('Berta', { ...both, bookings: [visit] });
      for (const insteadOf of [first.bookings[0]!.id, second.bookings[0]!.id]) {
        const order = { ...weekly, insteadOf };
        expect(refusal(await call('POST', '/me/bookings', first.manageToken, order))).toEqual([404, 'booking.unknown']);
        const coming = { ...order, comeInPerson: true };
        expect(refusal(await call('POST', '/me/bookings', first.manageToken, coming))).toEqual([
          404,
          'booking.unknown',
        ]);
      }
    });

    it('cannot be the session itself', async () => {
      const answer = await call('PUT', '/registration', organiser, {
        sessions: { 'D2-INCUBATOR': { fallback: visit } },
      });
      expect(refusal(answer)).toEqual([422, 'input.invalid', 'sessions.D2-INCUBATOR.fallback.session']);
    });
  });

  describe('go or no-go', () => {
    const decisions = async (session = 'D2-INCUBATOR'): Promise<GoNoGo> =>
      (await call('GET', '/go-no-go', organiser)).json<GoNoGo[]>().find((one) => one.session === session)!;
    const mails = (kind: string): Promise<{ recipient: string }[]> =>
      database.dataSource.query('SELECT recipient FROM outbox_mails WHERE kind = $1 ORDER BY id', [kind]);
    const goTo = async (at: string, minutes = 0): Promise<void> => {
      clock.at = new Date(Date.parse(at) + minutes * 60_000);
      await settle();
    };

    it('reminds twice, then calls off what has too few people, and tells everyone who booked', async () => {
      await rules({ sessions: { 'D2-INCUBATOR': { withoutAnswer: 'no-go' } } });
      await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: 1 });
      const { manageToken } = await confirmed('Anna', { bookings: [visit] });
      await confirmed('Berta', { bookings: [visit] });
      const { decideBy, minimumNumber } = await decisions();
      expect(minimumNumber).toBe(6);
      expect((await bookingIn(manageToken, visit.session))?.undecidedUntil).toBe(decideBy);

      await goTo(decideBy, -1);
      expect((await decisions()).reminders).toBe(0);
      await goTo(decideBy);
      await settle();
      expect(await decisions()).toMatchObject({ reminders: 1, decision: null });
      await goTo(decideBy, 120);
      await goTo(decideBy, 239);
      expect(await decisions()).toMatchObject({ reminders: 2, decision: null });
      await goTo(decideBy, 240);
      expect(await decisions()).toMatchObject({ decision: 'no-go', decidedBy: 'default' });
      expect((await sessionOf('D2-INCUBATOR')).slots.map(({ status }) => status)).toEqual(['cancelled']);
      expect((await mails('agenda.changed')).map(({ recipient }) => recipient).sort()).toEqual([
        'anna@example.org',
        'berta@example.org',
      ]);
      await settle();
      expect(await bookingIn(manageToken, visit.session)).toMatchObject({ status: 'confirmed', isAside: true });
      expect(await bookingIn(manageToken, visit.session)).not.toHaveProperty('undecidedUntil');

      // The organisers have the last word, and the live desk after them.
      const go = await call('PUT', '/sessions/D2-INCUBATOR/go-no-go', organiser, { decision: 'go' });
      expect(go.json()).toMatchObject({ decision: 'go' });
      await settle();
      expect((await sessionOf('D2-INCUBATOR')).slots.map(({ status }) => status)).toEqual(['scheduled']);
      expect(await bookingIn(manageToken, visit.session)).not.toHaveProperty('isAside');
      await live({ type: 'cancel', session: 'D2-INCUBATOR' });
      await settle();
      expect((await sessionOf('D2-INCUBATOR')).slots.map(({ status }) => status)).toEqual(['cancelled']);
      await live({ type: 'reinstate', session: 'D2-INCUBATOR' });
      await isSound();
    });

    it('writes its reminders to owners and organisers, not to others', async () => {
      const { dataSource } = database;
      for (const [role, address] of [
        ['organiser', 'organiser@example.org'],
        ['viewer', 'viewer@example.org'],
      ]) {
        const [account]: [{ id: string }] = await dataSource.query(
          `INSERT INTO accounts (id, email, is_operator, created_at) VALUES (gen_random_uuid(), $1, false, now()) RETURNING id`,
          [address],
        );
        await dataSource.query('INSERT INTO account_roles VALUES ($1, $2, $3)', [account.id, eventId, role]);
      }
      await confirmed('Anna', { bookings: [visit] });
      await goTo((await decisions()).decideBy);
      expect(await mails('session.undecided')).toEqual([{ recipient: 'organiser@example.org' }]);
    });

    it('goes by itself with enough people, when the time has come', async () => {
      await Promise.all(
        Array.from({ length: 6 }, (_, index) => confirmed(`Person ${'abcdef'[index]}`, { bookings: [visit] })),
      );
      const { decideBy } = await decisions();
      await goTo(decideBy, -1);
      expect(await decisions()).toMatchObject({ decision: null, confirmed: 6 });
      await goTo(decideBy);
      expect(await decisions()).toMatchObject({ decision: 'go', decidedBy: 'minimum', reminders: 0 });
    });

    it('is decided by organisers before the time too, and not by viewers', async () => {
      const no = { decision: 'no-go', reason: 'The house is closed' };
      const viewer = await createToken(database.dataSource.manager, {
        eventId,
        role: 'viewer',
        name: '',
        expiresAt: null,
        at: clock.at,
      });
      expect((await call('PUT', '/sessions/D3-CIDER/go-no-go', viewer, no)).statusCode).toBe(403);
      expect((await call('PUT', '/sessions/D3-CIDER/go-no-go', organiser, no)).statusCode).toBe(200);
      expect((await sessionOf('D3-CIDER')).slots[0]).toMatchObject({
        status: 'cancelled',
        reason: { en: 'The house is closed' },
      });
      expect(refusal(await call('PUT', '/sessions/D1-COVID/go-no-go', organiser, no))).toEqual([409, 'minimum.none']);
      expect(refusal(await call('PUT', '/sessions/NOWHERE/go-no-go', organiser, no))).toEqual([404, 'session.unknown']);
      await call('PUT', '/sessions/D3-CIDER/go-no-go', organiser, { decision: 'go' });
      await settle();
    });
  });

  it('keeps the bookings of a cancelled session aside, and gives them back as offers where they now clash', async () => {
    const attendance = { [days[1]]: 'both' };
    await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: 2, promotion: 'offer' });
    const stays = await register('Anna', { attendance, bookings: [visit] });
    const leaves = await register('Cilda', { attendance, bookings: [visit] });
    const offered = await register('Dora', { attendance, bookings: [visit] });
    const waits = await register('Erna', { attendance, bookings: [visit] });
    await call('DELETE', '/me', leaves.manageToken);
    expect(await bookingIn(offered.manageToken, visit.session)).toMatchObject({ status: 'offered' });

    await live({ type: 'cancel', session: 'D2-INCUBATOR' });
    const states = async () =>
      Promise.all([stays, offered, waits].map(async ({ manageToken }) => bookingIn(manageToken, visit.session)));
    expect(await states()).toMatchObject([
      { status: 'confirmed', isAside: true },
      { status: 'waitlisted', position: 1, isAside: true },
      { status: 'waitlisted', position: 2, isAside: true },
    ]);
    // A place is free, but of what does not take place nobody is promoted.
    await isSound();
    const other = { session: 'D2-WEEKLY', mode: 'online' };
    expect((await call('POST', '/me/bookings', stays.manageToken, other)).json()).toMatchObject({
      status: 'confirmed',
    });

    await live({ type: 'reinstate', session: 'D2-INCUBATOR' });
    expect(await states()).toMatchObject([
      { status: 'offered', clashes: true },
      { status: 'offered' },
      { status: 'waitlisted', position: 1 },
    ]);
    expect((await states())[0]).not.toHaveProperty('isAside');
    await isSound();
  });

  it('only offers what went from online to in person, and asks to come', async () => {
    const quiet = { session: 'D2-QUIET', mode: 'online' };
    const attendance = { [days[1]]: 'online' };
    const people: RegistrationAnswer[] = [];
    for (const name of ['Anna', 'Berta', 'Cilda']) people.push(await register(name, { attendance, bookings: [quiet] }));
    const bringBack = await moveToHall();
    const [first, second, third] = people;
    expect(await bookingIn(first!.manageToken, 'D2-QUIET')).toMatchObject({
      mode: 'in-person',
      status: 'offered',
      comeInPerson: true,
    });
    expect(await bookingIn(third!.manageToken, 'D2-QUIET')).toMatchObject({ status: 'waitlisted', position: 1 });

    const accept = async (who: RegistrationAnswer, body?: object) => {
      const { id } = (await bookingIn(who.manageToken, 'D2-QUIET'))!;
      return call('POST', `/me/bookings/${id}/accept`, who.manageToken, body);
    };
    const asked = await accept(first!);
    expect([...refusal(asked), asked.json()]).toMatchObject([409, 'day.mode', { instead: { comeInPerson: true } }]);
    const view = (await accept(first!, { comeInPerson: true })).json<RegistrationView>();
    expect(view.bookings).toMatchObject([{ status: 'confirmed', mode: 'in-person' }]);
    expect(view.days[1]).toMatchObject({ mode: 'both', status: 'confirmed' });
    // What is declined is offered to who is next, not given.
    const { id } = (await bookingIn(second!.manageToken, 'D2-QUIET'))!;
    await call('POST', `/me/bookings/${id}/decline`, second!.manageToken);
    expect(await bookingIn(third!.manageToken, 'D2-QUIET')).toMatchObject({ status: 'offered', comeInPerson: true });
    await isSound();

    // Who comes though the day is full waits with it, and the place goes on meanwhile.
    await setPlaces(`days/${days[1]}/`, { mode: 'in-person', capacity: 1 });
    const waiting = (await accept(third!, { comeInPerson: true })).json<RegistrationView>();
    expect(waiting.bookings).toMatchObject([{ status: 'waitlisted', waitsForDay: true }]);
    await isSound();
    await setPlaces(`days/${days[1]}/`, { mode: 'in-person', capacity: null });
    await settle();
    expect(await bookingIn(third!.manageToken, 'D2-QUIET')).toMatchObject({ status: 'confirmed' });
    await isSound();
    await bringBack();
  });

  it('puts no offer that is accepted behind the place of a day that is given back in the same moment', async () => {
    const { id, manageToken } = await register('Anna', {
      attendance: { [days[1]]: 'both' },
      bookings: [{ session: 'D2-QUIET', mode: 'online' }],
    });
    const bringBack = await moveToHall();
    const present = await event.app.get(Presents).of(eventId);
    const day = (await ownPlaces(database.dataSource.manager, [id])).find(({ scope }) => scope === 'day');
    const { told, commit, done } = held((manager) => cancelPlaces(manager, [day!.id], present));
    await told;
    const booking = (await bookingIn(manageToken, 'D2-QUIET'))!;
    expect(booking).toMatchObject({ status: 'offered', comeInPerson: true });
    const accepting = call('POST', `/me/bookings/${booking.id}/accept`, manageToken);
    await Promise.race([waitingForLocks(database, 1), accepting]);
    commit();
    await done;
    expect((await accepting).json<RegistrationView>().bookings).toMatchObject([{ status: 'confirmed' }]);
    expect((await me(manageToken)).days[1]).toMatchObject({ mode: 'both', status: 'confirmed' });
    await isSound();
    await bringBack();
  });

  it('tells the guide who goes online today instead, and keeps what they follow online', async () => {
    const { manageToken } = await register('Anna', { bookings: [visit, { session: 'D2-SKOLA6', mode: 'in-person' }] });
    await call('POST', `/registrations/${(await me(manageToken)).code}/confirm`, organiser);
    const told = async (): Promise<object[]> =>
      database.dataSource.query(
        `SELECT r.type, r.body FROM stream_rows r JOIN stream_heads h ON h.id = r.stream_id
          WHERE h.name = 'organisers' AND r.type = 'booking.freed' ORDER BY r.seq`,
      );
    const before = (await told()).length;
    await patch(manageToken, { attendance: { [days[2]]: 'online' } });
    expect((await told()).length).toBe(before);
    clock.at = new Date('2026-10-08T05:00:00Z');
    const view = (await patch(manageToken, { attendance: { [days[1]]: 'online' } })).json<RegistrationView>();
    expect(view.bookings.map(({ session, mode }) => [session, mode])).toEqual([['D2-SKOLA6', 'online']]);
    const registration = { code: view.code, name: 'Anna' };
    expect((await told()).slice(before)).toEqual([
      { type: 'booking.freed', body: { session: 'D2-INCUBATOR', registration } },
      { type: 'booking.freed', body: { session: 'D2-SKOLA6', registration } },
    ]);
    await isSound();
  });

  it('frees an online booking from a day that is waited for when the day becomes one in person', async () => {
    await setPlaces(`days/${days[1]}/`, { mode: 'online', capacity: 0 });
    const attendance = { [days[1]]: 'online' };
    const { manageToken } = await register('Anna', {
      attendance,
      bookings: [{ session: 'D2-WEEKLY', mode: 'online' }],
    });
    expect(await bookingIn(manageToken, 'D2-WEEKLY')).toMatchObject({ status: 'waitlisted', waitsForDay: true });
    await patch(manageToken, { attendance: { [days[1]]: 'both' } });
    expect(await bookingIn(manageToken, 'D2-WEEKLY')).toMatchObject({ status: 'confirmed' });
    await isSound();
  });

  it.each(['begins to queue', 'has left'])(
    'does not count who %s in the moment in which the day becomes one in person',
    async (what) => {
      const { dataSource } = database;
      await setPlaces(`days/${days[1]}/`, { mode: 'online', capacity: 0 });
      await setPlaces('sessions/D2-QUIET/', { mode: 'online', capacity: 0 });
      const { manageToken } = await register('Anna', {
        attendance: { [days[1]]: 'online' },
        bookings: [{ session: 'D2-QUIET', mode: 'online' }],
      });
      const { version } = await me(manageToken);
      const booking = (await bookingIn(manageToken, 'D2-QUIET'))!;
      expect(booking).toMatchObject({ status: 'waitlisted' });
      const [{ pool, pools }] = await dataSource.query<[{ pool: string; pools: string[] }]>(
        `SELECT l.pool_id AS pool, ARRAY[l.pool_id, day.pool_id] AS pools
           FROM places l JOIN places day ON day.id = l.after_id WHERE l.id = $1`,
        [booking.id],
      );
      const present = await event.app.get(Presents).of(eventId);
      const change = { attendance: { [days[1]]: 'in-person' } };
      let changing: Promise<{ statusCode: number }> = Promise.reject(new Error('not begun'));
      changing.catch(() => undefined);
      await dataSource.transaction(async (manager) => {
        await lockPools(manager, pools);
        changing = call('PATCH', '/me', manageToken, change, { 'if-match': `"${version}"` }).then((answer) => answer);
        // By now it has read the booking as one that waits for its day.
        await waitingForLocks(database, 1);
        if (what === 'has left') await cancelPlaces(manager, [booking.id], present);
        else {
          await manager.query(
            `UPDATE places SET status = 'confirmed' WHERE id = (SELECT after_id FROM places WHERE id = $1)`,
            [booking.id],
          );
          await manager.query(
            `UPDATE place_pools SET taken = 1, waiting = 0, capacity = 1, ceiling = 1
              WHERE scope = 'day' AND key = $1 AND mode = 'online'`,
            [days[1]],
          );
          await queuePlaces(manager, pool, present);
        }
      });
      expect((await changing).statusCode).toBe(200);
      await isSound();
    },
  );

  describe('an invitation', () => {
    const invite = async (order: object): Promise<Invitation> =>
      (await call('POST', '/invitations', organiser, order)).json();
    const post = (name: string, more: object) => call('POST', '/registrations', undefined, person(name, more));

    it('lets in who is invited, as many in each mode as it says', async () => {
      await rules({ 'in-person': { byInvitation: true } });
      const { code } = await invite({ label: 'Partners', quota: { 'in-person': 1 } });
      expect(code).toMatch(/^[A-Z2-9]{8}$/);
      expect(refusal(await post('Anna', {}))).toEqual([422, 'input.invalid', 'invitation']);
      expect(refusal(await post('Anna', { invitation: 'WRONG' }))).toEqual([422, 'input.invalid', 'invitation']);
      expect((await post('Anna', { attendance: { [days[0]]: 'online' } })).statusCode).toBe(201);

      const invited = await post('Berta', { invitation: code.toLowerCase() });
      expect(invited.statusCode).toBe(201);
      expect(refusal(await post('Cilda', { invitation: code }))).toEqual([409, 'invitation.full']);
      const { manageToken } = invited.json<RegistrationAnswer>();
      const [shown] = (await call('GET', '/invitations', organiser)).json<Invitation[]>();
      expect(shown).toMatchObject({ label: 'Partners', taken: { 'in-person': 1, online: 1 } });
      // Online instead gives the place of the code back; cancelling too.
      await patch(manageToken, { attendance: { [days[1]]: 'online', [days[2]]: 'online' } });
      const other = await post('Cilda', { invitation: code });
      expect(other.statusCode).toBe(201);
      expect(refusal(await patch(manageToken, { attendance: { [days[1]]: 'in-person' } }))).toEqual([
        409,
        'invitation.full',
      ]);
      await call('DELETE', '/me', other.json<RegistrationAnswer>().manageToken);
      expect((await patch(manageToken, { attendance: { [days[1]]: 'in-person' } })).statusCode).toBe(200);
      await isSound();
    });

    it('says whether a code holds now, and nothing of how many people are left', async () => {
      const standing = async (code: string): Promise<object> =>
        (await call('GET', `/registration/invitations/${code}`)).json();
      const one = await invite({ quota: { 'in-person': 1, online: 1 } });
      const [open, closed, unknown] = [{ state: 'open' }, { state: 'closed' }, { state: 'unknown' }];
      expect(await standing(one.code.toLowerCase())).toEqual(open);
      for (const code of ['WRONG', '%00', '%2F..']) expect(await standing(code)).toEqual(unknown);
      await post('Anna', { invitation: one.code, attendance: { [days[1]]: 'in-person' } });
      expect(await standing(one.code)).toEqual(open);
      await post('Berta', { invitation: one.code, attendance: { [days[1]]: 'online' } });
      expect(await standing(one.code)).toEqual(closed);
      const until = await invite({ closesAt: new Date(clock.at.getTime() + 60_000).toISOString() });
      expect(await standing(until.code)).toEqual(open);
      clock.advance(1);
      expect(await standing(until.code)).toEqual(closed);
    });

    it('is asked of who books something online, but not on their online day or as a fallback', async () => {
      const weekly = { session: 'D2-WEEKLY', mode: 'online' };
      const { code } = await invite({});
      const both = { attendance: { [days[1]]: 'both' } };
      const uninvited = await register('Anna', both);
      const invited = (await post('Berta', { ...both, invitation: code })).json<RegistrationAnswer>();
      const follows = await register('Cilda', { attendance: { [days[1]]: 'online' } });
      await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: 0 });
      const waits = await register('Dora', { ...both, bookings: [visit] });
      await rules({
        online: { byInvitation: true },
        sessions: {
          'D2-INCUBATOR': { fallback: weekly },
          'D3-CIDER': { fallback: { session: 'D2-SKOLA6', mode: 'in-person' } },
        },
      });
      const asks = ({ manageToken }: RegistrationAnswer, more: object = {}) =>
        call('POST', '/me/bookings', manageToken, { ...weekly, ...more });

      expect(refusal(await asks(uninvited))).toEqual([422, 'input.invalid', 'invitation']);
      expect(refusal(await asks(uninvited, { comeInPerson: true }))).toEqual([422, 'input.invalid', 'invitation']);
      expect(refusal(await asks(waits))).toEqual([422, 'input.invalid', 'invitation']);
      const instead = { insteadOf: waits.bookings[0]!.id };
      for (const session of ['D2-QUIET', 'D2-SKOLA6'])
        expect(refusal(await asks(waits, { ...instead, session }))).toEqual([422, 'input.invalid', 'invitation']);
      expect((await asks(waits, instead)).statusCode).toBe(201);
      expect((await asks(invited)).statusCode).toBe(201);
      expect((await asks(follows)).statusCode).toBe(201);
      await isSound();
    });

    it('counts each of a group, and takes all or none', async () => {
      const { code } = await invite({ quota: { 'in-person': 2 } });
      const people = [person('Berta'), person('Cilda')];
      expect(refusal(await post('Anna', { invitation: code, people }))).toEqual([409, 'invitation.full']);
      expect((await post('Anna', { invitation: code, people: [person('Berta')] })).statusCode).toBe(201);
    });

    it('never gives more than it has, however many come at once', async () => {
      const { code } = await invite({ quota: { 'in-person': 3 } });
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => post(`Person ${'abcdefghijkl'[index]}`, { invitation: code })),
      );
      const answered = (status: number): number => answers.filter(({ statusCode }) => statusCode === status).length;
      expect([answered(201), answered(409)]).toEqual([3, 9]);
    });

    it('opens a closed mode until it is closed itself, and keeps who is in when lowered', async () => {
      const { code } = await invite({ closesAt: new Date(clock.at.getTime() + 60_000).toISOString() });
      await rules({ 'in-person': { closesAt: new Date(clock.at.getTime() - 60_000).toISOString() } });
      expect(refusal(await post('Anna', {}))).toEqual([422, 'input.invalid', 'attendance']);
      expect((await post('Anna', { invitation: code })).statusCode).toBe(201);
      const lowered = await call('PUT', `/invitations/${code}`, organiser, { quota: { 'in-person': 0 } });
      expect(lowered.json()).toMatchObject({ quota: { 'in-person': 0 }, taken: { 'in-person': 1 }, closesAt: null });
      expect(refusal(await post('Berta', { invitation: code }))).toEqual([409, 'invitation.full']);
      await call('PUT', `/invitations/${code}`, organiser, { closesAt: clock.at.toISOString() });
      expect(refusal(await post('Berta', { invitation: code }))).toEqual([422, 'input.invalid', 'invitation']);
      expect(refusal(await call('PUT', '/invitations/NOWHERE2', organiser, {}))).toEqual([404, 'invitation.unknown']);
    });

    const deeds = async (code: string): Promise<string[]> =>
      (await call('GET', `/audit?subject=${code}`, organiser))
        .json<{ items: { action: string }[] }>()
        .items.map(({ action }) => action)
        .reverse();

    it('is made once, however often the same is sent', async () => {
      const key = { 'idempotency-key': randomUUID() };
      const [one, again] = await Promise.all(
        [1, 2].map(async () =>
          (await call('POST', '/invitations', organiser, { label: 'Partners' }, key)).json<object>(),
        ),
      );
      expect(again).toEqual(one);
      expect((await call('GET', '/invitations', organiser)).json()).toEqual([one]);
      const other = await call('POST', '/invitations', organiser, { label: 'Others' }, key);
      expect(refusal(other)).toEqual([422, 'idempotency.mismatch']);
    });

    it('is edited in the parts that are named, of the version that was seen', async () => {
      const closesAt = new Date(clock.at.getTime() + 3_600_000).toISOString();
      const made = await invite({ label: 'Partners', quota: { 'in-person': 2, online: 5 }, closesAt });
      expect(made).toMatchObject({ version: 1, withdrawnAt: null });
      const edit = (change: object, seen?: number, code = made.code) =>
        call('PATCH', `/invitations/${code}`, organiser, change, seen === undefined ? {} : { 'if-match': `"${seen}"` });
      // Whoever registers meanwhile is in nobody's way.
      expect((await post('Anna', { invitation: made.code })).statusCode).toBe(201);
      const edited = await edit({ quota: { 'in-person': 1 } }, 1);
      const now = { ...made, quota: { 'in-person': 1, online: 5 }, taken: { 'in-person': 1, online: 1 }, version: 2 };
      expect([edited.statusCode, edited.json()]).toEqual([200, now]);
      const late = await edit({ label: 'Friends' }, 1);
      expect(refusal(late)).toEqual([412, 'version.late']);
      expect(late.json()).toMatchObject({ current: now });
      expect(refusal(await edit({ label: 'Friends' }))).toEqual([428, 'version.missing']);
      expect(refusal(await edit({ quota: { online: -1 } }, 2))).toEqual([422, 'input.invalid', 'quota.online']);
      expect(refusal(await edit({}, 1, 'NOWHERE2'))).toEqual([404, 'invitation.unknown']);
      expect((await edit({ label: 'Friends', quota: { online: null }, closesAt: null }, 2)).json()).toEqual({
        ...now,
        label: 'Friends',
        quota: { 'in-person': 1, online: null },
        closesAt: null,
        version: 3,
      });
      expect(await deeds(made.code)).toEqual(['invitation.made', 'invitation.changed', 'invitation.changed']);
    });

    it('lets in nobody once it is withdrawn, but who is in, and is restored with what it had', async () => {
      const { code } = await invite({ label: 'Partners', quota: { 'in-person': 2 } });
      await rules({ 'in-person': { byInvitation: true } });
      const online = { attendance: { [days[1]]: 'online', [days[2]]: 'online' } };
      const { manageToken } = (await post('Anna', { invitation: code })).json<RegistrationAnswer>();
      clock.advance(1);
      const withdrawnAt = clock.at.toISOString();
      const withdrawn = await call('DELETE', `/invitations/${code}`, organiser);
      expect([withdrawn.statusCode, withdrawn.json()]).toMatchObject([200, { withdrawnAt, version: 2 }]);
      clock.advance(1);
      expect((await call('DELETE', `/invitations/${code}`, organiser)).json()).toEqual(withdrawn.json());
      const refused = await post('Berta', { invitation: code });
      expect(refused.json()).toMatchObject({ errors: [{ code: 'invitation.closed', at: withdrawnAt }] });
      expect((await call('GET', `/registration/invitations/${code}`)).json()).toEqual({ state: 'closed' });
      // Who is in still chooses how they take part.
      for (const change of [online, { attendance: { [days[1]]: 'in-person', [days[2]]: 'in-person' } }])
        expect((await patch(manageToken, change)).statusCode).toBe(200);
      for (let time = 0; time < 2; time += 1)
        expect((await call('POST', `/invitations/${code}/restoration`, organiser)).json()).toMatchObject({
          ...{ withdrawnAt: null, version: 3, label: 'Partners' },
          ...{ quota: { 'in-person': 2 }, taken: { 'in-person': 1 } },
        });
      expect((await post('Berta', { invitation: code })).statusCode).toBe(201);
      expect(await deeds(code)).toEqual(['invitation.made', 'invitation.withdrawn', 'invitation.restored']);
      for (const [method, path] of [
        ['DELETE', ''],
        ['POST', '/restoration'],
      ] as const)
        expect(refusal(await call(method, `/invitations/NOWHERE2${path}`, organiser))).toEqual([
          404,
          'invitation.unknown',
        ]);
    });
  });

  describe('age', () => {
    const guardian = { name: 'Mother', email: 'mother@example.org', agrees: true };

    it('keeps the minimum age of an add-on, on its day', async () => {
      const young = { bornOn: '2008-10-10', guardian };
      const posted = await call('POST', '/registrations', undefined, person('Anna', { ...young, bookings: [cider] }));
      expect(refusal(posted)).toEqual([422, 'input.invalid', 'bookings[0]']);
      const { manageToken } = await register('Anna', young);
      expect(refusal(await call('POST', '/me/bookings', manageToken, cider))).toEqual([
        422,
        'input.invalid',
        'session',
      ]);
      await patch(manageToken, { bornOn: '2008-10-09' });
      expect((await call('POST', '/me/bookings', manageToken, cider)).statusCode).toBe(201);
      expect(refusal(await patch(manageToken, { bornOn: '2008-10-10' }))).toEqual([422, 'input.invalid', 'bornOn']);
    });

    it('asks a guardian’s agreement under 18, and takes no pictures', async () => {
      const consents = [{ purpose: 'pictures', version: 1, text: { en: 'Pictures may be taken' } }];
      await rules({ consents });
      const agreed = { bornOn: '2010-01-01', consents: [{ purpose: 'pictures', version: 1 }] };
      const post = (more: object) => call('POST', '/registrations', undefined, person('Anna', { ...agreed, ...more }));
      expect(refusal(await post({}))).toEqual([422, 'input.invalid', 'consents[0]', 'guardian']);
      expect(refusal(await post({ guardian: { ...guardian, agrees: false }, consents: [] }))).toEqual([
        422,
        'input.invalid',
        'guardian.agrees',
      ]);
      expect((await post({ guardian, consents: [] })).statusCode).toBe(201);
      expect((await post({ bornOn: '2008-10-07' })).statusCode).toBe(201);
    });
  });

  it('takes consent back as easily as it was given, and answers too', async () => {
    await rules({
      consents: [
        { purpose: 'pictures', version: 2, text: { en: 'Pictures' } },
        { purpose: 'directory', version: 1, text: { en: 'Directory' } },
      ],
      questions: [{ key: 'arrival', kind: 'text', label: { en: 'When do you arrive?' } }],
    });
    const { manageToken } = await register('Anna', {
      consents: [{ purpose: 'pictures', version: 2 }],
      answers: { arrival: 'late' },
    });
    const given = (await me(manageToken)).consents;
    clock.advance(60);
    const more = await patch(manageToken, {
      consents: [
        { purpose: 'directory', version: 1 },
        { purpose: 'pictures', version: 2 },
      ],
    });
    expect(more.json<RegistrationView>().consents).toEqual([
      { purpose: 'directory', version: 1, at: clock.at.toISOString() },
      ...given,
    ]);
    // What was agreed to stands when its text changes, as long as it is not taken back.
    await rules({ consents: [{ purpose: 'pictures', version: 3, text: { en: 'More pictures' } }] });
    const kept = await patch(manageToken, { consents: [{ purpose: 'pictures', version: 2 }] });
    expect(kept.json<RegistrationView>().consents).toEqual(given);
    const guardian = { name: 'Mother', email: 'mother@example.org', agrees: true };
    const young = await patch(manageToken, { bornOn: '2010-01-01', guardian });
    expect(young.json<RegistrationView>().consents).toEqual([]);
    await patch(manageToken, { bornOn: null, guardian: null });
    expect((await patch(manageToken, { consents: [] })).json<RegistrationView>().consents).toEqual([]);
    expect(refusal(await patch(manageToken, { consents: [{ purpose: 'pictures', version: 1 }] }))).toContain(
      'consents[0].version',
    );
    expect((await patch(manageToken, { answers: { arrival: null } })).json<RegistrationView>().answers).toEqual({});
  });

  it('counts who waits for a day as they say: online, or not at all', async () => {
    await setPlaces(`days/${days[1]}/`, { mode: 'in-person', capacity: 0 });
    const { manageToken, days: made } = await register('Anna', { meanwhile: { [days[1]]: 'absent' } });
    expect(made[1]).toMatchObject({ status: 'waitlisted', position: 1, meanwhile: 'absent' });
    const changed = await patch(manageToken, { meanwhile: { [days[1]]: 'online' } });
    expect(changed.json<RegistrationView>().days[1]).toMatchObject({ status: 'waitlisted', meanwhile: 'online' });
  });

  it('lets go of answers to what is asked no longer', async () => {
    const question = { kind: 'text', label: { en: 'When?' } };
    await rules({
      questions: [
        { ...question, key: 'arrival' },
        { ...question, key: 'leaving' },
      ],
    });
    const { manageToken } = await register('Anna', { answers: { arrival: 'late', leaving: 'early' } });
    await rules({ questions: [{ ...question, key: 'leaving' }] });
    const changed = await patch(manageToken, { answers: { leaving: 'late' } });
    expect(changed.json<RegistrationView>().answers).toEqual({ leaving: 'late' });
  });

  it('lets whose offer of a day passed on take part as they did meanwhile, with what runs online too', async () => {
    const hall = { session: 'D2-SKOLA6', mode: 'in-person' };
    const day = `days/${days[1]}/`;
    const offered = async (name: string): Promise<RegistrationAnswer> => {
      await setPlaces(day, { mode: 'in-person', capacity: 0, promotion: 'offer', offerMinutes: 60 });
      const answer = await confirmed(name, { bookings: [hall] });
      await setPlaces(day, { mode: 'in-person', capacity: 1, promotion: 'offer', offerMinutes: 60 });
      expect((await me(answer.manageToken)).days[1]).toMatchObject({ status: 'offered', meanwhile: 'online' });
      return answer;
    };
    const online = async ({ manageToken }: RegistrationAnswer): Promise<void> => {
      const view = await me(manageToken);
      expect(view.days[1]).toMatchObject({ mode: 'online', status: 'confirmed' });
      expect(view.bookings).toMatchObject([{ session: 'D2-SKOLA6', mode: 'online', status: 'confirmed' }]);
      await isSound();
    };
    const declines = await offered('Anna');
    const { id } = (await me(declines.manageToken)).days[1]!;
    expect((await call('POST', `/me/bookings/${id}/decline`, declines.manageToken)).statusCode).toBe(200);
    await online(declines);
    expect((await call('POST', `/me/bookings/${id}/decline`, declines.manageToken)).statusCode).toBe(404);
    const late = await offered('Berta');
    clock.advance(59);
    await settle();
    expect((await me(late.manageToken)).days[1]).toMatchObject({ status: 'offered' });
    clock.advance(2);
    await settle();
    await online(late);
    const takes = await offered('Cilda');
    const day1 = (await me(takes.manageToken)).days[1]!.id!;
    expect((await call('POST', `/me/bookings/${day1}/accept`, takes.manageToken)).statusCode).toBe(200);
    const again = await call('POST', `/me/bookings/${day1}/decline`, takes.manageToken);
    expect(refusal(again)).toEqual([409, 'offer.gone']);
    expect((await me(takes.manageToken)).days[1]).toMatchObject({ mode: 'in-person', status: 'confirmed' });
  });

  describe('a delegation', () => {
    it('passes a place on to a colleague, with the seat in the coach', async () => {
      await call('PUT', '/sessions/D2-INCUBATOR/seats', organiser, { capacity: 1 });
      await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: 1 });
      const telephone = '+371 20000000';
      const people = [person('Berta', { telephone })];
      const first = await register('Anna', { telephone, bookings: [visit], people });
      const [colleague] = first.people;
      const stranger = await register('Cilda', { telephone, bookings: [visit] });
      expect((await me(first.manageToken)).group).toEqual([{ code: colleague!.code, name: 'Berta' }]);
      expect((await me(colleague!.manageToken)).group).toEqual([{ code: first.code, name: 'Anna' }]);
      expect((await me(stranger.manageToken)).group).toEqual([]);

      const pass = (to: string) =>
        call('POST', `/me/bookings/${first.bookings[0]!.id}/pass`, first.manageToken, { to });
      expect(refusal(await pass(stranger.code))).toEqual([404, 'colleague.unknown']);
      expect((await pass(colleague!.code)).json<RegistrationView>().bookings).toEqual([]);
      expect(await bookingIn(colleague!.manageToken, visit.session)).toMatchObject({
        status: 'confirmed',
        seat: { status: 'confirmed' },
      });
      // Whoever waits keeps waiting: it was never free.
      expect(await bookingIn(stranger.manageToken, visit.session)).toMatchObject({ status: 'waitlisted', position: 1 });
      expect(refusal(await pass(colleague!.code))).toEqual([404, 'booking.unknown']);
      await isSound();
    });

    it('passes nothing on to who is not there, is too young, has one, or past the deadline', async () => {
      const young = { bornOn: '2010-01-01', guardian: { name: 'M', email: 'm@example.org', agrees: true } };
      const people = [
        person('Away', { attendance: { [days[2]]: 'online' } }),
        person('Young', young),
        person('Has', { bookings: [cider] }),
        person('Fine'),
      ];
      const { manageToken, bookings, people: group } = await register('Anna', { bookings: [cider], people });
      const pass = async (index: number) =>
        refusal(await call('POST', `/me/bookings/${bookings[0]!.id}/pass`, manageToken, { to: group[index]!.code }));
      expect(await pass(0)).toEqual([409, 'colleague.day']);
      expect(await pass(1)).toEqual([422, 'input.invalid', 'to']);
      expect(await pass(2)).toEqual([409, 'place.held']);
      await rules({ sessions: { 'D3-CIDER': { bookUntil: clock.at.toISOString() } } });
      expect(await pass(3)).toEqual([409, 'booking.closed']);
      await isSound();
    });

    it('names nobody any more who was erased', async () => {
      await rules({ keepUntil: '2031-12-31' });
      const { manageToken, people } = await register('Anna', { people: [person('Berta'), person('Cilda')] });
      clock.at = new Date('2026-10-12T05:00:00Z');
      expect((await call('POST', '/me/erasure', people[0]!.manageToken)).statusCode).toBe(200);
      expect((await me(manageToken)).group).toEqual([{ code: people[1]!.code, name: 'Cilda' }]);
    });

    it('passes nothing on to who cancels in the same moment', async () => {
      const { manageToken, bookings, people } = await register('Anna', {
        bookings: [cider],
        people: [person('Berta')],
      });
      const present = await event.app.get(Presents).of(eventId);
      const { told, commit, done } = held((manager) => cancelRegistration(manager, people[0]!.id, present));
      await told;
      const passing = call('POST', `/me/bookings/${bookings[0]!.id}/pass`, manageToken, { to: people[0]!.code });
      await Promise.race([waitingForLocks(database, 1), passing]);
      commit();
      await done;
      expect(refusal(await passing)).toEqual([404, 'colleague.unknown']);
      expect(await bookingIn(manageToken, cider.session)).toMatchObject({ status: 'confirmed' });
      await isSound();
    });

    it('passes nothing on that is only waited for', async () => {
      await setPlaces('sessions/D3-CIDER/', { mode: 'in-person', capacity: 0 });
      const { manageToken, bookings, people } = await register('Anna', {
        bookings: [cider],
        people: [person('Berta')],
      });
      const to = { to: people[0]!.code };
      expect(refusal(await call('POST', `/me/bookings/${bookings[0]!.id}/pass`, manageToken, to))).toEqual([
        409,
        'place.unconfirmed',
      ]);
    });
  });

  describe('what is kept', () => {
    const questions = [
      {
        key: 'diet',
        kind: 'choice',
        label: { en: 'Diet' },
        isSensitive: true,
        options: [
          { key: 'vegan', label: { en: 'Vegan' } },
          { key: 'all', label: { en: 'All' } },
        ],
      },
      { key: 'letter', kind: 'file', label: { en: 'Letter' }, isSensitive: true },
      { key: 'arrival', kind: 'text', label: { en: 'Arrival' } },
    ];
    const pdf = Buffer.from('%PDF-1.7 a letter');
    const send = (bytes: Buffer, name = 'Vēstule.pdf') =>
      call('POST', `/registration/files?name=${encodeURIComponent(name)}`, undefined, bytes, {
        'content-type': 'application/octet-stream',
      });
    const row = async (id: string) => {
      const [found]: Record<string, unknown>[] = await database.dataSource.query(
        'SELECT name, organisation, email, telephone, attendance, answers, born_on, erased_at FROM registrations WHERE id = $1',
        [id],
      );
      return found;
    };

    it('is named no more by the answer that is kept for who sends the same again', async () => {
      const key = { 'idempotency-key': randomUUID() };
      const order = { ...person('Sent Twice'), people: [person('Also Here')] };
      const send = () => call('POST', '/registrations', undefined, order, key);
      const first = await send();
      expect([first.statusCode, first.json()]).toMatchObject([201, {}]);
      const { id, manageToken } = first.json<RegistrationAnswer>();
      expect((await call('POST', '/me/erasure', manageToken)).statusCode).toBe(200);
      const kept: { answer: object }[] = await database.dataSource.query(
        `SELECT answer FROM idempotency_keys WHERE key = $1`,
        [key['idempotency-key']],
      );
      expect(kept).toMatchObject([{ answer: { people: [{ id, name: '' }, { name: 'Also Here' }] } }]);
      const again = await send();
      expect([again.statusCode, again.json<RegistrationAnswer>().id]).toEqual([201, id]);
    });

    it('is all erased when nothing obliges to keep it, and the links open nothing', async () => {
      await rules({ questions });
      const file = (await send(pdf)).json<{ file: string }>().file;
      const { id, manageToken } = await register('Anna', {
        organisation: 'Zied zeme',
        telephone: '+371 20000000',
        bornOn: '1980-01-01',
        answers: { diet: 'vegan', letter: file },
        bookings: [visit],
      });
      await setPlaces('sessions/D2-INCUBATOR/', { mode: 'in-person', capacity: 1 });
      const waits = await register('Berta', { bookings: [visit] });
      const erased = await call('POST', '/me/erasure', manageToken);
      expect([erased.statusCode, erased.json()]).toEqual([200, { kept: [], keptUntil: null }]);
      expect((await call('GET', '/me', manageToken)).statusCode).toBe(401);
      expect(await row(id)).toMatchObject({
        name: '',
        organisation: '',
        email: '',
        telephone: '',
        attendance: {},
        answers: {},
        born_on: null,
      });
      const [{ left }]: [{ left: string }] = await database.dataSource.query(
        `SELECT (SELECT count(*) FROM outbox_mails WHERE recipient LIKE 'anna%') + (SELECT count(*) FROM answer_files) AS left`,
      );
      expect(left).toBe('0');
      expect(await bookingIn(waits.manageToken, visit.session)).toMatchObject({ status: 'confirmed' });
      await isSound();
    });

    it('is name, organisation and attendance until the date that the funder sets, and says so', async () => {
      await rules({ keepUntil: '2031-12-31' });
      const { id, manageToken } = await register('Anna', { organisation: 'Zied zeme' });
      expect((await call('POST', '/me/erasure', manageToken)).json()).toEqual({
        kept: ['name', 'organisation', 'attendance'],
        keptUntil: '2031-12-31',
      });
      const kept = { name: 'Anna', organisation: 'Zied zeme', email: '' };
      await deleteWhatHasServed(database.dataSource, new Date('2031-12-30T12:00:00Z'));
      expect(await row(id)).toMatchObject(kept);
      await deleteWhatHasServed(database.dataSource, new Date('2031-12-31T12:00:00Z'));
      expect(await row(id)).toMatchObject({ name: '', organisation: '', attendance: {} });
    });

    it('goes when it has served: telephones after a week, sensitive answers after 30 days', async () => {
      await rules({ questions });
      const file = (await send(pdf)).json<{ file: string }>().file;
      const { id } = await register('Anna', {
        telephone: '+371 20000000',
        bornOn: '1980-01-01',
        answers: { diet: 'vegan', letter: file, arrival: 'late' },
      });
      const after = async (date: string) => {
        await deleteWhatHasServed(database.dataSource, new Date(`${date}T12:00:00Z`));
        return row(id);
      };
      expect(await after('2026-10-16')).toMatchObject({ telephone: '+371 20000000' });
      expect(await after('2026-10-17')).toMatchObject({ telephone: '', answers: { diet: 'vegan' } });
      expect(await after('2026-11-08')).toMatchObject({ answers: { diet: 'vegan' } });
      expect(await after('2026-11-09')).toMatchObject({ answers: { arrival: 'late' }, born_on: null, name: 'Anna' });
      expect((await row(id))!['answers']).toEqual({ arrival: 'late' });
      expect(await database.dataSource.query('SELECT id FROM answer_files')).toEqual([]);
    });

    it('is not what was answered to questions that are asked no longer, for one may have been sensitive', async () => {
      const open = { key: 'photo', kind: 'file', label: { en: 'Photograph' } };
      await rules({ questions: [...questions, open] });
      const file = async (name: string) => (await send(pdf, name)).json<{ file: string }>().file;
      const photo = (await file('photo.pdf')).toUpperCase();
      const answers = { diet: 'vegan', letter: await file('letter.pdf'), arrival: 'late', photo };
      const { id } = await register('Anna', { answers });
      await rules({ questions: [questions[2], open] });
      await deleteWhatHasServed(database.dataSource, new Date('2026-11-09T12:00:00Z'));
      expect((await row(id))!['answers']).toEqual({ arrival: 'late', photo });
      expect(await database.dataSource.query('SELECT name FROM answer_files')).toEqual([{ name: 'photo.pdf' }]);
      await rules({});
      await deleteWhatHasServed(database.dataSource, new Date('2026-11-10T12:00:00Z'));
      expect((await row(id))!['answers']).toEqual({});
    });

    it('takes files by what they are, and gives them to who may see them', async () => {
      expect(refusal(await send(pdf))).toEqual([409, 'files.unasked']);
      await rules({ questions });
      expect(refusal(await send(Buffer.from('<script>'), 'a.pdf'))).toEqual([422, 'input.invalid', '']);
      expect((await send(Buffer.alloc(5 * 1024 * 1024 + 1, '%PDF-'))).statusCode).toBe(413);
      const { file } = (await send(pdf)).json<{ file: string }>();
      const { code, manageToken } = await register('Anna', { answers: { letter: file } });
      const taken = await call('POST', '/registrations', undefined, person('Berta', { answers: { letter: file } }));
      expect(refusal(taken)).toEqual([422, 'input.invalid', 'answers.letter']);

      const read = await call('GET', `/registrations/${code}/files/${file}`, organiser);
      expect([read.rawPayload.equals(pdf), read.headers['content-type'], read.headers['content-disposition']]).toEqual([
        true,
        'application/pdf',
        `attachment; filename*=UTF-8''V%C4%93stule.pdf`,
      ]);
      expect((await call('GET', `/me/files/${file}`, manageToken)).statusCode).toBe(200);
      const other = await register('Berta');
      expect((await call('GET', `/me/files/${file}`, other.manageToken)).statusCode).toBe(404);
      const viewer = await createToken(database.dataSource.manager, {
        eventId,
        role: 'viewer',
        name: '',
        expiresAt: null,
        at: clock.at,
      });
      expect((await call('GET', `/registrations/${code}/files/${file}`, viewer)).statusCode).toBe(403);

      const forgotten = (await send(pdf)).json<{ file: string }>().file;
      await deleteWhatHasServed(database.dataSource, new Date(clock.at.getTime() + 25 * 3600_000));
      const late = await call('POST', '/registrations', undefined, person('Late', { answers: { letter: forgotten } }));
      expect(refusal(late)).toEqual([422, 'input.invalid', 'answers.letter']);
    });

    it('is of files those alone that an answer names', async () => {
      await rules({ questions });
      const keep = async (name: string) => (await send(pdf, name)).json<{ file: string }>().file;
      const names = async (id: string): Promise<string[]> => {
        const rows: { name: string }[] = await database.dataSource.query(
          'SELECT name FROM answer_files WHERE registration_id = $1',
          [id],
        );
        return rows.map(({ name }) => name);
      };
      const { id, manageToken } = await register('Anna', { answers: { letter: await keep('first.pdf') } });
      const { id: other } = await register('Berta', { answers: { letter: await keep('hers.pdf') } });
      const change = async (letter: string | null) =>
        expect((await patch(manageToken, { answers: { letter } })).statusCode).toBe(200);
      await patch(manageToken, { answers: { arrival: 'late' } });
      expect(await names(id)).toEqual(['first.pdf']);
      await change((await keep('second.pdf')).toUpperCase());
      expect(await names(id)).toEqual(['second.pdf']);
      await change(null);
      expect(await names(id)).toEqual([]);
      await change(await keep('third.pdf'));
      await rules({ questions: questions.filter(({ kind }) => kind !== 'file') });
      await patch(manageToken, { name: 'Anna B' });
      expect([await names(id), await names(other)]).toEqual([[], ['hers.pdf']]);
    });

    it('is shown of files by their names, of sensitive ones to those alone who may see them', async () => {
      const open = { key: 'photo', kind: 'file', label: { en: 'Photograph' } };
      await rules({ questions: [...questions, open] });
      const file = async (name: string) => (await send(pdf, name)).json<{ file: string }>().file;
      const answers = { letter: await file('letter.pdf'), photo: (await file('photo.pdf')).toUpperCase() };
      const { manageToken } = await register('Anna', { answers });
      const letter = { id: answers.letter, name: 'letter.pdf' };
      const photo = { id: answers.photo.toLowerCase(), name: 'photo.pdf' };
      expect((await me(manageToken)).files).toEqual([letter, photo]);
      expect((await me((await register('Berta')).manageToken)).files).toEqual([]);
      const moderator = await createToken(database.dataSource.manager, {
        eventId,
        role: 'moderator',
        name: '',
        expiresAt: null,
        at: clock.at,
      });
      const listed = async (token: string) =>
        (await call('GET', '/registrations?q=Anna', token)).json<{ items: RegistrationView[] }>().items[0]?.files;
      expect([await listed(organiser), await listed(moderator)]).toEqual([[letter, photo], [photo]]);
    });

    it('is counted for caterers, by day and session', async () => {
      await rules({ questions });
      await register('Anna', { answers: { diet: 'vegan' }, bookings: [visit] });
      await register('Berta', { answers: { diet: 'all' } });
      await register('Cilda', { answers: { diet: 'vegan' }, attendance: { [days[1]]: 'online' } });
      const counted = async (query: string) => (await call('GET', `/answers${query}`, organiser)).json<object>();
      expect(await counted('')).toEqual({ people: 3, answers: { diet: { all: 1, vegan: 2 } } });
      expect(await counted(`?day=${days[1]}`)).toEqual({ people: 2, answers: { diet: { all: 1, vegan: 1 } } });
      expect(await counted('?session=D2-INCUBATOR')).toEqual({ people: 1, answers: { diet: { vegan: 1 } } });
    });
  });

  it('exports a spreadsheet in which nothing that people typed runs', async () => {
    await register('Anna', { organisation: '=HYPERLINK("x")', name: 'Ķēniņa' });
    const { rawPayload, headers } = await call('GET', '/registrations.xlsx', organiser);
    expect(headers['content-type']).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const files = unzipSync(new Uint8Array(rawPayload));
    const text = Object.entries(files)
      .filter(([name]) => name.endsWith('.xml'))
      .map(([, bytes]) => strFromU8(bytes))
      .join('\n');
    expect(text).toContain('Ķēniņa');
    expect(text).toContain("'=HYPERLINK(");
    expect(text).not.toMatch(/<f[ >]/);
  });

  it('keeps each one’s own behind their own token', async () => {
    const mine = await register('Anna', { bookings: [cider] });
    const theirs = await register('Berta', { bookings: [cider] });
    const id = theirs.bookings[0]!.id;
    const tries = await Promise.all([
      call('PUT', `/me/bookings/${id}/seat`, mine.manageToken, { seat: false }),
      call('POST', `/me/bookings/${id}/pass`, mine.manageToken, { to: mine.code }),
      call('POST', `/me/bookings/${id}/accept`, mine.manageToken),
      call('DELETE', `/me/bookings/${id}`, mine.manageToken),
      call('GET', '/invitations', mine.manageToken),
      call('GET', '/answers', mine.manageToken),
      call('GET', '/go-no-go', mine.manageToken),
      call('POST', '/me/erasure'),
    ]);
    expect(tries.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 403, 403, 403, 401]);
  });
});

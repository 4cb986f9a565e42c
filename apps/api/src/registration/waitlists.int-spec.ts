import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { queue, waitlists, type Queue, type RegistrationAnswer, type Waitlist, type Waitlists } from '@kopa/contracts';
import { createToken } from '../accounts/tokens.js';
import { fewestQueries } from '../../../../test/support/asked-queries.js';
import { days, inPerson, openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';

const visit = 'D3-CIDER';
const cider = `waitlists/session/${visit}/in-person`;

describe('waitlists in the hands of organisers', () => {
  let event: DemoEvent;
  let { call, register, me, settle, isSound, organiser } = {} as DemoEvent;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, register, me, settle, isSound, organiser } = event);
  });
  afterAll(() => event.close());
  beforeEach(async () => {
    const { manager } = event.database.dataSource;
    await settle();
    await event.empty();
    await manager.query('UPDATE place_pools SET is_set = true');
    await event.setPlaces(`sessions/${visit}/`, { mode: 'in-person', capacity: 1, promotion: 'automatic' });
    await manager.query('DELETE FROM audit_entries');
    event.clock.advance(1);
  });

  const bookings = [{ session: visit, mode: 'in-person' }];
  /** People who ask for the visit, in this order. */
  const ask = async (...names: string[]): Promise<RegistrationAnswer[]> => {
    const people: RegistrationAnswer[] = [];
    for (const name of names) people.push(await register(name, { bookings }));
    event.clock.advance(1);
    return people;
  };
  const list = async (query = ''): Promise<Waitlists> => {
    const answer = await call('GET', `/waitlists${query}`, organiser);
    expect([answer.statusCode, answer.json()]).toMatchObject([200, {}]);
    return waitlists.parse(answer.json());
  };
  const read = async (query = '', token = organiser): Promise<Queue> =>
    queue.parse((await call('GET', `/${cider}${query}`, token)).json());
  const names = async (): Promise<unknown[]> =>
    (await read()).items.map(({ name, status, position }) => [name, status, position]);
  const resize = (capacity: number | null, version: number | null) =>
    call('PATCH', `/${cider}`, organiser, { capacity }, version === null ? {} : { 'if-match': `"${version}"` });
  const one = async (): Promise<Waitlist> => (await read()).waitlist;
  const deed = (person: RegistrationAnswer, what: string, body: object) =>
    call('POST', `/registrations/${person.code}/bookings/${person.bookings[0]!.id}/${what}`, organiser, body);
  const undo = (person: RegistrationAnswer) =>
    call('DELETE', `/registrations/${person.code}/bookings/${person.bookings[0]!.id}/promote`, organiser);
  const problem = async (answer: ReturnType<typeof deed>): Promise<unknown[]> => {
    const { statusCode, ...rest } = await answer;
    return [statusCode, rest.json<{ code?: string }>().code];
  };
  const mails = (kind: string): Promise<{ facts: { because?: string }; due: number; recipient: string }[]> =>
    event.database.dataSource.query(
      `SELECT facts, recipient, extract(epoch FROM due_at - written_at)::int AS due FROM outbox_mails WHERE kind = $1`,
      [kind],
    );
  const trail = (): Promise<unknown[]> =>
    event.database.dataSource.query(`SELECT action, subject, after, reason FROM audit_entries ORDER BY id`);

  it('lists where somebody waits, with day, mode and part of a title; all that is limited on wish', async () => {
    expect((await list()).items).toEqual([]);
    await ask('Anna', 'Berta', 'Cilda');
    const [found, ...more] = (await list(`?day=${days[2]}&mode=in-person&q=TRADICIJAS`)).items;
    expect([found, more]).toMatchObject([
      {
        scope: 'session',
        key: visit,
        mode: 'in-person',
        capacity: 1,
        taken: 1,
        offered: 0,
        waiting: 2,
        how: 'automatic',
      },
      [],
    ]);
    for (const query of [`?day=${days[1]}`, '?mode=online', '?q=nowhere'])
      expect((await list(query)).items).toEqual([]);
    const all = (await list('?show=all&limit=200')).items;
    expect(all.length).toBeGreaterThan(1);
    const paged: Waitlist[] = [];
    let after: string | null = '';
    while (after !== null) {
      const page: Waitlists = await list(
        `?show=all&limit=1${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`,
      );
      paged.push(...page.items);
      after = page.next;
    }
    expect(paged).toEqual(all);
  });

  it('shows who waits in order, page by page, by name only to who reads registrations, in as many queries as for one', async () => {
    await ask('Anna', 'Berta');
    await read();
    const ofOne = await fewestQueries(() => read());
    await ask('Cilda', 'Daina', 'Elza');
    expect((await fewestQueries(() => read())).length).toBe(ofOne.length);
    expect((await fewestQueries(() => list())).length).toBeLessThanOrEqual(ofOne.length);
    const first = await read('?limit=3');
    const rest = await read(`?limit=3&after=${first.next}`);
    expect([...first.items, ...rest.items].map(({ name, position }) => [name, position])).toEqual([
      ['Berta', 1],
      ['Cilda', 2],
      ['Daina', 3],
      ['Elza', 4],
    ]);
    expect(rest.next).toBeNull();
    const { manager } = event.database.dataSource;
    const viewer = { eventId: event.eventId, role: 'viewer' as const, name: '', expiresAt: null, at: event.clock.at };
    const seen = await read('', await createToken(manager, viewer));
    expect(seen.items.map(({ name, code, position }) => [name, code, position])).toEqual(
      [1, 2, 3, 4].map((position) => [null, null, position]),
    );
    expect((await call('GET', '/waitlists/session/NONE/online', organiser)).statusCode).toBe(404);
    expect((await call('GET', '/waitlists/room/NONE/online', organiser)).statusCode).toBe(404);
  });

  it('raises a capacity only of what was seen, and serves who waits', async () => {
    await ask('Anna', 'Berta', 'Cilda', 'Daina');
    const { version } = await one();
    expect((await resize(3, null)).statusCode).toBe(428);
    const raised = await resize(3, version);
    expect([raised.statusCode, raised.json()]).toMatchObject([
      200,
      { promoted: 2, waitlist: { capacity: 3, taken: 3, waiting: 1, version: version + 1 } },
    ]);
    const late = await resize(9, version);
    expect([late.statusCode, late.json()]).toMatchObject([412, { code: 'version.late', current: { capacity: 3 } }]);
    expect(await trail()).toMatchObject([{ action: 'places.set', subject: `session ${visit} in-person` }]);
    // Bookings are no edits: they make no editor late.
    await ask('Elza');
    expect((await resize(2, version + 1)).json()).toMatchObject({ promoted: 0, waitlist: { capacity: 2, taken: 3 } });
    await isSound();
  });

  it('makes places known that nobody has claimed yet', async () => {
    const path = '/waitlists/session/D2-QUIET/online';
    const before = (await call('GET', path, organiser)).json<Queue>().waitlist;
    const set = await call('PATCH', path, organiser, { capacity: 7 }, { 'if-match': `"${before.version}"` });
    expect([set.statusCode, set.json()]).toMatchObject([200, { waitlist: { capacity: 7, taken: 0 } }]);
  });

  it('gives a place out of turn only for a reason, which is on the place, in the trail and told', async () => {
    const [, , cilda] = await ask('Anna', 'Berta', 'Cilda');
    expect(await problem(deed(cilda!, 'promote', { reason: ' ' }))).toEqual([422, 'input.invalid']);
    expect(await problem(deed(cilda!, 'promote', { reason: 'speaks there' }))).toEqual([409, 'places.full']);
    const given = await deed(cilda!, 'promote', { reason: 'speaks there', isOver: true });
    expect([given.statusCode, given.json()]).toMatchObject([200, { bookings: [{ status: 'confirmed' }] }]);
    expect(await names()).toEqual([['Berta', 'waitlisted', 1]]);
    expect(await one()).toMatchObject({ capacity: 1, taken: 2, waiting: 1, givenOver: 1 });
    expect(await mails('place.confirmed')).toEqual([
      { recipient: 'cilda@example.org', due: 30, facts: expect.objectContaining({ because: 'speaks there' }) },
    ]);
    expect(await trail()).toMatchObject([
      { action: 'booking.promoted', subject: cilda!.code, after: { isOver: true }, reason: 'speaks there' },
    ]);
    const over = [{ scope: 'session', key: visit, because: 'speaks there' }];
    const found = await call('GET', `/registrations?over=given&session=${visit}`, organiser);
    expect(found.json<{ items: object[] }>().items).toMatchObject([{ name: 'Cilda', over }]);
    expect((await call('GET', `/registrations?over=given&session=D2-CLOSE`, organiser)).json()).toMatchObject({
      items: [],
    });
    expect((await call('GET', `/registrations/${cilda!.code}`, organiser)).json()).toMatchObject({
      registration: { over },
    });
    // Others' reasons are not for their owner to read.
    expect(await me(cilda!.manageToken)).not.toHaveProperty('over');
    await isSound();
  });

  it('takes it back within half a minute, before anybody is written to, and not later', async () => {
    const [, berta, cilda] = await ask('Anna', 'Berta', 'Cilda');
    await deed(cilda!, 'promote', { reason: 'speaks there', isOver: true });
    const back = await undo(cilda!);
    expect([back.statusCode, back.json()]).toMatchObject([200, { bookings: [{ status: 'waitlisted', position: 2 }] }]);
    expect(await mails('place.confirmed')).toEqual([]);
    expect(await one()).toMatchObject({ taken: 1, waiting: 2, givenOver: 0 });
    await isSound();
    event.clock.advance(1);
    await deed(berta!, 'promote', { reason: 'speaks there', isOver: true });
    event.clock.advance(1);
    expect(await problem(undo(berta!))).toEqual([409, 'promotion.settled']);
    // What was confirmed in turn is no promotion.
    expect(await problem(undo(cilda!))).toEqual([409, 'promotion.settled']);
    await isSound();
  });

  it('takes an offer back where it does not make a place free, the last one first', async () => {
    const [anna, berta, cilda] = await ask('Anna', 'Berta', 'Cilda');
    const order = { mode: 'in-person', promotion: 'offer', offerMinutes: 60 };
    await event.setPlaces(`sessions/${visit}/`, { ...order, capacity: 3 });
    expect((await names()).map((row) => (row as string[])[1])).toEqual(['offered', 'offered']);
    const why = { reason: 'a mistake of ours' };
    expect(await problem(deed(cilda!, 'withdraw', why))).toEqual([409, 'offer.theirs']);
    await resize(1, (await one()).version);
    expect(await problem(deed(berta!, 'withdraw', why))).toEqual([409, 'offer.notLast']);
    expect(await problem(deed(cilda!, 'withdraw', { reason: '' }))).toEqual([422, 'input.invalid']);
    expect(await problem(deed(anna!, 'withdraw', why))).toEqual([404, 'booking.unknown']);
    expect((await deed(cilda!, 'withdraw', why)).statusCode).toBe(200);
    expect((await deed(berta!, 'withdraw', why)).statusCode).toBe(200);
    expect(await names()).toEqual([
      ['Berta', 'waitlisted', 1],
      ['Cilda', 'waitlisted', 2],
    ]);
    expect((await mails('place.withdrawn')).map(({ recipient, facts }) => [recipient, facts.because])).toEqual([
      ['cilda@example.org', why.reason],
      ['berta@example.org', why.reason],
    ]);
    await isSound();
  });

  it('takes somebody off the list, and gives what they were offered to who is next', async () => {
    const [anna, berta, cilda] = await ask('Anna', 'Berta', 'Cilda');
    expect(await problem(deed(berta!, 'remove', {}))).toEqual([422, 'input.invalid']);
    expect(await problem(deed(anna!, 'remove', { reason: 'has a place' }))).toEqual([404, 'booking.unknown']);
    await event.setPlaces(`sessions/${visit}/`, { mode: 'in-person', promotion: 'offer', capacity: 2 });
    expect((await deed(berta!, 'remove', { reason: 'rang: is ill' })).statusCode).toBe(200);
    expect(await names()).toEqual([['Cilda', 'offered', null]]);
    expect((await me(berta!.manageToken)).bookings).toEqual([]);
    expect(await mails('place.cancelled')).toMatchObject([
      { recipient: 'berta@example.org', facts: { why: 'organisers', because: 'rang: is ill' } },
    ]);
    expect(cilda).toBeDefined();
    await isSound();
  });

  it('moves the waitlist of a day too: who is taken off it takes part as they do meanwhile', async () => {
    const [, second] = days;
    await event.setPlaces(`days/${second}/`, { mode: 'in-person', capacity: 1 });
    const people: RegistrationAnswer[] = [];
    for (const name of ['Anna', 'Berta', 'Cilda']) people.push(await register(name, { attendance: inPerson }));
    event.clock.advance(1);
    const path = `/waitlists/day/${second}/in-person`;
    const waiting = async () => (await call('GET', path, organiser)).json<Queue>();
    const [berta, cilda] = (await waiting()).items;
    const of = (code: string | null, place: string, part: string): string =>
      `/registrations/${code}/bookings/${place}/${part}`;
    const gone = await call('POST', of(berta!.code, berta!.place, 'remove'), organiser, { reason: 'comes online' });
    expect(gone.json()).toMatchObject({
      days: expect.arrayContaining([{ date: second, mode: 'online', id: expect.any(String), status: 'confirmed' }]),
    });
    const order = { reason: 'is needed there', isOver: true };
    expect((await call('POST', of(cilda!.code, cilda!.place, 'promote'), organiser, order)).statusCode).toBe(200);
    expect(await waiting()).toMatchObject({ items: [], waitlist: { capacity: 1, taken: 2, waiting: 0, givenOver: 1 } });
    await settle();
    await isSound();
    await event.setPlaces(`days/${second}/`, { mode: 'in-person', capacity: null });
  });
});

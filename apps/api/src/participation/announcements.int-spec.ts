import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { announcementPage, postedAnnouncement, postedAnnouncementPage, type PostedAnnouncement } from '@kopa/contracts';
import type { RegistrationAnswer } from '@kopa/contracts';
import type { Announcement, Audience } from '@kopa/domain';
import { fewestQueries } from '../../../../test/support/asked-queries.js';
import { days, online, openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';

const session = 'D2-MORNING';
const visit = 'D2-INCUBATOR';

type Name = 'hall' | 'far' | 'booked' | 'starring' | 'gone';

interface Row {
  seq: number;
  type: string;
  announcement?: Announcement;
}

describe('announcements', () => {
  let event: DemoEvent;
  let { call, register, organiser } = {} as DemoEvent;
  /** Comes in person on the second and third day. */
  let hall: RegistrationAnswer;
  let far: RegistrationAnswer;
  let booked: RegistrationAnswer;
  let starring: RegistrationAnswer;
  let gone: RegistrationAnswer;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, register, organiser } = event);
    hall = await register('Anna');
    far = await register('Berta', { attendance: online });
    booked = await register('Cilda', { attendance: online, bookings: [{ session, mode: 'online' }] });
    starring = await register('Daina', { attendance: { [days[0]]: 'in-person' } });
    await call('PUT', `/me/stars/${session}`, starring.manageToken, {});
    gone = await register('Elza', { bookings: [{ session, mode: 'in-person' }] });
    await call('POST', `/registrations/${gone.code}/cancel`, organiser, { reason: 'by telephone' });
    await event.settle();
  });
  afterAll(() => event.close());

  const order = (audience: Audience, more: object = {}): object => ({
    texts: { en: 'Lunch is in the yard', lv: 'Pusdienas ir pagalmā' },
    audience,
    kind: 'sticky',
    ...more,
  });
  const post = async (audience: Audience, more: object = {}): Promise<PostedAnnouncement> => {
    const answer = await call('POST', '/announcements', organiser, order(audience, more));
    expect([answer.statusCode, answer.json()]).toMatchObject([201, {}]);
    return postedAnnouncement.strict().parse(answer.json());
  };
  const withdraw = (id: string) => call('DELETE', `/announcements/${id}`, organiser);
  const rows = async (token?: string): Promise<Row[]> => {
    const stream = token === undefined ? '' : '&stream=me';
    // Who cancelled has no stream any more.
    const { changes = [] } = (await call('GET', `/changes?since=0${stream}`, token)).json<{ changes?: Row[] }>();
    return changes.filter(({ type }) => type.startsWith('announcement.'));
  };
  const told = async (of: RegistrationAnswer, id: string): Promise<string[]> =>
    (await rows(of.manageToken)).flatMap(({ type, announcement }) => (announcement?.id === id ? [type] : []));
  const listed = async (of?: RegistrationAnswer): Promise<string[]> => {
    const answer = await call('GET', of === undefined ? '/announcements' : '/me/announcements', of?.manageToken);
    return announcementPage
      .strict()
      .parse(answer.json())
      .items.map(({ id }) => id);
  };
  const count = async (audience: Audience): Promise<number> =>
    (await call('POST', '/announcements?preview=1', organiser, order(audience))).json<{ people: number }>().people;

  it('are said to everybody in the public stream, and stand for those who come later', async () => {
    const before = (await call('GET', '/programme')).json<{ seq: number; sessions: object[] }>();
    expect(await count({ to: 'all' })).toBe(4);
    const posted = await post({ to: 'all' });
    expect(posted).toMatchObject({ people: 4, audience: { to: 'all' }, until: null, withdrawnAt: null });
    const { audience: _, people: _told, ...announcement } = posted;
    expect(await rows()).toEqual([
      { seq: before.seq + 1, at: expect.any(String), type: 'announcement.posted', announcement },
    ]);
    expect(await rows(hall.manageToken)).toEqual([]);
    // The programme goes on counting, and is otherwise what it was.
    expect((await call('GET', '/programme')).json()).toEqual({ ...before, seq: before.seq + 1 });
    expect(await listed()).toEqual([posted.id]);
    expect(await listed(hall)).toEqual([]);
    const taken = await withdraw(posted.id);
    expect(taken.json()).toMatchObject({ id: posted.id, withdrawnAt: expect.any(String) });
    expect((await rows()).map(({ type }) => type)).toEqual(['announcement.posted', 'announcement.withdrawn']);
    expect(await listed()).toEqual([]);
    expect((await withdraw(posted.id)).statusCode).toBe(200);
    expect(await rows()).toHaveLength(2);
  });

  it.each<[string, Audience, Name[]]>([
    ['in person on any day', { to: 'mode', mode: 'in-person', date: null }, ['hall', 'starring']],
    ['in person on the first day', { to: 'mode', mode: 'in-person', date: days[0] }, ['starring']],
    ['online on the second day', { to: 'mode', mode: 'online', date: days[1] }, ['far', 'booked']],
    ['on the second day', { to: 'day', date: days[1] }, ['hall', 'far', 'booked']],
    ['on the first day', { to: 'day', date: days[0] }, ['hall', 'far', 'booked', 'starring']],
    ["a session's people", { to: 'session', session }, ['booked', 'starring']],
    ['of a session that nobody chose', { to: 'session', session: visit }, []],
  ])('reach, each once, who is %s, and nobody else', async (_, audience, expected) => {
    const people = { hall, far, booked, starring, gone };
    expect(await count(audience)).toBe(expected.length);
    const posted = await post(audience);
    expect(posted).toMatchObject({ audience, people: expected.length });
    const reached = await Promise.all(
      Object.entries(people).map(async ([name, one]) => [name, await told(one, posted.id)] as const),
    );
    expect(reached).toEqual(
      Object.keys(people).map((name) => [name, expected.includes(name as Name) ? ['announcement.posted'] : []]),
    );
    expect((await rows()).some(({ announcement }) => announcement?.id === posted.id)).toBe(false);
    expect(await listed()).not.toContain(posted.id);
    expect((await withdraw(posted.id)).statusCode).toBe(200);
    expect(await listed(hall)).toEqual([]);
  });

  it('count a day whose place is waited for as what its person does meanwhile', async () => {
    await event.setPlaces(`days/${days[2]}/`, { mode: 'in-person', capacity: 1, promotion: 'automatic' });
    const waiting = await register('Frida', {
      attendance: { [days[2]]: 'in-person' },
      meanwhile: { [days[2]]: 'absent' },
    });
    await event.settle();
    expect((await event.me(waiting.manageToken)).days.at(-1)).toMatchObject({ status: 'waitlisted' });
    expect(await count({ to: 'day', date: days[2] })).toBe(3);
    expect(await count({ to: 'mode', mode: 'in-person', date: days[2] })).toBe(1);
    await call('DELETE', '/me', waiting.manageToken);
  });

  it('that stick stand for who belongs to their audience later, and are taken down for them too', async () => {
    const sticky = await post({ to: 'session', session: visit }, { until: '2026-10-01T06:00:00Z' });
    const passing = await post({ to: 'session', session: visit }, { kind: 'passing' });
    const late = await register('Gita', { bookings: [{ session: visit, mode: 'in-person' }] });
    expect(await listed(late)).toEqual([sticky.id]);
    expect(await told(late, sticky.id)).toEqual([]);
    await withdraw(sticky.id);
    expect(await told(late, sticky.id)).toEqual(['announcement.withdrawn']);
    expect(await listed(late)).toEqual([]);
    const again = await post({ to: 'session', session: visit }, { until: '2026-10-01T06:00:00Z' });
    event.clock.advance(60);
    const later = await register('Hilda', { bookings: [{ session: visit, mode: 'in-person' }] });
    expect([await listed(later), await listed(late)]).toEqual([[], [again.id]]);
    event.clock.advance(-60);
    for (const { id } of [passing, again]) await withdraw(id);
    for (const one of [late, later]) await call('DELETE', '/me', one.manageToken);
  });

  it('tell who was told that one is gone, though they belong to its audience no longer', async () => {
    const posted = await post({ to: 'mode', mode: 'online', date: days[1] });
    await call('PATCH', '/me', far.manageToken, { attendance: { ...online, [days[1]]: 'absent' } });
    expect(await listed(far)).toEqual([posted.id]);
    await withdraw(posted.id);
    expect(await told(far, posted.id)).toEqual(['announcement.posted', 'announcement.withdrawn']);
    await call('PATCH', '/me', far.manageToken, { attendance: online });
  });

  it('are posted once under one key', async () => {
    const send = (texts: object) =>
      call('POST', '/announcements', organiser, order({ to: 'day', date: days[1] }, { texts }), {
        'idempotency-key': 'one-press',
      });
    const [one, other] = await Promise.all([send({ en: 'Bus 2' }), send({ en: 'Bus 2' })]);
    expect([one.statusCode, other.statusCode]).toEqual([201, 201]);
    const { id } = one.json<{ id: string }>();
    expect(other.json()).toEqual(one.json());
    expect(await told(hall, id)).toEqual(['announcement.posted']);
    expect((await send({ en: 'Bus 3' })).json()).toMatchObject({ code: 'idempotency.mismatch' });
    await withdraw(id);
  });

  it('keep the languages in which something was written', async () => {
    const posted = await post({ to: 'all' }, { texts: { en: '', lv: ' Sākam! ' } });
    expect(posted.texts).toEqual({ lv: 'Sākam!' });
    await withdraw(posted.id);
  });

  it.each<[string, object, number, string]>([
    ['without words', order({ to: 'all' }, { texts: { en: '', lv: ' ' } }), 422, 'input.invalid'],
    ['too long', order({ to: 'all' }, { texts: { en: 'x'.repeat(1001) } }), 422, 'input.invalid'],
    [
      'in a language that the event has not',
      order({ to: 'all' }, { texts: { de: 'Guten Tag' } }),
      422,
      'announcement.language',
    ],
    ['that are over', order({ to: 'all' }, { until: '2026-10-01T05:00:00Z' }), 422, 'announcement.over'],
    [
      'that pass and have an end',
      order({ to: 'all' }, { kind: 'passing', until: '2026-10-09T05:00:00Z' }),
      422,
      'input.invalid',
    ],
    ['with what is not known', order({ to: 'all' }, { colour: 'red' }), 422, 'input.invalid'],
    ['to a day of no event', order({ to: 'day', date: '2026-11-01' }), 422, 'day.unknown'],
    ['to a session that is not published', order({ to: 'session', session: 'NO-SUCH' }), 422, 'session.unknown'],
  ])('%s are refused and publish nothing', async (_, body, status, code) => {
    const before = [await rows(), await rows(hall.manageToken)];
    for (const path of ['/announcements', '/announcements?preview=1']) {
      const answer = await call('POST', path, organiser, body);
      expect([answer.statusCode, answer.json()]).toMatchObject([status, { code }]);
    }
    expect([await rows(), await rows(hall.manageToken)]).toEqual(before);
  });

  it.each<[string, Audience]>([
    ['to all', { to: 'all' }],
    ['to some', { to: 'day', date: days[1] }],
  ])('publish nothing %s when the transaction fails at its end', async (_, audience) => {
    const { dataSource } = event.database;
    await dataSource.query(
      `CREATE FUNCTION pull_the_plug() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the plug is pulled'; END $$`,
    );
    await dataSource.query(
      `CREATE TRIGGER pull_the_plug AFTER INSERT ON stream_rows FOR EACH ROW EXECUTE FUNCTION pull_the_plug()`,
    );
    const stand = async (): Promise<unknown[]> => [
      await rows(),
      await rows(hall.manageToken),
      await listed(),
      await listed(hall),
      (await call('GET', '/desk/announcements', organiser)).json(),
      await dataSource.query<object[]>('SELECT name, seq FROM stream_heads ORDER BY name'),
      await dataSource.query<object[]>(`SELECT count(*) FROM audit_entries WHERE action LIKE 'announcement.%'`),
    ];
    const before = await stand();
    try {
      expect((await call('POST', '/announcements', organiser, order(audience))).statusCode).toBe(500);
    } finally {
      await dataSource.query('DROP FUNCTION pull_the_plug CASCADE');
    }
    expect(await stand()).toEqual(before);
    await event.isSound();
  });

  it('are listed for organisers with audience and people, page by page, the newest first', async () => {
    const posted: string[] = [];
    for (const date of days) {
      event.clock.advance(1);
      posted.unshift((await post({ to: 'day', date })).id);
    }
    const page = async (query: string) =>
      postedAnnouncementPage.strict().parse((await call('GET', `/desk/announcements?${query}`, organiser)).json());
    const first = await page('limit=2');
    expect(first.items.map(({ id }) => id)).toEqual(posted.slice(0, 2));
    expect(first.items[0]).toMatchObject({ audience: { to: 'day', date: days[2] } });
    expect(first.next).toBe(posted[1]);
    expect((await page(`limit=1&after=${first.next}`)).items.map(({ id }) => id)).toEqual([posted[2]]);
    for (const id of posted) await withdraw(id);
    expect((await call('DELETE', `/announcements/${event.eventId}`, organiser)).json()).toMatchObject({
      code: 'announcement.unknown',
    });
  });

  it('ask the database the same for any number of people', async () => {
    const audience: Audience = { to: 'day', date: days[1] };
    const asked = async (): Promise<number> => {
      await event.settle();
      return (await fewestQueries(async () => withdraw((await post(audience)).id))).length;
    };
    const few = await asked();
    for (const name of ['Inta', 'Jana', 'Klara', 'Liene', 'Made']) await register(name);
    expect(await asked()).toBe(few);
  });
});

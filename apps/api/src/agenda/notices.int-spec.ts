import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RegistrationAnswer } from '@kopa/contracts';
import type { PlannedSession, Programme, Session, Slot } from '@kopa/domain';
import { askedQueries } from '../../../../test/support/asked-queries.js';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { transaction } from '../platform/database.js';
import { loadDraft, saveDraft } from '../programme/draft-store.js';
import { Notices } from './notices.js';

interface Row {
  type: string;
  session?: string;
  alterations?: { kind: string; from?: unknown; to?: unknown }[];
  reason?: unknown;
  conflicts?: { kind: string; sessions: string[]; alternatives: { kind: string; session: string }[] }[];
}

describe('news of changes', () => {
  let event: DemoEvent;
  let { call, register, clock, database, eventId, organiser, settle, isSound } = {} as DemoEvent;
  let start: Date;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, register, clock, database, eventId, organiser, settle, isSound } = event);
    start = clock.at;
    original = (await loadDraft(database.dataSource.manager, eventId))!.sessions;
  });
  afterAll(() => event.close());
  let original: PlannedSession[];
  beforeEach(async () => {
    clock.at = start;
    await event.empty();
    for (const session of ['D2-INCUBATOR', 'D3-CIDER']) {
      const [{ startsAt, plannedStartsAt: to, endsAt, plannedEndsAt }] = (await sessionOf(session)).slots as [Slot];
      if (endsAt !== plannedEndsAt && startsAt === to) throw new Error('a story left a session longer than it was');
      if (startsAt !== to) await live({ type: 'move', session, startsAt: to });
    }
    await settle();
    await database.dataSource.query('DELETE FROM outbox_mails');
  });

  const confirmed = async (name: string, more: object = {}): Promise<RegistrationAnswer> => {
    const answer = await register(name, more);
    expect((await call('POST', `/registrations/${answer.code}/confirm`, organiser)).statusCode).toBeLessThan(300);
    return answer;
  };
  const live = async (change: object): Promise<void> => {
    const answer = await call('POST', '/live-changes', organiser, change);
    expect([answer.statusCode, answer.json()]).toMatchObject([201, {}]);
    await settle();
  };
  const rowsOf = async (token: string): Promise<Row[]> => {
    const { changes } = (await call('GET', '/changes?since=0&stream=me', token)).json<{ changes: Row[] }>();
    return changes.filter(({ type }) => type.startsWith('agenda.'));
  };
  const told = async (token: string): Promise<unknown[]> =>
    (await rowsOf(token)).map(({ type, session, alterations, conflicts }) =>
      type === 'agenda.changed'
        ? [session, ...alterations!.map(({ kind }) => kind)]
        : ['conflict', ...conflicts!.map(({ kind, sessions }) => [kind, ...sessions].join(' '))],
    );
  const mailed = async (): Promise<string[]> => {
    const rows: { recipient: string }[] = await database.dataSource.query(
      `SELECT recipient FROM outbox_mails WHERE kind = 'agenda.changed' ORDER BY recipient`,
    );
    return rows.map(({ recipient }) => recipient);
  };
  const sessionOf = async (code: string): Promise<Session> =>
    (await call('GET', '/programme')).json<Programme>().sessions.find((session) => session.code === code)!;
  const release = async (alter: (sessions: PlannedSession[]) => PlannedSession[]): Promise<void> => {
    await transaction(database.dataSource, async (manager) => {
      const draft = (await loadDraft(manager, eventId))!;
      await saveDraft(manager, { ...draft, sessions: alter(structuredClone(original)) });
    });
    const answer = await call('POST', '/releases', organiser, { name: 'next', message: '' });
    expect([answer.statusCode, answer.json()]).toMatchObject([201, {}]);
    await settle();
  };
  const visit = { session: 'D2-INCUBATOR', mode: 'in-person' };

  it('are for those who booked or starred, with old, new and why', async () => {
    const anna = await confirmed('Anna', { bookings: [visit] });
    const berta = await confirmed('Berta');
    await call('PUT', '/me/stars/D2-INCUBATOR', berta.manageToken, {});
    const cilda = await confirmed('Cilda');
    const before = (await sessionOf('D2-INCUBATOR')).slots[0]!.startsAt;
    clock.advance(1);
    await live({ type: 'delay', session: 'D2-INCUBATOR', minutes: 15, reason: { en: 'Fog', lv: 'Migla' } });

    const to = new Date(Date.parse(before) + 15 * 60_000).toISOString();
    expect(await rowsOf(anna.manageToken)).toMatchObject([
      {
        type: 'agenda.changed',
        session: 'D2-INCUBATOR',
        alterations: [{ kind: 'start', from: before, to }],
        reason: { en: 'Fog', lv: 'Migla' },
      },
    ]);
    expect(await told(berta.manageToken)).toEqual([['D2-INCUBATOR', 'start']]);
    expect(await told(cilda.manageToken)).toEqual([]);
    expect(await mailed()).toEqual(['anna@example.org', 'berta@example.org']);
    await settle();
    expect(await mailed()).toHaveLength(2);
    await isSound();
  });

  it('are none of what moves by less than ten minutes, until it adds up', async () => {
    const anna = await confirmed('Anna', { bookings: [visit] });
    clock.advance(1);
    await live({ type: 'delay', session: 'D2-INCUBATOR', minutes: 6 });
    expect(await told(anna.manageToken)).toEqual([]);
    clock.advance(5);
    await live({ type: 'delay', session: 'D2-INCUBATOR', minutes: 6 });
    expect(await told(anna.manageToken)).toEqual([['D2-INCUBATOR', 'start']]);
    const [{ alterations }] = (await rowsOf(anna.manageToken)) as [Row];
    const moved = Date.parse(String(alterations![0]!.to)) - Date.parse(String(alterations![0]!.from));
    expect(moved / 60_000).toBe(12);
  });

  it('are gathered: one message in two minutes, nothing of what came and went in between', async () => {
    const anna = await confirmed('Anna', { bookings: [visit, { session: 'D3-CIDER', mode: 'in-person' }] });
    clock.advance(1);
    await live({ type: 'delay', session: 'D2-INCUBATOR', minutes: 20 });
    expect(await told(anna.manageToken)).toHaveLength(1);
    await live({ type: 'delay', session: 'D2-INCUBATOR', minutes: 30 });
    await live({ type: 'delay', session: 'D3-CIDER', minutes: 20 });
    await live({ type: 'delay', session: 'D2-INCUBATOR', minutes: -30 });
    clock.advance(1);
    await settle();
    expect(await told(anna.manageToken)).toHaveLength(1);
    clock.advance(1);
    await settle();
    expect(await told(anna.manageToken)).toEqual([
      ['D2-INCUBATOR', 'start'],
      ['D3-CIDER', 'start'],
    ]);
  });

  it('come by mail only while there is time, to who confirmed and wants them', async () => {
    const anna = await confirmed('Anna', { bookings: [visit] });
    await register('Berta', { bookings: [visit] });
    const cilda = await confirmed('Cilda', { bookings: [visit] });
    expect((await call('PUT', '/me/mail', cilda.manageToken, { changes: false })).json()).toEqual({
      reminders: true,
      changes: false,
      messages: true,
    });
    clock.advance(1);
    await live({ type: 'delay', session: 'D2-INCUBATOR', minutes: 10 });
    expect(await mailed()).toEqual(['anna@example.org']);
    expect(await told(cilda.manageToken)).toHaveLength(1);
    clock.at = new Date(Date.parse((await sessionOf('D2-INCUBATOR')).slots[0]!.startsAt) - 2 * 60_000);
    await live({ type: 'delay', session: 'D2-INCUBATOR', minutes: 12 });
    expect(await told(anna.manageToken)).toHaveLength(2);
    expect(await mailed()).toEqual(['anna@example.org']);
  });

  it('tell of a conflict that comes of it, once, with what can be done instead', async () => {
    const anna = await confirmed('Anna', { bookings: [visit] });
    const [before] = (await sessionOf('D2-LUNCH')).slots;
    const other = (await call('GET', '/programme'))
      .json<Programme>()
      .sessions.find(
        ({ mode, slots, addOn, kind }) =>
          mode !== 'in-person' && addOn === null && kind !== 'break' && slots[0]!.startsAt >= before!.startsAt,
      )!;
    await call('PUT', `/me/stars/${other.code}`, anna.manageToken, {});
    clock.advance(1);
    const slot = (await sessionOf('D2-INCUBATOR')).slots[0]!;
    const minutes = Math.round((Date.parse(other.slots[0]!.startsAt) - Date.parse(slot.startsAt)) / 60_000);
    await live({ type: 'delay', session: 'D2-INCUBATOR', minutes });
    const conflicts = (await rowsOf(anna.manageToken)).filter(({ type }) => type === 'agenda.conflicted');
    expect(conflicts.map((row) => row.conflicts!.map(({ kind, sessions }) => [kind, sessions.toSorted()]))).toEqual([
      [['overlap', ['D2-INCUBATOR', other.code].sort()]],
    ]);
    clock.advance(3);
    await live({ type: 'extend', session: 'D2-INCUBATOR', minutes: 5 });
    expect((await told(anna.manageToken)).filter((row) => (row as string[])[0] === 'conflict')).toHaveLength(1);
    await live({ type: 'extend', session: 'D2-INCUBATOR', minutes: -5 });
  });

  it('are none of sessions that an import lost and found again; of what stays away they come after half an hour', async () => {
    const anna = await confirmed('Anna', { bookings: [visit, { session: 'D3-CIDER', mode: 'in-person' }] });
    clock.advance(1);
    await release((sessions) => sessions.filter(({ code }) => !code.startsWith('D2')));
    clock.advance(9);
    await settle();
    await release((sessions) => sessions);
    clock.advance(60);
    await settle();
    expect([await told(anna.manageToken), await mailed()]).toEqual([[], []]);

    await release((sessions) => sessions.filter(({ code }) => code !== 'D2-INCUBATOR'));
    clock.advance(29);
    await settle();
    expect(await told(anna.manageToken)).toEqual([]);
    clock.advance(1);
    await settle();
    expect(await told(anna.manageToken)).toEqual([['D2-INCUBATOR', 'removed']]);
    await release((sessions) => sessions);
  });

  it('ask the database the same for any number of people', async () => {
    const starred = 'D2-SKOLA6';
    const asked = async (names: readonly string[]): Promise<string[]> => {
      for (const name of names) {
        const { manageToken } = await confirmed(name, { bookings: [visit] });
        await call('PUT', `/me/stars/${starred}`, manageToken, {});
      }
      clock.advance(3);
      const statements = await askedQueries(
        () => live({ type: 'delay', session: starred, minutes: names.length === 1 ? 20 : 30 }),
        { beside: true },
      );
      // Looks that find nothing to tell only read, and come as often as they like.
      return statements.filter((text) =>
        /^(DELETE|UPDATE reg|WITH given|SELECT r\.id, r\.event_id)|outbox_mails \(/.test(text),
      );
    };
    const one = await asked(['Anna']);
    expect(one).toHaveLength(5);
    const several = ['Berta', 'Cilda', 'Daina', 'Elza', 'Frida', 'Gita', 'Hilda'];
    expect(await asked(several)).toEqual(one);
    expect(await mailed()).toHaveLength(1 + 1 + several.length);
    await live({ type: 'delay', session: starred, minutes: -50 });
  });

  it('reach everyone once when they are so many that they are told in parts', async () => {
    const people = 1_500;
    await database.dataSource.query(
      `WITH made AS (
         INSERT INTO registrations (id, event_id, code, status, name, email, locale, attendance, created_at, confirmed_at)
         SELECT gen_random_uuid(), $1, 'MANY' || lpad(n::text, 4, '0'), 'confirmed', 'Somebody', n || '@example.org', 'lv',
                '{"2026-10-08": "in-person"}', $2::timestamptz, $2::timestamptz
           FROM generate_series(1, $3::int) AS n RETURNING id, event_id, code
       ), heads AS (
         INSERT INTO stream_heads (id, event_id, name, epoch, seq)
         SELECT gen_random_uuid(), event_id, 'me:' || code,
                (SELECT epoch FROM stream_heads h WHERE h.event_id = $1 AND name = 'event'), 0 FROM made
       )
       INSERT INTO stars (registration_id, session, created_at) SELECT id, 'D2-INCUBATOR', $2 FROM made`,
      [eventId, clock.at, people],
    );
    clock.advance(1);
    await live({ type: 'delay', session: 'D2-INCUBATOR', minutes: 20 });
    const [row]: [{ rows: string; streams: string }] = await database.dataSource.query(
      `SELECT count(*) AS rows, count(DISTINCT r.stream_id) AS streams FROM stream_rows r JOIN stream_heads h ON h.id = r.stream_id
        WHERE r.type = 'agenda.changed' AND h.name LIKE 'me:MANY%'`,
    );
    expect([Number(row.rows), Number(row.streams), (await mailed()).length]).toEqual([people, people, people]);
    await database.dataSource.query(`DELETE FROM stream_heads WHERE name LIKE 'me:MANY%'`);
  });

  it('reach everyone once though two processes look at the same time', async () => {
    const people = await Promise.all(['Anna', 'Berta', 'Cilda'].map((name) => confirmed(name, { bookings: [visit] })));
    clock.advance(1);
    const answer = await call('POST', '/live-changes', organiser, {
      type: 'delay',
      session: 'D2-INCUBATOR',
      minutes: 25,
    });
    expect(answer.statusCode).toBe(201);
    const notices = event.app.get(Notices);
    await Promise.all([notices.run(), notices.run(), notices.run()]);
    await settle();
    for (const { manageToken } of people) expect(await told(manageToken)).toEqual([['D2-INCUBATOR', 'start']]);
    expect(await mailed()).toHaveLength(3);
  });
});

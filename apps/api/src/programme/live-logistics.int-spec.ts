import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Change, LogisticsUpdated, Programme, Session } from '@kopa/domain';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { StreamService } from '../live/stream.service.js';
import { schemaDrift } from '../platform/database.js';
import { loadDraft, saveDraft } from './draft-store.js';
import { loadPublished } from './published-rows.js';
import { renderFacts } from './rich-texts.js';

const code = 'D3-CIDER';
const planned = '2026-10-09T10:30:00.000Z';
const heldTen = '2026-10-09T10:40:00.000Z';
const heldTwenty = '2026-10-09T10:50:00.000Z';

describe('a departure that is held', () => {
  let event: DemoEvent;

  const live = (body: object, headers: Record<string, string> = {}) =>
    event.call('POST', '/live-changes', event.organiser, body, headers);
  const hold = (minutes: number, more: object = {}) => live({ type: 'hold', session: code, minutes, ...more });
  const programme = async (): Promise<Programme> => (await event.call('GET', '/programme')).json();
  const excursion = async (): Promise<Session> =>
    (await programme()).sessions.find((session) => session.code === code)!;
  const departures = async (): Promise<unknown> => {
    const { addOn } = await excursion();
    return [addOn?.plannedDepartAt, addOn?.departAt];
  };
  const release = () => event.call('POST', '/releases', event.organiser, { name: 'Next', choices: {} });
  const redraft = async (
    alter: (session: NonNullable<Awaited<ReturnType<typeof loadDraft>>>['sessions'][0]) => void,
  ) => {
    const { manager } = event.database.dataSource;
    const draft = (await loadDraft(manager, event.eventId))!;
    alter(draft.sessions.find((session) => session.code === code)!);
    await saveDraft(manager, draft);
  };

  beforeAll(async () => {
    event = await openDemoEvent();
  });
  afterAll(() => event.close());

  it('has tables as its entities say', async () => {
    expect(await schemaDrift(event.database.dataSource)).toEqual([]);
  });

  it('leaves later in what is published, in one row, with the plan beside it and all else as it was', async () => {
    const before = await programme();
    const was = before.sessions.find((session) => session.code === code)!;
    const reason = { en: 'Lunch runs late' };
    const preview = (
      await event.call('POST', '/live-changes?preview=1', event.organiser, {
        type: 'hold',
        session: code,
        minutes: 10,
        reason,
      })
    ).json<{ logistics: object; slots: { slot: object }[] }>();
    expect(await programme()).toEqual(before);
    const answer = await hold(10, { reason, slotVersion: 1 });
    const { changes } = answer.json<{ changes: Change[] }>();
    const at = (changes[0] as LogisticsUpdated).slots[0]!.changedAt;
    const addOn = { ...was.addOn, departAt: heldTen, plannedDepartAt: planned };
    const slots = was.slots.map((slot) => ({ ...slot, version: 2, reason, changedAt: at }));
    expect([answer.statusCode, changes]).toEqual([
      201,
      [{ seq: before.seq + 1, at, type: 'logistics.updated', session: code, addOn, slots, reason }],
    ]);
    expect(preview).toMatchObject({
      logistics: { session: code, addOn, reason },
      slots: slots.map((slot) => ({ slot: { ...slot, changedAt: expect.any(String) } })),
    });
    const after = {
      ...before,
      seq: before.seq + 1,
      sessions: before.sessions.map((session) => (session.code === code ? { ...was, addOn, slots } : session)),
    };
    expect(await programme()).toEqual(after);
    const kept = (await loadPublished(event.database.dataSource.manager, event.eventId))?.programme;
    expect(kept && { ...kept, event: renderFacts(kept.event) }).toEqual(after);
    await event.isSound();
  });

  it('is told by calendars, with a higher SEQUENCE', async () => {
    const { body } = await event.app.inject({
      method: 'GET',
      url: `/calendar/${event.slug}/sessions/${code}.ics?lang=lv`,
    });
    expect(body).toContain('SEQUENCE:1');
    expect(body.replaceAll('\r\n ', '')).toContain('Izbraukšana: 13:40 (plānota: 13:30)');
  });

  it('is held once by two phones that saw the same version', async () => {
    const { version } = (await excursion()).slots[0]!;
    const answers = await Promise.all([1, 2].map(() => hold(10, { slotVersion: version })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 412]);
    expect(await departures()).toEqual([planned, heldTwenty]);
    const key = { 'idempotency-key': randomUUID() };
    const body = { type: 'hold', session: code, minutes: -10 };
    const again = await Promise.all([live(body, key), live(body, key)]);
    expect(again.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
    expect(await departures()).toEqual([planned, heldTen]);
  });

  it.each([
    [{ type: 'hold', session: 'D1-ROUND', minutes: 5 }, 422, 'departure.none'],
    [{ type: 'hold', session: code, minutes: 500 }, 422, 'departure.pastReturn'],
    [{ type: 'hold', session: code, minutes: 0 }, 422, 'change.nothing'],
    [{ type: 'hold', session: code }, 422, 'input.invalid'],
    [{ type: 'hold', session: code, minutes: 5, slotVersion: 1 }, 412, 'slot.late'],
  ])('refuses %j and publishes nothing', async (body, status, refusal) => {
    const { seq } = await programme();
    const answer = await live(body);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, refusal]);
    expect((await programme()).seq).toBe(seq);
    expect(await departures()).toEqual([planned, heldTen]);
  });

  it('is not held when the transaction rolls back', async () => {
    const { dataSource } = event.database;
    const before = await loadPublished(dataSource.manager, event.eventId);
    const streams = event.app.get(StreamService);
    const append = streams.append.bind(streams);
    streams.append = async (...order) => {
      await append(...order);
      throw new Error('the plug is pulled');
    };
    expect((await hold(10)).statusCode).toBe(500);
    streams.append = append;
    expect(await loadPublished(dataSource.manager, event.eventId)).toEqual(before);
  });

  it('stays held over a release that changes another of its facts, and over one of something else', async () => {
    await redraft(({ addOn }) => (addOn!.bring = { en: 'Boots' }));
    expect((await release()).json()).toMatchObject({ diff: { changed: [{ session: code }], holdsReplaced: [] } });
    expect(await departures()).toEqual([planned, heldTen]);
    expect((await excursion()).addOn?.bring).toEqual({ en: 'Boots' });
    await event.isSound();
  });

  it('leaves as the draft plans when a release plans it anew, which the diff tells before', async () => {
    const anew = '2026-10-09T10:35:00.000Z';
    await redraft(({ addOn }) => (addOn!.departAt = anew));
    const diff = (await event.call('GET', '/draft/diff', event.organiser)).json<object>();
    expect(diff).toMatchObject({ holdsReplaced: [{ session: code, base: planned, draft: anew, live: heldTen }] });
    const { version } = (await excursion()).slots[0]!;
    expect((await release()).statusCode).toBe(201);
    expect(await departures()).toEqual([anew, anew]);
    expect((await excursion()).slots[0]!.version).toBe(version + 1);
    await event.isSound();
  });

  it('leaves as planned when the hold is taken back whole', async () => {
    await hold(15);
    await hold(-60);
    expect(await departures()).toEqual(['2026-10-09T10:35:00.000Z', '2026-10-09T10:35:00.000Z']);
    await event.isSound();
  });

  it('is found by the checks when it is held of what departs no more', async () => {
    const { dataSource } = event.database;
    const id = randomUUID();
    await dataSource.query('INSERT INTO held_departures (session_id, event_id, depart_at) VALUES ($1, $2, $3)', [
      id,
      event.eventId,
      planned,
    ]);
    await expect(event.isSound()).rejects.toThrow(`a departure is held of session ${id}`);
    await dataSource.query('DELETE FROM held_departures WHERE session_id = $1', [id]);
  });

  it('is refused once the people are there', async () => {
    await live({ type: 'start', session: code });
    expect((await hold(5)).json()).toMatchObject({ status: 409, code: 'slot.running' });
  });
});

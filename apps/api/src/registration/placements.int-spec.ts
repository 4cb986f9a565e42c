import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DraftAgenda, DraftOutline, DraftSlot, Presence } from '@kopa/contracts';
import { askedQueries } from '../../../../test/support/asked-queries.js';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { createToken } from '../accounts/tokens.js';
import { schemaDrift } from '../platform/database.js';
import { StreamService } from '../live/stream.service.js';

const visit = 'D3-CIDER';
const morning = { startsAt: '2026-10-08T06:00:00.000Z', endsAt: '2026-10-08T07:00:00.000Z' };

describe('placing slots of the draft', () => {
  let event: DemoEvent;
  let before: DraftAgenda;

  beforeAll(async () => {
    event = await openDemoEvent();
  });
  afterAll(() => event.close());
  beforeEach(async () => {
    before = await draft();
  });

  const draft = async (): Promise<DraftAgenda> =>
    (await event.call('GET', '/draft?texts=0', event.organiser)).json<DraftAgenda>();
  const place = (...edits: object[]) => event.call('POST', '/draft/placements', event.organiser, { edits });
  const sessionIn = (agenda: DraftAgenda, code: string): DraftOutline =>
    agenda.sessions.find((session) => session.code === code)!;
  const standOf = ({ startsAt, endsAt, roomId, onlineRoomId }: DraftSlot) => ({
    startsAt,
    endsAt,
    roomId,
    onlineRoomId,
  });
  /** An edit of a session's only slot. */
  const edit = (code: string, to: object | null, agenda = before) => {
    const session = sessionIn(agenda, code);
    const slot = session.slots[0]!;
    return {
      slot: slot.id,
      session: session.id,
      seen: slot.version,
      to: to === null ? null : { ...standOf(slot), ...to },
    };
  };
  const rows = async (): Promise<{ type: string; body: { by?: string } }[]> =>
    event.database.dataSource.query(
      `SELECT r.type, r.body FROM stream_rows r JOIN stream_heads h ON h.id = r.stream_id
        WHERE h.event_id = $1 AND h.name = 'organisers' ORDER BY r.seq`,
      [event.eventId],
    );
  const entries = (): Promise<{ action: string; subject: string; before: object | null; after: object | null }[]> =>
    event.database.dataSource.query(
      `SELECT action, subject, before, after FROM audit_entries WHERE event_id = $1 AND action LIKE 'slot.%' ORDER BY id`,
      [event.eventId],
    );

  it('has tables as its entities say', async () => {
    expect(await schemaDrift(event.database.dataSource)).toEqual([]);
  });

  it('moves a slot, tells who follows, and notes who did it and what was before', async () => {
    const wanted = edit('D2-MORNING', morning);
    const known = (await rows()).length;
    const answer = await place(wanted);
    expect(answer.statusCode).toBe(200);
    const slot = { id: wanted.slot, ...wanted.to, version: wanted.seen + 1 };
    expect(answer.json()).toEqual({ edits: [{ id: wanted.slot, session: wanted.session, slot }], logistics: [] });
    expect(sessionIn(await draft(), 'D2-MORNING').slots).toEqual([slot]);
    const [row, ...more] = (await rows()).slice(known);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ type: 'draft.placed', body: answer.json<object>() });
    expect(row!.body.by).toMatch(/^token:/);
    expect((await entries()).at(-1)).toEqual({
      action: 'slot.moved',
      subject: 'D2-MORNING',
      before: standOf(sessionIn(before, 'D2-MORNING').slots[0]!),
      after: standOf(slot as DraftSlot),
    });
  });

  it('takes a slot to the tray and puts it back with its id, so that calendars keep their entry', async () => {
    const away = edit('D2-MORNING', null);
    expect((await place(away)).json()).toMatchObject({ edits: [{ id: away.slot, slot: null }] });
    expect(sessionIn(await draft(), 'D2-MORNING').slots).toEqual([]);
    const back = { ...away, seen: null, to: standOf(sessionIn(before, 'D2-MORNING').slots[0]!) };
    expect((await place(back)).statusCode).toBe(200);
    const [slot] = sessionIn(await draft(), 'D2-MORNING').slots;
    expect(slot).toEqual({ id: away.slot, ...back.to, version: 1 });
  });

  it('places a session in several rooms at once', async () => {
    const { id, slots } = sessionIn(before, 'D2-CLOSE');
    const rooms = before.rooms.filter(({ kind }) => kind === 'physical').slice(0, 2);
    const placed = rooms.map((room) => ({
      slot: randomUUID(),
      session: id,
      seen: null,
      to: { ...morning, roomId: room.id, onlineRoomId: null },
    }));
    expect((await place(...placed)).statusCode).toBe(200);
    expect(sessionIn(await draft(), 'D2-CLOSE').slots).toHaveLength(slots.length + 2);
    const taken = placed.map((one) => ({ ...one, seen: 1, to: null }));
    expect((await place(...taken)).statusCode).toBe(200);
    expect(sessionIn(await draft(), 'D2-CLOSE').slots).toEqual(slots);
  });

  it('does all edits or none, and publishes nothing of what it did not do', async () => {
    const moved = edit('D2-MORNING', { ...morning, endsAt: '2026-10-08T07:30:00.000Z' });
    const late = { ...edit('D2-CLOSE', morning), seen: 99 };
    const known = [(await rows()).length, (await entries()).length];
    const answer = await place(moved, late);
    expect(answer.statusCode).toBe(412);
    const { slots, id } = sessionIn(before, 'D2-CLOSE');
    expect(answer.json()).toMatchObject({
      code: 'slot.late',
      current: [{ id: slots[0]!.id, session: id, slot: slots[0] }],
    });
    expect(await draft()).toEqual(before);
    expect([(await rows()).length, (await entries()).length]).toEqual(known);
  });

  it('publishes nothing when the transaction fails at its end', async () => {
    const known = (await rows()).length;
    const streams = event.app.get(StreamService);
    const append = streams.append.bind(streams);
    streams.append = async (...given) => {
      await append(...given);
      throw new Error('the server was killed');
    };
    expect((await place(edit('D2-CLOSE', morning))).statusCode).toBe(500);
    streams.append = append;
    expect([await draft(), (await rows()).length]).toEqual([before, known]);
  });

  it('takes an order that was done already for done, and tells nobody twice', async () => {
    const wanted = edit('D2-MORNING', { ...morning, endsAt: '2026-10-08T08:00:00.000Z' });
    const first = await place(wanted);
    const known = [(await rows()).length, (await entries()).length];
    const again = await place(wanted);
    expect([again.statusCode, again.json()]).toEqual([200, first.json()]);
    expect([(await rows()).length, (await entries()).length]).toEqual(known);
  });

  it('moves the journey of a visit with it', async () => {
    const { addOn, slots } = sessionIn(before, visit);
    const later = (at: string | null): string => new Date(Date.parse(at!) + 30 * 60_000).toISOString();
    const wanted = edit(visit, { startsAt: later(slots[0]!.startsAt), endsAt: later(slots[0]!.endsAt) });
    const answer = (await place(wanted)).json<{ logistics: { session: string; version: number }[] }>();
    const after = sessionIn(await draft(), visit);
    expect(after.addOn).toEqual({
      ...addOn,
      meetAt: later(addOn!.meetAt),
      departAt: later(addOn!.departAt),
      returnAt: later(addOn!.returnAt),
    });
    expect(answer.logistics).toEqual([{ session: after.id, version: after.version, addOn: after.addOn }]);
    const back = { ...edit(visit, standOf(slots[0]!), await draft()) };
    expect((await place(back)).statusCode).toBe(200);
    expect(sessionIn(await draft(), visit).addOn).toEqual(addOn);
  });

  it.each<[string, (agenda: DraftAgenda) => object, number, object]>([
    [
      'a time that ends before it starts',
      () => edit('D2-CLOSE', { endsAt: '2026-10-08T01:00:00.000Z' }),
      422,
      { errors: [{ path: 'edits[0].to.endsAt', message: 'must be after startsAt', code: 'field.order' }] },
    ],
    [
      'an online room as a hall',
      ({ rooms }) => edit('D2-CLOSE', { roomId: rooms.find(({ kind }) => kind === 'online')!.id }),
      422,
      { errors: [{ path: 'edits[0].to.roomId', message: 'is no physical room of this event', code: 'field.gone' }] },
    ],
    [
      'a session that is not there',
      () => ({ ...edit('D2-CLOSE', morning), session: randomUUID() }),
      404,
      { code: 'session.unknown' },
    ],
    [
      'the slot of another session',
      (agenda) => ({ ...edit('D2-CLOSE', morning), session: sessionIn(agenda, 'D2-QUIET').id }),
      409,
      { code: 'slot.taken' },
    ],
    ['what it does not know', () => ({ ...edit('D2-CLOSE', morning), force: true }), 422, { code: 'input.invalid' }],
  ])('refuses %s', async (_, wanted, status, body) => {
    const answer = await place(wanted(before));
    expect([answer.statusCode, answer.json()]).toEqual([status, expect.objectContaining(body)]);
    expect(await draft()).toEqual(before);
  });

  it('lets moderators look on, and only organisers place', async () => {
    const { manager } = event.database.dataSource;
    const token = await createToken(manager, {
      eventId: event.eventId,
      role: 'moderator',
      name: 'Looks on',
      expiresAt: null,
      at: new Date(),
    });
    const asked = await event.call('POST', '/draft/placements', token, { edits: [edit('D2-CLOSE', morning)] });
    expect(asked.statusCode).toBe(403);
    expect((await event.call('GET', '/draft/booked', token)).statusCode).toBe(200);
  });

  it('asks no more of the database for many rows than for one', async () => {
    const codes = before.sessions
      .filter(({ slots, addOn }) => slots.length === 1 && addOn === null)
      .map(({ code }) => code);
    const shifted = (code: string, agenda: DraftAgenda): object => {
      const slot = sessionIn(agenda, code).slots[0]!;
      return edit(code, { endsAt: new Date(Date.parse(slot.endsAt) + 60_000).toISOString() }, agenda);
    };
    const counted = await askedQueries(() => event.call('GET', '/draft/booked', event.organiser));
    expect(counted.filter((text) => /place_pools/.test(text))).toHaveLength(2);
    const reading = await askedQueries(() => place(shifted(codes[0]!, before)));
    const agenda = await draft();
    const many = await askedQueries(() => place(...codes.slice(0, 12).map((code) => shifted(code, agenda))));
    const ofDraft = (statements: readonly string[]): number =>
      statements.filter((text) => /slots|audit_entries/.test(text)).length;
    expect(ofDraft(reading)).toBeGreaterThan(2);
    expect(ofDraft(many)).toBe(ofDraft(reading));
  });

  it('counts who booked what together', async () => {
    const people = await Promise.all(['Anna', 'Jānis'].map((name) => event.register(name)));
    for (const { manageToken } of people) {
      await event.book(manageToken, 'D3-CIDER', 'in-person');
      await event.book(manageToken, 'D2-SKOLA6', 'in-person');
    }
    const { taken, together } = (await event.call('GET', '/draft/booked', event.organiser)).json<{
      taken: Record<string, number>;
      together: object[];
    }>();
    expect(taken).toMatchObject({ 'D3-CIDER': 2, 'D2-SKOLA6': 2 });
    expect(together).toEqual([{ sessions: ['D2-SKOLA6', 'D3-CIDER'], people: 2, inPerson: 2 }]);
  });

  it('knows when a speaker can, keeps it over other edits, and shows it to organisers alone', async () => {
    const [speaker] = before.speakers;
    const path = `/draft/speakers/${speaker!.id}/availability`;
    const times = [{ startsAt: '2026-10-08T06:00:00.000Z', endsAt: '2026-10-08T09:00:00.000Z' }];
    const put = (body: object, token = event.organiser) => event.call('PUT', path, token, body);
    expect(
      (await put({ times: [{ startsAt: '2026-10-08T09:00:00+03:00', endsAt: '2026-10-08T12:00:00+03:00' }] })).json(),
    ).toEqual({ times });
    const session = sessionIn(before, 'D2-CLOSE');
    const edited = await event.call(
      'PATCH',
      `/draft/sessions/${session.id}`,
      event.organiser,
      { subtitle: { en: 'x' } },
      { 'if-match': `"${session.version}"` },
    );
    expect(edited.statusCode).toBe(200);
    expect((await draft()).availability).toEqual({ [speaker!.id]: times });
    expect((await rows()).at(-2)).toMatchObject({ type: 'speaker.available', body: { speaker: speaker!.id, times } });
    expect((await put({ times: [{ startsAt: times[0]!.endsAt, endsAt: times[0]!.startsAt }] })).json()).toMatchObject({
      code: 'input.invalid',
      errors: [{ path: 'times[0].endsAt', message: 'must be after startsAt' }],
    });
    await event.call('POST', '/releases', event.organiser, { name: 'Next' });
    expect((await event.call('GET', '/programme')).body).not.toContain('availability');
    expect(
      (await event.call('PUT', `/draft/speakers/${randomUUID()}/availability`, event.organiser, { times: null }))
        .statusCode,
    ).toBe(404);
    expect((await put({ times: null })).json()).toEqual({ times: null });
    expect((await draft()).availability).toEqual({});
  });

  it('tells who else has the editor open, until they leave or are not heard of', async () => {
    const here = async (tab: string, more: object = {}): Promise<string[]> =>
      (await event.call('PUT', '/draft/presence', event.organiser, { tab, ...more }))
        .json<Presence[]>()
        .map(({ tab: other }) => other);
    const [one, other] = [randomUUID(), randomUUID()];
    expect(await here(one)).toEqual([]);
    expect(await here(other, { session: before.sessions[0]!.id })).toEqual([one]);
    expect(await here(one)).toEqual([other]);
    expect(await here(other, { leaves: true })).toEqual([one]);
    expect(await here(one)).toEqual([]);
    await here(other);
    event.clock.advance(1);
    expect(await here(one)).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { Programme } from '@kopa/domain';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createToken } from '../accounts/tokens.js';
import { AppModule } from '../app.module.js';
import { createApp } from '../create-app.js';
import { StreamService } from '../live/stream.service.js';
import { parseConfig } from '../platform/config.js';
import { demoContent } from './demo/index.js';
import { loadDraft, saveDraft } from './draft-store.js';
import { loadDemo } from './load-demo.js';
import { publishRelease } from './release.js';

const slug = 'french-moods';
const base = `/api/v1/events/${slug}`;

describe('publishing', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let token: string;
  const { content } = demoContent('2026-10-07');
  const eventId = content.event.id;

  beforeAll(async () => {
    database = await createTestDatabase();
    const { dataSource } = database;
    await loadDemo(dataSource, { day: 1, now: new Date('2026-10-07T05:00:00Z') });
    token = await createToken(dataSource.manager, {
      eventId,
      role: 'organiser',
      name: '',
      expiresAt: null,
      at: new Date(),
    });
    app = await createApp(AppModule.with(parseConfig({}), dataSource), pino({ level: 'silent' }));
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const call = (method: 'GET' | 'POST' | 'PATCH', url: string, body?: object, headers: Record<string, string> = {}) =>
    app.inject({
      method,
      url: `${base}${url}`,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
  const programme = async (): Promise<Programme> => (await call('GET', '/programme')).json();
  const slotOf = async (code: string) =>
    (await programme()).sessions.find((session) => session.code === code)!.slots[0]!;
  const live = (body: object, headers?: Record<string, string>) => call('POST', '/live-changes', body, headers);
  const minutesLate = async (code: string): Promise<number> => {
    const slot = await slotOf(code);
    return (Date.parse(slot.startsAt) - Date.parse(slot.plannedStartsAt)) / 60_000;
  };
  const release = (choices: Record<string, 'live' | 'draft'> = {}) =>
    call('POST', '/releases', { name: 'Next', choices });
  const diffChoices = async (): Promise<string[]> =>
    (await call('GET', '/draft/diff'))
      .json<{ choicesNeeded: { slot: string }[] }>()
      .choicesNeeded.map(({ slot }) => slot);
  /** Moves a session of the draft by some minutes. */
  const redraft = async (code: string, minutes: number): Promise<string> => {
    const draft = (await loadDraft(database.dataSource.manager, eventId))!;
    const slot = draft.sessions.find((session) => session.code === code)!.slots[0]!;
    const shifted = (at: string): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();
    Object.assign(slot, { startsAt: shifted(slot.startsAt), endsAt: shifted(slot.endsAt) });
    await saveDraft(database.dataSource.manager, draft);
    return slot.id;
  };

  it('notes who changed what live, and in the rooms of the draft, without the links that are joined by', async () => {
    const slot = await slotOf('D3-TECH');
    expect((await live({ type: 'delay', session: 'D3-TECH', minutes: 5, reason: { en: 'Late' } })).statusCode).toBe(
      201,
    );
    expect((await live({ type: 'delay', session: 'D3-TECH', minutes: -5 })).statusCode).toBe(201);
    const room = { kind: 'online', name: { en: 'Salon' }, joinUrl: 'https://meet.example.org/secret' };
    expect((await call('POST', '/draft/rooms', room)).statusCode).toBe(201);
    const entries: { action: string; subject: string; before: object; after: object; reason: string; who: string }[] =
      await database.dataSource.query(
        `SELECT action, subject, before, after, reason, who FROM audit_entries WHERE event_id = $1 ORDER BY id DESC LIMIT 3`,
        [eventId],
      );
    const [created, , delayed] = entries;
    expect(delayed).toMatchObject({
      action: 'live.delay',
      subject: 'D3-TECH',
      reason: 'Late',
      before: { 'D3-TECH': { startsAt: slot.startsAt, status: 'scheduled' } },
      after: { 'D3-TECH': { startsAt: new Date(Date.parse(slot.startsAt) + 300_000).toISOString() } },
    });
    expect(delayed!.who).toMatch(/^token:/);
    expect(created).toMatchObject({ action: 'room.created', after: { joinUrl: 'set' } });
    expect(JSON.stringify(created)).not.toContain('secret');
  });

  it('applies what the preview showed, and the preview does nothing', async () => {
    const before = await programme();
    const body = { type: 'delay', session: 'D1-ROUND', minutes: 35, cascade: true };
    const preview = (await call('POST', '/live-changes?preview=1', body)).json<{
      slots: { slot: { id: string; startsAt: string } }[];
    }>();
    expect(await programme()).toEqual(before);
    const answer = await live(body);
    expect(answer.statusCode).toBe(201);
    const { changes } = answer.json<{ changes: { slot: { id: string; startsAt: string } }[] }>();
    expect(changes.map(({ slot }) => [slot.id, slot.startsAt])).toEqual(
      preview.slots.map(({ slot }) => [slot.id, slot.startsAt]),
    );
    expect(await minutesLate('D1-ROUND')).toBe(35);
  });

  it('swaps two sessions whole or not at all, each as it was seen, and back again', async () => {
    const codes = ['D2-MORNING', 'D3-TECH'];
    const stand = async () =>
      Promise.all(codes.map(slotOf)).then((slots) =>
        slots.map(({ startsAt, endsAt, roomId, onlineRoomId }) => ({ startsAt, endsAt, roomId, onlineRoomId })),
      );
    const [one, other] = await Promise.all([slotOf('D2-MORNING'), slotOf('D3-TECH')]);
    const before = await stand();
    const { seq } = await programme();
    const body = { type: 'swap', session: 'D2-MORNING', slotVersion: one.version, withSlot: other.id };

    const late = await live({ ...body, withVersion: other.version + 1 });
    expect([late.statusCode, late.json<{ current: object }>().current]).toEqual([412, other]);
    const unknown = await live({ ...body, withSlot: randomUUID() });
    expect([unknown.statusCode, unknown.json<{ code: string }>().code]).toEqual([404, 'slot.unknown']);
    expect([await stand(), (await programme()).seq]).toEqual([before, seq]);

    const answer = await live({ ...body, withVersion: other.version });
    const { changes } = answer.json<{ changes: { seq: number; type: string; session: string }[] }>();
    expect(changes.map((change) => [change.seq, change.type, change.session])).toEqual([
      [seq + 1, 'slot.moved', 'D2-MORNING'],
      [seq + 2, 'slot.moved', 'D3-TECH'],
    ]);
    const placeOf = ({ startsAt, roomId, onlineRoomId }: (typeof before)[0]) => ({ startsAt, roomId, onlineRoomId });
    expect((await stand()).map(placeOf)).toEqual(before.map(placeOf).reverse());
    const named = () => Promise.all(codes.map(slotOf)).then((slots) => slots.map(({ swappedWith }) => swappedWith));
    expect(await named()).toEqual(codes.toReversed());
    const again = await live({ ...body, slotVersion: one.version + 1, withVersion: other.version + 1 });
    expect([again.statusCode, await stand()]).toEqual([201, before]);
    expect(await named()).toEqual([undefined, undefined]);
  });

  it('counts "+10" pressed on two phones with one key once, also at the same time', async () => {
    const body = { type: 'delay', session: 'D2-CLOSE', minutes: 10, cascade: false };
    const key = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all([live(body, key), live(body, key), live(body, key)]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.json<{ seq: number }>().seq)).size).toBe(1);
    expect(await minutesLate('D2-CLOSE')).toBe(10);
    const other = await live({ ...body, minutes: 20 }, key);
    expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([422, 'idempotency.mismatch']);
  });

  it('counts "+10" pressed on two phones that saw the same version once, whatever their keys', async () => {
    const { version } = await slotOf('D2-QUIET');
    const body = { type: 'delay', session: 'D2-QUIET', minutes: 10, slotVersion: version };
    const answers = await Promise.all([1, 2].map(() => live(body, { 'idempotency-key': randomUUID() })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 412]);
    expect(await minutesLate('D2-QUIET')).toBe(10);
    await live({ type: 'delay', session: 'D2-QUIET', minutes: -10 });
  });

  it('refuses a change that saw an older version, with the slot as it is', async () => {
    const { version } = await slotOf('D2-STORIES');
    const body = { type: 'delay', session: 'D2-STORIES', minutes: 10, slotVersion: version };
    expect((await live(body)).statusCode).toBe(201);
    const late = await live(body);
    expect(late.statusCode).toBe(412);
    expect(late.json()).toMatchObject({ code: 'slot.late', current: { version: version + 1 } });
    expect(await minutesLate('D2-STORIES')).toBe(10);
  });

  it.each([
    [{ type: 'delay', session: 'NOWHERE', minutes: 5 }, 404, 'session.unknown'],
    [{ type: 'end', session: 'D3-TECH' }, 409, 'slot.notRunning'],
    [{ type: 'move', session: 'D3-TECH', roomId: randomUUID() }, 422, 'room.unknown'],
    [{ type: 'delay', session: 'D3-TECH', minutes: 1.5 }, 422, 'input.invalid'],
    [{ type: 'delay', session: 'D3-TECH', minutes: 5, surprise: true }, 422, 'input.invalid'],
    [{ type: 'vanish', session: 'D3-TECH' }, 422, 'input.invalid'],
    [{ type: 'cancel', session: 'D3-TECH', reason: { en: 'a\u0000b' } }, 422, 'input.invalid'],
  ])('refuses %j and publishes nothing', async (body, status, code) => {
    const { seq } = await programme();
    const answer = await live(body);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
    expect((await programme()).seq).toBe(seq);
  });

  it('answers 401 without a token and 403 with one of too small a role', async () => {
    const { manager } = database.dataSource;
    const viewer = await createToken(manager, { eventId, role: 'viewer', name: '', expiresAt: null, at: new Date() });
    const body = { type: 'cancel', session: 'D3-TECH' };
    expect((await live(body, { authorization: '' })).statusCode).toBe(401);
    expect((await live(body, { authorization: 'Bearer kopa_wrong' })).statusCode).toBe(401);
    expect((await live(body, { authorization: `Bearer ${viewer}` })).statusCode).toBe(403);
    expect((await slotOf('D3-TECH')).status).toBe('scheduled');
  });

  it('cancels, keeps, and reinstates', async () => {
    await live({ type: 'cancel', session: 'D3-TECH' });
    expect((await slotOf('D3-TECH')).status).toBe('cancelled');
    expect((await live({ type: 'delay', session: 'D3-TECH', minutes: 5 })).statusCode).toBe(409);
    await live({ type: 'reinstate', session: 'D3-TECH' });
    expect((await slotOf('D3-TECH')).status).toBe('scheduled');
  });

  it('releases only what the draft altered: other slots keep their live changes', async () => {
    await redraft('D3-NETWORK', 5);
    const answer = await release();
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      published: { number: 2 },
      diff: { moved: [{ session: 'D3-NETWORK' }], changed: [] },
    });
    expect(await minutesLate('D1-ROUND')).toBe(35);
    expect(await minutesLate('D3-NETWORK')).toBe(0);
    const again = await release();
    expect([again.statusCode, again.json<{ published: null }>().published]).toEqual([200, null]);
  });

  it('asks for a choice where a slot was changed on both sides, and keeps what was chosen', async () => {
    await live({ type: 'delay', session: 'D3-CLOSE', minutes: 15 });
    const slot = await redraft('D3-CLOSE', 5);
    const { seq } = await programme();
    const open = await release();
    expect([open.statusCode, open.json<{ code: string }>().code]).toEqual([409, 'release.choiceNeeded']);
    expect(open.json()).toMatchObject({ choicesNeeded: [{ session: 'D3-CLOSE', slot }] });
    expect((await programme()).seq).toBe(seq);
    expect((await release({ [slot]: 'live' })).statusCode).toBe(201);
    // Planned five minutes later now, held fifteen after the old plan.
    expect(await minutesLate('D3-CLOSE')).toBe(10);
  });

  it('refuses a release in which a code would stand for two sessions, and says what to do', async () => {
    const { manager } = database.dataSource;
    await live({ type: 'delay', session: 'D3-CLOSE', minutes: 5 });
    const { id } = await slotOf('D3-CLOSE');
    const draft = (await loadDraft(manager, eventId))!;
    const [closing] = draft.sessions.filter(({ code }) => code === 'D3-CLOSE');
    const renewed = {
      ...closing!,
      id: randomUUID(),
      slots: closing!.slots.map((slot) => ({ ...slot, id: randomUUID() })),
    };
    await saveDraft(manager, {
      ...draft,
      sessions: draft.sessions.map((entry) => (entry === closing ? renewed : entry)),
    });
    const { seq } = await programme();
    const refused = await release({ [id]: 'live' });
    expect([refused.statusCode, refused.json()]).toMatchObject([
      409,
      { code: 'release.codeTwice', codes: ['D3-CLOSE'] },
    ]);
    expect((await programme()).seq).toBe(seq);
    await saveDraft(manager, draft);
  });

  it('publishes no release when all that the draft asks for is kept as it is live', async () => {
    const { manager } = database.dataSource;
    const { id } = await slotOf('D3-CLOSE');
    const draft = (await loadDraft(manager, eventId))!;
    await saveDraft(manager, { ...draft, sessions: draft.sessions.filter(({ code }) => code !== 'D3-CLOSE') });
    const { seq } = await programme();
    const kept = await release({ [id]: 'live' });
    expect([kept.statusCode, kept.json()]).toMatchObject([
      200,
      { published: null, diff: { removed: [], empty: true } },
    ]);
    expect((await programme()).seq).toBe(seq);
    await saveDraft(manager, draft);
  });

  it('lists releases and events by pages', async () => {
    const first = (await call('GET', '/releases?limit=2')).json<{ items: { number: number }[]; next: string | null }>();
    const second = (await call('GET', `/releases?limit=2&after=${first.next}`)).json<typeof first>();
    expect([first, second].map(({ items, next }) => [items.map(({ number }) => number), next])).toEqual([
      [[3, 2], '2'],
      [[1], null],
    ]);
    const events = await app.inject({ method: 'GET', url: '/api/v1/events?limit=1' });
    expect(events.json()).toMatchObject({ items: [{ slug }], next: null });
    const past = await app.inject({ method: 'GET', url: `/api/v1/events?after=${slug}` });
    expect(past.json()).toEqual({ items: [], next: null });
    expect((await app.inject({ method: 'GET', url: '/api/v1/events?limit=0' })).statusCode).toBe(422);
  });

  it('publishes nothing when its transaction rolls back', async () => {
    await redraft('D3-CIDER', 5);
    const { seq } = await programme();
    const streams = new StreamService(database.dataSource);
    const order = { eventId, name: 'Lost', message: '', choices: {}, at: new Date() };
    const failing = database.dataSource.transaction(async (manager) => {
      await publishRelease(manager, streams, order);
      throw new Error('the plug is pulled');
    });
    await expect(failing).rejects.toThrow('the plug is pulled');
    expect((await streams.head(eventId, 'event'))?.seq).toBe(seq);
    expect(await minutesLate('D3-CIDER')).toBe(0);
  });

  it('never shows a draft value, nor a join link, in anything public', async () => {
    await redraft('D2-WEEKLY', 20);
    const planned = (await loadDraft(database.dataSource.manager, eventId))!.sessions.find(
      ({ code }) => code === 'D2-WEEKLY',
    )!.slots[0]!;
    const pages = ['/programme', '/programme/texts', '/sessions/D2-WEEKLY', '/now', '/counts', '/changes?since=0'].map(
      (url) => `${base}${url}`,
    );
    for (const url of [...pages, `/calendar/${slug}.ics`, `/calendar/${slug}/sessions/D2-WEEKLY.ics`]) {
      const { statusCode, body } = await app.inject({ method: 'GET', url });
      expect([url, statusCode]).toEqual([url, 200]);
      expect(body).not.toContain('meet.example.org');
      expect(body).not.toContain(planned.startsAt);
    }
  });

  it('edits the draft with the version that was seen, and warns of clashes', async () => {
    const draft = (await call('GET', '/draft')).json<{
      sessions: { code: string; id: string; version: number; slots: { id: string; version: number }[] }[];
    }>();
    const session = draft.sessions.find(({ code }) => code === 'D2-QUIET')!;
    const patch = { startsAt: '2026-10-08T07:00:00Z', endsAt: '2026-10-08T07:45:00Z' };
    const slot = session.slots[0]!;
    const url = `/draft/slots/${slot.id}`;
    expect((await call('PATCH', url, patch)).statusCode).toBe(428);
    const answer = await call('PATCH', url, patch, { 'if-match': `"${slot.version}"` });
    expect(answer.statusCode).toBe(200);
    expect(
      answer.json<{ warnings: { kind: string; sessions: string[] }[] }>().warnings.map(({ kind }) => kind),
    ).toContain('online-room');
    expect((await call('PATCH', url, patch, { 'if-match': `"${slot.version}"` })).statusCode).toBe(412);
    const reversed = await call(
      'PATCH',
      url,
      { endsAt: '2026-10-08T06:00:00Z' },
      { 'if-match': `"${slot.version + 1}"` },
    );
    expect(reversed.json()).toMatchObject({ code: 'input.invalid', errors: [{ path: 'endsAt' }] });
  });

  it('refuses what the draft cannot hold, naming the field', async () => {
    const draft = (await call('GET', '/draft')).json<{
      sessions: { code: string; id: string; version: number; speakerIds: string[] }[];
    }>();
    const session = draft.sessions.find(({ code }) => code === 'D1-ROUND')!;
    const [speaker] = session.speakerIds;
    const headers = { 'if-match': `"${session.version}"` };
    const pathsOf = async (patch: object): Promise<unknown> => {
      const answer = await call('PATCH', `/draft/sessions/${session.id}`, patch, headers);
      return [answer.statusCode, answer.json<{ errors: { path: string }[] }>().errors.map(({ path }) => path)];
    };
    expect(await pathsOf({ speakerIds: [speaker, speaker] })).toEqual([422, ['speakerIds']]);
    expect(await pathsOf({ speakerIds: [randomUUID()] })).toEqual([422, ['speakerIds[0]']]);
    expect(await pathsOf({ items: [{ title: { en: 'x' }, speakerId: randomUUID(), minutes: 5 }] })).toEqual([
      422,
      ['items[0].speakerId'],
    ]);
    expect(await pathsOf({ capacity: { 'in-person': 3_000_000_000, online: null } })).toEqual([
      422,
      ['capacity.in-person'],
    ]);
    expect(await pathsOf({ capacity: { 'in-person': 3, online: null, both: 1 } })).toEqual([422, ['capacity']]);
    expect((await app.inject({ method: 'GET', url: '/api/v1/events/%00/programme' })).statusCode).toBeLessThan(500);
  });

  it('counts a change of speakers or logistics as a change of the session', async () => {
    const sessionOf = async (code: string) =>
      (await call('GET', '/draft'))
        .json<{
          sessions: { code: string; id: string; version: number; speakerIds: string[]; addOn: object | null }[];
        }>()
        .sessions.find((session) => session.code === code)!;
    const round = await sessionOf('D1-ROUND');
    const patch = (id: string, body: object, version: number) =>
      call('PATCH', `/draft/sessions/${id}`, body, { 'if-match': `"${version}"` });
    const first = await patch(round.id, { speakerIds: round.speakerIds.toReversed() }, round.version);
    expect([first.statusCode, first.headers.etag]).toEqual([200, `"${round.version + 1}"`]);
    expect((await patch(round.id, { speakerIds: [] }, round.version)).statusCode).toBe(412);
    const cider = await sessionOf('D3-CIDER');
    const bring = { ...cider.addOn, bring: { en: 'A coat' } };
    expect((await patch(cider.id, { addOn: bring }, cider.version)).statusCode).toBe(200);
    expect((await patch(cider.id, { addOn: null }, cider.version)).statusCode).toBe(412);
    // Both the row and its parts: still one change.
    const both = { title: { en: 'New' }, speakerIds: round.speakerIds };
    expect((await patch(round.id, both, round.version + 1)).headers.etag).toBe(`"${round.version + 2}"`);
  });

  it('lets organisers make an online room and set its link, which only the team follows', async () => {
    const made = await call('POST', '/draft/rooms', {
      kind: 'online',
      name: { en: 'Spare' },
      joinUrl: 'https://meet.example.org/spare',
    });
    expect([made.statusCode, made.json()]).toEqual([
      201,
      expect.objectContaining({ kind: 'online', joinUrl: 'https://meet.example.org/spare' }),
    ]);
    const { id } = made.json<{ id: string }>();
    await release(Object.fromEntries((await diffChoices()).map((slot) => [slot, 'live'])));
    await live({ type: 'move', session: 'D1-TOUR', onlineRoomId: id });
    await call('PATCH', `/draft/rooms/${id}`, { joinUrl: 'https://meet.example.org/moved' });
    const join = await app.inject({
      method: 'GET',
      url: `/join/${(await slotOf('D1-TOUR')).id}`,
      headers: { authorization: `Bearer ${token}` },
    });
    expect(join.headers.location).toBe('https://meet.example.org/moved');
    expect((await call('GET', '/programme')).body).not.toContain('meet.example.org');
    const wrong = await call('POST', '/draft/rooms', {
      kind: 'physical',
      name: { en: 'Hall' },
      joinUrl: 'https://x.example',
    });
    expect(wrong.json()).toMatchObject({ code: 'input.invalid', errors: [{ path: 'joinUrl' }] });
    await live({ type: 'move', session: 'D1-TOUR', onlineRoomId: (await slotOf('D1-OPEN')).onlineRoomId });
  });

  it('opens a join link to the team only', async () => {
    const { id } = await slotOf('D1-TOUR');
    const anybody = await app.inject({ method: 'GET', url: `/join/${id}` });
    expect([anybody.statusCode, anybody.body.includes('meet.example.org')]).toEqual([401, false]);
    const team = await app.inject({ method: 'GET', url: `/join/${id}`, headers: { authorization: `Bearer ${token}` } });
    expect([team.statusCode, team.headers.location]).toEqual([302, 'https://meet.example.org/french-moods-main']);
  });

  it('serves an event no longer that was deleted under it, but another that took its slug', async () => {
    const { dataSource } = database;
    expect((await programme()).event.id).toBe(eventId);
    for (const rows of [
      'slots WHERE session_id IN (SELECT id FROM sessions WHERE event_id = $1)',
      'events WHERE id = $1',
    ])
      await dataSource.query(`DELETE FROM ${rows}`, [eventId]);
    let answer = await call('GET', '/programme');
    while (answer.statusCode === 200) {
      await sleep(20);
      answer = await call('GET', '/programme');
    }
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'event.unknown']);

    const other = { ...content, event: { ...content.event, id: randomUUID() }, days: [], sessions: [] };
    await dataSource.transaction(async (manager) => {
      await saveDraft(manager, other);
      const order = { eventId: other.event.id, name: 'First', message: '', choices: {}, at: new Date() };
      await publishRelease(manager, new StreamService(dataSource), order);
    });
    expect((await programme()).event.id).toBe(other.event.id);
  });
});

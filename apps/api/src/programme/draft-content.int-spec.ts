import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DraftAgenda, DraftAnswer, DraftOutline, DraftSpeaker } from '@kopa/contracts';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';
import { askedQueries } from '../../../../test/support/asked-queries.js';

describe('sessions and speakers of the draft', () => {
  let event: DemoEvent;
  let { call, organiser } = {} as DemoEvent;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, organiser } = event);
  });
  afterAll(() => event.close());

  const agenda = async (): Promise<DraftAgenda> => (await call('GET', '/draft?texts=0', organiser)).json();
  const at = (version: number) => ({ 'if-match': `"${version}"` });
  const sessionOf = async (code: string): Promise<DraftOutline> => {
    const found = (await agenda()).sessions.find((session) => session.code === code);
    if (found === undefined) throw new Error(`there is no ${code}`);
    return found;
  };
  const make = async (code: string, more: object = {}): Promise<DraftOutline> => {
    const body = { code, title: { en: code }, kind: 'talk', ...more };
    return (await call('POST', '/draft/sessions', organiser, body)).json<DraftAnswer>().session;
  };
  const entries = (): Promise<{ action: string; subject: string; before: object; after: object }[]> =>
    event.database.dataSource.query(
      'SELECT action, subject, before, after FROM audit_entries ORDER BY id DESC LIMIT 1',
    );

  it('reads one session with its texts, kept as they were written', async () => {
    const { id, version } = await make('MARK');
    const abstract = { en: 'a < b, **bold** and\n\n> said <https://kopa.example>' };
    await call('PATCH', `/draft/sessions/${id}`, organiser, { abstract }, at(version));
    const { session }: DraftAnswer = (await call('GET', `/draft/sessions/${id}`, organiser)).json();
    expect(session).toMatchObject({ id, code: 'MARK', version: version + 1, texts: { abstract } });
    expect((await call('GET', `/draft/sessions/${randomUUID()}`, organiser)).statusCode).toBe(404);
  });

  it('keeps a speaker’s address from everything that is published', async () => {
    const { speakers, sessions } = await agenda();
    const { id, code } = sessions.find(({ speakerIds, slots }) => speakerIds.length > 0 && slots.length > 0)!;
    const speaker = sessions.find((session) => session.id === id)!.speakerIds[0]!;
    const { version }: DraftSpeaker = (await call('GET', `/draft/speakers/${speaker}`, organiser)).json();
    const email = 'kept.from.all@example.org';
    await call('PATCH', `/draft/speakers/${speaker}`, organiser, { email, name: 'Named Anew' }, at(version));
    const released = await call('POST', '/releases', organiser, { name: 'Addresses' });
    const { published } = released.json<{ published: { number: number; seq: number } }>();
    const shown = [
      await call('GET', `/programme?atLeast=${published.seq}`),
      await call('GET', '/programme/texts'),
      await call('GET', `/sessions/${code}`),
      await call('GET', `/releases/${published.number}`, organiser),
      await event.app.inject({ url: `/calendar/${event.slug}/sessions/${code}.ics` }),
    ];
    expect(speakers.map((one) => one.id)).toContain(speaker);
    expect(shown.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
    expect(shown[0]!.body).toContain('Named Anew');
    for (const { body } of shown) expect(body).not.toContain(email);
  });

  it('publishes texts as harmless HTML, in the page and in the document of long texts', async () => {
    const { id, version } = await sessionOf('MARK');
    const [speaker] = (await agenda()).speakers;
    const { version: seen }: DraftSpeaker = (await call('GET', `/draft/speakers/${speaker!.id}`, organiser)).json();
    const bad = '**x** <img src=x onerror=alert(1)> [y](javascript:alert(1))';
    await call('PATCH', `/draft/sessions/${id}`, organiser, { description: { en: bad } }, at(version));
    await call('PATCH', `/draft/speakers/${speaker!.id}`, organiser, { biography: { en: bad } }, at(seen));
    const released = await call('POST', '/releases', organiser, { name: 'Texts' });
    expect(released.statusCode).toBe(201);
    const { seq } = released.json<{ seq: number }>();
    await call('GET', `/programme?atLeast=${seq}`);
    const safe = '<p><strong>x</strong>  <a rel="noopener nofollow">y</a></p>';
    expect((await call('GET', '/sessions/MARK')).json()).toMatchObject({ description: { en: safe } });
    const texts = (await call('GET', '/programme/texts')).json<{ speakers: Record<string, object> }>();
    expect(texts.speakers[speaker!.code]).toEqual({ en: safe });
    // The release has what was written, so that it can be a draft again.
    const [release]: { content: { texts: { sessions: Record<string, object> } } }[] =
      await event.database.dataSource.query('SELECT content FROM releases ORDER BY number DESC LIMIT 1');
    expect(release?.content.texts.sessions['MARK']).toMatchObject({ description: { en: bad } });
  });

  it('edits several sessions together, counts and notes it once, and tells who has the draft open', async () => {
    const made = [await make('BULK-1'), await make('BULK-2')];
    const head = (await agenda()).stream.seq;
    const edits = made.map(({ id, version }) => ({ session: id, seen: version, patch: { kind: 'workshop' } }));
    const answer = await call('POST', '/draft/session-edits', organiser, { edits });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      {
        sessions: [
          { code: 'BULK-1', kind: 'workshop', version: 2 },
          { code: 'BULK-2', kind: 'workshop' },
        ],
      },
    ]);
    expect(await entries()).toEqual([
      {
        action: 'sessions.edited',
        subject: '2 sessions',
        before: { 'BULK-1': { kind: 'talk' }, 'BULK-2': { kind: 'talk' } },
        after: { 'BULK-1': { kind: 'workshop' }, 'BULK-2': { kind: 'workshop' } },
      },
    ]);
    expect((await agenda()).stream.seq).toBe(head + 1);
  });

  it.each<[string, (edits: { session: string; seen: number; patch: object }[]) => void, number, string]>([
    ['one that was edited meanwhile', (edits) => (edits[1]!.seen = 1), 412, 'sessions.late'],
    ['one that is not there', (edits) => (edits[1]!.session = randomUUID()), 404, 'session.unknown'],
    ['a speaker of nobody', (edits) => (edits[1]!.patch = { speakerIds: [randomUUID()] }), 422, 'input.invalid'],
    ['the same one twice', (edits) => (edits[1]!.session = edits[0]!.session), 422, 'input.invalid'],
  ])('does nothing at all with %s among them', async (_name, spoil, status, code) => {
    const before = [await sessionOf('BULK-1'), await sessionOf('BULK-2')];
    const edits: { session: string; seen: number; patch: object }[] = before.map(({ id, version }) => ({
      session: id,
      seen: version,
      patch: { kind: 'break' },
    }));
    spoil(edits);
    const answer = await call('POST', '/draft/session-edits', organiser, { edits });
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { code }]);
    expect([await sessionOf('BULK-1'), await sessionOf('BULK-2')]).toEqual(before);
  });

  it('asks the database as often for many sessions as for one', async () => {
    /** The fewest of three: what somebody else asks in between is not in all of them. */
    const asked = async (count: number): Promise<number> => {
      const readings: number[] = [];
      for (const kind of ['other', 'talk', 'break']) {
        const edits = (await agenda()).sessions
          .slice(0, count)
          .map(({ id, version }) => ({ session: id, seen: version, patch: { kind } }));
        const edit = () => call('POST', '/draft/session-edits', organiser, { edits });
        readings.push((await askedQueries(edit)).length);
      }
      return Math.min(...readings);
    };
    expect(await asked(Infinity)).toBe(await asked(1));
  });

  it('deletes a session that nothing needs, and makes it again as it was', async () => {
    const { id, version, code } = await make('GONE', { abstract: { lv: 'Ā' } });
    expect((await call('DELETE', `/draft/sessions/${id}`, organiser)).statusCode).toBe(428);
    expect((await call('DELETE', `/draft/sessions/${id}`, organiser, undefined, at(9))).json()).toMatchObject({
      code: 'session.late',
      current: { code },
    });
    const deleted = await call('DELETE', `/draft/sessions/${id}`, organiser, undefined, at(version));
    expect([deleted.statusCode, deleted.json()]).toMatchObject([200, { session: { id, code } }]);
    expect((await call('GET', `/draft/sessions/${id}`, organiser)).statusCode).toBe(404);
    expect(await entries()).toMatchObject([{ action: 'session.deleted', subject: 'GONE', before: { code } }]);
    const again = await make('GONE', { id, abstract: { lv: 'Ā' } });
    expect(again).toEqual(deleted.json<DraftAnswer>().session);
    const twice = await call('POST', '/draft/sessions', organiser, {
      code: 'TWICE',
      id,
      title: { en: 'x' },
      kind: 'talk',
    });
    expect(twice.json()).toMatchObject({ status: 409, code: 'session.idTaken' });
  });

  it('says why a session stays', async () => {
    const remove = async (code: string, query = '') => {
      const { id, version } = await sessionOf(code);
      return (await call('DELETE', `/draft/sessions/${id}${query}`, organiser, undefined, at(version))).json<object>();
    };
    expect(await remove('D1-OPEN', '?withdraw=1')).toMatchObject({ status: 409, code: 'session.placed' });
    await make('REPEAT', { alternativeOf: 'GONE' });
    expect(await remove('GONE')).toMatchObject({ status: 409, code: 'session.repeated' });
    // MARK was released, without a place in the agenda.
    expect(await remove('MARK')).toMatchObject({ status: 409, code: 'session.released' });
    expect(await remove('MARK', '?withdraw=1')).toMatchObject({ session: { code: 'MARK' } });
    const diff = (await call('GET', '/draft/diff', organiser)).json<{ removed: object[] }>();
    expect(JSON.stringify(diff.removed)).toContain('MARK');
  });

  it('makes, edits and deletes a speaker by version, and keeps when they can', async () => {
    const name = 'Ķirsis Žanis';
    const made = await call(
      'POST',
      '/draft/speakers',
      organiser,
      { name, biography: { lv: '*Ā*' } },
      { 'idempotency-key': 'k1' },
    );
    const speaker = made.json<DraftSpeaker>();
    expect([made.statusCode, speaker]).toEqual([
      201,
      {
        id: speaker.id,
        code: `P-${speaker.id.slice(0, 8).toUpperCase()}`,
        name,
        organisation: {},
        country: null,
        email: null,
        version: 1,
        biography: { lv: '*Ā*' },
      },
    ]);
    const path = `/draft/speakers/${speaker.id}`;
    const times = [{ startsAt: '2026-10-07T06:00:00.000Z', endsAt: '2026-10-07T09:00:00.000Z' }];
    await call('PUT', `${path}/availability`, organiser, { times });
    const edited = await call('PATCH', path, organiser, { country: 'LV', organisation: { en: 'Mill' } }, at(1));
    expect(edited.json()).toEqual({ ...speaker, country: 'LV', organisation: { en: 'Mill' }, version: 2 });
    expect((await agenda()).availability[speaker.id]).toEqual(times);
    expect((await call('PATCH', path, organiser, { name: 'Late' }, at(1))).json()).toMatchObject({
      status: 412,
      code: 'speaker.late',
      current: edited.json<DraftSpeaker>(),
    });
    const wrong = await call('PATCH', path, organiser, { country: 'Latvia', name: ' ' }, at(2));
    expect(wrong.json<{ errors: { path: string }[] }>().errors.map((error) => error.path)).toEqual(['name', 'country']);
    await make('SPOKEN', { speakerIds: [speaker.id] });
    expect((await call('DELETE', path, organiser, undefined, at(2))).json()).toMatchObject({
      status: 409,
      code: 'speaker.used',
      sessions: ['SPOKEN'],
    });
    const { id, version } = await sessionOf('SPOKEN');
    await call('PATCH', `/draft/sessions/${id}`, organiser, { speakerIds: [] }, at(version));
    expect((await call('DELETE', path, organiser, undefined, at(2))).statusCode).toBe(200);
    const { version: _version, ...again } = edited.json<DraftSpeaker>();
    expect((await call('POST', '/draft/speakers', organiser, again)).json()).toEqual({ ...again, version: 1 });
    expect((await call('POST', '/draft/speakers', organiser, again)).json()).toMatchObject({ code: 'speaker.taken' });
  });
});

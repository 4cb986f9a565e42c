import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PoolStanding, RegistrationRules, RegistrationTerms } from '@kopa/contracts';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';

const question = (key: string, more: object = {}): object => ({ kind: 'text', key, label: { en: key }, ...more });

describe('terms of registration', () => {
  let event: DemoEvent;

  beforeAll(async () => {
    event = await openDemoEvent();
    await event.database.dataSource.query('DELETE FROM registration_rules');
  });
  afterAll(() => event.close());

  const read = async (): Promise<RegistrationTerms> =>
    (await event.call('GET', '/registration/terms', event.organiser)).json();
  const edit = (body: object, version: number) =>
    event.call('PATCH', '/registration', event.organiser, body, { 'if-match': `"${version}"` });
  const shown = async (): Promise<RegistrationRules> => (await event.call('GET', '/registration')).json();

  it('are open and ask nothing before anything was set', async () => {
    const { version, rules } = await read();
    expect([version, rules.questions, rules.online]).toEqual([
      0,
      [],
      { opensAt: null, closesAt: null, byInvitation: false },
    ]);
  });

  it('are set part by part, hold at once, and stand in the audit trail', async () => {
    const first = await edit({ questions: [question('diet')] }, 0);
    expect([first.statusCode, first.json<RegistrationTerms>().version]).toEqual([200, 1]);
    const second = await edit({ online: { closesAt: '2026-10-09T15:00:00Z' } }, 1);
    expect(second.json<RegistrationTerms>()).toEqual(await read());
    expect(await shown()).toMatchObject({
      questions: [{ key: 'diet', required: false }],
      online: { closesAt: '2026-10-09T15:00:00Z', opensAt: null },
    });
    const [{ count } = { count: '' }]: { count: string }[] = await event.database.dataSource.query(
      `SELECT count(*) FROM audit_entries WHERE action = 'registration.ruled'`,
    );
    expect(count).toBe('2');
  });

  it('refuse an edit of older ones with what they are now, and one that names no version', async () => {
    const current = await read();
    const late = await edit({ sendsInvitations: true }, current.version - 1);
    expect([late.statusCode, late.json()]).toMatchObject([412, { code: 'terms.late', current }]);
    const blind = await event.call('PATCH', '/registration', event.organiser, { sendsInvitations: true });
    expect([blind.statusCode, blind.json()]).toMatchObject([428, { code: 'version.missing' }]);
    expect(await read()).toEqual(current);
  });

  it('tell organisers who follow the event of each edit, and of none that was refused', async () => {
    const rows = (): Promise<object[]> =>
      event.database.dataSource.query(
        `SELECT r.body FROM stream_rows r JOIN stream_heads h ON h.id = r.stream_id
          WHERE h.name = 'organisers' AND r.type = 'terms.altered' ORDER BY r.seq`,
      );
    const before = await rows();
    const { version } = await read();
    await edit({ sendsInvitations: true }, version - 1);
    await edit({ keepUntil: 'never' }, version);
    expect(await rows()).toEqual(before);
    await edit({ sendsInvitations: true }, version);
    expect((await rows()).slice(before.length)).toMatchObject([{ body: { version: version + 1 } }]);
  });

  it('let one of two edits win that saw the same', async () => {
    const { version } = await read();
    const both = await Promise.all([
      edit({ keepUntil: '2031-12-31' }, version),
      edit({ keepUntil: '2032-12-31' }, version),
    ]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
    expect((await read()).version).toBe(version + 1);
    await event.database.dataSource.query('DELETE FROM registration_rules');
    const again = await Promise.all([edit({ keepUntil: '2031-12-31' }, 0), edit({ keepUntil: '2032-12-31' }, 0)]);
    expect(again.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
  });

  it('count a replacement as a version too', async () => {
    const { version } = await read();
    expect((await event.call('PUT', '/registration', event.organiser, {})).statusCode).toBe(200);
    expect((await read()).version).toBe(version + 1);
    expect((await edit({ sendsInvitations: true }, version)).statusCode).toBe(412);
  });

  it.each<[string, object, object]>([
    [
      'closing before it opens',
      { 'in-person': { opensAt: '2026-09-02T06:00:00Z', closesAt: '2026-09-01T06:00:00Z' } },
      { path: 'in-person.closesAt', code: 'terms.closesFirst' },
    ],
    [
      'an option twice',
      {
        questions: [
          question('diet', {
            kind: 'choice',
            options: [
              { key: 'a', label: { en: 'A' } },
              { key: 'a', label: { en: 'B' } },
            ],
          }),
        ],
      },
      { path: 'questions[0].options[1].key', code: 'terms.keyTwice' },
    ],
    [
      'a number from more to less',
      { questions: [question('age', { kind: 'number', min: 3, max: 1 })] },
      { path: 'questions[0].max', code: 'terms.minOverMax' },
    ],
    [
      'a session instead of itself',
      { sessions: { 'D2-SKOLA6': { fallback: { session: 'D2-SKOLA6', mode: 'online' } } } },
      { path: 'sessions.D2-SKOLA6.fallback.session', code: 'terms.fallbackItself' },
    ],
    ['a question without words', { questions: [question('diet', { label: {} })] }, { path: 'questions[0].label' }],
    ['an unknown part', { fee: 5 }, { path: '', message: expect.stringContaining('"fee"') }],
  ])('refuse %s, and name the field', async (_, body, error) => {
    const current = await read();
    const answer = await edit(body, current.version);
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ errors: object[] }>().errors).toContainEqual(expect.objectContaining(error));
    expect(await read()).toEqual(current);
    const replaced = await event.call('PUT', '/registration', event.organiser, body);
    expect(replaced.statusCode).toBe(422);
  });

  it('list the places that were set, beside how they are filled', async () => {
    const order = { mode: 'in-person', capacity: 40, promotion: 'offer', offerMinutes: 120 };
    expect((await event.call('PUT', '/days/2026-10-08/places', event.organiser, order)).statusCode).toBe(200);
    const pools = (await event.call('GET', '/places', event.organiser)).json<PoolStanding[]>();
    expect(pools.find(({ scope, key }) => scope === 'day' && key === '2026-10-08')).toMatchObject({
      ...order,
      taken: 0,
      waiting: 0,
      isSet: true,
    });
  });

  it('refuse places that somebody else set meanwhile, with what they are now', async () => {
    const path = '/days/2026-10-07/places';
    const put = (capacity: number, version?: number) =>
      event.call(
        'PUT',
        path,
        event.organiser,
        { mode: 'online', capacity },
        version === undefined ? {} : { 'if-match': `"${version}"` },
      );
    const first = await put(30, 0);
    expect([first.statusCode, first.json()]).toMatchObject([200, { capacity: 30, version: 1 }]);
    const again = await put(20, 0);
    expect([again.statusCode, again.json()]).toMatchObject([
      412,
      { code: 'version.late', current: { scope: 'day', key: '2026-10-07', mode: 'online', capacity: 30, version: 1 } },
    ]);
    expect((await put(40, 1)).json()).toMatchObject({ capacity: 40, version: 2 });
    expect((await put(50, 1)).statusCode).toBe(412);
    // Programs that set places once name no version.
    expect((await put(60)).json()).toMatchObject({ capacity: 60, version: 3 });
    // What was never set has version 0, whoever looks.
    expect(
      (await event.call('PUT', '/places', event.organiser, { mode: 'online', capacity: 5 }, { 'if-match': '"4"' }))
        .statusCode,
    ).toBe(412);
    const pools = (await event.call('GET', '/places', event.organiser)).json<PoolStanding[]>();
    expect(pools.filter(({ scope }) => scope === 'event')).toEqual([]);
  });
});

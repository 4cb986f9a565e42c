import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person, type Person, type RegistrationAnswer, type Role } from '@kopa/contracts';
import { createToken } from '../accounts/tokens.js';
import { fewestQueries } from '../../../../test/support/asked-queries.js';
import { days, openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';

const visit = 'D2-INCUBATOR';
const booked = { bookings: [{ session: visit, mode: 'in-person' }] };
const questions = [
  {
    key: 'bus',
    kind: 'choice',
    label: { en: 'Bus' },
    options: [
      { key: 'no', label: { en: 'No' } },
      { key: 'none-yet', label: { en: 'Later' } },
    ],
  },
  { key: 'hopes', kind: 'text', label: { en: 'Hopes' } },
  {
    key: 'diet',
    kind: 'choices',
    label: { en: 'Diet' },
    isSensitive: true,
    options: [{ key: 'vegan', label: { en: 'Vegan' } }],
  },
];

describe('registrations in the hands of organisers', () => {
  let event: DemoEvent;
  let { call, register, organiser } = {} as DemoEvent;
  let door: string;
  const people: Record<string, RegistrationAnswer> = {};

  const tokenOf = (role: Role): Promise<string> =>
    createToken(event.database.dataSource.manager, {
      eventId: event.eventId,
      role,
      name: role,
      expiresAt: null,
      at: event.clock.at,
    });
  const found = async (query: string, token = organiser): Promise<string[]> => {
    const answer = await call('GET', `/registrations?${query}`, token);
    expect([answer.statusCode, answer.json()]).toMatchObject([200, {}]);
    return answer
      .json<{ items: { name: string }[] }>()
      .items.map(({ name }) => name)
      .sort();
  };
  const read = async (code: string, token = organiser): Promise<Person> => {
    const answer = await call('GET', `/registrations/${code}`, token);
    expect([answer.statusCode, answer.json()]).toMatchObject([200, {}]);
    return person.parse(answer.json());
  };

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, register, organiser } = event);
    door = await tokenOf('checkin');
    expect((await call('PUT', '/registration', organiser, { questions })).statusCode).toBe(200);
    await event.setPlaces(`sessions/${visit}/`, { mode: 'in-person', capacity: 1, promotion: 'automatic' });
    people['anna'] = await register('Anna Bērziņa', {
      ...booked,
      country: 'LV',
      answers: { bus: 'no', diet: ['vegan'] },
    });
    event.clock.advance(1);
    people['girts'] = await register('Ģirts', {
      ...booked,
      country: 'EE',
      answers: { bus: 'none-yet', hopes: 'Kļavas' },
    });
    people['olga'] = await register('Olga', { attendance: { [days[2]]: 'online' } });
  });
  afterAll(() => event.close());

  it.each([
    ['q=girts', ['Ģirts']],
    ['q=BERZINA', ['Anna Bērziņa']],
    ['q=%25', []],
    [`day=${days[2]}`, ['Anna Bērziņa', 'Olga', 'Ģirts']],
    [`day=${days[2]}&mode=online`, ['Olga']],
    ['mode=in-person', ['Anna Bērziņa', 'Ģirts']],
    [`session=${visit}`, ['Anna Bērziņa', 'Ģirts']],
    [`session=${visit}&place=waitlisted`, ['Ģirts']],
    ['place=confirmed', ['Anna Bērziņa']],
    ['country=LV', ['Anna Bērziņa']],
    ['country=none', ['Olga']],
    ['status=cancelled', []],
    ['question=bus', ['Anna Bērziņa', 'Ģirts']],
    // An option whose key is part of another's is not found with it.
    ['question=bus&answer=no', ['Anna Bērziņa']],
    ['question=hopes&answer=klav', ['Ģirts']],
    ['question=diet&answer=vegan', ['Anna Bērziņa']],
  ])('finds by %s', async (query, names) => {
    expect(await found(query)).toEqual(names);
    const count = await call('GET', `/registrations/count?${query}`, organiser);
    expect(count.json()).toEqual({ people: names.length });
    const sheet = await call('GET', `/registrations.csv?${query}`, organiser);
    expect(sheet.body.trim().split('\r\n').length).toBe(names.length + 1);
    expect(sheet.body).not.toContain('vegan');
  });

  it.each(["'; DROP TABLE registrations; --", "' OR '1'='1", '$1', '%', '_', '\\', '"}', "bus') OR true --"])(
    'takes %s for a text and for nothing else',
    async (text) => {
      const sent = encodeURIComponent(text);
      expect(await found(`q=${sent}`)).toEqual([]);
      expect(await found(`question=hopes&answer=${sent}`)).toEqual([]);
      for (const field of ['day', 'session', 'country', 'status', 'place', 'mode', 'question', 'column'])
        expect((await call('GET', `/registrations?${field}=${sent}`, organiser)).statusCode).toBe(422);
      expect(await found('')).toHaveLength(3);
    },
  );

  it('tells nobody the answers to sensitive questions who may not read them, neither asked for nor by whom a filter finds', async () => {
    const refused = await call('GET', '/registrations?question=diet&answer=vegan', door);
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([403, 'answers.sensitive']);
    for (const part of ['/count', '.csv', '.xlsx'])
      expect((await call('GET', `/registrations${part}?question=diet`, door)).statusCode).toBe(403);
    const { registration, isCurtailed } = await read(people['anna']!.code, door);
    expect([registration.answers, isCurtailed]).toEqual([{ bus: 'no' }, true]);
    expect((await read(people['anna']!.code)).registration.answers).toEqual({ bus: 'no', diet: ['vegan'] });
    const viewer = await tokenOf('viewer');
    expect((await call('GET', `/registrations/${people['anna']!.code}`, viewer)).statusCode).toBe(403);
    const unasked = await call('GET', '/registrations?question=shoes', organiser);
    expect(unasked.json()).toMatchObject({ code: 'input.invalid', errors: [{ path: 'question' }] });
    const unnamed = await call('GET', '/registrations?answer=no', organiser);
    expect(unnamed.json()).toMatchObject({ code: 'input.invalid', errors: [{ path: 'question' }] });
  });

  it('goes through a segment in pages, without a gap', async () => {
    const names: string[] = [];
    let after = '';
    do {
      const answer = await call('GET', `/registrations?mode=in-person&limit=1${after}`, organiser);
      const { items, next } = answer.json<{ items: { name: string }[]; next: string | null }>();
      names.push(...items.map(({ name }) => name));
      after = next === null ? '' : `&after=${next}`;
    } while (after !== '');
    expect(names.sort()).toEqual(['Anna Bērziņa', 'Ģirts']);
  });

  it('tells the story of one person in order, with mails and openings, in as many queries however long it is', async () => {
    const { code, id, manageToken } = people['girts']!;
    const short = await fewestQueries(() => read(code));
    event.clock.advance(5);
    await call('POST', `/registrations/${code}/confirm`, organiser, { reason: 'Rang us up' });
    event.clock.advance(5);
    const [waiting] = (await event.me(manageToken)).bookings;
    await event.setPlaces(`sessions/${visit}/`, { mode: 'in-person', capacity: 2, promotion: 'automatic' });
    event.clock.advance(5);
    const [{ slot }]: [{ slot: string }] = await event.database.dataSource.query(
      'SELECT id AS slot FROM published_slots WHERE session = $1',
      [visit],
    );
    for (let time = 0; time < 3; time += 1)
      await event.database.dataSource.query(
        'INSERT INTO join_openings (event_id, slot_id, at, who) VALUES ($1, $2, $3, $4)',
        [event.eventId, slot, event.clock.at, `registration:${id}`],
      );
    event.clock.advance(5);
    await call('POST', `/registrations/${code}/cancel`, organiser, { reason: 'Fell ill' });
    const long = await fewestQueries(() => read(code));
    // Names of who did something are looked up by kind: one query more once somebody did.
    expect(long.length - short.length).toBeLessThanOrEqual(1);

    const told = await read(code);
    expect(waiting!.status).toBe('waitlisted');
    const story = told.history
      .filter((entry) => entry.kind === 'deed' || entry.of === null || entry.of === visit)
      .map((entry) => (entry.kind === 'deed' ? `${entry.action}: ${entry.reason}` : entry.step))
      .reverse();
    expect(story.filter((one) => one !== 'joined')).toEqual([
      'registered',
      'booked',
      'confirmed',
      'registration.confirmed: Rang us up',
      expect.stringMatching(/^(cancelled|gave-back)$/),
      expect.stringMatching(/^(cancelled|gave-back)$/),
      'registration.cancelled: Fell ill',
    ]);
    expect(told.openings.map(({ session }) => session)).toEqual([visit, visit, visit]);
    expect(told.mails.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['registration.confirm', 'registration.cancelled']),
    );
    expect(told.mails.every(({ registration }) => registration === code)).toBe(true);
    // Who does not read the trail sees their own steps only.
    expect((await read(code, door)).history.every(({ kind }) => kind === 'step')).toBe(true);
    expect((await call('GET', '/registrations/NOBODY00', organiser)).statusCode).toBe(404);
  });
});

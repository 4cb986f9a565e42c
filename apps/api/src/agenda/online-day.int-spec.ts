import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  liveChangePreview,
  type LiveChangeAnswer,
  type LiveChangePreview,
  type AgendaView,
  type RegistrationAnswer,
} from '@kopa/contracts';
import type { Programme, Slot } from '@kopa/domain';
import { fewestQueries } from '../../../../test/support/asked-queries.js';
import { days, openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';

const date = days[1];
const [lunch, visit, round, morning, close] = ['D2-LUNCH', 'D2-INCUBATOR', 'D2-SKOLA6', 'D2-MORNING', 'D2-CLOSE'];
const flood = { en: 'The hall is flooded', lv: 'Zāle applūdusi' };

describe('a day that goes online', () => {
  let event: DemoEvent;
  let { call, register, me, clock, database, organiser, settle, isSound } = {} as DemoEvent;
  let anna: RegistrationAnswer;
  let berta: RegistrationAnswer;
  let cilda: RegistrationAnswer;
  let daina: RegistrationAnswer;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, register, me, clock, database, organiser, settle, isSound } = event);
    await event.setPlaces(`sessions/${round}/`, { mode: 'in-person', capacity: 1 });
    anna = await confirmed('Anna', { bookings: [place(round), place(visit)] });
    berta = await confirmed('Berta', { bookings: [place(round)] });
    cilda = await confirmed('Cilda', {});
    daina = await confirmed('Daina', { attendance: { [date]: 'online' }, bookings: [place(round, 'online')] });
    await settle();
    await database.dataSource.query('DELETE FROM outbox_mails');
    clock.advance(5);
  });
  afterAll(() => event.close());

  const place = (session: string, mode = 'in-person') => ({ session, mode });
  const confirmed = async (name: string, more: object): Promise<RegistrationAnswer> => {
    const answer = await register(name, more);
    expect((await call('POST', `/registrations/${answer.code}/confirm`, organiser)).statusCode).toBeLessThan(300);
    return answer;
  };
  const programme = async (): Promise<Programme> => (await call('GET', '/programme')).json();
  const slotOf = async (code: string): Promise<Slot> =>
    (await programme()).sessions.find((session) => session.code === code)!.slots[0]!;
  const choices = async (): Promise<object[]> => [
    { slot: (await slotOf(lunch)).id, version: (await slotOf(lunch)).version, to: 'cancel' },
    { slot: (await slotOf(visit)).id, to: 'stay' },
  ];
  const goOnline = async (more: object[] = []) => ({
    type: 'go-online',
    date,
    choices: [...(await choices()), ...more],
    reason: flood,
  });
  const preview = async (change: object): Promise<LiveChangePreview> => {
    const answer = await call('POST', '/live-changes?preview=1', organiser, change);
    expect([answer.statusCode, answer.json()]).toMatchObject([200, {}]);
    return liveChangePreview.strict().parse(answer.json());
  };
  const send = (change: object, key = '') =>
    call('POST', '/live-changes', organiser, change, key === '' ? {} : { 'idempotency-key': key });
  const bookingsOf = async ({ manageToken }: RegistrationAnswer): Promise<string[]> =>
    (await me(manageToken)).bookings
      .map(({ session, mode, status, isAside }) =>
        [session, mode, status, isAside === true ? 'aside' : ''].join(' ').trim(),
      )
      .sort();
  const toldTo = async ({ manageToken }: RegistrationAnswer): Promise<unknown[]> => {
    const { changes } = (await call('GET', '/changes?since=0&stream=me', manageToken)).json<{
      changes: { type: string; session: string; alterations: { kind: string; to?: unknown }[] }[];
    }>();
    return changes
      .filter(({ type }) => type === 'agenda.changed')
      .map(({ session, alterations }) => [session, ...alterations.map(({ kind, to }) => `${kind} ${String(to)}`)]);
  };
  const mailed = async (): Promise<string[]> => {
    const rows: { recipient: string }[] = await database.dataSource.query(
      `SELECT recipient FROM outbox_mails WHERE kind = 'agenda.changed' ORDER BY recipient`,
    );
    return rows.map(({ recipient }) => recipient.split('@')[0]!);
  };
  const stand = ({ sessions }: Programme): object[] =>
    sessions.flatMap(({ slots }) => slots.map(({ version: _v, reason: _r, changedAt: _c, ...rest }) => rest));

  it('says beforehand what goes where, what is to be chosen, and whom it hits', async () => {
    const { day, people, slots } = await preview({ type: 'go-online', date });
    expect(day!.slots.map(({ session, to, canGoOnline }) => [session, to, canGoOnline])).toEqual([
      [morning, 'online', true],
      [visit, null, false],
      [lunch, null, true],
      [round, 'online', true],
      [close, 'online', true],
    ]);
    expect(day!.people).toEqual({ inPerson: 3, booked: 2, online: 1, waiting: 1, cancelled: 0, staying: 0 });
    expect(slots.map(({ session }) => session)).toEqual([morning, round, close]);
    expect(people.concerned).toBe(3);
    const decided = await preview(await goOnline());
    expect(decided.day!.people).toEqual({ inPerson: 3, booked: 2, online: 1, waiting: 1, cancelled: 0, staying: 1 });
  });

  it('is refused wholly for one slot that is late or undecided, and changes nothing then', async () => {
    const before = await programme();
    const { id } = await slotOf(close);
    const answers = await Promise.all([
      send({ type: 'go-online', date, choices: [] }),
      goOnline([{ slot: id, version: 99, to: 'online' }]).then((change) => send(change)),
      goOnline([{ slot: (await slotOf(visit)).id, to: 'online' }]).then((change) => send(change)),
      send({ type: 'return-in-person', date }),
      send({ type: 'go-online', date: '2027-01-01', choices: [] }),
    ]);
    expect(answers.map((answer) => [answer.statusCode, answer.json<{ code: string }>().code])).toEqual([
      [422, 'day.undecided'],
      [412, 'slot.late'],
      [422, 'day.departs'],
      [409, 'day.inPerson'],
      [404, 'day.unknown'],
    ]);
    expect(await programme()).toEqual(before);
  });

  it('is one change with one sequence of rows, and done once whatever is sent twice', async () => {
    const before = await programme();
    const change = await goOnline();
    const [one, other] = await Promise.all([send(change, 'the-day-goes'), send(change, 'the-day-goes')]);
    const { seq, changes } = one.json<LiveChangeAnswer>();
    expect(other.json()).toEqual(one.json());
    expect(changes.map((row) => [row.seq, row.type, 'session' in row && row.session])).toEqual([
      [before.seq + 1, 'slot.moved', morning],
      [before.seq + 2, 'slot.cancelled', lunch],
      [before.seq + 3, 'slot.moved', round],
      [before.seq + 4, 'slot.moved', close],
    ]);
    expect(seq).toBe(before.seq + 4);
    const after = await programme();
    expect(after.seq).toBe(seq);
    expect(after.sessions.find(({ code }) => code === round)).toMatchObject({
      mode: 'online',
      slots: [{ reason: flood }],
    });
    expect((await send(change)).json()).toMatchObject({ code: 'slot.late' });
    expect((await send(await goOnline())).json()).toMatchObject({ code: 'change.nothing' });
    expect((await call('GET', '/online-days', organiser)).json()).toMatchObject({ items: [{ date, reason: flood }] });
    const [entry] = await database.dataSource.query<{ action: string; subject: string }[]>(
      'SELECT action, subject FROM audit_entries ORDER BY id DESC LIMIT 1',
    );
    expect(entry).toEqual({ action: 'live.go-online', subject: date });
  });

  it('tells everybody who comes in person once, and nobody who is online anyway', async () => {
    await settle();
    for (const person of [anna, berta, cilda]) expect(await toldTo(person)).toEqual([[`day ${date}`, 'mode online']]);
    // Whoever followed online anyway misses nothing but what is cancelled.
    expect(await toldTo(daina)).toEqual([]);
    expect(await mailed()).toEqual(['anna', 'berta', 'cilda']);
    await settle();
    expect(await mailed()).toHaveLength(3);
  });

  it('is followed online without registering again, and places in person are kept', async () => {
    expect(await bookingsOf(anna)).toEqual([`${visit} in-person confirmed`, `${round} in-person confirmed aside`]);
    expect(await bookingsOf(berta)).toEqual([`${round} in-person waitlisted aside`]);
    const agenda = (await call('GET', '/me/agenda', anna.manageToken)).json<AgendaView>();
    const modes = agenda.items.map(({ session, mode }) => [session, mode]);
    expect(modes).toEqual(
      expect.arrayContaining([
        [round, 'online'],
        [visit, 'in-person'],
      ]),
    );
    expect(agenda.items.find(({ session }) => session === round)!.join).not.toBeNull();
    const ics = await event.app.inject({ url: new URL(anna.feedUrl).pathname });
    const entries = ics.body.replaceAll(/\r\n /g, '').split('BEGIN:VEVENT');
    expect(entries.find((entry) => entry.includes(`/sessions/${round}`))).toMatch(/LOCATION:http\S+\/join\//);
    await isSound();
  });

  it('comes back exactly, with places as they were, and says so once', async () => {
    const back = await send({ type: 'return-in-person', date });
    expect([back.statusCode, back.json()]).toMatchObject([201, { changes: [{}, {}, {}, {}] }]);
    await settle();
    expect(await bookingsOf(anna)).toEqual([`${visit} in-person confirmed`, `${round} in-person confirmed`]);
    expect(await bookingsOf(berta)).toEqual([`${round} in-person waitlisted`]);
    // Within two minutes of what they were told nobody is told again.
    expect(await mailed()).toHaveLength(3);
    clock.advance(3);
    await settle();
    expect(await toldTo(cilda)).toEqual([
      [`day ${date}`, 'mode online'],
      [`day ${date}`, 'mode in-person'],
    ]);
    expect((await call('GET', '/online-days', organiser)).json()).toEqual({ items: [] });
    expect((await send({ type: 'return-in-person', date })).json()).toMatchObject({ code: 'day.inPerson' });
    await isSound();
  });

  it('tells nobody what was taken back before they heard of it', async () => {
    clock.advance(10);
    const before = stand(await programme());
    const told = (await mailed()).length;
    // While another one holds what people were told, nobody is told.
    await database.dataSource.transaction(async (holding) => {
      await holding.query('SELECT FROM followed_programmes FOR UPDATE');
      await send(await goOnline());
      await send({ type: 'return-in-person', date });
    });
    await settle();
    expect(stand(await programme())).toEqual(before);
    expect(await mailed()).toHaveLength(told);
    expect(await bookingsOf(anna)).toEqual([`${visit} in-person confirmed`, `${round} in-person confirmed`]);
  });

  it('is foreseen with as many queries, however many people', async () => {
    const ask = () => preview({ type: 'go-online', date });
    const queries = await fewestQueries(ask);
    await Promise.all(['Elza', 'Frida', 'Gita'].map((name) => register(name, { bookings: [place(close)] })));
    expect(await fewestQueries(ask)).toEqual(queries);
  });
});

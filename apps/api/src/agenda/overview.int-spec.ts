import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { overview, type Overview, type Waitlists } from '@kopa/contracts';
import { createToken } from '../accounts/tokens.js';
import { fewestQueries } from '../../../../test/support/asked-queries.js';
import { days, inPerson, openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';

const visit = 'D2-INCUBATOR';

describe('the overview of an event', () => {
  let event: DemoEvent;
  let { call, register, organiser } = {} as DemoEvent;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, register, organiser } = event);
  });
  afterAll(() => event.close());

  const read = async (token = organiser): Promise<Overview> => {
    const answer = await call('GET', '/overview', token);
    expect([answer.statusCode, answer.json()]).toMatchObject([200, {}]);
    return overview.strict().parse(answer.json());
  };

  it('says that nobody is there yet, and that all places are free', async () => {
    const { statuses, registered, countries, addOns } = await read();
    expect([statuses, registered, countries]).toEqual([{ unconfirmed: 0, confirmed: 0, cancelled: 0 }, [], []]);
    expect(addOns.find(({ session }) => session === visit)).toMatchObject({ mode: 'in-person', taken: 0, waiting: 0 });
  });

  it('asks as much for many people as for one, and counts by date of the event’s zone, day, country and place', async () => {
    await event.setPlaces(`sessions/${visit}/`, { mode: 'in-person', capacity: 1, promotion: 'automatic' });
    const bookings = [{ session: visit, mode: 'in-person' }];
    // One o'clock of 2 October in Riga.
    event.clock.at = new Date('2026-10-01T22:00:00Z');
    await register('Anna', { bookings, country: 'LV' });
    await read();
    const ofOne = await fewestQueries(() => read());
    for (const name of ['Berta', 'Cilda', 'Daina']) await register(name, { bookings, country: 'EE' });
    const { code } = await register('Elza', { bookings: [] });
    await call('POST', `/registrations/${code}/cancel`, organiser, { reason: 'by telephone' });
    const ofMany = await fewestQueries(() => read());
    expect(ofMany.length).toBe(ofOne.length);

    const seen = await read();
    expect(seen.statuses).toEqual({ unconfirmed: 4, confirmed: 0, cancelled: 1 });
    expect(seen.registered).toEqual([{ date: '2026-10-02', count: 4 }]);
    expect(seen.days).toEqual(days.map((date) => ({ date, modes: { [inPerson[date]]: 4 } })));
    expect(seen.countries).toEqual([
      { country: 'EE', count: 3 },
      { country: 'LV', count: 1 },
    ]);
    expect(seen.addOns.find(({ session }) => session === visit)).toMatchObject({ taken: 1, waiting: 3, capacity: 1 });
  });

  it('shows mail that did not arrive, and what waits in the draft to those who may read it', async () => {
    const kinds = async (token?: string): Promise<unknown[]> => (await read(token)).attention.map(({ kind }) => kind);
    expect(await kinds()).not.toContain('mail');
    const { manager } = event.database.dataSource;
    await manager.query(`UPDATE outbox_mails SET state = 'given-up' WHERE registration_id IS NOT NULL`);
    expect((await read()).attention).toContainEqual({ kind: 'mail', state: 'given-up', count: expect.any(Number) });
    await manager.query(`UPDATE sessions SET title = '{"en": "Renamed"}' WHERE event_id = $1 AND code = $2`, [
      event.eventId,
      visit,
    ]);
    expect((await read()).attention).toContainEqual({ kind: 'unreleased', count: 1 });
    await manager.query(
      `UPDATE slots SET ends_at = ends_at + interval '30 days' WHERE id = (SELECT s.id FROM slots s
         JOIN sessions e ON e.id = s.session_id WHERE e.event_id = $1 AND e.code = $2 LIMIT 1)`,
      [event.eventId, visit],
    );
    const clashes = (await read()).attention.flatMap((need) => (need.kind === 'clashes' ? [need.issue] : []));
    expect(clashes).toContain('day');
    const door = { eventId: event.eventId, role: 'checkin' as const, name: '', expiresAt: null, at: event.clock.at };
    expect(await kinds(await createToken(manager, door))).not.toContain('unreleased');
  });

  it('says that nobody can register, and that somebody waits beside free places', async () => {
    const closesAt = event.clock.at.toISOString();
    await call('PUT', '/registration', organiser, { online: { opensAt: null, closesAt, byInvitation: false } });
    expect((await read()).attention).toContainEqual({
      kind: 'registration',
      mode: 'online',
      state: 'closed',
      at: closesAt,
    });
    await call('PUT', '/registration', organiser, {});
    // Twelve hours before people meet nobody is served unasked.
    const { startsAt } = (await call('GET', `/waitlists?q=${visit}`, organiser)).json<Waitlists>().items[0]!;
    event.clock.at = new Date(Date.parse(startsAt!) - 3_600_000);
    await event.setPlaces(`sessions/${visit}/`, { mode: 'in-person', capacity: 4, promotion: 'automatic' });
    expect((await read()).attention.filter(({ kind }) => kind === 'free')).toEqual([
      {
        kind: 'free',
        scope: 'session',
        key: visit,
        mode: 'in-person',
        title: expect.objectContaining({ en: expect.any(String) }),
        free: 3,
        waiting: 3,
      },
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startingSeats, type StartingSeats } from '@kopa/contracts';
import { fewestQueries } from '../../../../test/support/asked-queries.js';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';

const [visit, round, close] = ['D2-INCUBATOR', 'D2-SKOLA6', 'D2-CLOSE'];

describe('what starts next, at the desk', () => {
  let event: DemoEvent;

  beforeAll(async () => {
    event = await openDemoEvent();
    await event.setPlaces(`sessions/${round}/`, { mode: 'in-person', capacity: 1 });
  });
  afterAll(() => event.close());

  const list = async (): Promise<StartingSeats['items']> => {
    const answer = await event.call('GET', '/desk/starting', event.organiser);
    expect(answer.statusCode).toBe(200);
    return startingSeats.strict().parse(answer.json()).items;
  };
  const starting = async (): Promise<string[]> => (await list()).map(({ session }) => session);
  const of = async (code: string) => (await list()).find(({ session }) => session === code);
  const comes = (name: string, session: string) =>
    event.register(name, { telephone: '+371 20000001', bookings: [{ session, mode: 'in-person' }] });

  it('has the next session of each room, and an add-on from two hours before people gather', async () => {
    event.clock.at = new Date('2026-10-08T04:49:00Z');
    expect(await starting()).toEqual(expect.arrayContaining(['D2-MORNING', visit, 'D2-WEEKLY']));
    expect(await of(visit)).toMatchObject({ isAddOn: true, from: '2026-10-08T06:50:00.000Z' });
    event.clock.at = new Date('2026-10-08T10:00:00Z');
    expect(await starting()).toEqual([round, 'D3-CIDER']);
  });

  it('says who has a place, who waits, and who has come', async () => {
    event.clock.at = new Date('2026-10-08T05:30:00Z');
    const anna = await comes('Anna', round);
    await comes('Berta', round);
    event.clock.at = new Date('2026-10-08T10:00:00Z');
    const pool = { mode: 'in-person', capacity: 1, taken: 1, waiting: 1 };
    expect(await of(round)).toMatchObject({ pools: [pool, { mode: 'online', capacity: 100, taken: 0 }], checkedIn: 0 });
    const mark = { state: 'present', at: event.clock.at.toISOString() };
    const marked = await event.call('PUT', `/door/arrivals/2026-10-08/${anna.code}`, event.organiser, mark);
    expect(marked.statusCode).toBe(200);
    expect(await of(round)).toMatchObject({ pools: [pool, {}], checkedIn: 1 });
  });

  it('asks as much of the database, however many start and come', async () => {
    const queries = await fewestQueries(list);
    for (const name of ['Cilda', 'Daina', 'Elza']) await comes(name, close);
    event.clock.at = new Date('2026-10-08T04:49:00Z');
    expect((await fewestQueries(list)).length).toBe(queries.length);
  });
});

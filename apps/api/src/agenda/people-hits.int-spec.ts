import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { liveChangePreview, type LiveChangePreview, type RegistrationAnswer } from '@kopa/contracts';
import type { Programme } from '@kopa/domain';
import { fewestQueries } from '../../../../test/support/asked-queries.js';
import { openDemoEvent, type DemoEvent } from '../../../../test/support/demo-event.js';

/** The morning of the second day ends at 9:50; the coach to the incubator gathers then and leaves at 10:00. */
const morning = 'D2-MORNING';
const coach = 'D2-INCUBATOR';

describe('the preview of a live change, in people', () => {
  let event: DemoEvent;
  let { call, register, organiser } = {} as DemoEvent;

  beforeAll(async () => {
    event = await openDemoEvent();
    ({ call, register, organiser } = event);
  });
  afterAll(() => event.close());

  const preview = async (change: object): Promise<LiveChangePreview> => {
    const answer = await call('POST', '/live-changes?preview=1', organiser, change);
    expect([answer.statusCode, answer.json()]).toMatchObject([200, {}]);
    // Nothing is answered that is not written down.
    return liveChangePreview.strict().parse(answer.json());
  };
  const programme = async (): Promise<Programme> => (await call('GET', '/programme')).json();
  const booking = (session: string, mode = 'in-person') => ({ session, mode });
  const several = (names: string, bookings: object[]): Promise<RegistrationAnswer[]> =>
    Promise.all(names.split(' ').map((name) => register(name, { bookings })));

  it('says of nobody that they are hit before anybody registers', async () => {
    expect((await preview({ type: 'delay', session: 'D1-TOUR', minutes: 5 })).people).toEqual({
      concerned: 0,
      clashing: 0,
      departures: [],
    });
  });

  it('counts who would miss a departure among those who have a place on it, and says what can be done', async () => {
    await several('Anna Berta Cilda', [booking(morning), booking(coach)]);
    await several('Daina', [booking(morning, 'online'), booking(coach)]);
    await several('Elza', [booking(coach)]);
    await several('Frida', [booking(morning)]);
    const [gone] = await several('Gita', [booking(morning), booking(coach)]);
    await call('POST', `/registrations/${gone!.code}/cancel`, organiser, { reason: 'by telephone' });
    const [starring] = await several('Hilda', [booking(coach)]);
    await call('PUT', `/me/stars/${morning}`, starring!.manageToken, {});

    const before = await programme();
    const slot = before.sessions.find(({ code }) => code === morning)!.slots[0]!;
    const change = { type: 'extend', session: morning, minutes: 7, cascade: false };
    const { people, options, missedDepartures } = await preview(change);
    const missed = {
      session: coach,
      departAt: '2026-10-08T07:00:00.000Z',
      because: morning,
      endsAt: '2026-10-08T06:57:00.000Z',
    };
    expect(missedDepartures).toEqual([missed]);
    expect(people).toEqual({ concerned: 6, clashing: 4, departures: [{ ...missed, booked: 6, missing: 4 }] });
    expect(options).toEqual([
      { option: 'hold', when: 'after', change: { type: 'hold', session: coach, minutes: 10 } },
      { option: 'end-on-time', when: 'instead', change: null },
      { option: 'leave', when: 'after', change: null },
    ]);
    expect(await programme()).toEqual(before);
    expect(slot.version).toBe(1);
  });

  it('counts nobody any more when what it offers was done', async () => {
    const { options } = await preview({ type: 'extend', session: morning, minutes: 7 });
    const hold = options.find(({ option }) => option === 'hold')!.change!;
    expect((await call('POST', '/live-changes', organiser, hold)).statusCode).toBe(201);
    expect(await preview({ type: 'extend', session: morning, minutes: 7 })).toMatchObject({
      missedDepartures: [],
      people: { clashing: 0, departures: [] },
      options: [],
    });
    const { people } = await preview({ type: 'hold', session: coach, minutes: -10 });
    expect(people).toMatchObject({ concerned: 6, clashing: 0, departures: [] });
  });

  it('asks the database the same for any number of people', async () => {
    const asked = async (): Promise<string[]> => {
      await event.settle();
      const statements = await fewestQueries(() => preview({ type: 'delay', session: coach, minutes: 5 }));
      // A preview opens no transaction: what does goes on beside it.
      return statements.filter((text) => !text.startsWith('SET LOCAL'));
    };
    await asked();
    const few = await asked();
    await several('Inta Jana Klara Liene Made', [booking(coach)]);
    expect(await asked()).toEqual(few);
  });

  it('is as refused as the change itself', async () => {
    const refused = await call('POST', '/live-changes?preview=1', organiser, {
      type: 'hold',
      session: morning,
      minutes: 5,
    });
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([422, 'departure.none']);
  });
});

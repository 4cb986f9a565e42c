import { describe, expect, it } from '@jest/globals';
import { makeAgendas, type HeldBooking, type OwnChoices } from './agenda.js';
import { planLiveChange, sessionsAfter, type LiveChangeCommand } from './live-change.js';
import { departuresAtRisk, hitOf, missedDepartures, waitsNeeded, type HitOfOne } from './missed-departures.js';
import type { PlannedSession, Programme, Session } from './programme.js';
import { firstProgramme, frame, minutesIn } from './testing/arbitrary-programme.js';
import { planned, plannedAddOn } from './testing/planned-session.js';

const published = (...sessions: PlannedSession[]): Programme =>
  firstProgramme({ ...frame('Live'), sessions, texts: { sessions: {}, speakers: {} } });

describe('departuresAtRisk', () => {
  const missed = { session: 'C', departAt: minutesIn(70), because: 'A', endsAt: minutesIn(80) };

  it('names each departure once with each session, at its latest end', () => {
    const [later, other] = [
      { ...missed, endsAt: minutesIn(90) },
      { ...missed, because: 'B' },
    ];
    expect(departuresAtRisk([missed, later, other])).toEqual([later, other]);
    expect(departuresAtRisk([later, missed, other])).toEqual([later, other]);
  });
});

describe('missedDepartures', () => {
  const leavingAt = (minutes: number): Session[] =>
    published(planned('A', 0, 60), planned('C', 2000, 2060, { addOn: plannedAddOn({ departAt: minutesIn(minutes) }) }))
      .sessions;
  const ending = (sessions: Session[], minutes: number): Session[] =>
    sessions.map((session) =>
      session.code === 'A'
        ? { ...session, slots: session.slots.map((slot) => ({ ...slot, endsAt: minutesIn(minutes) })) }
        : session,
    );

  it.each([
    ['nobody who walks ten minutes and has eleven left', 80, 69, null],
    ['nobody who walks ten minutes and has ten left', 80, 70, null],
    ['who had time for the walk and has nine minutes left', 80, 71, 1],
    ['who had no time for the walk, not before it leaves', 65, 65, null],
    ['who had no time for the walk, when it has left', 65, 66, 1],
    ['nobody who missed it before', 59, 70, null],
  ])('counts %s', (_, departs, ends, wait) => {
    const before = leavingAt(departs);
    const after = ending(before, ends);
    expect(missedDepartures(before, after)).toEqual(
      wait === null ? [] : [{ session: 'C', departAt: minutesIn(departs), because: 'A', endsAt: minutesIn(ends) }],
    );
    expect([...waitsNeeded(before, after)]).toEqual(wait === null ? [] : [['C', wait]]);
  });

  it('leaves out what departs a day later or more', () => {
    const before = leavingAt(60 + 24 * 60);
    expect(missedDepartures(before, ending(before, 60 + 25 * 60))).toEqual([]);
    expect(missedDepartures(ending(before, 61), ending(before, 60 + 25 * 60))).toHaveLength(1);
  });
});

describe('hitOf', () => {
  const both = { startsAt: minutesIn(0), endsAt: minutesIn(60), roomId: 'room-1', onlineRoomId: 'online-1' };
  const tour = {
    kind: 'visit' as const,
    addOn: plannedAddOn({ departAt: minutesIn(80) }),
    slots: [{ id: 'slot-C', startsAt: minutesIn(120), endsAt: minutesIn(180), roomId: 'room-2', onlineRoomId: null }],
  };
  const programme = published(
    planned('A', 0, 60, { slots: [{ id: 'slot-A', ...both }] }),
    planned('B', 0, 60, { slots: [{ id: 'slot-B', ...both }] }),
    planned('E', 0, 60, { kind: 'opening', slots: [{ id: 'slot-E', ...both }] }),
    planned('C', 120, 180, tour),
  );
  const rules = makeAgendas(programme);
  const day = '2026-10-07';
  const booking = (session: string, more: Partial<HeldBooking> = {}): HeldBooking => ({
    id: `booking-${session}`,
    session,
    mode: 'in-person',
    status: 'confirmed',
    insteadOf: null,
    isOwnWay: false,
    ...more,
  });
  const person = (...bookings: HeldBooking[]): OwnChoices => ({ days: { [day]: 'in-person' }, bookings, stars: [] });

  /** What it would mean for somebody that a session ends 15 minutes late. */
  function hit(own: OwnChoices, session: string, command: LiveChangeCommand = extend): HitOfOne {
    const plan = planLiveChange(programme, `slot-${session}`, command, minutesIn(5), null);
    if (!plan.ok) throw new Error(plan.detail);
    const after = sessionsAfter(programme.sessions, plan).filter(({ code }) => code === session);
    const changed = new Map(after.map((one) => [one.code, one]));
    return hitOf(rules, own, changed, departuresAtRisk(plan.missedDepartures));
  }
  const extend: LiveChangeCommand = { type: 'extend', minutes: 15, cascade: false };

  it.each<[string, OwnChoices, string, [concerned: boolean, clashing: boolean, booked: number, missed: number]]>([
    ['sits in it and has a seat', person(booking('A'), booking('C')), 'A', [true, true, 1, 1]],
    [
      'starred it and has a seat',
      { ...person(booking('C')), stars: [{ session: 'A', mode: null }] },
      'A',
      [true, true, 1, 1],
    ],
    ['attends it as everyone does', person(booking('C')), 'E', [false, true, 1, 1]],
    [
      'follows it online, from the bus',
      person(booking('A', { mode: 'online' }), booking('C')),
      'A',
      [true, false, 1, 0],
    ],
    ['sits elsewhere', person(booking('B'), booking('C')), 'A', [false, false, 1, 0]],
    ['goes there on their own', person(booking('A'), booking('C', { isOwnWay: true })), 'A', [true, false, 0, 0]],
    ['waits for a seat', person(booking('A'), booking('C', { status: 'waitlisted' })), 'A', [true, false, 0, 0]],
    ['does not go there', person(booking('A')), 'A', [true, false, 0, 0]],
  ])('of who %s', (_, own, session, expected) => {
    const { isConcerned, isClashing, booked, missed } = hit(own, session);
    expect([isConcerned, isClashing, booked.length, missed.length]).toEqual(expected);
  });

  it('of who has a conflict that has nothing to do with a departure', () => {
    const late = person(booking('A'), booking('B'));
    // They clash already; a conflict that was there before is not the change's.
    expect(hit(late, 'A').isClashing).toBe(false);
    const own = person(booking('A'), booking('C'));
    expect(hit(own, 'A', { type: 'move', startsAt: minutesIn(130) })).toMatchObject({ isClashing: true });
  });
});

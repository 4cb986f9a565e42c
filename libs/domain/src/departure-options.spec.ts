import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { departureOptions, type DepartureOption } from './departure-options.js';
import { planLiveChange, sessionsAfter, type LiveChangeCommand } from './live-change.js';
import { missedDepartures } from './missed-departures.js';
import type { AddOn, PlannedSession, Programme } from './programme.js';
import { arbitraryProgramme, firstProgramme, frame, minutesIn } from './testing/arbitrary-programme.js';
import { planned, plannedAddOn } from './testing/planned-session.js';

const at = minutesIn(5);

const coach = (code: string, journey: Partial<AddOn>): PlannedSession =>
  planned(code, 120, 180, {
    kind: 'visit',
    addOn: plannedAddOn(journey),
    slots: [
      {
        id: `slot-${code}`,
        startsAt: minutesIn(120),
        endsAt: minutesIn(180),
        roomId: `room-${code}`,
        onlineRoomId: null,
      },
    ],
  });

const published = (...sessions: PlannedSession[]): Programme =>
  firstProgramme({ ...frame('Live'), sessions, texts: { sessions: {}, speakers: {} } });

function optionsFor(programme: Programme, command: LiveChangeCommand): DepartureOption[] {
  const plan = planLiveChange(programme, 'slot-A', command, at, null);
  if (!plan.ok) throw new Error(plan.detail);
  return departureOptions(programme, 'slot-A', command, plan, at);
}

const hold = (minutes: number, session = 'C'): DepartureOption => ({
  option: 'hold',
  when: 'after',
  change: { type: 'hold', session, minutes },
});
const cut = (minutes: number, when: 'after' | 'instead', cascade = false): DepartureOption => ({
  option: 'end-on-time',
  when,
  change: { type: 'extend', session: 'A', slot: 'slot-A', minutes, cascade },
});
const dont: DepartureOption = { option: 'end-on-time', when: 'instead', change: null };
const leave: DepartureOption = { option: 'leave', when: 'after', change: null };

describe('departureOptions', () => {
  const talk = planned('A', 0, 60);
  const one = published(talk, coach('C', { departAt: minutesIn(80) }));
  const two = published(talk, coach('C', { departAt: minutesIn(80) }), coach('D', { departAt: minutesIn(62) }));
  const tight = published(talk, coach('C', { departAt: minutesIn(60) }));
  const meeting = published(talk, coach('C', { meetAt: minutesIn(80) }));
  const due = published(talk, coach('C', { departAt: minutesIn(80), returnAt: minutesIn(85) }));
  const chain = published(talk, planned('B', 60, 70), coach('C', { departAt: minutesIn(75) }));
  const extend = (minutes: number, cascade = false): LiveChangeCommand => ({ type: 'extend', minutes, cascade });
  const delay = (minutes: number, cascade = false): LiveChangeCommand => ({ type: 'delay', minutes, cascade });

  it.each<[string, Programme, LiveChangeCommand, DepartureOption[]]>([
    ['an extension that all can take', one, extend(10), []],
    ['an extension', one, extend(23), [hold(15), cut(10, 'instead'), leave]],
    ['an extension by a minute too many', one, extend(11), [hold(5), cut(10, 'instead'), leave]],
    ['an extension of what ends when it departs', tight, extend(5), [hold(5), dont, leave]],
    ['an extension that misses two', two, extend(23), [hold(15), hold(25, 'D'), cut(2, 'instead'), leave]],
    ['an extension where people only meet', meeting, extend(23), [cut(10, 'instead'), leave]],
    ['an extension beyond which it is due back', due, extend(23), [cut(10, 'instead'), leave]],
    ['a delay', one, delay(20), [hold(10), cut(-10, 'after'), leave]],
    ['a delay by more than the session lasts', one, delay(90), [hold(80), dont, leave]],
    ['a delay that pushes another over it', chain, delay(10, true), [hold(5), cut(-5, 'after', true), leave]],
    ['a move', one, { type: 'move', startsAt: minutesIn(20) }, [hold(10), cut(-10, 'after'), leave]],
    ['a cancellation', one, { type: 'cancel' }, []],
  ])('for %s', (_, programme, command, expected) => {
    expect(optionsFor(programme, command)).toEqual(expected);
  });

  it('for a hold that is taken back too far', () => {
    const held = planLiveChange(one, 'slot-C', { type: 'hold', minutes: 20 }, at, null);
    const late = planLiveChange(one, 'slot-A', extend(23), at, null);
    if (!held.ok || !late.ok) throw new Error('Both are possible.');
    const programme = { ...one, sessions: sessionsAfter(sessionsAfter(one.sessions, held), late) };
    const command: LiveChangeCommand = { type: 'hold', minutes: -20 };
    const plan = planLiveChange(programme, 'slot-C', command, at, null);
    expect(plan.ok && departureOptions(programme, 'slot-C', command, plan, at)).toEqual([hold(15), leave]);
  });

  it('for a start so late that the session ends after the departure', () => {
    const now = minutesIn(65);
    const plan = planLiveChange(one, 'slot-A', { type: 'start' }, now, null);
    expect(plan.ok && departureOptions(one, 'slot-A', { type: 'start' }, plan, now)).toEqual([
      hold(55),
      cut(-55, 'after'),
      leave,
    ]);
    const gone = minutesIn(80);
    const late = planLiveChange(one, 'slot-A', { type: 'start' }, gone, null);
    expect(late.ok && departureOptions(one, 'slot-A', { type: 'start' }, late, gone)).toEqual([hold(70), leave]);
  });

  it('lets all be reached by each, holds in steps of five minutes and cuts no more than it must', () => {
    const command = fc.oneof<fc.Arbitrary<LiveChangeCommand>[]>(
      fc.record({
        type: fc.constantFrom('delay', 'extend'),
        minutes: fc.integer({ min: 1, max: 120 }),
        cascade: fc.boolean(),
      }),
      fc.record({ type: fc.constant('move'), startsAt: fc.integer({ min: 0, max: 600 }).map(minutesIn) }),
    );
    let seen = 0;
    fc.assert(
      fc.property(arbitraryProgramme, fc.nat(), command, (programme, choice, drawn) => {
        const slots = programme.sessions.flatMap((session) => session.slots);
        const slot = slots[choice % Math.max(1, slots.length)];
        const plan = planLiveChange(programme, slot?.id ?? '', drawn, at, null);
        if (!plan.ok || slot === undefined) return;
        const options = departureOptions(programme, slot.id, drawn, plan, at);
        expect(options.length > 0).toBe(plan.missedDepartures.length > 0);
        const after = { ...programme, sessions: sessionsAfter(programme.sessions, plan) };
        const missedWith = (from: Programme, id: string, change: LiveChangeCommand): string[] => {
          const then = planLiveChange(from, id, change, at, null);
          if (!then.ok) throw new Error(then.detail);
          return missedDepartures(programme.sessions, sessionsAfter(from.sessions, then)).map(({ session }) => session);
        };
        for (const { option, when, change } of options) {
          if (option === 'leave' || change === null) continue;
          seen += 1;
          if (option === 'hold') {
            const id = programme.sessions.find(({ code }) => code === change.session)!.slots[0]!.id;
            expect(change.minutes % 5).toBe(0);
            expect(missedWith(after, id, change)).not.toContain(change.session);
            if (change.minutes > 5)
              expect(missedWith(after, id, { ...change, minutes: change.minutes - 5 })).toContain(change.session);
          } else {
            const from = when === 'after' ? after : programme;
            expect(missedWith(from, slot.id, change)).toEqual([]);
            const more = { ...change, minutes: change.minutes + 1 };
            if (more.minutes !== 0) expect(missedWith(from, slot.id, more)).not.toEqual([]);
          }
        }
      }),
      { numRuns: 400 },
    );
    expect(seen).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alterationsOf, asTold, factsTold, isAltered, type SessionFactsTold, type SlotTold } from './alterations.js';
import { arbitraryProgramme, minutesIn } from './testing/arbitrary-programme.js';

const slot = (more: Partial<SlotTold> = {}): SlotTold => ({
  id: 'slot',
  startsAt: minutesIn(0),
  endsAt: minutesIn(60),
  roomId: 'hall',
  onlineRoomId: null,
  room: { en: 'Hall' },
  onlineRoom: null,
  status: 'scheduled',
  ...more,
});
const facts = (slots: SlotTold[], more: Partial<SessionFactsTold> = {}): SessionFactsTold => ({
  title: { en: 'Visit' },
  slots,
  meetAt: null,
  departAt: null,
  returnAt: null,
  meetingPoint: {},
  ...more,
});

describe('what is told of a change', () => {
  it.each<[string, SessionFactsTold, SessionFactsTold | null, string[]]>([
    ['nothing of what stayed', facts([slot()]), facts([slot()]), []],
    ['nothing of nine minutes', facts([slot()]), facts([slot({ startsAt: minutesIn(9) })]), []],
    ['ten minutes later', facts([slot()]), facts([slot({ startsAt: minutesIn(10) })]), ['start']],
    ['ten minutes earlier', facts([slot()]), facts([slot({ startsAt: minutesIn(-10) })]), ['start']],
    ['nothing of the end alone', facts([slot()]), facts([slot({ endsAt: minutesIn(90) })]), []],
    ['another room', facts([slot()]), facts([slot({ roomId: 'barn', room: { en: 'Barn' } })]), ['room']],
    [
      'that it was swapped, and where it stands now',
      facts([slot()]),
      facts([slot({ startsAt: minutesIn(60), room: { en: 'Barn' }, roomId: 'barn', swappedWith: 'TALK' })]),
      ['start', 'swapped', 'room'],
    ],
    ['nothing of a room that got another id', facts([slot()]), facts([slot({ roomId: 'other' })]), []],
    [
      'from the hall to online',
      facts([slot()]),
      facts([slot({ roomId: null, room: null, onlineRoomId: 'o', onlineRoom: { en: 'O' } })]),
      ['mode', 'room', 'online-room'],
    ],
    [
      'the departure',
      facts([slot()], { departAt: minutesIn(-30) }),
      facts([slot()], { departAt: minutesIn(-20) }),
      ['departure'],
    ],
    [
      'the meeting point and time',
      facts([slot()]),
      facts([slot()], { meetAt: minutesIn(-40), meetingPoint: { en: 'Inn' } }),
      ['meeting', 'meeting-point'],
    ],
    [
      'a cancellation and nothing else',
      facts([slot()]),
      facts([slot({ status: 'cancelled', startsAt: minutesIn(30) })], { departAt: minutesIn(1) }),
      ['cancelled'],
    ],
    ['what is back', facts([slot({ status: 'cancelled' })]), facts([slot()]), ['reinstated']],
    ['nothing of what runs', facts([slot()]), facts([slot({ status: 'running', startsAt: minutesIn(25) })]), []],
    ['what is gone', facts([slot()]), null, ['removed']],
    ['nothing of a slot that got another id', facts([slot()]), facts([slot({ id: 'new' })]), []],
    [
      'a slot that got another id and time',
      facts([slot()]),
      facts([slot({ id: 'new', startsAt: minutesIn(20) })]),
      ['start'],
    ],
  ])('is %s', (_, told, now, expected) => {
    expect(alterationsOf(told, now).map(({ kind }) => kind)).toEqual(expected);
  });

  it('says what it was and what it is', () => {
    expect(alterationsOf(facts([slot()]), facts([slot({ startsAt: minutesIn(15) })]))).toEqual([
      { kind: 'start', slot: 'slot', from: minutesIn(0), to: minutesIn(15) },
    ]);
  });

  it('is nothing where nothing is altered, and what was told can be told again', () => {
    fc.assert(
      fc.property(arbitraryProgramme, arbitraryProgramme, ({ sessions, rooms }, other) => {
        for (const session of sessions) {
          const now = factsTold(session, rooms);
          expect([isAltered(now, now), alterationsOf(now, now)]).toEqual([false, []]);
          const then = other.sessions.find(({ code }) => code === session.code);
          if (then === undefined) continue;
          const told = factsTold(then, other.rooms);
          if (alterationsOf(told, now).length > 0) expect(isAltered(told, now)).toBe(true);
        }
      }),
    );
  });

  it('has the session as it was told, for the agenda of then', () => {
    fc.assert(
      fc.property(arbitraryProgramme, ({ sessions, rooms }) => {
        for (const session of sessions) {
          const told = factsTold(session, rooms);
          const delayed = { ...session, slots: session.slots.map((one) => ({ ...one, endsAt: minutesIn(9999) })) };
          expect(factsTold(asTold(delayed, told), rooms)).toEqual(told);
        }
      }),
    );
  });
});

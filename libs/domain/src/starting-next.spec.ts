import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nowAndNext } from './now-next.js';
import type { PlannedSession, Programme } from './programme.js';
import { startingNext } from './starting-next.js';
import { arbitraryProgramme, firstProgramme, frame, minutesIn } from './testing/arbitrary-programme.js';
import { planned, plannedAddOn } from './testing/planned-session.js';

const published = (...sessions: PlannedSession[]): Programme =>
  firstProgramme({ ...frame('Next'), sessions, texts: { sessions: {}, speakers: {} } });

const visit = (from: number, meet: number | null, departs: number | null): PlannedSession =>
  planned('V', from, from + 60, {
    addOn: plannedAddOn({
      meetAt: meet === null ? null : minutesIn(meet),
      departAt: departs === null ? null : minutesIn(departs),
    }),
    slots: [
      { id: 'slot-V', startsAt: minutesIn(from), endsAt: minutesIn(from + 60), roomId: null, onlineRoomId: null },
    ],
  });

describe('startingNext', () => {
  it.each<[string, Programme, string[]]>([
    [
      'the next of a room, and not the one after',
      published(planned('A', 10, 40), planned('B', 50, 60)),
      [`A ${minutesIn(10)}`],
    ],
    ['nothing that is on', published(planned('A', 0, 40)), []],
    ['an add-on that gathers within two hours', published(visit(200, 119, 130)), [`V ${minutesIn(119)}`]],
    ['also in exactly two hours', published(visit(200, 120, 130)), [`V ${minutesIn(120)}`]],
    ['not one that gathers later', published(visit(200, 121, 130)), []],
    ['one that leaves without gathering', published(visit(200, null, 100)), [`V ${minutesIn(100)}`]],
    ['one that begins at the place', published(visit(90, null, null)), [`V ${minutesIn(90)}`]],
    ['one that gathers now and has yet to begin', published(visit(90, -10, 20)), [`V ${minutesIn(-10)}`]],
  ])('is %s', (_, programme, expected) => {
    expect(startingNext(programme, minutesIn(0)).map(({ session, from }) => `${session} ${from}`)).toEqual(expected);
  });

  it('has the next of every room, each once', () => {
    fc.assert(
      fc.property(arbitraryProgramme, fc.integer({ min: -60, max: 700 }), (programme, minutes) => {
        const at = minutesIn(minutes);
        const codes = startingNext(programme, at).map(({ session }) => session);
        const next = nowAndNext(programme, at).flatMap((room) => room.next?.session ?? []);
        expect(codes).toEqual(expect.arrayContaining(next));
        expect(new Set(codes).size).toBe(codes.length);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Slot } from './programme.js';
import { lateUpToMinutes, shiftsOf } from './shifts.js';
import { minutesIn } from './testing/arbitrary-programme.js';

type Standing = Parameters<typeof shiftsOf>[0];

const asPlanned: Standing = {
  plannedStartsAt: minutesIn(60),
  startsAt: minutesIn(60),
  plannedRoomId: 'room-1',
  roomId: 'room-1',
  plannedOnlineRoomId: null,
  onlineRoomId: null,
};
const by = (minutes: number, more: Partial<Slot> = {}): Standing => ({
  ...asPlanned,
  startsAt: minutesIn(60 + minutes),
  ...more,
});

describe('shiftsOf', () => {
  it.each<[string, Standing, string[]]>([
    ['as planned', asPlanned, []],
    ['a minute later', by(1), ['late 1']],
    ['an hour later', by(60), ['late 60']],
    ['more than an hour later', by(61), ['moved']],
    ['330 minutes later', by(330), ['moved']],
    ['earlier', by(-5), ['moved']],
    ['later in another room', by(10, { roomId: 'room-2' }), ['moved', 'room']],
    ['in another room', by(0, { roomId: 'room-2' }), ['room']],
    ['online too', by(0, { onlineRoomId: 'online-1' }), ['room']],
    ['online alone', by(0, { roomId: null, onlineRoomId: 'online-1' }), ['online']],
    ['later and online alone', by(10, { roomId: null, onlineRoomId: 'online-1' }), ['late 10', 'online']],
    ['swapped', by(30, { swappedWith: 'B' }), ['swapped B']],
    ['swapped to another room', by(0, { roomId: 'room-2', swappedWith: 'B' }), ['swapped B']],
    ['swapped, and planned so since', by(0, { swappedWith: 'B' }), []],
  ])('says of what stands %s', (_, slot, expected) => {
    const said = shiftsOf(slot).map((shift) =>
      [shift.kind, ...('minutes' in shift ? [shift.minutes] : 'with' in shift ? [shift.with] : [])].join(' '),
    );
    expect(said).toEqual(expected);
  });

  it('says something exactly where it differs from the plan, and never a delay of hours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -600, max: 600 }),
        fc.constantFrom('room-1', 'room-2', null),
        fc.constantFrom('online-1', null),
        fc.constantFrom('B', undefined),
        (minutes, roomId, onlineRoomId, swappedWith) => {
          const slot = by(minutes, { roomId, onlineRoomId, ...(swappedWith === undefined ? {} : { swappedWith }) });
          const shifts = shiftsOf(slot);
          const differs = minutes !== 0 || roomId !== 'room-1' || onlineRoomId !== null;
          expect(shifts.length > 0).toBe(differs);
          for (const shift of shifts)
            if (shift.kind === 'late') expect(shift.minutes).toBeLessThanOrEqual(lateUpToMinutes);
        },
      ),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findConflicts, type ConflictSession, type ConflictSlot } from './conflicts.js';
import { arbitraryProgramme, minutesIn } from './testing/arbitrary-programme.js';

const slot = (id: string, from: number, to: number, more: Partial<ConflictSlot> = {}): ConflictSlot => ({
  id,
  startsAt: minutesIn(from),
  endsAt: minutesIn(to),
  roomId: null,
  onlineRoomId: null,
  ...more,
});
const session = (code: string, speakerIds: string[], ...slots: ConflictSlot[]): ConflictSession => ({
  code,
  speakerIds,
  slots,
});

describe('findConflicts', () => {
  const hall = { roomId: 'hall' };
  it.each([
    [
      'one room at once',
      [session('A', [], slot('a', 0, 30, hall)), session('B', [], slot('b', 20, 40, hall))],
      ['room'],
    ],
    ['back to back', [session('A', [], slot('a', 0, 30, hall)), session('B', [], slot('b', 30, 40, hall))], []],
    [
      'a cancelled one',
      [session('A', [], slot('a', 0, 30, hall)), session('B', [], slot('b', 0, 30, { ...hall, status: 'cancelled' }))],
      [],
    ],
    ['zero length', [session('A', [], slot('a', 0, 30, hall)), session('B', [], slot('b', 10, 10, hall))], []],
    ['no rooms', [session('A', [], slot('a', 0, 30)), session('B', [], slot('b', 0, 30))], []],
    [
      'one online room',
      [
        session('A', [], slot('a', 0, 30, { onlineRoomId: 'web' })),
        session('B', [], slot('b', 0, 30, { onlineRoomId: 'web' })),
      ],
      ['online-room'],
    ],
    ['one speaker', [session('A', ['x', 'x'], slot('a', 0, 30)), session('B', ['x'], slot('b', 0, 30))], ['speaker']],
    [
      'a speaker in simultaneous rooms of one session',
      [session('A', ['x'], slot('a', 0, 30, hall), slot('b', 0, 30))],
      [],
    ],
    [
      'room and speaker',
      [session('A', ['x'], slot('a', 0, 30, hall)), session('B', ['x'], slot('b', 0, 30, hall))],
      ['room', 'speaker'],
    ],
  ])('judges %s', (_, sessions, kinds) => {
    expect(findConflicts(sessions).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('names both slots, the earlier first, and the time that they share', () => {
    const sessions = [session('B', [], slot('b', 20, 40, hall)), session('A', [], slot('a', 0, 30, hall))];
    expect(findConflicts(sessions)).toEqual([
      {
        kind: 'room',
        id: 'hall',
        slots: ['a', 'b'],
        sessions: ['A', 'B'],
        startsAt: minutesIn(20),
        endsAt: minutesIn(30),
      },
    ]);
  });

  it('finds what comparing every pair finds, in whatever order it is asked', () => {
    fc.assert(
      fc.property(arbitraryProgramme, fc.boolean(), ({ sessions }, reversed) => {
        const asked = reversed ? sessions.toReversed() : sessions;
        const found = findConflicts(asked);
        expect(found.map(({ kind, id, slots }) => [kind, id, ...slots.toSorted()].join(' ')).sort()).toEqual(
          everyPair(sessions),
        );
        expect(found).toEqual(findConflicts(sessions));
      }),
    );
  });
});

/** The rule, pair by pair. */
function everyPair(sessions: readonly ConflictSession[]): string[] {
  const all = sessions.flatMap(({ code, speakerIds, slots }) => slots.map((entry) => ({ code, speakerIds, entry })));
  return all
    .flatMap((a) =>
      all.flatMap((b) => {
        if (a.entry.id >= b.entry.id || a.entry.status === 'cancelled' || b.entry.status === 'cancelled') return [];
        if (a.entry.startsAt >= b.entry.endsAt || b.entry.startsAt >= a.entry.endsAt) return [];
        const pair = `${a.entry.id} ${b.entry.id}`;
        const { roomId, onlineRoomId } = a.entry;
        return [
          ...(roomId !== null && roomId === b.entry.roomId ? [`room ${roomId} ${pair}`] : []),
          ...(onlineRoomId !== null && onlineRoomId === b.entry.onlineRoomId
            ? [`online-room ${onlineRoomId} ${pair}`]
            : []),
          ...(a.code === b.code
            ? []
            : a.speakerIds.filter((id) => b.speakerIds.includes(id)).map((id) => `speaker ${id} ${pair}`)),
        ];
      }),
    )
    .sort();
}

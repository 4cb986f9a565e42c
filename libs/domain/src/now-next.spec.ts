import { describe, expect, it } from '@jest/globals';
import type { Programme, Slot } from './programme.js';
import { lateness, nowAndNext } from './now-next.js';
import { firstProgramme, frame, minutesIn } from './testing/arbitrary-programme.js';

function programmeWith(
  slots: (Pick<Slot, 'id' | 'status'> & { from: number; to: number; onlineRoomId?: string })[],
): Programme {
  const programme = firstProgramme({ ...frame('Now'), sessions: [], texts: { sessions: {}, speakers: {} } });
  const sessions = slots.map(({ id, status, from, to, onlineRoomId }) => ({
    code: id,
    slots: [
      {
        id,
        status,
        startsAt: minutesIn(from),
        endsAt: minutesIn(to),
        roomId: 'room-1',
        onlineRoomId: onlineRoomId ?? null,
      },
    ],
  }));
  return { ...programme, sessions } as Programme;
}

function atMinute(programme: Programme, minute: number): unknown {
  return nowAndNext(programme, minutesIn(minute)).map(({ roomId, now, next }) => [
    roomId,
    now.map(({ session }) => session),
    next?.session ?? null,
  ]);
}

describe('nowAndNext', () => {
  const programme = programmeWith([
    { id: 'late', status: 'running', from: 0, to: 30 },
    { id: 'gone', status: 'cancelled', from: 30, to: 60 },
    { id: 'early', status: 'ended', from: 30, to: 60 },
    { id: 'due', status: 'scheduled', from: 60, to: 90, onlineRoomId: 'online-1' },
    { id: 'last', status: 'scheduled', from: 90, to: 120 },
  ]);

  it.each([
    [
      -1,
      [
        ['room-1', [], 'due'],
        ['online-1', [], 'due'],
      ],
    ],
    [
      45,
      [
        ['room-1', ['late'], 'due'],
        ['online-1', [], 'due'],
      ],
    ],
    [
      60,
      [
        ['room-1', ['late', 'due'], 'last'],
        ['online-1', ['due'], null],
      ],
    ],
    [90, [['room-1', ['late', 'last'], null]]],
    [120, [['room-1', ['late'], null]]],
  ])('at minute %i, in the order of rooms', (minute, rooms) => {
    expect(atMinute(programme, minute)).toEqual(rooms);
  });
});

describe('lateness', () => {
  it.each([
    [0, 0],
    [12, 12],
    [-5, -5],
  ])('of a start %i minutes off its plan is %i', (minutes, late) => {
    expect(lateness({ plannedStartsAt: minutesIn(60), startsAt: minutesIn(60 + minutes) })).toBe(late);
  });
});

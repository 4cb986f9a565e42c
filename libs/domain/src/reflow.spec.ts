import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Slot } from './programme.js';
import { reflow, resourcesOf, type ReflowMove, type ReflowSlot } from './reflow.js';
import { arbitraryProgramme, minutesIn } from './testing/arbitrary-programme.js';

interface Given {
  id: string;
  from: number;
  to: number;
  planned?: [number, number];
  room?: string | null;
  online?: string;
  speakers?: string[];
  kind?: ReflowSlot['kind'];
  departs?: number;
  status?: Slot['status'];
}

const given = ({ id, from, to, planned, room, online, speakers, kind, departs, status }: Given): ReflowSlot => ({
  session: id.toUpperCase(),
  kind: kind ?? 'talk',
  speakerIds: speakers ?? [],
  departAt: departs === undefined ? null : minutesIn(departs),
  slot: {
    id,
    version: 1,
    status: status ?? 'scheduled',
    plannedStartsAt: minutesIn(planned?.[0] ?? from),
    plannedEndsAt: minutesIn(planned?.[1] ?? to),
    plannedRoomId: null,
    plannedOnlineRoomId: null,
    startsAt: minutesIn(from),
    endsAt: minutesIn(to),
    roomId: room === undefined ? 'hall' : room,
    onlineRoomId: online ?? null,
    reason: null,
    changedAt: minutesIn(-10),
  },
});
const options = { minimumBreakMinutes: 5 };
const to = (slotId: string, from: number, until: number): ReflowMove => ({
  slotId,
  startsAt: minutesIn(from),
  endsAt: minutesIn(until),
});

const first: Given = { id: 'a', from: 0, to: 30, speakers: ['x'] };
const late = to('a', 20, 50);

describe('reflow when a slot ends 20 minutes later', () => {
  const cases: [string, Given[], ReflowMove[]][] = [
    ['pushes the next in the room', [{ id: 'b', from: 30, to: 60 }], [to('b', 50, 80)]],
    ['lets a gap swallow a part', [{ id: 'b', from: 40, to: 60 }], [to('b', 50, 70)]],
    ['lets a gap swallow all', [{ id: 'b', from: 50, to: 60 }], []],
    ['leaves another room alone', [{ id: 'b', from: 30, to: 60, room: 'annexe' }], []],
    [
      'follows a speaker into another room',
      [{ id: 'b', from: 30, to: 60, room: 'annexe', speakers: ['x'] }],
      [to('b', 50, 80)],
    ],
    [
      'goes on from the room of that speaker',
      [
        { id: 'b', from: 30, to: 60, room: null, online: 'web', speakers: ['x'] },
        { id: 'c', from: 60, to: 70, room: null, online: 'web' },
      ],
      [to('b', 50, 80), to('c', 80, 90)],
    ],
    [
      'takes from a break before a talk moves',
      [
        { id: 'b', from: 30, to: 60, kind: 'break' },
        { id: 'c', from: 60, to: 90 },
      ],
      [to('b', 50, 60)],
    ],
    [
      'leaves a break its minimum',
      [
        { id: 'b', from: 30, to: 50, kind: 'break' },
        { id: 'c', from: 50, to: 90 },
      ],
      [to('b', 50, 55), to('c', 55, 95)],
    ],
    [
      'keeps a break that is shorter than the minimum',
      [
        { id: 'b', from: 30, to: 33, kind: 'break' },
        { id: 'c', from: 33, to: 90 },
      ],
      [to('b', 50, 53), to('c', 53, 110)],
    ],
    ['never moves a departure', [{ id: 'b', from: 40, to: 60, kind: 'visit', departs: 30 }], []],
    ['leaves what is running', [{ id: 'b', from: 30, to: 60, status: 'running' }], []],
    ['leaves what is cancelled', [{ id: 'b', from: 30, to: 60, status: 'cancelled' }], []],
    ['leaves what overlapped before', [{ id: 'b', from: 20, to: 60 }], []],
    [
      'moves two that overlap each other apart from it only',
      [
        { id: 'b', from: 30, to: 60 },
        { id: 'c', from: 40, to: 70 },
      ],
      [to('b', 50, 80), to('c', 50, 80)],
    ],
  ];
  it.each(cases)('%s', (_, others, moves) => {
    expect(reflow([first, ...others].map(given), late, options)).toEqual(moves);
  });
});

describe('reflow when a slot that was 20 minutes late catches up', () => {
  const lateFirst: Given = { id: 'a', from: 20, to: 50, planned: [0, 30] };
  const cases: [string, Given[], ReflowMove[]][] = [
    ['pulls the next back to its plan', [{ id: 'b', from: 50, to: 80, planned: [35, 65] }], [to('b', 35, 65)]],
    ['leaves the next that was on time', [{ id: 'b', from: 50, to: 80 }], []],
    ['leaves what was late for another reason', [{ id: 'b', from: 70, to: 90, planned: [30, 50] }], []],
    ['pulls by no more than was caught up', [{ id: 'b', from: 50, to: 70, planned: [20, 40] }], [to('b', 30, 50)]],
    [
      'pulls nothing into another that is still on',
      [
        { id: 'b', from: 50, to: 70, planned: [30, 50], speakers: ['y'] },
        { id: 'c', from: 35, to: 45, room: 'annexe', speakers: ['y'] },
      ],
      [to('b', 45, 65)],
    ],
    [
      'gives a break its time back',
      [{ id: 'b', from: 50, to: 55, planned: [30, 55], kind: 'break' }],
      [to('b', 30, 55)],
    ],
  ];
  it.each(cases)('%s', (_, others, moves) => {
    expect(reflow([lateFirst, ...others].map(given), to('a', 0, 30), options)).toEqual(moves);
  });
});

/** Slots of a live day and new times for one of them, earlier or later. */
const arbitraryReflow = fc
  .tuple(
    arbitraryProgramme,
    fc.nat(),
    fc.integer({ min: -12, max: 18 }).map((step) => step * 5),
  )
  .filter(([{ sessions }]) => sessions.length > 0)
  .map(([{ sessions }, choice, minutes]) => {
    const slots = sessions.flatMap(({ code, kind, speakerIds, addOn, slots: list }) =>
      list.map((slot): ReflowSlot => ({ slot, session: code, kind, speakerIds, departAt: addOn?.departAt ?? null })),
    );
    const origin = slots[choice % slots.length]!;
    const shift = (at: string): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();
    const change = { slotId: origin.slot.id, startsAt: shift(origin.slot.startsAt), endsAt: shift(origin.slot.endsAt) };
    const moves = new Map(reflow(slots, change, options).map((move) => [move.slotId, move]));
    return { slots, origin, change, minutes, moves };
  });
const length = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }): number =>
  Date.parse(endsAt) - Date.parse(startsAt);

describe('reflow, whatever the programme', () => {
  it('moves nothing when the delay is 0', () => {
    fc.assert(
      fc.property(arbitraryReflow, ({ slots, origin }) => {
        const { id: slotId, startsAt, endsAt } = origin.slot;
        expect(reflow(slots, { slotId, startsAt, endsAt }, options)).toEqual([]);
      }),
    );
  });

  it('moves only scheduled slots without a departure, in the direction of the change, and none before its plan', () => {
    fc.assert(
      fc.property(arbitraryReflow, ({ slots, origin, minutes, moves }) => {
        for (const { slot, departAt } of slots) {
          const move = moves.get(slot.id);
          if (move === undefined) continue;
          expect([slot.id === origin.slot.id, slot.status, departAt]).toEqual([false, 'scheduled', null]);
          expect(move.startsAt >= slot.plannedStartsAt).toBe(true);
          expect(minutes > 0 ? move.startsAt >= slot.startsAt : move.startsAt <= slot.startsAt).toBe(true);
          expect(Math.abs(Date.parse(move.startsAt) - Date.parse(slot.startsAt))).toBeLessThanOrEqual(
            Math.abs(minutes) * 60_000,
          );
        }
      }),
    );
  });

  it('keeps every length, but that of a break, which keeps its minimum', () => {
    fc.assert(
      fc.property(arbitraryReflow, ({ slots, moves }) => {
        for (const { slot, kind } of slots) {
          const move = moves.get(slot.id);
          if (move === undefined) continue;
          if (kind === 'break') expect(length(move)).toBeGreaterThanOrEqual(Math.min(5 * 60_000, length(slot)));
          else expect(length(move)).toBe(length(slot));
        }
      }),
    );
  });

  it('keeps apart and in order what was so before and can move', () => {
    fc.assert(
      fc.property(arbitraryReflow, ({ slots, origin, change, moves }) => {
        const now = (entry: ReflowSlot): ReflowMove =>
          entry === origin ? change : (moves.get(entry.slot.id) ?? { ...entry.slot, slotId: entry.slot.id });
        const later = slots.filter(
          ({ slot, departAt }) =>
            departAt === null && slot.status === 'scheduled' && slot.startsAt >= origin.slot.endsAt,
        );
        for (const entry of later) {
          for (const other of [origin, ...later]) {
            const shared = resourcesOf(other).some((resource) => resourcesOf(entry).includes(resource));
            if (entry === other || !shared || other.slot.endsAt > entry.slot.startsAt) continue;
            expect(now(other).endsAt <= now(entry).startsAt).toBe(true);
          }
        }
      }),
    );
  });

  it('moves a later slot exactly to the end of what it gives way to', () => {
    fc.assert(
      fc.property(arbitraryReflow, ({ slots, origin, change, minutes, moves }) => {
        fc.pre(minutes > 0);
        const ends = slots.flatMap((entry) => {
          const end = entry === origin ? change.endsAt : moves.get(entry.slot.id)?.endsAt;
          return end === undefined ? [] : [{ end, resources: resourcesOf(entry), id: entry.slot.id }];
        });
        for (const entry of slots) {
          const move = moves.get(entry.slot.id);
          if (move === undefined) continue;
          const causes = ends.filter(
            ({ id, resources }) => id !== entry.slot.id && resources.some((it) => resourcesOf(entry).includes(it)),
          );
          expect(causes.map(({ end }) => end)).toContain(move.startsAt);
        }
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { turnsOf } from './turns.js';

const items = (...minutes: number[]) => minutes.map((one) => ({ title: {}, speakerId: null, minutes: one }));
const slot = (startsAt: string, endsAt: string) => ({
  startsAt: `2026-10-07T${startsAt}:00.000Z`,
  endsAt: `2026-10-07T${endsAt}:00.000Z`,
});

describe('when each contribution has its turn', () => {
  it.each<[string, number[], [string, string], string[]]>([
    ['one after the other', [10, 15, 5], ['09:00', '09:30'], ['09:00-09:10', '09:10-09:25', '09:25-09:30']],
    ['later where the slot begins later', [10, 10], ['09:20', '09:50'], ['09:20-09:30', '09:30-09:40']],
    [
      'sharing what is left where nothing is said',
      [0, 10, 0],
      ['09:00', '09:40'],
      ['09:00-09:15', '09:15-09:25', '09:25-09:40'],
    ],
    ['not beyond the end', [20, 20], ['09:00', '09:30'], ['09:00-09:20', '09:20-09:30']],
    ['never where there are none', [], ['09:00', '09:30'], []],
  ])('is %s', (_, minutes, [from, to], turns) => {
    const said = turnsOf(items(...minutes), slot(from, to)).map(
      ({ startsAt, endsAt }) => `${startsAt.slice(11, 16)}-${endsAt.slice(11, 16)}`,
    );
    expect(said).toEqual(turns);
  });

  it('is in order, without a gap, within the slot, and moves as the slot does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 12 }),
        fc.integer({ min: 0, max: 300 }),
        (minutes, length) => {
          const start = Date.UTC(2026, 9, 7, 9);
          const at = (shift: number) => ({
            startsAt: new Date(start + shift).toISOString(),
            endsAt: new Date(start + shift + length * 60_000).toISOString(),
          });
          const turns = turnsOf(items(...minutes), at(0));
          const bounds = turns.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
          expect(bounds).toEqual(bounds.toSorted());
          for (const [index, turn] of turns.entries())
            expect(turn.startsAt).toBe(index === 0 ? at(0).startsAt : turns[index - 1]!.endsAt);
          expect(bounds.every((one) => one >= at(0).startsAt && one <= at(0).endsAt)).toBe(true);
          const later = turnsOf(items(...minutes), at(600_000));
          expect(later.map(({ startsAt }) => Date.parse(startsAt) - 600_000)).toEqual(
            turns.map(({ startsAt }) => Date.parse(startsAt)),
          );
        },
      ),
    );
  });
});

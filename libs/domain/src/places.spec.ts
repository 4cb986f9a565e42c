import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  admit,
  attendanceModes,
  blocksClash,
  blocksOf,
  bookableModes,
  dayPlaceOf,
  effectiveMode,
  holdExpiry,
  isAhead,
  offerExpiry,
  placeModes,
  placesLeft,
  promotable,
  promotionDeadline,
  promotionNow,
  sessionDate,
  type Block,
} from './places.js';
import type { AddOn, Mode } from './programme.js';

const at = (minutes: number): string => new Date(Date.UTC(2026, 9, 7, 6) + minutes * 60_000).toISOString();
const arbitraryPool = fc.record({
  capacity: fc.option(fc.nat(5)),
  taken: fc.nat(7),
  waiting: fc.nat(3),
});
const arbitraryBlock: fc.Arbitrary<Block> = fc
  .tuple(fc.nat(20), fc.integer({ min: 1, max: 9 }))
  .map(([start, length]) => ({ startsAt: at(start), endsAt: at(start + length) }));

describe('effectiveMode', () => {
  it.each<[Mode | null, 'in-person' | 'online' | null, (typeof attendanceModes)[number], string | null]>([
    ['in-person', null, 'online', 'in-person'],
    ['online', 'in-person', 'in-person', 'online'],
    ['hybrid', 'online', 'in-person', 'online'],
    ['hybrid', null, 'both', 'in-person'],
    ['hybrid', null, 'online', 'online'],
    ['hybrid', null, 'absent', null],
    [null, 'online', 'online', null],
  ])('of a slot %s, chosen %s, on a day %s is %s', (slot, chosen, day, expected) =>
    expect(effectiveMode(slot, chosen, day)).toBe(expected),
  );

  it('is a mode that the slot has, for every choice and day', () => {
    for (const slot of ['in-person', 'online', 'hybrid'] as const)
      for (const chosen of [null, ...placeModes])
        for (const day of attendanceModes) {
          const mode = effectiveMode(slot, chosen, day);
          expect(mode === null ? [day, chosen] : bookableModes(slot).includes(mode)).toEqual(
            mode === null ? ['absent', null] : true,
          );
        }
  });

  it('takes the in-person place of a day that is both', () =>
    expect(attendanceModes.map(dayPlaceOf)).toEqual(['in-person', 'online', 'in-person', null]));
});

describe('sessionDate', () => {
  const event = { zone: 'Europe/Riga', dayChangeHour: 4 };
  it.each([
    ['the day of its first slot', ['2026-10-08T08:00:00.000Z', '2026-10-07T08:00:00.000Z'], '2026-10-07'],
    ['the day before, until the day changes', ['2026-10-08T00:30:00.000Z'], '2026-10-07'],
    ['that day, once it has', ['2026-10-08T01:00:00.000Z'], '2026-10-08'],
    ['none without a slot', [], null],
  ])('is %s', (_, starts, expected) =>
    expect(sessionDate({ event }, { slots: starts.map((startsAt) => ({ startsAt })) })).toBe(expected),
  );
});

describe('isAhead', () => {
  const slot = (endsIn: number, status: 'scheduled' | 'running' | 'ended' | 'cancelled') => ({
    endsAt: at(endsIn),
    status,
  });
  it.each([
    ['one to come', [slot(1, 'scheduled')], true],
    ['one that runs late but goes on', [slot(1, 'running')], true],
    ['one that was ended early', [slot(1, 'ended')], false],
    ['one that is over', [slot(0, 'scheduled')], false],
    ['one that is cancelled', [slot(1, 'cancelled')], false],
    ['one over and one to come', [slot(-9, 'ended'), slot(1, 'scheduled')], true],
    ['none', [], false],
  ])('with %s', (_, slots, expected) => expect(isAhead({ slots }, at(0))).toBe(expected));
});

describe('admit and promotable', () => {
  it('never exceed the capacity, and leave nobody waiting beside a free place', () => {
    fc.assert(
      fc.property(arbitraryPool, (pool) => {
        const { capacity, taken, waiting } = pool;
        const promoted = promotable(pool);
        expect(promoted).toBeLessThanOrEqual(waiting);
        if (capacity !== null && promoted > 0) expect(taken + promoted).toBeLessThanOrEqual(capacity);
        if (promoted < waiting) expect(taken + promoted).toBeGreaterThanOrEqual(capacity!);
        if (admit(pool) === 'confirmed') {
          expect(waiting).toBe(0);
          if (capacity !== null) expect(taken).toBeLessThan(capacity);
        }
        expect(admit(pool) === 'confirmed').toBe(placesLeft(pool) !== 0 && (capacity !== null || waiting === 0));
      }),
    );
  });
});

describe('offerExpiry', () => {
  it.each([
    ['a day when the start is far', 1440, 10_000, 1440],
    ['half of what is left when it is near', 1440, 600, 300],
    ['ten minutes when little is left', 1440, 15, 10],
    ['what is left when that is less', 1440, 6, 6],
    ['nothing after the start', 1440, -5, 0],
  ])('gives %s', (_, offerMinutes, startsIn, expected) =>
    expect(offerExpiry(at(0), offerMinutes, at(startsIn))).toBe(at(expected)),
  );

  it('gives the whole time where no start is known', () => expect(offerExpiry(at(0), 60, null)).toBe(at(60)));
});

describe('promotionNow', () => {
  it.each([
    ['as it is set', 'automatic', 'in-person', 1, 'automatic'],
    ['for short notice from the deadline on', 'automatic', 'in-person', 0, 'short notice'],
    ['for short notice where offers are set too', 'offer', 'in-person', -1, 'short notice'],
    ['what is set online, however late', 'automatic', 'online', -5, 'automatic'],
    ['an offer where that is set', 'offer', 'online', 5_000, 'offer'],
  ] as const)('is %s', (_, set, mode, deadlineIn, expected) =>
    expect(promotionNow(set, mode, at(0), at(deadlineIn))).toBe(expected),
  );

  it('is as it is set where there is no deadline', () =>
    expect(promotionNow('automatic', 'in-person', at(0), null)).toBe('automatic'));
});

describe('promotionDeadline', () => {
  it.each([
    ['twelve hours before people meet', at(13 * 60), null, at(60)],
    ['what is set', at(13 * 60), at(5), at(5)],
    ['what is set where no start is known', null, at(5), at(5)],
    ['none where nothing is known', null, null, null],
  ])('is %s', (_, startsAt, bookUntil, expected) => expect(promotionDeadline(startsAt, bookUntil)).toBe(expected));
});

describe('holdExpiry', () => {
  it.each([
    ['24 hours', 1441, 1440],
    ['30 minutes when the start is nearer', 1439, 30],
    ['30 minutes once it has begun', -10, 30],
  ])('is %s', (_, startsIn, expected) => expect(holdExpiry(at(0), at(startsIn))).toBe(at(expected)));
});

describe('blocksClash', () => {
  const slot = (from: number, to: number, status: 'scheduled' | 'cancelled' = 'scheduled') => ({
    startsAt: at(from),
    endsAt: at(to),
    status,
  });
  const addOn: AddOn = {
    meetAt: at(-30),
    departAt: at(-20),
    returnAt: at(90),
    meetingPoint: {},
    travelMinutes: null,
    minimumNumber: null,
    goNoGoAt: null,
    bring: {},
    minimumAge: null,
  };

  it('is symmetric, and holds exactly when the two share a minute', () => {
    fc.assert(
      fc.property(arbitraryBlock, arbitraryBlock, (one, other) => {
        const minutes = ({ startsAt, endsAt }: Block): Set<number> =>
          new Set(Array.from({ length: 40 }, (_, minute) => minute).filter((m) => at(m) >= startsAt && at(m) < endsAt));
        expect(blocksClash([one], [other])).toBe(!minutes(one).isDisjointFrom(minutes(other)));
        expect(blocksClash([one], [other])).toBe(blocksClash([other], [one]));
      }),
    );
  });

  it('counts an add-on from meeting to return for those who go, the slot for those online', () => {
    const session = { slots: [slot(0, 60)], addOn };
    expect(blocksOf(session, 'in-person')).toEqual([{ startsAt: at(-30), endsAt: at(90) }]);
    expect(blocksOf(session, 'online')).toEqual([{ startsAt: at(0), endsAt: at(60) }]);
  });

  it('keeps what is moved beyond the journey, and leaves out what is cancelled', () => {
    expect(blocksOf({ slots: [slot(0, 120), slot(5, 10, 'cancelled')], addOn }, 'in-person')).toEqual([
      { startsAt: at(-30), endsAt: at(120) },
    ]);
  });
});
